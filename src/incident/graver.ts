import { type Assessment, bandRank } from './assessment.js';
import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';
import { pagesFor } from './tick-ladder.js';
import type { Graver, Notice } from './world.js';

/** The band before, where the new assessment is a rise. */
export const roseTo = (state: IncidentState, { band }: Pick<Assessment, 'band'>) =>
  bandRank(band) > bandRank(state.assessment.band) ? { rose: state.assessment.band } : {};

/** What follows when an incident turns out to be worse: a graver protocol, and whoever is to know of such a thing. */
export function graverEvents(state: IncidentState, { plan, notices = [] }: Graver, now: Date): IncidentEvent[] {
  const replanned: IncidentEvent[] =
    plan && plan.plan.rank > state.plan.rank ? [{ type: 'replanned', from: state.plan.protocol, ...plan }] : [];
  return [...replanned, ...noticesGiven(notices, state, now)];
}

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
      const pages = pagesFor(recipients, { made, now });
      made += pages.length;
      return { type: 'paged', why: { code: 'notice', notice: id }, pages, none: recipients.none };
    });
}
