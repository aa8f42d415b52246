import type { FormId } from '../cards/card.js';
import { asksFirst } from '../cards/card.js';
import { formFor } from '../cards/forms.js';
import { timesIn } from '../cards/times.js';
import { en } from '../cards/words/en.js';
import type { Desk, Result } from '../src/desk.js';
import type { Answer, HandleInbound, Inbound } from '../src/inbound.js';
import { label } from '../src/incident/index.js';
import type { Clock, Directory, IncidentStore } from '../src/ports.js';
import { commandFrom } from './forms.js';
import { targetsOf } from './targets.js';

export interface InboundParts {
  readonly desk: Desk;
  readonly incidents: IncidentStore;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly respondWithinMs: (clientId: string | undefined, band: 'low' | 'medium' | 'high' | 'critical') => number;
}

/** Fields that a form calls otherwise than the command does. */
const CALLED: Partial<Record<FormId, Readonly<Record<string, string>>>> = {
  snooze: { until: 'for' },
  note: { note: 'text' },
};

/** A button or a form, from whatever surface: one path to the desk, one sentence back. */
export function createInbound(parts: InboundParts): HandleInbound {
  const { desk, incidents, directory, clock } = parts;

  return async (inbound) => {
    if (inbound.kind === 'press' && asksFirst(inbound.action)) return await ask(inbound.action, inbound.incidentId);
    if (inbound.kind === 'press') {
      const type = inbound.action === 'claim' ? 'claim' : 'release';
      return answerOf(await desk.execute(inbound.incidentId, { type, actor: inbound.who }));
    }
    return await submit(inbound);
  };

  async function ask(form: FormId, incidentId: string): Promise<Answer> {
    const incident = await incidents.load(incidentId);
    if (!incident) return { kind: 'refused', text: en.refusal({ code: 'unknown-incident' }, timesIn('UTC')) };
    return { kind: 'ask', form: formFor(form, incident.state, targetsOf(directory, en)) };
  }

  async function submit(inbound: Extract<Inbound, { kind: 'submit' }>): Promise<Answer> {
    const incident = await incidents.load(inbound.incidentId);
    const state = incident?.state;
    const context = {
      now: clock.now(),
      targets: targetsOf(directory, en),
      respondMs: state ? parts.respondWithinMs(state.place.clientId, state.assessment.band) : 0,
    };
    const parsed = commandFrom(inbound, context);
    if ('faults' in parsed) return { kind: 'faults', faults: parsed.faults };
    const result = await desk.execute(inbound.incidentId, parsed.command);
    // A wrong field is shown beside the field; every other refusal is a sentence.
    if (!result.ok && result.refusal.code === 'invalid') {
      const { field, why } = result.refusal;
      return { kind: 'faults', faults: { [CALLED[inbound.form]?.[field] ?? field]: why } };
    }
    return answerOf(result);
  }
}

function answerOf(result: Result): Answer {
  const times = timesIn(result.incident?.state.place.timezone ?? 'UTC');
  if (!result.ok) return { kind: 'refused', text: en.refusal(result.refusal, times) };
  const [event] = result.events;
  const name = label(result.incident.state.number);
  return { kind: 'done', text: event ? en.done(event.type, name) : `${name}: nothing to change.` };
}
