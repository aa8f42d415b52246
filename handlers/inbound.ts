import { assetIn } from '../cards/asset-card.js';
import type { FormId, IncidentFormId } from '../cards/card.js';
import { asksFirst, isTaskAction, isTaskForm } from '../cards/card.js';
import { formFor } from '../cards/forms.js';
import { incidentCard } from '../cards/incident-card.js';
import { timesIn } from '../cards/times.js';
import { viewFor } from '../cards/view.js';
import { en } from '../cards/words/en.js';
import { said } from '../cards/words/en-commands.js';
import { wordsIn } from '../cards/words/languages.js';
import type { Words } from '../cards/words/words.js';
import type { Desk, Result } from '../src/desk.js';
import type { Answer, HandleInbound, Inbound } from '../src/inbound.js';
import type { IncidentState, PersonActor } from '../src/incident/index.js';
import { isGuest, label, mayEver } from '../src/incident/index.js';
import type { Clock, Directory, IncidentStore, Openings, Planning } from '../src/ports.js';
import { isTaskId } from '../src/task/index.js';
import type { Assets } from './assets.js';
import type { Attaching } from './attach.js';
import type { Dispatching } from './dispatch.js';
import type { Duress, Where } from './duress.js';
import { filesIn, saysNothing } from './evidence.js';
import { commandsFrom, type FormContext, valuesOf } from './forms.js';
import type { Linking } from './link.js';
import { targetsOf } from './targets.js';
import type { Tasking } from './tasks.js';

export interface InboundParts {
  readonly desk: Desk;
  readonly incidents: IncidentStore;
  readonly directory: Directory;
  readonly planning: Pick<Planning, 'recipients'>;
  readonly openings: Pick<Openings, 'verified' | 'rated' | 'lost'>;
  readonly dispatching: Dispatching;
  readonly duress: Duress;
  /** What was written after `/tocsin`. */
  readonly command: (text: string, who: PersonActor) => Promise<Answer>;
  readonly tasking: Tasking;
  readonly assets: Assets;
  readonly attaching: Attaching;
  readonly linking: Pick<Linking, 'redeem'>;
  readonly home: (who: PersonActor) => Promise<Answer>;
  readonly channel: (moved: Extract<Inbound, { kind: 'channel' }>) => Promise<Answer>;
  readonly report: (values: Readonly<Record<string, string>>, who: PersonActor) => Promise<Answer>;
  /** Where a report says that it is; nothing for a place that the book does not have. */
  readonly placeOf: (value: string) => Where['place'] | undefined;
  readonly clock: Clock;
  /** What somebody of the book speaks; nothing for whom it does not name. */
  readonly languageOf: (personId: string) => string | undefined;
  readonly currencyOf: (clientId: string | undefined) => string;
  readonly respondWithinMs: (clientId: string | undefined, band: 'low' | 'medium' | 'high' | 'critical') => number;
}

/** Why a form has no questions. */
const NOTHING_ASKED: Partial<Record<FormId, string>> = {
  step: 'There is no step left to do.',
  'emergency-call': 'The book names nobody to call for this site (psap).',
};

/** Fields that a form calls otherwise than the command does. */
const CALLED: Partial<Record<FormId, Readonly<Record<string, string>>>> = {
  snooze: { until: 'for' },
  note: { note: 'text', why: 'text' },
  step: { why: 'skip' },
};

