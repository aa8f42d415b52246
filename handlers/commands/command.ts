import leven from 'leven';
import type { Card } from '../../cards/card.js';
import type { CommandName } from '../../cards/words/en-commands.js';
import type { Answer } from '../../src/inbound.js';
import type { PersonActor } from '../../src/incident/index.js';

/** One thing that can be asked in a message box, in any chat. */
export interface Command {
  readonly name: CommandName;
  run(words: readonly string[], who: PersonActor): Promise<Answer>;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

export const shown = (card: Card): Answer => ({ kind: 'shown', card });
export const done = (text: string): Answer => ({ kind: 'done', text });
export const refused = (text: string): Answer => ({ kind: 'refused', text });

/** What somebody may have meant, when it is only a slip away. */
export function nearest(given: string, names: readonly string[]): string | undefined {
  const text = given.slice(0, 64).toLowerCase();
  const [best] = names.map((name) => ({ name, away: leven(text, name.toLowerCase()) })).sort((a, b) => a.away - b.away);
  return best && best.away <= Math.max(1, Math.floor(best.name.length / 3)) ? best.name : undefined;
}

/** The same of things that have an id and a name. */
export const nearestOf = (given: string, all: readonly Named[]): string | undefined =>
  nearest(
    given,
    all.flatMap(({ id, name }) => [name, id]),
  );

/** By id, or by name in any case. */
export const found = <T extends Named>(given: string, all: readonly T[]): T | undefined => {
  const text = given.toLowerCase();
  return all.find(({ id, name }) => id === text || name.toLowerCase() === text);
};
