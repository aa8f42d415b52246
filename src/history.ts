import type { Incident, TimelineEntry } from './incident/index.js';
import type { IncidentStore } from './ports.js';

/**
 * All of its timeline: the pages that were turned, and what stands with it. A page that is written and not yet counted by the
 * incident that was read is left out, since its entries stand with it as well.
 */
export async function wholeTimeline(
  { state, chain, timeline }: Pick<Incident, 'state' | 'chain' | 'timeline'>,
  incidents: Pick<IncidentStore, 'pages'>,
): Promise<readonly TimelineEntry[]> {
  if (chain.pages === 0) return timeline;
  const pages = await incidents.pages(state.id);
  return [...pages.slice(0, chain.pages).flatMap(({ entries }) => entries), ...timeline];
}
