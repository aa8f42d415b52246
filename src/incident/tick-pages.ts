import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';
import { later } from './instant.js';
import type { PageRecord } from './paging.js';
import { unfollowed } from './tick-ladder.js';
import type { Known } from './world.js';

/** A page in a chat that did not get there for so long: the chat is silent, and the phone's turn has come. */
const CHAT_SILENT_MS = 30_000;
const CHAT_SILENT_GRAVE_MS = 10_000;
/** A call is over after so long, whatever its provider says: it rings, is picked up and listened to. */
const CALL_OVER_MS = 3 * 60_000;

/** What could not even be sent for so long: the providers are out of reach, or nobody sends. */
const UNSENT_MS = 10 * 60_000;

/** When this page counts as failed unless something is heard of it. */
function failsAt(page: PageRecord, grave: boolean, silent = false): { at: Date; error: string } | undefined {
  const { via, state, at, notBefore, deliveredWithinMs } = page;
  if (via === 'chat' && state === 'due') {
    const ms = silent ? 0 : grave ? CHAT_SILENT_GRAVE_MS : CHAT_SILENT_MS;
    return { at: later(notBefore, ms), error: 'the chat takes no messages' };
  }
  if (state === 'due') return { at: later(notBefore, UNSENT_MS), error: 'it could not be sent in time' };
  if (via === 'sms' && state === 'sent' && deliveredWithinMs !== undefined)
    return { at: later(at, deliveredWithinMs), error: 'no receipt' };
  if (via === 'voice' && (state === 'sent' || state === 'delivered'))
    return { at: later(at, CALL_OVER_MS), error: 'no key was pressed' };
  return undefined;
}

/** Pages of which nothing was heard in time. `silent`: chats that are known to take nothing, and are not waited for. */
export function lateReceipts(state: IncidentState, now: Date, silent: Known['silent'] = []): IncidentEvent[] {
  const ours = state.destinations.filter(({ audience }) => audience === 'team');
  const nowhere = ours.every(({ surface }) => silent.includes(surface));
  return state.pages.flatMap((page) => {
    const fails = failsAt(page, state.lifeSafety, nowhere);
    if (!fails || fails.at > now) return [];
    const name = page.to.kind === 'person' ? page.to.name : page.to.address;
    return [{ type: 'page-failed', page: page.id, name, via: page.via, error: fails.error } as const];
  });
}

export function nextPageDue(state: IncidentState): Date | undefined {
  const late = state.pages.map((page) => failsAt(page, state.lifeSafety)?.at);
  const follow = unfollowed(state).map((page) => page.at);
  return [...late, ...follow].filter((at) => at !== undefined).sort((a, b) => a.getTime() - b.getTime())[0];
}
