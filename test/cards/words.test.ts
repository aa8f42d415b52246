import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACTION_IDS, INCIDENT_FORMS } from '../../cards/card.js';
import { actionName } from '../../cards/card-actions.js';
import { diaryLine, timelineLine } from '../../cards/diary.js';
import { formFor, SNOOZES } from '../../cards/forms.js';
import { timesIn } from '../../cards/times.js';
import { en } from '../../cards/words/en.js';
import type { Actor, Because, IncidentEvent, Refusal, TimelineEntry } from '../../src/incident/index.js';
import { BANDS, DISPOSITIONS, FALSE_ALARM_CAUSES, KINDS, ROLES, refOf } from '../../src/incident/index.js';
import { anyIncident } from '../incident/arbitrary.js';
import {
  ana,
  assessment,
  batch,
  ben,
  clock,
  delivery,
  intake,
  minute,
  NIGHT,
  opened,
  opening,
  plan,
  sam,
  stateAfter,
} from '../incident/given.js';

const times = timesIn('Europe/Berlin');
const UNSAID = /undefined|NaN|Invalid|\[object|null\b/;

const refusals: { readonly [C in Refusal['code']]: [Extract<Refusal, { code: C }>, string] } = {
  'unknown-incident': [{ code: 'unknown-incident' }, 'This incident does not exist any more.'],
  'already-claimed': [
    { code: 'already-claimed', by: refOf(ana), since: NIGHT, via: 'slack' },
    'Ana Beck has had this since 03:10 (Slack).',
  ],
  'already-yours': [{ code: 'already-yours', since: NIGHT }, 'You have this already, since 03:10.'],
  'not-claimed': [{ code: 'not-claimed' }, 'Nobody has this, so there is nothing to release.'],
  'not-yours': [
    { code: 'not-yours', by: refOf(ana), since: NIGHT, needs: ['supervisor', 'admin'] },
    'Ana Beck has this since 03:10; only they or a supervisor or an administrator may do that.',
  ],
  'not-permitted': [
    { code: 'not-permitted', needs: ['supervisor', 'manager', 'director'] },
    'Only a supervisor, a manager or a director may do that.',
  ],
  'already-resolved': [{ code: 'already-resolved', by: refOf(ana), at: NIGHT }, 'Ana Beck resolved this at 03:10.'],
  'not-resolved': [{ code: 'not-resolved' }, 'This is not resolved.'],
  archived: [{ code: 'archived', at: NIGHT }, 'This was archived on Tue 6 Jan, 03:10 and does not change any more.'],
  invalid: [{ code: 'invalid', field: 'why', why: 'it is empty' }, 'Why: it is empty.'],
  'steps-open': [
    { code: 'steps-open', steps: [{ id: 'walk', text: 'Perimeter walked' }], skippable: true },
    'Still to be done: “Perimeter walked”. Do them, or say why they are not done.',
  ],
  'step-not-skippable': [
    { code: 'step-not-skippable', step: 'Look at the live picture' },
    '“Look at the live picture” cannot be skipped; only a supervisor, a manager or a director may do that.',
  ],
  'already-sent': [
    { code: 'already-sent', who: refOf(ben), since: NIGHT },
    'Ben Adeyemi has been sent already, at 03:10.',
  ],
  'not-sent': [{ code: 'not-sent', who: refOf(ben) }, 'Ben Adeyemi was not sent to this.'],
  'too-late': [{ code: 'too-late', is: 'on-scene' }, 'Too late for that: on the scene.'],
  busy: [{ code: 'busy' }, 'Too many people changed this at once. Please press again.'],
};

const NEWS = {
  task: 'task:1',
  seq: 1,
  number: 12,
  kind: 'patrol',
  title: 'Walk the perimeter',
  who: 'Ben Ortiz',
  dueAt: minute(30),
  status: 'open',
} as const;

const events: {
  readonly [T in IncidentEvent['type']]: [Actor, Extract<IncidentEvent, { type: T }>, string | undefined];
} = {
  'evidence-given': [
    ana,
    { type: 'evidence-given', files: [{ id: 'slack:F1', name: 'dock.jpg', from: 'slack:F1' }] },
    '03:10 Ana Beck gave dock.jpg',
  ],
  'evidence-kept': [
    delivery,
    {
      type: 'evidence-kept',
      file: 'slack:F1',
      name: 'dock.jpg',
      kept: { sha256: 'ab'.repeat(32), bytes: 1_500_000, type: 'image/jpeg' },
    },
    `03:10 dock.jpg is kept: 1.4 MB, SHA-256 ${'ab'.repeat(32)}`,
  ],
  'evidence-deleted': [
    delivery,
    {
      type: 'evidence-deleted',
      file: 'slack:F1',
      name: 'dock.jpg',
      kept: { sha256: 'ab', bytes: 9, type: 'image/jpeg' },
      why: 'video, 30 days',
    },
    undefined,
  ],
  'evidence-failed': [
    delivery,
    { type: 'evidence-failed', file: 'slack:F1', name: 'dock.jpg', why: 'file_deleted' },
    '03:10 dock.jpg could not be had: file_deleted',
  ],
  'report-owed': [
    delivery,
    { type: 'report-owed', mails: 2, webhooks: ['compliance'], ending: new Date('2026-01-06T02:09:00Z') },
    undefined,
  ],
  'access-found': [
    delivery,
    {
      type: 'access-found',
      findings: [
        { what: 'forced', door: 'Dock door', count: 1, at: new Date('2026-01-06T02:08:00Z'), who: [] },
        { what: 'inside', count: 2, who: ['Cem K.'] },
      ],
    },
    '03:10 Badges at the doors: Dock door forced, last at 03:08; 2 badges let in (Cem K.)',
  ],
  'asset-status': [
    ana,
    {
      type: 'asset-status',
      asset: {
        id: 'case-7',
        name: 'Case 7',
        worth: { amount: 1, currency: 'EUR' },
        criticality: 1,
        vulnerability: 1,
        highValue: true,
      },
      from: 'normal',
      to: 'stolen',
      why: 'glass broken',
    },
    '03:10 Ana Beck: Case 7 is STOLEN, it was normal: glass broken',
  ],
  'task-told': [
    ana,
    { type: 'task-told', news: NEWS },
    '03:10 TASK-12 Patrol “Walk the perimeter” for Ben Ortiz, due Tue 6 Jan, 03:40',
  ],
  // What opened it stands on the card.
  opened: [intake, opening(), undefined],
  'signals-joined': [
    intake,
    {
      type: 'signals-joined',
      signals: batch('b', { count: 3, kinds: { motion: 2, person: 1 } }),
      assessment: assessment(),
      flapping: false,
    },
    '03:10 3 more: motion, person seen. Now HIGH 63',
  ],
  restored: [intake, { type: 'restored', signals: [] }, '03:10 The device reports normal again'],
  claimed: [ana, { type: 'claimed', by: refOf(ana), via: 'slack' }, '03:10 Ana Beck claimed it (Slack)'],
  released: [ana, { type: 'released', from: refOf(ana) }, '03:10 Ana Beck released it'],
  assigned: [sam, { type: 'assigned', to: refOf(ben), via: 'teams' }, '03:10 Sam Okafor gave it to Ben Adeyemi'],
  'loss-recorded': [
    ana,
    {
      type: 'loss-recorded',
      corrects: false,
      loss: {
        category: 'external_theft',
        basis: 'cost',
        currency: 'EUR',
        lines: [{ item: 'Perfume', quantity: 3, unit: 8_990 }],
        secondary: [{ what: 'man-hours', amount: 12_000 }],
        recovered: 8_990,
      },
    },
    '03:10 Ana Beck recorded a loss: €299.80 (external theft, at cost): goods €269.70, other costs €120, recovered €89.90',
  ],
  noted: [ana, { type: 'noted', text: 'two vans' }, '03:10 Ana Beck: two vans'],
  escalated: [
    ana,
    { type: 'escalated', to: { kind: 'role', id: 'manager', name: 'Every manager' }, why: 'two exits' },
    '03:10 Ana Beck escalated to Every manager: two exits',
  ],
  snoozed: [ana, { type: 'snoozed', until: minute(30), why: 'key' }, '03:10 Ana Beck snoozed it until 03:40: key'],
  'snooze-ended': [clock, { type: 'snooze-ended' }, '03:10 Snooze ended'],
  overdue: [clock, { type: 'overdue', respondBy: minute(5) }, '03:10 Nobody claimed it by 03:15'],
  resolved: [
    ana,
    { type: 'resolved', disposition: 'false-alarm', cause: 'animal', note: 'a cat' },
    '03:10 Ana Beck resolved it: false alarm, animal. a cat',
  ],
  reopened: [ana, { type: 'reopened', why: 'again', respondBy: NIGHT }, '03:10 Ana Beck reopened it: again'],
  archived: [clock, { type: 'archived' }, undefined],
  'card-posted': [
    delivery,
    { type: 'card-posted', destination: 'slack:C0OPS', ref: '1.2', lookedUp: false, shown: 1 },
    undefined,
  ],
  verified: [
    sam,
    { type: 'verified', seen: 'person', note: 'by the dock', assessment: assessment() },
    '03:10 Sam Okafor looked: a stranger is there. by the dock. Validation level 2',
  ],
  rated: [
    sam,
    { type: 'rated', from: 'critical', to: 'high', why: 'one van, driver known' },
    '03:10 Sam Okafor rated it HIGH, it was CRITICAL: one van, driver known',
  ],
  replanned: [
    clock,
    {
      type: 'replanned',
      from: 'standard',
      plan: plan({ protocol: 'emergency' }),
      because: [{ code: 'avs', level: 3 }],
    },
    '03:10 Protocol emergency instead of standard: validation level 3',
  ],
  'emergency-called': [
    ana,
    { type: 'emergency-called', name: 'Police control', phone: '+4930110', reference: '4711' },
    '03:10 Ana Beck called Police control, reference 4711',
  ],
  explained: [
    clock,
    {
      type: 'explained',
      assessed: 1,
      rose: 'high',
      explanation: {
        summary: 'x',
        classification: 'likely-real',
        actions: [],
        checks: [],
        confidence: 1,
        model: 'm',
        raise: { to: 'critical', why: 'two doors in a row' },
      },
    },
    '03:10 The model raised it from HIGH to CRITICAL: two doors in a row',
  ],
  'step-settled': [
    ana,
    { type: 'step-settled', step: 'walk', text: 'Perimeter walked', result: { kind: 'skipped', why: 'flooded' } },
    '03:10 Ana Beck: Perimeter walked – skipped: flooded',
  ],
  paged: [
    clock,
    {
      type: 'paged',
      why: { code: 'step', policy: 'standard', round: 1, step: 1 },
      pages: [
        {
          id: '3',
          to: { kind: 'person', ...refOf(sam) },
          via: 'sms',
          notBefore: NIGHT,
          group: '3',
          can: ['sms'],
          next: [],
        },
      ],
      none: [{ target: 'rotation:night', why: 'nobody is on call' }],
    },
    '03:10 Nobody has it, step 2 of round 1: told Sam Okafor (SMS). rotation:night: nobody is on call',
  ],
  called: [delivery, { type: 'called', destination: 'slack:C0OPS', ref: '1.2', shown: 3 }, undefined],
  'page-sent': [
    delivery,
    { type: 'page-sent', page: '3', name: 'Sam Okafor', via: 'sms', ref: 'SM1', lookedUp: false, repeat: false },
    undefined,
  ],
  'page-delivered': [delivery, { type: 'page-delivered', page: '3', name: 'Sam Okafor', via: 'sms' }, undefined],
  'page-failed': [
    delivery,
    { type: 'page-failed', page: '3', name: 'Sam Okafor', via: 'voice', error: 'no-answer' },
    '03:10 Sam Okafor was not reached (call): no-answer',
  ],
  joined: [ben, { type: 'joined', by: refOf(ben) }, '03:10 Ben Adeyemi is on it as well'],
  dispatched: [
    sam,
    { type: 'dispatched', to: refOf(ben), because: '620 m, fix 20 s old, holds keys', best: true },
    '03:10 Sam Okafor sent Ben Adeyemi: 620 m, fix 20 s old, holds keys',
  ],
  responded: [
    ben,
    { type: 'responded', who: refOf(ben), answer: 'en-route', via: 'sms' },
    '03:10 Ben Adeyemi is on the way (SMS)',
  ],
  'dispatch-timed-out': [clock, { type: 'dispatch-timed-out', who: refOf(ben) }, '03:10 Ben Adeyemi did not answer'],
  recalled: [
    sam,
    { type: 'recalled', who: refOf(ben), why: 'not needed' },
    '03:10 Sam Okafor recalled Ben Adeyemi: not needed',
  ],
  'nobody-to-send': [
    clock,
    { type: 'nobody-to-send', why: 'no officer is free' },
    '03:10 Nobody can be sent: no officer is free',
  ],
  'still-nobody': [clock, { type: 'still-nobody', why: 'no officer is free' }, undefined],
  'welfare-asked': [
    clock,
    { type: 'welfare-asked', who: refOf(ben) },
    '03:10 Ben Adeyemi was asked whether all is well',
  ],
  'welfare-heard': [ben, { type: 'welfare-heard', who: refOf(ben), via: 'sms' }, '03:10 Ben Adeyemi is well (SMS)'],
  'welfare-missed': [
    clock,
    { type: 'welfare-missed', who: refOf(ben), key: 'k' },
    '03:10 Ben Adeyemi does not answer; an alarm was raised for them',
  ],
  'claim-asked': [
    clock,
    { type: 'claim-asked', who: refOf(ana) },
    '03:10 Ana Beck was asked whether they are still on it',
  ],
  'claim-lapsed': [
    clock,
    { type: 'claim-lapsed', from: refOf(ana) },
    '03:10 Ana Beck gave no answer; it is open again',
  ],
  'delivery-failed': [
    delivery,
    { type: 'delivery-failed', destination: 'slack:C0OPS', what: 'card', error: 'is_archived' },
    undefined,
  ],
};
const entry = (actor: Actor, event: IncidentEvent): TimelineEntry => ({
  seq: 1,
  at: NIGHT,
  actor,
  event,
  prev: '',
  hash: '',
});

const reasons: { readonly [C in Because['code']]: [Extract<Because, { code: C }>, string] } = {
  kind: [{ code: 'kind', kind: 'forced-door' }, 'forced door'],
  unrecognised: [{ code: 'unrecognised', source: 'panel' }, 'unrecognised alarm from panel'],
  assets: [
    { code: 'assets', worth: { amount: 4_200_000, currency: 'EUR' }, count: 1, highValue: true },
    '€42,000 in zone',
  ],
  'no-assets': [{ code: 'no-assets' }, 'no listed assets'],
  zone: [{ code: 'zone', name: 'Dock', sensitivity: 0.7 }, 'zone Dock'],
  spread: [{ code: 'spread', kind: 'fire', adjoining: 2 }, 'can spread to 2 adjoining'],
  contained: [{ code: 'contained' }, 'contained'],
  'person-seen': [{ code: 'person-seen' }, 'person likely or seen'],
  'several-devices': [{ code: 'several-devices', count: 3 }, '3 devices agree'],
  picture: [{ code: 'picture' }, 'picture available'],
  unverified: [{ code: 'unverified' }, 'one unverified sensor'],
  armed: [{ code: 'armed' }, 'closed at this hour'],
  'just-closed': [{ code: 'just-closed' }, 'closed a moment ago, people may be inside'],
  bypass: [{ code: 'bypass' }, 'a part of the system is switched off'],
  'open-hours': [{ code: 'open-hours' }, 'open at this hour'],
  'hours-unknown': [{ code: 'hours-unknown' }, 'opening hours unknown'],
  recurrence: [{ code: 'recurrence', count: 4 }, '4 in 30 days'],
};

describe('what Tocsin says', () => {
  it.each(Object.values(refusals))('a refusal: $code', (refusal, text) => {
    expect(en.refusal(refusal, times)).toBe(text);
  });

  it.each(Object.entries(events))('in the diary: %s', (type, [actor, event, line]) => {
    expect(diaryLine(entry(actor, event), 'Europe/Berlin')).toBe(line);
    expect(timelineLine(entry(actor, event), 'Europe/Berlin')).not.toMatch(UNSAID);
    expect(en.done(type as IncidentEvent['type'], 'INC-42')).toMatch(/^INC-42: .+\.$/);
  });

  it.each(Object.values(reasons))('why: $code', (because, text) => {
    expect(en.because(because)).toBe(text);
  });

  it('has a word for everything in the closed lists', () => {
    const said = [
      KINDS.map((each) => en.kinds[each]),
      BANDS.map((each) => en.bands[each]),
      ROLES.map((each) => en.roles[each]),
      DISPOSITIONS.map((each) => en.dispositions[each]),
      FALSE_ALARM_CAUSES.map((each) => en.causes[each]),
      ACTION_IDS.filter((each) => each !== 'task-note').map((each) => actionName(each, en)),
    ];
    for (const words of said) {
      expect(new Set(words).size).toBe(words.length);
      for (const word of words) expect(word).toMatch(/^[A-Za-z].+/);
    }
  });

  it('says amounts with cents only where there are some', () => {
    const worth = (amount: number) =>
      en.because({ code: 'assets', worth: { amount, currency: 'EUR' }, count: 1, highValue: false });
    expect([worth(4_200_000), worth(4_200_050)]).toEqual(['€42,000 in zone', '€42,000.50 in zone']);
  });

  it('tells every timeline in whole words', () => {
    fc.assert(
      fc.property(anyIncident, ({ timeline }) => {
        for (const each of timeline) {
          const line = timelineLine(each, 'Europe/Berlin');
          if (!JSON.stringify(each).includes('undefined')) expect(line).not.toMatch(UNSAID);
          expect([...line].length).toBeLessThanOrEqual(2_500);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('forms', () => {
  const targets = [
    { value: 'role:supervisor', label: 'Every supervisor' },
    { value: 'person:ana', label: 'Ana Beck' },
  ];
  const fieldsOf = (id: (typeof INCIDENT_FORMS)[number]) =>
    formFor(id, stateAfter(opened()), {
      targets,
      officers: [{ value: 'ben', label: 'Ben Adeyemi: 620 m' }],
    }).fields.map((field) =>
      field.kind === 'told'
        ? `${field.name}: ${field.text}`
        : field.kind === 'files'
          ? `${field.name} (${field.most})`
          : `${field.name}${field.required ? '!' : ''}${field.kind === 'select' ? ` of ${field.options.map(({ value }) => value).join(' ')}` : ` ≤ ${field.maxLength}`}`,
    );

  it.each<[(typeof INCIDENT_FORMS)[number], string[]]>([
    ['assign', ['to! of person:ana']],
    ['escalate', ['to! of role:supervisor person:ana', 'why! ≤ 500']],
    ['dispatch-to', ['officer! of ben']],
    [
      'note',
      [
        'text ≤ 2000',
        'files (5)',
        'seen of nobody staff cancelled person damage threat',
        'band of low medium critical',
      ],
    ],
    ['resolve', ['disposition! of confirmed prevented test duplicate undetermined', 'note ≤ 2000']],
    ['false-alarm', ['cause! of user-error equipment environment animal authorised-person unknown', 'note ≤ 2000']],
    ['snooze', [`for! of ${SNOOZES.join(' ')}`, 'why! ≤ 500']],
    ['reopen', ['why! ≤ 500']],
  ])('%s asks what it needs', (id, fields) => {
    expect(fieldsOf(id)).toEqual(fields);
  });

  it.each(INCIDENT_FORMS)('%s fits into a window of 24 characters and drops nobody', (id) => {
    const many = Array.from({ length: 300 }, (_, index) => ({
      value: `person:p${index}`,
      label: `Person ${'x'.repeat(200)}`,
    }));
    const form = formFor(id, stateAfter(opened({ number: 123_456_789 })), { targets: many, officers: many });
    expect([...form.title].length).toBeLessThanOrEqual(24);
    for (const field of form.fields) {
      if (field.kind !== 'select') continue;
      // What a platform cannot show all of is for its renderer to say.
      if (field.name === 'to' || field.name === 'officer') expect(field.options.length).toBe(many.length);
      for (const { label } of field.options) expect([...label].length).toBeLessThanOrEqual(75);
    }
  });
});
