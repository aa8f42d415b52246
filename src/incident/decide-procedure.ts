import type { PersonCommand } from './command.js';
import type { Decision } from './decision.js';
import { LIMITS, no, textProblem, whole, yes } from './decision.js';
import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';
import { pageAll } from './page-all.js';
import type { Recipients } from './paging.js';
import { leads } from './permission.js';
import type { ProcedureStep, StepResult } from './procedure.js';
import { openSteps, pathOf, TAKES } from './procedure.js';

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;

/** A step of the procedure is done, answered or skipped. */
export function step(state: IncidentState, command: Of<'step'>, now: Date): Decision {
  const { actor, result, supervisors } = command;
  const path = state.plan.procedure ? pathOf(state.plan.procedure, state.steps) : [];
  const asked = path.find((each) => each.step.id === command.step)?.step;
  if (!asked) return no({ code: 'invalid', field: 'step', why: 'it is not a step on the way of this procedure' });
  if (result.kind === 'skipped') {
    if (asked.required && !asked.skippable && !leads(actor))
      return no({ code: 'step-not-skippable', step: asked.text });
    const why = whole(result.why);
    const problem = textProblem('why', why, LIMITS.whyLength);
    if (problem) return problem;
    return yes(settled(asked, { kind: 'skipped', why }), ...told(state, [asked], actor.name, supervisors, now));
  }
  if (result.kind !== TAKES[asked.kind])
    return no({ code: 'invalid', field: 'step', why: `a step of the kind ${asked.kind} is ${TAKES[asked.kind]}` });
  if (result.kind !== 'noted') return yes(settled(asked, result));
  const text = whole(result.text);
  return textProblem('text', text, LIMITS.noteLength) ?? yes(settled(asked, { kind: 'noted', text }));
}

/** It ends with an outcome from the closed list, and with no required step left open. */
export function resolve(state: IncidentState, command: Of<'resolve'>, now: Date): Decision {
  const { actor, disposition, cause, skip, supervisors } = command;
  const note = whole(command.note);
  if (disposition === 'false-alarm' && !cause) {
    return no({ code: 'invalid', field: 'cause', why: 'a false alarm needs its cause' });
  }
  if (disposition !== 'false-alarm' && cause) {
    return no({ code: 'invalid', field: 'cause', why: 'only a false alarm has a cause' });
  }
  const problem = note === '' ? undefined : textProblem('note', note, LIMITS.noteLength);
  if (problem) return problem;
  const resolved = { type: 'resolved', disposition, note, ...(cause ? { cause } : {}) } as const;
  const open = openSteps(state.plan.procedure, state.steps);
  if (open.length === 0) return yes(resolved);
  const why = skip === undefined ? '' : whole(skip);
  const fixed = open.filter(({ skippable }) => !skippable && !leads(actor));
  if (why === '' || fixed.length > 0) {
    const steps = (fixed.length > 0 ? fixed : open).map(({ id, text }) => ({ id, text }));
    return no({ code: 'steps-open', steps, skippable: fixed.length === 0 });
  }
  const tooLong = textProblem('skip', why, LIMITS.whyLength);
  if (tooLong) return tooLong;
  const skipped = open.map((each) => settled(each, { kind: 'skipped', why }));
  return yes(...skipped, ...told(state, open, actor.name, supervisors, now), resolved);
}

const settled = ({ id, text }: ProcedureStep, result: StepResult): IncidentEvent => ({
  type: 'step-settled',
  step: id,
  text,
  result,
});

/** That a required step was skipped is a supervisor's business, at once. */
function told(
  state: IncidentState,
  steps: readonly ProcedureStep[],
  by: string,
  supervisors: Recipients | undefined,
  now: Date,
): IncidentEvent[] {
  const required = steps.filter((each) => each.required);
  const [first] = required;
  if (!first || !supervisors) return [];
  const what = required
    .map(({ text }) => text)
    .join('; ')
    .slice(0, 300);
  return [pageAll({ code: 'skipped-step', by, step: what }, supervisors, { made: state.paged, now })];
}
