import type { PersonRef } from '../src/incident/index.js';
import type { RaiseAlarm } from '../src/ports.js';

export interface DuressParts {
  /** The personal word, as it is set in the environment; `undefined` for somebody who has none. */
  readonly wordOf: (personId: string) => string | undefined;
  readonly raise: RaiseAlarm;
}

/** What they wrote about: an incident, or only a place. */
export interface Where {
  readonly place: { readonly siteId: string; readonly zoneId?: string };
  readonly number?: number;
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
    where: Where | undefined,
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
      ...(where?.number === undefined ? {} : { details: `In an answer about INC-${where.number}.` }),
    });
    return withoutWord(text, word);
  };
}

const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** The text without the word, which nobody else shall learn; something ordinary where nothing is left. */
function withoutWord(text: string, word: string): string {
  let left = text.normalize('NFKC');
  for (let found = spanOf(left, word); found; found = spanOf(left, word)) {
    // Its commas go with it: what stands around nothing tells that something stood there.
    const before = left.slice(0, found.from).replace(/[\s,;:(–—-]+$/u, '');
    const after = left.slice(found.to).replace(/^[\s,;:)!–—-]+/u, '');
    left = /^[.?…]/.test(after) ? `${before}${after}` : `${before} ${after}`;
  }
  left = left.replace(/\s+/g, ' ').trim();
  return /[\p{L}\p{N}]/u.test(left) ? left : 'ok';
}

/** Where the word stands, as far as it is written in whole words. */
function spanOf(text: string, word: string): { readonly from: number; readonly to: number } | undefined {
  const words = [...text.matchAll(WORD)];
  for (const [first, start] of words.entries()) {
    for (let last = first; last < Math.min(words.length, first + MOST_WORDS); last++) {
      const end = words[last];
      if (!end) break;
      const to = end.index + end[0].length;
      if (folded(text.slice(start.index, to)) === word) return { from: start.index, to };
    }
  }
  return undefined;
}

/** A duress word is a word, or a few. */
const MOST_WORDS = 8;

export type Duress = ReturnType<typeof createDuress>;
