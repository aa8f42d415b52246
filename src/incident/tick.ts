import type { Decision } from './decision.js';
import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';
import { isWatched, rungOf } from './need.js';
import { climb, dueOf } from './tick-ladder.js';
import { lateReceipts, nextPageDue } from './tick-pages.js';
import { nextWelfareDue, officerAsked, welfare, welfareQuestions } from './tick-welfare.js';
import type { Known, Question } from './world.js';

/**
 * What time makes of an incident. `known` is what the book says about whatever is due: who stands behind the targets,
 * who is the next officer. What is due and not known stays due.
 */
export function tick(state: IncidentState, now: Date, known: Known): Decision {
  if (!isWatched(state)) return { ok: true, events: [] };
  const events: IncidentEvent[] = [];
  if (state.snoozedUntil && state.snoozedUntil <= now) events.push({ type: 'snooze-ended' });
  if (state.status === 'open' && !state.overdue && state.respondBy <= now) {
    events.push({ type: 'overdue', respondBy: state.respondBy });
  }
  events.push(...lateReceipts(state, now, known.silent), ...welfare(state, now, known));
  // The ladder looks at what these made of it; a moment later it is due again.
  if (events.length === 0) events.push(...climb(state, now, known));
  return { ok: true, events };
}

/** When the clock has to look at this incident again, if ever. */
export function nextDue(state: IncidentState): Date | undefined {
  if (!isWatched(state)) return undefined;
  const due: (Date | undefined)[] = [state.snoozedUntil, rungOf(state)?.at, nextPageDue(state), nextWelfareDue(state)];
  if (state.status === 'open' && !state.overdue) due.push(state.respondBy);
  return due.filter((at) => at !== undefined).sort((a, b) => a.getTime() - b.getTime())[0];
}

/** What the book has to be asked before time can act on this incident. */
export function questionsOf(state: IncidentState, now: Date): Question[] {
  if (!isWatched(state)) return [];
  const officer = officerAsked(state, now);
  return [
    ...dueOf(state, now).map(({ question }) => question),
    ...welfareQuestions(state, now),
    ...(officer ? [officer] : []),
  ];
}
