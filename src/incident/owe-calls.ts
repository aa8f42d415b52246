import { PRIORITY } from './delivery.js';
import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';
import { cardPriority } from './owe.js';
import type { PageDebt } from './paging.js';

/**
 * What is still to be sent of the pages after an event. Pages in a chat are not among them: the chat has a row of its
 * own among what the incident owes. One that left already, and of which nobody knows whether it arrived, stays until
 * that is known, also when it is not needed any more.
 */
export function oweCalls(
  state: IncidentState,
  calls: readonly PageDebt[],
  event: IncidentEvent,
  now: Date,
): readonly PageDebt[] {
  const due = new Set(state.pages.filter((page) => page.state === 'due').map(({ id }) => id));
  const kept = calls.filter((call) => due.has(call.page) || call.attempt !== undefined);
  if (event.type !== 'paged') return kept.length === calls.length ? calls : kept;
  const priority = event.why.code === 'welfare' ? PRIORITY.lifeSafetyCard : cardPriority(state, false);
  const more = event.pages
    .filter(({ via }) => via !== 'chat')
    .map(
      (page): PageDebt => ({
        page: page.id,
        priority,
        dueAt: page.notBefore < now ? now : page.notBefore,
        attempts: 0,
      }),
    );
  return [...kept, ...more];
}

/** When the next of them is to be sent, and how urgent the most urgent of them is. */
export function nextCall(calls: readonly PageDebt[]): { dueAt: Date; priority: number } | undefined {
  if (calls.length === 0) return undefined;
  return {
    dueAt: new Date(Math.min(...calls.map((call) => call.dueAt.getTime()))),
    priority: Math.min(...calls.map((call) => call.priority)),
  };
}
