import { claimsNeeded, nextRung, type Rung } from './escalation.js';
import type { IncidentState } from './incident.js';
import { isLive } from './incident.js';

/** Nobody has it, or fewer people than the ladder wants: it goes on. */
export function needsSomebody(state: IncidentState): boolean {
  if (!isLive(state) || state.snoozedUntil) return false;
  return state.status === 'open' || claimsNeeded(state.plan, state.clock) > 1 + state.joined.length;
}

/** The next rung of the ladder, while it is climbed. */
export const rungOf = (state: IncidentState): Rung | undefined =>
  needsSomebody(state) ? nextRung(state.plan.escalation, state.clock) : undefined;
