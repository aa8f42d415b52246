import { parseReply, type ReplyCode } from '../cards/reply-codes.js';
import { answerText, type TextAnswer } from '../cards/text-answer.js';
import { detailsText } from '../cards/text-message.js';
import { phoneWords } from '../cards/words/phones.js';
import type { Desk, Result } from '../src/desk.js';
import type { Incident, IncidentState, PersonActor, PersonCommand, Refusal } from '../src/incident/index.js';
import { isActive, isLive, refOf, responderOf } from '../src/incident/index.js';
import type { Clock, IncidentStore, OptOuts, PageLog, Planning } from '../src/ports.js';
import type { TextIn } from '../src/ports-outbound.js';
import { later } from '../src/time.js';
import type { Duress } from './duress.js';
import { supervisorsCalled } from './supervisors.js';

/** Somebody who wrote, known by the number. */
export interface Writer {
  readonly actor: PersonActor;
  readonly language: string;
}

export interface TextParts {
  readonly desk: Desk;
  readonly incidents: Pick<IncidentStore, 'load' | 'loadByNumber'>;
  readonly planning: Pick<Planning, 'recipients'>;
  readonly log: PageLog;
  readonly optOuts: OptOuts;
  readonly duress: Duress;
  readonly writer: (phone: string) => Writer | undefined;
  readonly clock: Clock;
}

/** Nobody answers a text of yesterday with one digit and means it. */
const LATELY_MS = 12 * 3_600_000;
const LOOK_BACK = 20;

