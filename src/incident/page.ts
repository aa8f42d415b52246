import type { TimelineEntry } from './event.js';
import type { Incident } from './incident.js';

/** Entries kept in the incident's own document, and how many leave at once when there are more. */
const KEPT = 12;
const PAGE = 8;

/** A closed stretch of a long timeline. It never changes again; the chain runs on through it. */
export interface TimelinePage {
  readonly incidentId: string;
  /** 0 for the oldest. */
  readonly page: number;
  readonly entries: readonly TimelineEntry[];
}

/**
 * Keeps an incident's document bounded: the oldest entries of a long timeline leave as a page. The page is written
 * before the incident that no longer holds it, so a crash between the two leaves a page too many, never one too few.
 */
export function turnPage(incident: Incident): { incident: Incident; page?: TimelinePage } {
  if (incident.timeline.length <= KEPT) return { incident };
  const entries = incident.timeline.slice(0, PAGE);
  const page = { incidentId: incident.state.id, page: incident.chain.pages, entries };
  const chain = { ...incident.chain, pages: incident.chain.pages + 1 };
  return { incident: { ...incident, timeline: incident.timeline.slice(PAGE), chain }, page };
}
