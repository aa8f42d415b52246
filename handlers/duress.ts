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
 * resolves; whoever watches sees an ordinary answer. `about` makes one message one alarm.
 */
export function createDuress({ wordOf, raise }: DuressParts) {
  return async function heard(
    who: PersonRef,
    text: string,
    where: IncidentState | undefined,
    about: string,
  ): Promise<boolean> {
    const word = folded(wordOf(who.id) ?? '');
    if (word === '' || !` ${folded(text.slice(0, LOOKED_AT))} `.includes(` ${word} `)) return false;
    await raise({
      key: `duress:${who.id}:${about}`,
      kind: 'duress',
      siteId: where?.place.siteId ?? 'unplaced',
      ...(where?.place.zoneId ? { zoneId: where.place.zoneId } : {}),
      subject: `${who.name} gave their duress word`,
      ...(where ? { details: `In an answer about INC-${where.number}.` } : {}),
    });
    return true;
  };
}

export type Duress = ReturnType<typeof createDuress>;
