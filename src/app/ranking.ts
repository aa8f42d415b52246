import { en } from '../../cards/words/en.js';
import type { Book } from '../book/book.js';
import { keysAreHeld, officersOf } from '../book/officers.js';
import { type Exclusion, rank } from '../dispatch/index.js';
import type { Ranking } from '../ports.js';
import type { Roster } from '../ports-oncall.js';
import { engagementsIn } from './engagements.js';
import type { Collections } from './store.js';

/** Ranks everybody who could be sent: where they are, what they can, what they have in hand. */
export function createRanking(parts: {
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'officers' | 'incidents'>;
  readonly roster: Pick<Roster, 'onShift'>;
}): Ranking {
  const { book, stores, roster } = parts;
  return async ({ siteId, lifeSafety, requires, without, helped }, at) => {
    const [whereabouts, engagements, onShift] = await Promise.all([
      stores.officers.all(),
      engagementsIn(stores.incidents),
      roster.onShift(at),
    ]);
    const officers = officersOf(book(), { whereabouts, engagements, onShift });
    const site = book().site(siteId);
    const need = {
      ...(site ? { siteId } : {}),
      ...(site?.at ? { at: site.at } : {}),
      keysCount: site !== undefined && keysAreHeld(book(), siteId),
      required: requires,
      excluded: new Map<string, Exclusion>([
        ...without.map((id) => [id, 'ruled-out'] as const),
        ...helped.map((id) => [id, 'needs-help'] as const),
      ]),
      lifeSafety,
    };
    return rank(need, officers, at, book().dispatch).map((ranked) => ({
      who: { id: ranked.officer.id, name: ranked.officer.name },
      eligible: ranked.eligible,
      because: en.dispatch.explained(ranked.reasons),
    }));
  };
}
