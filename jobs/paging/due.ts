import type { Incident, PageDebt, PageRecord, PageVia } from '../../src/incident/index.js';
import { pageOf } from '../../src/incident/index.js';

/** A page that is to be sent, with everything that is known of it. */
export interface DuePage {
  readonly incident: Incident;
  readonly call: PageDebt;
  readonly page: PageRecord;
}

/** Pages of one way that are due, most urgent first, then oldest. */
export function duePages(incidents: readonly Incident[], via: PageVia, now: Date): DuePage[] {
  return incidents
    .flatMap((incident) =>
      incident.calls.flatMap((call): DuePage[] => {
        const page = pageOf(incident, call.page);
        return page?.via === via && call.dueAt <= now ? [{ incident, call, page }] : [];
      }),
    )
    .sort((a, b) => a.call.priority - b.call.priority || a.call.dueAt.getTime() - b.call.dueAt.getTime());
}

export const tokenOf = ({ incident, page }: DuePage): string => `${incident.state.id}.${page.id}`;