/** A button or a form, from whatever surface: one path to the desk, one sentence back. */
export function createInbound(parts: InboundParts): HandleInbound {
  const { desk, incidents, directory, planning, openings, dispatching, duress, tasking, clock } = parts;
  /** What is on record stays in its currency, whatever the book says since. */
  const currencyOf = (state: IncidentState | undefined): string =>
    state?.loss?.currency ?? parts.currencyOf(state?.place.clientId);
  const wordsOf = ({ id }: PersonActor): Words => wordsIn(parts.languageOf(id));

  return async (inbound) => {
    if (inbound.kind === 'attach') return await parts.attaching.ask(inbound.text, inbound.who);
    if (inbound.kind === 'home') return await parts.home(inbound.who);
    if (inbound.kind === 'view' && isTaskId(inbound.about))
      return await tasking.view(inbound.about, inbound.who, wordsOf(inbound.who));
    const viewed = inbound.kind === 'view' ? assetIn(inbound.about) : undefined;
    if (inbound.kind === 'view' && viewed !== undefined)
      return await parts.assets.show(viewed, inbound.who, wordsOf(inbound.who));
    if (inbound.kind === 'view') return await view(inbound);
    if (inbound.kind === 'channel') return await parts.channel(inbound);
    if (inbound.kind === 'link') return await parts.linking.redeem(inbound.code, inbound.account);
    if (inbound.kind === 'command') return await parts.command(inbound.text, inbound.who);
    if (inbound.kind === 'submit') return await submit(inbound);
    const { action, about: incidentId, who } = inbound;
    if (action === 'report') return await parts.command('report', who);
    if (action === 'attach') return unknown();
    if (action === 'asset') return await parts.assets.ask(assetIn(incidentId) ?? '', who, wordsOf(who));
    if (action === 'task') return await askForTask(incidentId, who);
    if (isTaskAction(action)) return await tasking.press(action, incidentId, who, wordsOf(who));
    if (!mayEver(who, 'note')) return { kind: 'refused', text: said.notForYou };
    if (asksFirst(action)) return await ask(action, incidentId, wordsOf(who));
    if (action === 'dispatch') return await dispatch(incidentId, who, undefined);
    const type = action === 'claim' ? 'claim' : 'release';
    return answerOf(await desk.execute(incidentId, { type, actor: who }), wordsOf(who));
  };

  /** As it is now, with what this person may do about it: what the channel shows of it, or all of it to our own people. */
  async function view({ about, channel, who }: Extract<Inbound, { kind: 'view' }>): Promise<Answer> {
    const words = wordsOf(who);
    const incident = await incidents.load(about);
    if (!incident) return unknown(words);
    const { state } = incident;
    const there =
      channel && state.destinations.find(({ surface, to }) => surface === channel.surface && to === channel.to);
    if (!there && (isGuest(who) || !mayEver(who, 'note'))) return { kind: 'refused', text: said.notForYou };
    const seen = there?.audience === 'client' ? viewFor(there) : { words };
    return { kind: 'shown', card: incidentCard(state, { now: clock.now(), live: false, ...seen, viewer: who }) };
  }

  async function askForTask(incidentId: string, who: PersonActor): Promise<Answer> {
    if (incidentId === '') return tasking.ask(who, wordsOf(who));
    const incident = await incidents.load(incidentId);
    return incident ? tasking.ask(who, wordsOf(who), incident.state) : unknown(wordsOf(who));
  }

  async function ask(form: IncidentFormId, incidentId: string, words: Words): Promise<Answer> {
    const incident = await incidents.load(incidentId);
    if (!incident) return unknown(words);
    const officers = form === 'dispatch-to' ? { officers: await dispatching.choices(incident.state) } : {};
    const currency = currencyOf(incident.state);
    const asked = formFor(form, incident.state, { targets: targetsOf(directory, words), currency, ...officers }, words);
    if (asked.fields.length === 0)
      return { kind: 'refused', text: NOTHING_ASKED[form] ?? 'There is nothing to fill in.' };
    return { kind: 'ask', form: asked };
  }

  async function dispatch(incidentId: string, actor: PersonActor, personId: string | undefined): Promise<Answer> {
    const incident = await incidents.load(incidentId);
    if (!incident) return unknown(wordsOf(actor));
    const chosen = await dispatching.choose(incident.state, personId);
    if ('nobody' in chosen)
      return personId === undefined
        ? { kind: 'refused', text: `Nobody can be sent: ${chosen.nobody}.` }
        : { kind: 'faults', faults: { officer: chosen.nobody } };
    const result = await desk.execute(incidentId, { type: 'dispatch', actor, officer: chosen });
    const answer = answerOf(result, wordsOf(actor));
    return result.ok
      ? { kind: 'done', text: `${label(result.incident.state.number)}: ${chosen.who.name} is asked.` }
      : answer;
  }

  function contextFor(state: IncidentState | undefined, who: PersonActor): FormContext {
    const now = clock.now();
    return {
      now,
      targets: targetsOf(directory, en),
      respondMs: state ? parts.respondWithinMs(state.place.clientId, state.assessment.band) : 0,
      verified: openings.verified,
      rated: openings.rated,
      lost: openings.lost,
      currency: currencyOf(state),
      words: wordsOf(who).loss,
      recipients: (of, target) =>
        planning.recipients(of, { targets: [target], via: ['chat', 'sms', 'voice'], hurry: true }, now),
    };
  }

  /** Where whoever fills this in may be. */
  async function whereOf(
    { form, about, values }: Extract<Inbound, { kind: 'submit' }>,
    state: IncidentState | undefined,
  ): Promise<Where | undefined> {
    const named = form === 'report' || (form === 'task' && !state) ? parts.placeOf(values.place ?? '') : undefined;
    const place = isTaskId(about) ? await tasking.where(about) : named;
    return place ? { place } : state;
  }

  async function submit(inbound: Extract<Inbound, { kind: 'submit' }>): Promise<Answer> {
    const { form, about: incidentId, who } = inbound;
    const about = form === 'attach' ? (inbound.values.incident ?? '').slice(0, 100) : incidentId;
    const state = about === '' || isTaskId(about) ? undefined : (await incidents.load(about))?.state;
    const where = await whereOf(inbound, state);
    // Durable before anything else: whoever writes it may not be able to write again.
    const heard: Record<string, string> = {};
    for (const [field, text] of Object.entries(inbound.values))
      heard[field] = (await duress(who, text, where, `${about}:${field}:${clock.now().getTime()}`)) ?? text;
    const values: Readonly<Record<string, string>> = heard;
    if (form === 'report') return await parts.report(values, who);
    if (form === 'asset') return await parts.assets.submit(assetIn(incidentId) ?? '', values, who, wordsOf(who));
    if (isTaskForm(form)) return await tasking.submit({ ...inbound, form, values }, wordsOf(who));
    const files = filesIn(inbound);
    if (files.length > 0) {
      const given = await desk.execute(incidentId, { type: 'evidence', actor: who, files });
      if (!given.ok || saysNothing(values)) return answerOf(given, wordsOf(who));
    }
    if (form === 'attach') {
      const read = parts.attaching.read(values);
      if ('faults' in read) return { kind: 'faults', faults: read.faults };
      return answerOf(await desk.execute(read.incidentId, { type: 'note', actor: who, text: read.text }), wordsOf(who));
    }
    if (form === 'dispatch-to') {
      const read = valuesOf(form, values);
      if ('faults' in read) return { kind: 'faults', faults: read.faults };
      return await dispatch(incidentId, who, read.values.officer);
    }
    const parsed = commandsFrom({ ...inbound, form, values }, contextFor(state, who));
    if ('faults' in parsed) return { kind: 'faults', faults: parsed.faults };
    let answer: Answer | undefined;
    for (const command of parsed.commands) {
      const result = await desk.execute(incidentId, command);
      // A wrong field is shown beside the field; every other refusal is a sentence.
      if (!result.ok && result.refusal.code === 'invalid') {
        const { field, why } = result.refusal;
        return { kind: 'faults', faults: { [CALLED[form]?.[field] ?? field]: why } };
      }
      if (!result.ok) return answerOf(result, wordsOf(who));
      // What the form is for comes first, and is what they are told.
      answer ??= answerOf(result, wordsOf(who));
    }
    return answer ?? unknown(wordsOf(who));
  }
}

const unknown = (words: Words = en): Answer => ({
  kind: 'refused',
  text: words.refusal({ code: 'unknown-incident' }, timesIn('UTC')),
});

function answerOf(result: Result, words: Words): Answer {
  const times = timesIn(result.incident?.state.place.timezone ?? 'UTC', words.locale);
  if (!result.ok) return { kind: 'refused', text: words.refusal(result.refusal, times) };
  // Of several the last one is what was asked for; steps that it settled on the way come before it.
  const event = result.events.find(({ type }) => type !== 'step-settled' && type !== 'paged') ?? result.events[0];
  const name = label(result.incident.state.number);
  return { kind: 'done', text: event ? words.done(event.type, name) : `${name}: nothing to change.` };
}
