import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncidentFormId } from '../../cards/card.js';
import { INCIDENT_FORMS } from '../../cards/card.js';
import { formFor } from '../../cards/forms.js';
import { en } from '../../cards/words/en.js';
import { createAttach } from '../../handlers/attach.js';
import { createDispatching } from '../../handlers/dispatch.js';
import { createDuress } from '../../handlers/duress.js';
import { commandsFrom, type FormContext, valuesOf } from '../../handlers/forms.js';
import { createInbound } from '../../handlers/inbound.js';
import { placeIn } from '../../handlers/report.js';
import { targetsOf } from '../../handlers/targets.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import type { Inbound } from '../../src/inbound.js';
import { NOBODY } from '../../src/incident/index.js';
import { hostileText } from '../incident/arbitrary.js';
import { ana, assessment, ID, incidentAfter, minute, NIGHT, opened, sam, stateAfter } from '../incident/given.js';
import { handWound, incidentsIn, nothingKept } from '../jobs/kept.js';
import { NOBODY_KNOWN } from '../planning.js';

const targets = [
  { value: 'role:supervisor', label: 'Every supervisor' },
  { value: 'person:ben', label: 'Ben Adeyemi' },
  { value: 'planet:mars', label: 'Mars' },
];
const context: FormContext = {
  now: NIGHT,
  targets,
  respondMs: 180_000,
  verified: () => ({ assessment: assessment(80, 'critical'), graver: {} }),
  rated: () => ({}),
  lost: () => [],
  currency: 'EUR',
  words: en.loss,
  recipients: () => NOBODY,
};
const submit = (
  form: IncidentFormId,
  values: Readonly<Record<string, string>>,
  who = ana,
): Extract<Inbound, { kind: 'submit' }> => ({ kind: 'submit', form, about: ID, values, who });
/** What was filled in, as commands to the incident as it opened. */
function from(form: IncidentFormId, values: Readonly<Record<string, string>>) {
  if (form === 'dispatch-to') return valuesOf(form, values);
  const parsed = commandsFrom({ ...submit(form, values), form }, context);
  if ('faults' in parsed) return parsed;
  const state = stateAfter(opened());
  return { commands: parsed.commands.map((made) => (typeof made === 'function' ? made(state) : made)) };
}

