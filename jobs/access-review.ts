import { ACCESS_AFTER_MS, ACCESS_BEFORE_MS, type AccessContext, accessFindings } from '../src/access/index.js';
import type { Desk } from '../src/desk.js';
import type { IncidentState, SystemActor } from '../src/incident/index.js';
import type { Clock, IncidentStore } from '../src/ports.js';
import type { AccessStore } from '../src/ports-access.js';
import { later } from '../src/time.js';

export interface AccessReviewParts {
  readonly events: Pick<AccessStore, 'at' | 'elsewhere'>;
  readonly incidents: Pick<IncidentStore, 'list'>;
  readonly desk: Pick<Desk, 'execute'>;
  /** Sites with doors that tell. */
  readonly watched: () => ReadonlySet<string>;
  /** The zone of an incident and those beside it. */
  readonly zonesOf: (state: IncidentState) => ReadonlySet<string> | undefined;
  readonly context: AccessContext;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const LIVE = 200;
/** Events of one window; more are a crowd, of which a list says nothing. */
const EVENTS = 1_000;
/** The same badge at another site, so long before and after. */
const ELSEWHERE_MS = 6 * 3_600_000;
const ACTOR: SystemActor = { kind: 'system', id: 'intake' };

/** Holds the badges of each live incident's doors against its time and place, and tells it what they say. */
export function createAccessReview(parts: AccessReviewParts) {
  const { events, incidents, desk, watched, zonesOf, context, clock, failed } = parts;

  async function review(state: IncidentState): Promise<void> {
    const { place, signals } = state;
    const zones = zonesOf(state);
    const window = {
      siteId: place.siteId,
      zones,
      from: later(signals.firstOccurredAt, -ACCESS_BEFORE_MS),
      to: later(signals.lastOccurredAt, ACCESS_AFTER_MS),
    };
    const here = await events.at(window.siteId, zones && [...zones], window.from, window.to, EVENTS);
    if (here.length === 0) return;
    const badges = [...new Set(here.flatMap(({ badge }) => badge ?? []))];
    const around = [later(window.from, -ELSEWHERE_MS), later(window.to, ELSEWHERE_MS)] as const;
    const elsewhere = await events.elsewhere(badges, window.siteId, ...around, EVENTS);
    const findings = accessFindings(window, here, elsewhere, context);
    if (findings.length > 0) await desk.execute(state.id, { type: 'access', actor: ACTOR, findings });
  }

  return async function reviewSome(): Promise<'idle'> {
    const sites = watched();
    if (sites.size === 0) return 'idle';
    const { items } = await incidents.list({ status: ['open', 'claimed'], order: 'urgency', limit: LIVE });
    const now = clock.now();
    for (const { state } of items) {
      // What came long after it says nothing about it.
      const over = later(state.signals.lastOccurredAt, ACCESS_AFTER_MS + ELSEWHERE_MS) < now;
      if (over || !sites.has(state.place.siteId)) continue;
      try {
        await review(state);
      } catch (error) {
        failed(`holding badges against ${state.id}`, error);
      }
    }
    return 'idle';
  };
}
