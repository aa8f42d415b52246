import type { PersonCommand } from './command.js';
import { type Decision, no, whole, yes } from './decision.js';
import { noticesGiven } from './graver.js';
import type { IncidentState } from './incident.js';
import { type LossRecord, lossProblem } from './loss.js';

/** What was lost is written down, or corrected; whoever is to know of so much is told, once. */
export function loss(state: IncidentState, command: Extract<PersonCommand, { type: 'loss' }>, now: Date): Decision {
  const given = { ...command.loss, lines: command.loss.lines.map((line) => ({ ...line, item: whole(line.item) })) };
  const problem = lossProblem(given);
  if (problem) return no({ code: 'invalid', ...problem });
  if (state.loss && (command.first || sameLoss(state.loss, given))) return yes();
  const recorded = { type: 'loss-recorded', loss: given, corrects: state.loss !== undefined } as const;
  return yes(recorded, ...noticesGiven(command.notices ?? [], state, now));
}

function sameLoss(a: LossRecord, b: LossRecord): boolean {
  const plain = ({ category, basis, currency, lines, secondary, recovered }: LossRecord): string =>
    JSON.stringify([
      category,
      basis,
      currency,
      lines.map(({ item, quantity, unit }) => [item, quantity, unit]),
      secondary.map(({ what, amount }) => [what, amount]),
      recovered,
    ]);
  return plain(a) === plain(b);
}
