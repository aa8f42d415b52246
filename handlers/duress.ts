import type { IncidentState, PersonRef } from '../src/incident/index.js';
import type { RaiseAlarm } from '../src/ports.js';

export interface DuressParts {
  /** The personal word, as it is set in the environment; `undefined` for somebody who has none. */
  readonly wordOf: (personId: string) => string | undefined;
  readonly raise: RaiseAlarm;
}

/** Letters and digits alone, so that `Pine-Apple!` is `pineapple`. */
const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Shorter than anybody's message; a long text is looked at as far as that. */
const LOOKED_AT = 2_000;

/**
 * Looks for a person's duress word in what they write. When it is there a covert alarm is raised, durable before this
 * resolves; whoever watches sees an ordinary answer. Gives the text without the word, when it was there. `about` makes one message one alarm.
 */
export function createDuress({ wordOf, raise }: DuressParts) {
  return async function heard(
    who: PersonRef,
    text: string,
    where: IncidentState | undefined,
    about: string,
  ): Promise<string | undefined> {
    const word = folded(wordOf(who.id) ?? '');
    if (word === '' || !` ${folded(text.slice(0, LOOKED_AT))} `.includes(` ${word} `)) return undefined;
    await raise({
      key: `duress:${who.id}:${about}`,
      kind: 'duress',
      siteId: where?.place.siteId ?? 'unplaced',
      ...(where?.place.zoneId ? { zoneId: where.place.zoneId } : {}),
      about: who.id,
      subject: `${who.name} gave their duress word`,
      ...(where ? { details: `In an answer about INC-${where.number}.` } : {}),
    });
    return withoutWord(text, word);
  };
}

/** The text without the word, which nobody else shall learn; something ordinary where nothing is left. */
function withoutWord(text: string, word: string): string {
  const parts = folded(word)
    .split(' ')
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const left = text
    .normalize('NFKC')
    .replace(new RegExp(`(?<![\\p{L}\\p{N}])${parts.join('[^\\p{L}\\p{N}]+')}(?![\\p{L}\\p{N}])`, 'giu'), '')
    .replace(/\s+/g, ' ')
    .trim();
  return left === '' ? 'ok' : left;
}

export type Duress = ReturnType<typeof createDuress>;