/** What somebody wrote to our number, and what they are answered. */
export function createTextAnswers(parts: TextParts): (text: TextIn) => Promise<string | undefined> {
  const { desk, incidents, log, optOuts, duress, writer, clock } = parts;

  return async ({ ref, from, body }) => {
    const who = writer(from);
    const words = phoneWords(who?.language);
    const reply = parseReply(body);
    if (reply.kind === 'stop') return await optOuts.add(from, clock.now()).then(() => undefined);
    if (reply.kind === 'start') return await optOuts.remove(from).then(() => undefined);
    if (!who) return answerText({ kind: 'stranger' }, words);
    const told = await toldTo(from);
    const open = told.filter(({ state }) => isLive(state));
    const [newest] = open;
    if ((await duress(who.actor, body, newest?.state, ref)) !== undefined) {
      // To whoever watches, an ordinary answer.
      if (newest) await desk.execute(newest.state.id, { type: 'well', actor: who.actor });
      return answerText(newest ? { kind: 'well', number: newest.state.number } : { kind: 'nothing' }, words);
    }
    if (reply.kind === 'unknown') return answerText({ kind: 'not-understood' }, words);
    if (reply.number === undefined && (reply.code === 'claim' || reply.code === 'refuse')) {
      const all = await bundleOf(from, open);
      if (all.length > 1) return answerText(await ofAll(reply.code, all, who.actor), words);
    }
    // Only what their number was told of: the numbers of incidents are easily guessed.
    const about =
      reply.number === undefined
        ? (theirs(reply.code, told, who.actor) ?? only(open))
        : told.find(({ state }) => state.number === reply.number);
    if (about === 'several')
      return answerText({ kind: 'which', numbers: open.map(({ state }) => state.number) }, words);
    if (!about) return answerText({ kind: 'nothing' }, words);
    if (reply.code === 'details') return detailsText(about.state, words);
    return answerText(await carriedOut(reply.code, about, who.actor), words);
  };

  /** Incidents that this number was texted or called about lately, newest first. */
  async function toldTo(phone: string): Promise<Incident[]> {
    const since = new Date(clock.now().getTime() - LATELY_MS);
    const sent = await log.lately(phone, since, LOOK_BACK);
    const ids = [...new Set(sent.flatMap(({ pages }) => pages.map(({ incidentId }) => incidentId)))];
    const found = await Promise.all(ids.slice(0, LOOK_BACK).map((id) => incidents.load(id)));
    return found.filter((each) => each !== undefined);
  }

  /** What the newest text to this number put together, as far as it is open still. */
  async function bundleOf(phone: string, open: readonly Incident[]): Promise<Incident[]> {
    const [newest] = await log.lately(phone, later(clock.now(), -LATELY_MS), 1);
    const ids = new Set(newest?.pages.map(({ incidentId }) => incidentId));
    return ids.size > 1 ? open.filter(({ state }) => ids.has(state.id) && state.status === 'open') : [];
  }

  async function ofAll(code: 'claim' | 'refuse', all: readonly Incident[], actor: PersonActor): Promise<TextAnswer> {
    const done: number[] = [];
    for (const incident of all) {
      const result = await desk.execute(incident.state.id, commandFor(code, incident, actor));
      if (result.ok) done.push(incident.state.number);
    }
    if (done.length === 0) return { kind: 'nothing' };
    return { kind: code === 'claim' ? 'claimed-all' : 'refused-all', numbers: done };
  }

  /** What an officer says of where they are is about what they were sent to; that all is well, also about what they have. */
  function theirs(code: ReplyCode, told: readonly Incident[], { id }: PersonActor): Incident | undefined {
    const sentTo = (state: IncidentState, asked: boolean): boolean => {
      const responder = responderOf(state.responders, id);
      return responder !== undefined && (asked ? responder.state === 'asked' : isActive(responder));
    };
    switch (code) {
      case 'claim':
      case 'refuse':
        return told.find(({ state }) => isLive(state) && sentTo(state, true));
      case 'en-route':
      case 'on-scene':
      case 'clear':
        return told.find(({ state }) => sentTo(state, false));
      case 'well':
        return told.find(
          ({ state }) => sentTo(state, false) || (state.status === 'claimed' && state.claim.by.id === id),
        );
      case 'escalate':
      case 'details':
        return undefined;
      default:
        return code satisfies never;
    }
  }

  /** The one that a bare digit is about: the only one, or the only one that nobody has. */
  function only(open: readonly Incident[]): Incident | 'several' | undefined {
    const waiting = open.filter(({ state }) => state.status === 'open');
    const [first, second] = waiting.length > 0 ? waiting : open;
    return second ? 'several' : first;
  }

  async function carriedOut(code: Exclude<ReplyCode, 'details'>, incident: Incident, actor: PersonActor) {
    const { state } = incident;
    const command = commandFor(code, incident, actor);
    const result = await desk.execute(state.id, command);
    if (result.ok && command.type === 'respond' && command.answer === 'accepted')
      return { kind: 'accepted', number: state.number } as const;
    return answerTo(code, result, incident);
  }

  function commandFor(code: Exclude<ReplyCode, 'details'>, { state }: Incident, actor: PersonActor): PersonCommand {
    const who = refOf(actor);
    switch (code) {
      case 'claim':
        return responderOf(state.responders, actor.id)?.state === 'asked'
          ? { type: 'respond', actor, who, answer: 'accepted' }
          : { type: 'claim', actor };
      case 'escalate':
        return supervisorsCalled(parts, state, actor, 'asked for by text message');
      case 'refuse':
        return responderOf(state.responders, actor.id)?.state === 'asked'
          ? { type: 'respond', actor, who, answer: 'refused' }
          : { type: 'decline', actor };
      case 'well':
        return { type: 'well', actor };
      case 'en-route':
      case 'on-scene':
      case 'clear':
        return { type: 'respond', actor, who, answer: code };
      default:
        return code satisfies never;
    }
  }
}

const DONE = {
  claim: 'claimed',
  escalate: 'escalated',
  refuse: 'refused',
  'en-route': 'en-route',
  'on-scene': 'on-scene',
  clear: 'clear',
  well: 'well',
} as const satisfies Record<Exclude<ReplyCode, 'details'>, TextAnswer['kind']>;

function answerTo(code: Exclude<ReplyCode, 'details'>, result: Result, { state }: Incident): TextAnswer {
  const { number, place } = state;
  if (result.ok) return { kind: DONE[code], number };
  return refused(result.refusal, number, place.timezone);
}

function refused(refusal: Refusal, number: number, zone: string): TextAnswer {
  switch (refusal.code) {
    case 'already-claimed':
      return { kind: 'taken', number, by: refusal.by, at: refusal.since, zone };
    case 'already-yours':
      return { kind: 'yours', number, at: refusal.since, zone };
    case 'already-resolved':
      return { kind: 'over', number, by: refusal.by, at: refusal.at, zone };
    default:
      return { kind: 'not-possible', number };
  }
}
