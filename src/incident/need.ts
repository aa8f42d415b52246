import { claimsNeeded, nextRung, type Rung } from './escalation.js';
import type { IncidentState } from './incident.js';
import { isLive } from './incident.js';
import { isOutThere } from './response.js';

/** Time acts on it: it is live, or it is closed and somebody who was sent has not said that they are back. */
export const isWatched = (state: IncidentState): boolean =>
  isLive(state) || (state.status === 'resolved' && state.responders.some(isOutThere));

/** Nobody has it, or fewer people than the ladder wants: it goes on. */
export function needsSomebody(state: IncidentState): boolean {
  if (!isLive(state) || state.snoozedUntil) return false;
  return state.status === 'open' || claimsNeeded(state.plan, state.clock) > 1 + state.joined.length;
}

/** The next rung of the ladder, while it is climbed. */
export const rungOf = (state: IncidentState): Rung | undefined =>
  needsSomebody(state) ? nextRung(state.plan.escalation, state.clock) : undefined;
