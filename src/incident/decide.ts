import { refOf } from './actor.js';
import { bandRank, higherOf, sameAssessment } from './assessment.js';
import type { Command } from './command.js';
import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';
import { isLive } from './incident.js';
import { refusedTo } from './permission.js';
import type { Refusal } from './refusal.js';

export type Decision =
  | { readonly ok: true; readonly events: readonly IncidentEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

const yes = (...events: IncidentEvent[]): Decision => ({ ok: true, events });
const no = (refusal: Refusal): Decision => ({ ok: false, refusal });

export const LIMITS = { noteLength: 2_000, whyLength: 500, snoozeMs: 8 * 3_600_000 } as const;

/**
 * What a command makes of an incident at this instant. Pure: the same state, command and `now` give the same
 * events. `undefined` stands for an incident that does not exist yet. No events and `ok` means that it is so already.
 */
export function decide(state: IncidentState | undefined, command: Command, now: Date): Decision {
  if (command.type === 'report') {
    if (state) return yes();
    const { actor: _actor, ...opening } = command;
    return yes({ ...opening, type: 'opened' });
  }
  if (!state) return no({ code: 'unknown-incident' });
  if (state.status === 'archived') {
    return command.type === 'archive' ? yes() : no({ code: 'archived', at: state.archivedAt });
  }
  switch (command.type) {
    case 'attach':
      return attach(state, command);
    case 'restore': {
      const signals = command.signals.filter((signal) => !state.restores?.includes(signal.id));
      return signals.length === 0 ? yes() : yes({ type: 'restored', signals });
    }
    case 'tick':
      return tick(state, command.asOf ?? now);
    case 'archive':
      return state.status === 'resolved' ? yes({ type: 'archived' }) : no({ code: 'not-resolved' });
    default:
      return refusedByRole(state, command) ?? person(state, command, now);
  }
}

function attach(state: IncidentState, command: Extract<Command, { type: 'attach' }>): Decision {
  if (state.signals.batches.includes(command.signals.id)) return yes();
  // Somebody resolved it between routing and saving: the alarm is news again, and opens an incident of its own.
  if (state.status === 'resolved' && !command.flapping) {
    return no({ code: 'already-resolved', by: state.resolution.by, at: state.resolution.at });
  }
  const { type: _type, actor: _actor, ...joining } = command;
  const assessment = higherOf(state.assessment, command.assessment);
  const rose = bandRank(assessment.band) > bandRank(state.assessment.band) ? { rose: state.assessment.band } : {};
  const { assessment: _asked, ...joined } = joining;
  const news = sameAssessment(assessment, state.assessment) ? {} : { assessment };
  return yes({ ...joined, type: 'signals-joined', ...news, ...rose });
}

function tick(state: IncidentState, now: Date): Decision {
  if (!isLive(state)) return yes();
  const events: IncidentEvent[] = [];
  if (state.snoozedUntil && state.snoozedUntil <= now) events.push({ type: 'snooze-ended' });
  if (state.status === 'open' && !state.overdue && state.respondBy <= now) {
    events.push({ type: 'overdue', respondBy: state.respondBy });
  }
  return yes(...events);
}

type PersonCommand = Exclude<Command, { type: 'report' | 'attach' | 'restore' | 'tick' | 'archive' }>;

function refusedByRole(state: IncidentState, command: PersonCommand): Decision | undefined {
  const refusal = refusedTo(command.actor, command.type, state);
  return refusal && no(refusal);
}

function person(state: Exclude<IncidentState, { status: 'archived' }>, command: PersonCommand, now: Date): Decision {
  const { actor } = command;
  if (command.type === 'note') {
    const text = whole(command.text);
    return textProblem('note', text, LIMITS.noteLength) ?? yes({ type: 'noted', text });
  }
  if (command.type === 'reopen') {
    if (state.status !== 'resolved') return no({ code: 'not-resolved' });
    const why = whole(command.why);
    return textProblem('why', why, LIMITS.whyLength) ?? yes({ type: 'reopened', why, respondBy: command.respondBy });
  }
  if (state.status === 'resolved') {
    return no({ code: 'already-resolved', by: state.resolution.by, at: state.resolution.at });
  }
  switch (command.type) {
    case 'claim':
      if (state.status === 'open') return yes({ type: 'claimed', by: refOf(actor), via: actor.via });
      return state.claim.by.id === actor.id
        ? no({ code: 'already-yours', since: state.claim.at })
        : no({ code: 'already-claimed', by: state.claim.by, since: state.claim.at, via: state.claim.via });
    case 'release':
      return state.status === 'claimed' ? yes({ type: 'released', from: state.claim.by }) : no({ code: 'not-claimed' });
    case 'assign': {
      const from = state.status === 'claimed' ? { from: state.claim.by } : {};
      if (state.status === 'claimed' && state.claim.by.id === command.to.id) return yes();
      return yes({ type: 'assigned', to: command.to, ...from, via: actor.via });
    }
    case 'escalate': {
      const why = whole(command.why);
      return textProblem('why', why, LIMITS.whyLength) ?? yes({ type: 'escalated', to: command.to, why });
    }
    case 'snooze': {
      const wait = command.until.getTime() - now.getTime();
      if (state.lifeSafety)
        return no({ code: 'invalid', field: 'until', why: 'a life-safety incident is not snoozed' });
      if (!(wait > 0)) return no({ code: 'invalid', field: 'until', why: 'it lies in the past' });
      if (wait > LIMITS.snoozeMs) return no({ code: 'invalid', field: 'until', why: 'at most 8 hours' });
      const why = whole(command.why);
      return textProblem('why', why, LIMITS.whyLength) ?? yes({ type: 'snoozed', until: command.until, why });
    }
    case 'resolve':
      return resolve(command);
    default:
      return command satisfies never;
  }
}

function resolve(command: Extract<Command, { type: 'resolve' }>): Decision {
  const { disposition, cause } = command;
  const note = whole(command.note);
  if (disposition === 'false-alarm' && !cause) {
    return no({ code: 'invalid', field: 'cause', why: 'a false alarm needs its cause' });
  }
  if (disposition !== 'false-alarm' && cause) {
    return no({ code: 'invalid', field: 'cause', why: 'only a false alarm has a cause' });
  }
  const problem = note === '' ? undefined : textProblem('note', note, LIMITS.noteLength);
  return problem ?? yes({ type: 'resolved', disposition, note, ...(cause ? { cause } : {}) });
}

/** Without space around it, and with half a character (a lone surrogate) made whole: such text cannot be hashed. */
const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd').trim();

function textProblem(field: string, text: string, limit: number): Decision | undefined {
  const length = [...text].length;
  if (length === 0) return no({ code: 'invalid', field, why: 'it is empty' });
  if (length > limit) return no({ code: 'invalid', field, why: `${length} characters, at most ${limit}` });
  return undefined;
}

/** When the clock has to look at this incident again, if ever. */
export function nextDue(state: IncidentState): Date | undefined {
  if (!isLive(state)) return undefined;
  const due: Date[] = [];
  if (state.snoozedUntil) due.push(state.snoozedUntil);
  if (state.status === 'open' && !state.overdue) due.push(state.respondBy);
  return due.sort((a, b) => a.getTime() - b.getTime())[0];
}

/** Highest band first, then oldest: the order of the queue. */
export function byUrgency(a: IncidentState, b: IncidentState): number {
  return (
    Number(b.lifeSafety) - Number(a.lifeSafety) ||
    bandRank(b.assessment.band) - bandRank(a.assessment.band) ||
    a.openedAt.getTime() - b.openedAt.getTime()
  );
}
