import { type Band, bandRank } from './assessment.js';
import type { IncidentEvent } from './event.js';
import { foundBand } from './found-band.js';
import type { IncidentState } from './incident.js';
import { pageAll } from './page-all.js';
import type { Plan } from './plan.js';
import type { Graver, Notice } from './world.js';

/** The band before, where what rules or people find now is a rise. What a model had raised alone counts for nothing here. */
export function roseTo(state: IncidentState, band: Band): { readonly rose?: Band } {
  const before = foundBand(state);
  return bandRank(band) > bandRank(before) ? { rose: before } : {};
}

/** What follows when an incident turns out to be worse: a graver protocol, and whoever is to know of such a thing. */
export function graverEvents(state: IncidentState, { plan, notices = [] }: Graver, now: Date): IncidentEvent[] {
  const replanned: IncidentEvent[] =
    plan && outranks(plan.plan, state.plan) ? [{ type: 'replanned', from: state.plan.protocol, ...plan }] : [];
  return [...replanned, ...noticesGiven(notices, state, now)];
}

/** A protocol that stands above; or the same one, which has other rungs for what is as bad as that. */
const outranks = (next: Plan, now: Plan): boolean =>
  next.rank > now.rank || (next.protocol === now.protocol && next.version !== now.version);

/** Each notice once for each incident. */
export function noticesGiven(
  notices: readonly Notice[],
  { paged, noticed }: Pick<IncidentState, 'paged' | 'noticed'>,
  now: Date,
): IncidentEvent[] {
  let made = paged;
  return notices
    .filter(({ id }) => !noticed.includes(id))
    .map(({ id, recipients }) => {
      const paged = pageAll({ code: 'notice', notice: id }, recipients, { made, now });
      made += paged.pages.length;
      return paged;
    });
}
