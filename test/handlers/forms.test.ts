import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormId } from '../../cards/card.js';
import { FORM_ACTIONS } from '../../cards/card.js';
import { formFor } from '../../cards/forms.js';
import { en } from '../../cards/words/en.js';
import { commandFrom } from '../../handlers/forms.js';
import { createInbound } from '../../handlers/inbound.js';
import { targetsOf } from '../../handlers/targets.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import type { Inbound } from '../../src/inbound.js';
import { hostileText } from '../incident/arbitrary.js';
import { ana, ID, incidentAfter, minute, NIGHT, opened, sam, stateAfter } from '../incident/given.js';
import { handWound, incidentsIn, nothingKept } from '../jobs/kept.js';

const targets = [
  { value: 'role:supervisor', label: 'Every supervisor' },
  { value: 'person:ben', label: 'Ben Adeyemi' },
  { value: 'planet:mars', label: 'Mars' },
];
const context = { now: NIGHT, targets, respondMs: 180_000 };
const submit = (
  form: FormId,
  values: Readonly<Record<string, string>>,
  who = ana,
): Extract<Inbound, { kind: 'submit' }> => ({ kind: 'submit', form, incidentId: ID, values, who });
const from = (form: FormId, values: Readonly<Record<string, string>>) => commandFrom(submit(form, values), context);

describe('what a person filled in', () => {
  it.each<[FormId, Record<string, string>, Record<string, unknown>]>([
    ['assign', { to: 'person:ben' }, { type: 'assign', to: { id: 'ben', name: 'Ben Adeyemi' } }],
    [
      'escalate',
      { to: 'role:supervisor', why: ' help ' },
      { type: 'escalate', to: { kind: 'role', id: 'supervisor', name: 'Every supervisor' }, why: 'help' },
    ],
    [
      'escalate',
      { to: 'person:ben', why: 'help' },
      { type: 'escalate', to: { kind: 'person', id: 'ben', name: 'Ben Adeyemi' }, why: 'help' },
    ],
    ['note', { text: ' two vans ' }, { type: 'note', text: 'two vans' }],
    ['resolve', { disposition: 'prevented', note: '' }, { type: 'resolve', disposition: 'prevented', note: '' }],
    ['resolve', { disposition: 'test' }, { type: 'resolve', disposition: 'test', note: '' }],
    [
      'false-alarm',
      { cause: 'animal', note: 'a cat' },
      { type: 'resolve', disposition: 'false-alarm', cause: 'animal', note: 'a cat' },
    ],
    ['snooze', { for: '30m', why: 'key' }, { type: 'snooze', until: minute(30), why: 'key' }],
    ['reopen', { why: 'again' }, { type: 'reopen', why: 'again', respondBy: minute(3) }],
  ])('%s becomes a command', (form, values, command) => {
    expect(from(form, values)).toEqual({ command: { actor: ana, ...command } });
  });

  it.each<[FormId, Record<string, string>, Record<string, string>]>([
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
        fc.constantFrom(...FORM_ACTIONS),
        fc.dictionary(fc.constantFrom(...names), hostileText),
        (form, values) => {
          const result = from(form, values);
          if ('command' in result) return;
          const fields = formFor(form, stateAfter(opened()), targets).fields.map(({ name }) => name);
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
  function house(change: Parameters<typeof opened>[0] = {}) {
    const kept = nothingKept();
    kept.incidents.set(ID, incidentAfter(opened(change)));
    const incidents = incidentsIn(kept);
    const clock = handWound(minute(1));
    const desk = createDesk({ incidents, clock, digest, bell: { saved: () => undefined } });
    return createInbound({
      desk,
      incidents,
      clock,
      directory: { onSlack: () => undefined, people: () => people },
      respondWithinMs: () => 180_000,
    });
  }
  const press = (action: Extract<Inbound, { kind: 'press' }>['action'], who = ana, incidentId = ID): Inbound => ({
    kind: 'press',
    action,
    incidentId,
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

  it('asks first where there is something to ask', async () => {
    const answer = await house()(press('escalate'));
    expect(answer).toMatchObject({ kind: 'ask', form: { id: 'escalate', incidentId: ID, title: 'Escalate INC-42' } });
  });

  it('says that what was pressed is gone', async () => {
    const gone = { kind: 'refused', text: 'This incident does not exist any more.' };
    expect(await house()(press('note', ana, 'i-none'))).toEqual(gone);
    expect(await house()(press('claim', ana, 'i-none'))).toEqual(gone);
    expect(await house()({ ...submit('note', { text: 'x' }), incidentId: 'i-none' })).toEqual(gone);
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
    expect(targetsOf({ onSlack: () => undefined, people: () => people }, en).map(({ value }) => value)).toEqual([
      'role:responder',
      'person:ana',
      'person:kim',
    ]);
  });
});
