import type { PersonRef } from './actor.js';
import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';
import { isLive } from './incident.js';
import { later } from './instant.js';
import { isWatched } from './need.js';
import { pageAll } from './page-all.js';
import { excludedFrom, isActive, isOutThere, type Responder, welfareDue } from './response.js';
import type { Chosen, Known, Question } from './world.js';

/** Officers whom silence has caught up with, the claim that nobody acts on, and whom to send. */
export function welfare(state: IncidentState, now: Date, known: Known): IncidentEvent[] {
  const events: IncidentEvent[] = [];
  let made = state.paged;
  const asking = (who: PersonRef, question: 'claim' | 'officer', event: IncidentEvent): void => {
    const recipients = known.recipients[questionTo(who).key];
    if (!recipients) return;
    const paged = pageAll({ code: 'welfare', question }, recipients, { made, now });
    made += paged.pages.length;
    events.push(event, paged);
  };
  for (const responder of state.responders) {
    const due = welfareDue(responder, state.plan.welfare);
    if (!due || due.at > now) continue;
    if (due.what === 'time-out') events.push({ type: 'dispatch-timed-out', who: due.who });
    else if (due.what === 'ask') asking(due.who, 'officer', { type: 'welfare-asked', who: due.who });
    else events.push({ type: 'welfare-missed', who: due.who, key: keyOf(state, responder) });
  }
  const claim = claimDue(state);
  if (claim && claim.at <= now) {
    if (claim.what === 'ask') asking(claim.who, 'claim', { type: 'claim-asked', who: claim.who });
    else events.push({ type: 'claim-lapsed', from: claim.who });
  }
  return events.length > 0 ? events : sending(state, now, known);
}

/** The ways to those who are asked now whether all is well. */
export function welfareQuestions(state: IncidentState, now: Date): Question[] {
  const officers = state.responders.flatMap((responder) => {
    const due = welfareDue(responder, state.plan.welfare);
    return due?.what === 'ask' && due.at <= now ? [questionTo(due.who)] : [];
  });
  const claim = claimDue(state);
  return claim?.what === 'ask' && claim.at <= now ? [...officers, questionTo(claim.who)] : officers;
}

const questionTo = ({ id }: PersonRef): Extract<Question, { ask: 'recipients' }> => ({
  ask: 'recipients',
  key: `welfare:${id}`,
  targets: [`person:${id}`],
  via: ['chat', 'sms'],
  hurry: true,
});

/** Officers who were asked and gave no answer in time: an alarm is raised for each, before that is written down. */
export function missedAnswers(state: IncidentState, now: Date): { readonly who: PersonRef; readonly key: string }[] {
  if (!isWatched(state)) return [];
  return state.responders.flatMap((responder) => {
    const due = welfareDue(responder, state.plan.welfare);
    return due?.what === 'missed' && due.at <= now ? [{ who: due.who, key: keyOf(state, responder) }] : [];
  });
}

/** One missed answer is one incident, however often it is told. */
const keyOf = (state: IncidentState, { who, welfareAskedAt, heardAt }: Responder): string =>
  `welfare:${state.id}:${who.id}:${(welfareAskedAt ?? heardAt).getTime()}`;

/** Whoever has it and is not out there themselves, silent for long. Somebody on the way for them is a word from them. */
function claimDue(
  state: IncidentState,
): { what: 'ask' | 'lapse'; who: { id: string; name: string }; at: Date } | undefined {
  if (state.status !== 'claimed' || state.snoozedUntil || state.responders.some(isOutThere)) return undefined;
  const { by, heardAt, askedAt } = state.claim;
  const { claimedMs, graceMs } = state.plan.welfare;
  return askedAt
    ? { what: 'lapse', who: by, at: later(askedAt, graceMs) }
    : { what: 'ask', who: by, at: later(heardAt, claimedMs) };
}

/** An officer is to be sent: by a protocol that sends by itself, or because the one before cannot come. */
export function officerAsked(state: IncidentState, now?: Date): Extract<Question, { ask: 'officer' }> | undefined {
  if (!isLive(state) || state.responders.some(isActive) || state.plan.dispatch === 'never') return undefined;
  const last = state.responders.at(-1);
  const again = last !== undefined && (last.state === 'refused' || last.state === 'timed-out');
  const byItself = last === undefined && state.plan.dispatch === 'automatic' && state.status === 'open';
  if (!again && !byItself) return undefined;
  if (now && (lookAgainAt(state) ?? now) > now) return undefined;
  const without = excludedFrom(state.responders);
  return { ask: 'officer', key: `officer:${state.responders.length}:${without.length}`, without };
}

/** Nobody could be sent: somebody may be free by then. Soon at first, then less often. */
function lookAgainAt(state: IncidentState): Date | undefined {
  const { unsent, unsentAt, unsentTimes = 1 } = state;
  if (unsent !== state.responders.length || !unsentAt) return undefined;
  return later(unsentAt, Math.min(AGAIN_MOST_MS, AGAIN_MS * 2 ** Math.min(unsentTimes - 1, 10)));
}

const AGAIN_MS = 30_000;
const AGAIN_MOST_MS = 30 * 60_000;

function sending(state: IncidentState, now: Date, known: Known): IncidentEvent[] {
  const question = officerAsked(state, now);
  const found = question && known.officers[question.key];
  if (!found) return [];
  // Told once; looked for again in silence.
  if ('nobody' in found)
    return [{ type: state.unsent === state.responders.length ? 'still-nobody' : 'nobody-to-send', why: found.nobody }];
  return sent(state, found, 'Tocsin', now);
}

/** The officer is asked, by every way to them. */
export function sent(
  state: IncidentState,
  { who, because, best, recipients }: Chosen,
  by: string,
  now: Date,
): IncidentEvent[] {
  return [
    { type: 'dispatched', to: who, because, best },
    pageAll({ code: 'dispatched', by }, recipients, { made: state.paged, now }),
  ];
}

export function nextWelfareDue(state: IncidentState): Date | undefined {
  const officers = state.responders.map((responder) => welfareDue(responder, state.plan.welfare)?.at);
  const asked = officerAsked(state) ? (lookAgainAt(state) ?? state.responders.at(-1)?.at ?? state.openedAt) : undefined;
  return [...officers, claimDue(state)?.at, asked]
    .filter((at) => at !== undefined)
    .sort((a, b) => a.getTime() - b.getTime())[0];
}