describe('what a person filled in', () => {
  it.each<[IncidentFormId, Record<string, string>, Record<string, unknown>]>([
    ['assign', { to: 'person:ben' }, { type: 'assign', to: { id: 'ben', name: 'Ben Adeyemi' } }],
    [
      'escalate',
      { to: 'role:supervisor', why: ' help ' },
      {
        type: 'escalate',
        to: { kind: 'role', id: 'supervisor', name: 'Every supervisor' },
        why: 'help',
        recipients: NOBODY,
      },
    ],
    [
      'escalate',
      { to: 'person:ben', why: 'help' },
      { type: 'escalate', to: { kind: 'person', id: 'ben', name: 'Ben Adeyemi' }, why: 'help', recipients: NOBODY },
    ],
    ['note', { text: ' two vans ' }, { type: 'note', text: 'two vans' }],
    ['resolve', { disposition: 'prevented', note: '' }, { type: 'resolve', disposition: 'prevented', note: '' }],
    ['resolve', { disposition: 'test' }, { type: 'resolve', disposition: 'test', note: '' }],
    [
      'resolve',
      { disposition: 'test', skip: ' nobody on site ' },
      { type: 'resolve', disposition: 'test', note: '', skip: 'nobody on site', supervisors: NOBODY },
    ],
    [
      'note',
      { text: 'by the dock', seen: 'person' },
      { type: 'verify', seen: 'person', note: 'by the dock', assessment: assessment(80, 'critical'), graver: {} },
    ],
    ['note', { text: 'one van', band: 'medium', seen: '' }, { type: 'rate', to: 'medium', why: 'one van', graver: {} }],
    ['step', { step: 'video', answer: 'done' }, { type: 'step', step: 'video', result: { kind: 'done' } }],
    [
      'step',
      { step: 'person', answer: 'no' },
      { type: 'step', step: 'person', result: { kind: 'answered', yes: false } },
    ],
    [
      'step',
      { step: 'plate', text: ' B-X 1 ' },
      { type: 'step', step: 'plate', result: { kind: 'noted', text: 'B-X 1' } },
    ],
    [
      'step',
      { step: 'walk', answer: '', skip: 'flooded' },
      { type: 'step', step: 'walk', result: { kind: 'skipped', why: 'flooded' }, supervisors: NOBODY },
    ],
    [
      'false-alarm',
      { cause: 'animal', note: 'a cat' },
      { type: 'resolve', disposition: 'false-alarm', cause: 'animal', note: 'a cat' },
    ],
    ['snooze', { for: '30m', why: 'key' }, { type: 'snooze', until: minute(30), why: 'key' }],
    ['reopen', { why: 'again' }, { type: 'reopen', why: 'again', respondBy: minute(3) }],
  ])('%s becomes a command', (form, values, command) => {
    expect(from(form, values)).toEqual({ commands: [{ actor: ana, ...command }] });
  });

  it.each<[IncidentFormId, Record<string, string>, Record<string, string>]>([
    ['assign', { to: 'role:supervisor' }, { to: 'This is nobody in the book.' }],
    ['assign', {}, { to: 'Invalid input: expected string, received undefined' }],
    ['escalate', { to: 'person:zed', why: 'x' }, { to: 'This is nobody in the book.' }],
    ['escalate', { to: 'planet:mars', why: 'x' }, { to: 'This is nobody in the book.' }],
    ['escalate', { to: '', why: ' ' }, { to: 'Please choose one.', why: 'Please write a few words.' }],
    ['note', { text: ' \n' }, { text: 'Please write a few words.' }],
    ['resolve', { disposition: 'false-alarm', note: '' }, { disposition: 'Please choose one.' }],
    ['resolve', { note: '' }, { disposition: 'Please choose one.' }],
    ['false-alarm', { cause: 'ghost' }, { cause: 'Please choose one.' }],
    ['snooze', { for: '100d', why: 'x' }, { for: 'Please choose one.' }],
    ['reopen', { why: '' }, { why: 'Please write a few words.' }],
  ])('%s says by field what is wrong', (form, values, faults) => {
    expect(Object.keys((from(form, values) as { faults: object }).faults)).toEqual(Object.keys(faults));
    if (Object.keys(values).length > 0) expect(from(form, values)).toEqual({ faults });
  });

  it('is a command or a list of faults in its own fields, whatever it is', () => {
    const names = ['to', 'why', 'text', 'disposition', 'note', 'cause', 'for', '__proto__', 'constructor'];
    fc.assert(
      fc.property(
        fc.constantFrom(...INCIDENT_FORMS),
        fc.dictionary(fc.constantFrom(...names), hostileText),
        (form, values) => {
          const result = from(form, values);
          if (!('faults' in result)) return;
          const fields = formFor(form, stateAfter(opened()), { targets }).fields.map(({ name }) => name);
          // A form whose step was done meanwhile asks for nothing any more.
          if (form === 'step') return;
          for (const field of Object.keys(result.faults)) expect(fields).toContain(field);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('a button or a form', () => {
  const people = [
    { id: 'ana', name: 'Ana Beck', roles: ['responder'] },
    { id: 'kim', name: 'Kim', roles: ['client'] },
  ];
  const directory = {
    who: () => Promise.resolve(undefined),
    chatId: () => undefined,
    nameOf: () => undefined,
    audienceOf: () => undefined,
    link: () => Promise.resolve(),
    people: () => people,
  };
  const raised: string[] = [];
  const ranked = [
    { who: { id: 'ben', name: 'Ben Adeyemi' }, eligible: true, because: '620 m, fix 20 s old' },
    { who: { id: 'chi', name: 'Chi Nguyen' }, eligible: false, because: 'off duty' },
  ];
  const notHere = async () => ({ kind: 'refused', text: 'not here' }) as const;
  const noTasks = {
    view: notHere,
    ask: () => ({ kind: 'refused', text: 'not here' }) as const,
    press: notHere,
    submit: notHere,
    where: async () => undefined,
  };

  function house(change: Parameters<typeof opened>[0] = {}) {
    const kept = nothingKept();
    kept.incidents.set(ID, incidentAfter(opened(change)));
    const incidents = incidentsIn(kept);
    const clock = handWound(minute(1));
    const desk = createDesk({ incidents, clock, digest, bell: { saved: () => undefined } });
    return createInbound({
      languageOf: () => undefined,
      linking: { redeem: () => Promise.resolve({ kind: 'refused', text: 'not here' }) },
      desk,
      incidents,
      clock,
      directory,
      planning: NOBODY_KNOWN,
      openings: { verified: () => ({ assessment: assessment(), graver: {} }), rated: () => ({}), lost: () => [] },
      channel: async () => ({ kind: 'refused', text: 'not here' }),
      currencyOf: () => 'EUR',
      dispatching: createDispatching({ ranking: async () => ranked, planning: NOBODY_KNOWN, clock, helped: () => [] }),
      duress: createDuress({
        wordOf: (id) => (id === 'ana' ? 'pine apple' : undefined),
        raise: async ({ key }) => void raised.push(key),
      }),
      tasking: noTasks,
      assets: { show: notHere, ask: notHere, submit: notHere },
      attaching: createAttach(incidents),
      home: async () => ({ kind: 'refused', text: 'not here' }),
      command: async () => ({ kind: 'refused', text: 'not here' }),
      report: async () => ({ kind: 'refused', text: 'not here' }),
      placeOf: placeIn,
      respondWithinMs: () => 180_000,
    });
  }
  const press = (action: Extract<Inbound, { kind: 'press' }>['action'], who = ana, about = ID): Inbound => ({
    kind: 'press',
    action,
    about,
    who,
  });

  it('answers in one sentence: what happened, or who may and why not', async () => {
    const handle = house();
    expect(await handle(press('claim'))).toEqual({ kind: 'done', text: 'INC-42: you have it.' });
    expect(await handle(press('claim', sam))).toEqual({
      kind: 'refused',
      text: 'Ana Beck has had this since 03:11 (Slack).',
    });
    expect(await handle(press('release'))).toEqual({ kind: 'done', text: 'INC-42: released, it is open again.' });
    expect(await handle(press('release'))).toEqual({
      kind: 'refused',
      text: 'Nobody has this, so there is nothing to release.',
    });
    expect(await handle(submit('note', { text: 'hello' }))).toEqual({ kind: 'done', text: 'INC-42: note added.' });
  });

  it('sends the nearest by one press, and whoever is picked by two', async () => {
    const handle = house();
    const asked = await handle(press('dispatch-to'));
    expect(asked).toMatchObject({
      kind: 'ask',
      form: { fields: [{ options: [{ value: 'ben', label: 'Ben Adeyemi: 620 m, fix 20 s old' }], initial: 'ben' }] },
    });
    expect(await handle(press('dispatch'))).toEqual({ kind: 'done', text: 'INC-42: Ben Adeyemi is asked.' });
    expect(await handle(submit('dispatch-to', { officer: 'chi' }))).toEqual({
      kind: 'faults',
      faults: { officer: 'Chi Nguyen: off duty' },
    });
    expect(await handle(submit('dispatch-to', { officer: 'ben' }))).toMatchObject({ kind: 'refused' });
  });

  it('hears a duress word and answers as if it had not', async () => {
    const handle = house();
    expect(await handle(submit('note', { text: 'All fine, pine-apple.' }))).toEqual({
      kind: 'done',
      text: 'INC-42: note added.',
    });
    expect(raised).toHaveLength(1);
    expect(raised[0]).toMatch(/^duress:ana:/);
    await handle(submit('note', { text: 'pineapples for all' }));
    expect(raised).toHaveLength(1);
  });

  it('asks first where there is something to ask', async () => {
    const answer = await house()(press('escalate'));
    expect(answer).toMatchObject({ kind: 'ask', form: { id: 'escalate', about: ID, title: 'Escalate INC-42' } });
  });

  it('says that what was pressed is gone', async () => {
    const gone = { kind: 'refused', text: 'This incident does not exist any more.' };
    expect(await house()(press('note', ana, 'i-none'))).toEqual(gone);
    expect(await house()(press('claim', ana, 'i-none'))).toEqual(gone);
    expect(await house()({ ...submit('note', { text: 'x' }), about: 'i-none' })).toEqual(gone);
  });

  it('shows a wrong field beside a field that the form has', async () => {
    const answer = await house({ kind: 'duress', lifeSafety: true })(submit('snooze', { for: '15m', why: 'later' }));
    expect(answer).toEqual({ kind: 'faults', faults: { for: 'a life-safety incident is not snoozed' } });
    expect(await house()(submit('note', { text: 'x'.repeat(2_001) }))).toEqual({
      kind: 'faults',
      faults: { text: '2001 characters, at most 2000' },
    });
  });

  it('hands over to roles that somebody holds and to people by name, never to a role of clients', () => {
    expect(targetsOf(directory, en).map(({ value }) => value)).toEqual(['role:responder', 'person:ana', 'person:kim']);
  });
});
