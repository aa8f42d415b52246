import { CALL_KEYS, type CallKey } from '../cards/reply-codes.js';
import { goodbyeScript, machineScript, type Pressed, pageScript, pressedScript } from '../cards/voice-script.js';
import { phoneWords } from '../cards/words/phones.js';
import type { Desk } from '../src/desk.js';
import type { Incident, IncidentState, PersonActor, PersonCommand } from '../src/incident/index.js';
import { refOf, responderOf } from '../src/incident/index.js';
import type { Clock, IncidentStore, PageLog, Planning } from '../src/ports.js';
import type { PhoneCallers, Said } from '../src/ports-outbound.js';
import { supervisorsCalled } from './supervisors.js';

export interface CallParts {
  readonly desk: Desk;
  readonly incidents: Pick<IncidentStore, 'load'>;
  readonly planning: Pick<Planning, 'recipients'>;
  readonly log: PageLog;
  /** Somebody of the book, on the phone. */
  readonly caller: (personId: string) => { readonly actor: PersonActor; readonly language: string } | undefined;
  readonly clock: Clock;
}

/** What is said to somebody who answered a call, and what their keys do. No key is no answer. */
export function createCallAnswers(parts: CallParts): PhoneCallers['voice'] {
  const { desk, incidents, log, caller } = parts;

  return async ({ token, key, machine }) => {
    const sent = await log.byToken(token);
    const who = sent?.personId === undefined ? undefined : caller(sent.personId);
    const [page] = sent?.pages ?? [];
    const incident = page && (await incidents.load(page.incidentId));
    const words = phoneWords(who?.language);
    if (!who || !incident) return goodbyeScript(words);
    if (machine) return machineScript(incident.state, words);
    const pressed: CallKey | undefined =
      key !== undefined && key in CALL_KEYS ? CALL_KEYS[key as keyof typeof CALL_KEYS] : undefined;
    const { actor } = who;
    const asked = isAsked(incident.state, actor.id);
    if (pressed === undefined || pressed === 'repeat') return pageScript(incident.state, words, { sent: asked });
    return await act(pressed, incident, actor, words);
  };

  function commandFor(pressed: Exclude<CallKey, 'repeat'>, state: IncidentState, actor: PersonActor): PersonCommand {
    const who = refOf(actor);
    const asked = isAsked(state, actor.id);
    if (pressed === 'escalate') return supervisorsCalled(parts, state, actor, 'asked for on the phone');
    if (asked) return { type: 'respond', actor, who, answer: pressed === 'claim' ? 'accepted' : 'refused' };
    return pressed === 'claim' ? { type: 'claim', actor } : { type: 'decline', actor };
  }

  async function act(
    pressed: Exclude<CallKey, 'repeat'>,
    { state }: Incident,
    actor: PersonActor,
    words: ReturnType<typeof phoneWords>,
  ): Promise<Said> {
    const asked = isAsked(state, actor.id);
    const result = await desk.execute(state.id, commandFor(pressed, state, actor));
    const after = result.incident?.state ?? state;
    if (result.ok) return pressedScript(after, words, asked && pressed === 'claim' ? 'coming' : DONE[pressed]);
    const { code } = result.refusal;
    if (code === 'already-yours') return pressedScript(after, words, 'claimed');
    return code === 'already-claimed' || code === 'already-resolved'
      ? pageScript(after, words)
      : pressedScript(after, words, 'not-possible');
  }
}

const DONE = { claim: 'claimed', escalate: 'escalated', refuse: 'refused' } as const satisfies Record<
  Exclude<CallKey, 'repeat'>,
  Pressed
>;

/** They are sent there, and have not said whether they come. */
const isAsked = ({ responders }: IncidentState, personId: string): boolean =>
  responderOf(responders, personId)?.state === 'asked';
