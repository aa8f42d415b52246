import type { IncidentState } from '../src/incident/index.js';
import type { Clock, IncidentStore } from '../src/ports.js';
import { remember } from '../src/remember.js';
import { later } from '../src/time.js';

/** Longer than any flap window, so that the incident which a repeat belongs to is among the candidates. */
const CANDIDATE_MS = 24 * 3_600_000;
/** What other instances resolved or opened is seen after this; joining an incident that is closed by then is refused. */
const FRESH_MS = 5_000;
/** As many of each kind as the store is asked for. */
const MOST = 400;

interface Site {
  readonly at: number;
  readonly states: Map<string, IncidentState>;
}

/**
 * Incidents that a signal of a site could belong to. The store is asked now and then; in between, what was saved here
 * is known here, so that a storm does not read the same two hundred incidents for every alarm.
 */
export function createNear(incidents: Pick<IncidentStore, 'candidates'>, clock: Clock) {
  const sites = new Map<string, Site>();
  const reading = new Map<string, IncidentState[]>();

  return {
    /** Newest first is not promised; the states are a copy that may be changed. */
    async of(siteId: string, receivedAt: Date): Promise<IncidentState[]> {
      const now = clock.now().getTime();
      const known = sites.get(siteId);
      if (known && now >= known.at && now - known.at < FRESH_MS) return [...known.states.values()];
      const meanwhile: IncidentState[] = [];
      reading.set(siteId, meanwhile);
      const found = await incidents.candidates(siteId, later(receivedAt, -CANDIDATE_MS));
      reading.delete(siteId);
      const states = new Map([...found, ...meanwhile].map((state) => [state.id, state]));
      sites.set(siteId, { at: now, states });
      return [...states.values()];
    },

    /** This is how an incident stands now. */
    saved(state: IncidentState): void {
      const { siteId } = state.place;
      reading.get(siteId)?.push(state);
      const states = sites.get(siteId)?.states;
      if (!states) return;
      remember(states, state.id, state, MOST);
    },

    /** Somebody else may have understood alarms meanwhile. */
    forget: () => {
      sites.clear();
    },
  };
}

export type Near = ReturnType<typeof createNear>;
