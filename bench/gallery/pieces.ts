import { answerCard } from '../../cards/answer-card.js';
import { bulletinCard } from '../../cards/bulletin-card.js';
import type { Card, Form, IncidentFormId } from '../../cards/card.js';
import { formFor } from '../../cards/forms.js';
import { incidentCard } from '../../cards/incident-card.js';
import { reportForm } from '../../cards/report-form.js';
import { stormCard, stormOverCard } from '../../cards/storm-card.js';
import { taskCard } from '../../cards/task-card.js';
import { newTaskForm, taskForm } from '../../cards/task-forms.js';
import { COMMANDS } from '../../cards/words/en-commands.js';
import { wordsIn } from '../../cards/words/languages.js';
import { incidentStore } from '../../models/index.js';
import { briefOf, type IncidentState, type PersonActor } from '../../src/incident/index.js';
import { evolveTask, type TaskEvent } from '../../src/task/index.js';
import { type House, OPS, openHouse, until } from '../../test/house.js';

/** One picture of the gallery. */
export interface Piece {
  readonly name: string;
  readonly what: string;
  readonly card?: Card;
  readonly form?: Form;
}

const FORMS = [
  'dispatch-to',
  'escalate',
  'note',
  'step',
  'resolve',
  'loss',
  'false-alarm',
] as const satisfies IncidentFormId[];
const TARGETS = [
  { value: 'role:supervisor', label: 'Every supervisor' },
  { value: 'person:ben', label: 'Ben Adeyemi' },
];
const OFFICERS = [
  { value: 'ben', label: 'Ben Adeyemi: 620 m, fix 20 s old, holds keys' },
  { value: 'chi', label: 'Chi Nguyen: no position, on shift, no keys' },
];
const HOSTILE = '<!channel> <script>alert(1)</script> [pay](http://evil.example) **now** مرحبا بالعالم';

/** Goes through a night with the real bot, and keeps each card as it stood. */
export async function pieces(): Promise<Piece[]> {
  const house = await openHouse({ sop: true, postBurst: 50 });
  try {
    return [...(await night(house)), ...(await others(house))];
  } finally {
    await house.close();
  }
}

async function stateOf(house: House, number: number): Promise<IncidentState> {
  const incident = await incidentStore(house.app.connection).loadByNumber(number);
  if (!incident) throw new Error(`there is no incident ${number}`);
  return incident.state;
}

async function opened(house: House, number: number): Promise<void> {
  await until(`the card of INC-${number}`, () => house.cardOf(`INC-${number}`), 20_000);
}

const shown = (name: string, what: string, state: IncidentState, more: object = {}): Piece => ({
  name,
  what,
  card: incidentCard(state, { now: new Date(), live: false, ...more }),
});

async function night(house: House): Promise<Piece[]> {
  const desk = await house.console();
  const press = async (actionId: string, user = 'U0ANA') =>
    await house.slack.click({ channel: OPS, ts: house.cardOf('INC-1')?.ts ?? '', actionId, user });
  const status = (what: string, so: (state: IncidentState) => boolean) =>
    until(what, async () => {
      const state = await stateOf(house, 1);
      return so(state) && state;
    });

  await house.send('frigate-person', 'riverside-mall/jewellery');
  await house.generic({ key: 'door', kind: 'forced-door', zone: 'jewellery', subject: 'Case door forced' });
  await opened(house, 1);
  const first = await status('it is open', () => true);
  const found: Piece[] = [
    shown('open', 'A new incident that nobody has yet', first),
    shown('client', 'The same in the channel of a client', first, { audience: 'client' }),
    ...FORMS.map((id) => ({
      name: `form-${id}`,
      what: `The form “${id}”`,
      form: formFor(id, first, { targets: TARGETS, officers: OFFICERS, currency: 'EUR' }),
    })),
    ...['de', 'es'].map((language) =>
      shown(`open-${language}`, `The same in another language (${language})`, first, { words: wordsIn(language) }),
    ),
  ];
  await press('tocsin:claim');
  found.push(shown('claimed', 'Claimed in Slack', await status('the claim', (state) => state.status === 'claimed')));
  await desk.press(1, 'dispatch');
  await desk.submit(1, 'escalate', { to: 'role:supervisor', why: 'two doors by now' });
  const sent = await status('who is sent', (state) => state.responders.length > 0 && state.escalations.length > 0);
  found.push(shown('dispatched', 'An officer is sent, a supervisor is told', sent));
  await desk.submit(1, 'resolve', {
    disposition: 'confirmed',
    note: 'two of three were stopped at the door',
    skip: 'the police walked it',
    category: 'external_theft',
    lines: '3 Perfume 50 ml 89.90',
    recovered: '89.90',
  });
  found.push(shown('resolved', 'Resolved', await status('the end', (state) => state.status === 'resolved')));
  found.push(...tasks());
  return found;
}

/** A patrol as it is given, half done and late; and the form by which one is given. */
function tasks(): Piece[] {
  const at = (minutes: number): Date => new Date(Date.UTC(2026, 0, 6, 2, 10 + minutes));
  const ana: PersonActor = { kind: 'person', id: 'ana', name: 'Ana Beck', roles: ['responder'], via: 'slack' };
  const clock = { kind: 'system', id: 'clock' } as const;
  const given: TaskEvent = {
    type: 'opened',
    number: 12,
    kind: 'patrol',
    title: 'Walk the perimeter',
    place: { siteId: 'mall', siteName: 'Riverside Mall', timezone: 'Europe/Berlin', zoneName: 'Loading dock 2' },
    incident: { id: 'i-1', number: 1 },
    to: { kind: 'person', id: 'ana', name: 'Ana Beck' },
    dueAt: at(30),
    rule: 'perimeter',
    checklist: ['North door', 'Loading dock gate', 'Roof hatch'].map((text, index) => ({
      id: `p${index}`,
      text,
      required: index < 2,
    })),
    destinations: [],
  };
  const open = evolveTask(undefined, { seq: 1, at: at(0), actor: clock, event: given }, 'task:1');
  const check: TaskEvent = { type: 'checked', item: 'p0', text: '', result: 'problem', note: 'Lock broken' };
  const checked = evolveTask(open, { seq: 2, at: at(9), actor: ana, event: check }, 'task:1');
  const late: TaskEvent = { type: 'overdue', dueAt: at(30), times: 1, to: [], destinations: [] };
  const overdue = evolveTask(checked, { seq: 3, at: at(30), actor: clock, event: late }, 'task:1');
  return [
    { name: 'task', what: 'A patrol that the protocol gave', card: taskCard(open) },
    { name: 'task-overdue', what: 'The same, half done and late', card: taskCard(overdue) },
    {
      name: 'form-task',
      what: 'A new task for an incident',
      form: newTaskForm({ targets: TARGETS, places: [], incident: { id: 'i-1', label: 'INC-1' } }),
    },
    { name: 'form-task-check', what: 'A point of the list', form: taskForm('task-check', open, TARGETS) },
  ];
}

async function others(house: House): Promise<Piece[]> {
  await house.generic({ key: 'panic', kind: 'panic', zone: 'loading-dock', subject: 'Panic button at the till' });
  await house.generic({ key: 'quiet', kind: 'duress', zone: 'jewellery', subject: 'Duress code', covert: true });
  await house.generic({ key: 'what', kind: 'motion', site: 'nowhere', zone: 'cellar', subject: HOSTILE });
  for (const number of [2, 3, 4]) await opened(house, number);
  const states = await Promise.all([2, 3, 4].map((number) => stateOf(house, number)));
  const [panic, duress, hostile] = states;
  if (!panic || !duress || !hostile) throw new Error('three incidents were to be there');
  const briefs = states.map(briefOf);
  const storm = { startedAt: panic.openedAt, links: { incident: () => undefined, queue: () => undefined } };
  const site = { name: panic.place.siteName, timezone: panic.place.timezone };
  return [
    shown('life-safety', 'Life safety', panic),
    shown('covert', 'A covert alarm', duress),
    shown('hostile', 'A place that the book does not have, and what somebody tried with the text', hostile),
    { name: 'storm', what: 'The storm card of a site', card: stormCard(briefs, { ...storm, now: new Date() }) },
    {
      name: 'storm-over',
      what: 'The storm is over',
      card: stormOverCard({ site, startedAt: panic.openedAt }, new Date()),
    },
    {
      name: 'bulletin',
      what: 'News for a channel',
      card: bulletinCard({
        title: 'Threat level at Riverside Mall rose to HIGH',
        lines: ['3 open, 1 of them critical', 'Since 02:10 the level was guarded'],
        accent: 'high',
      }),
    },
    {
      name: 'help',
      what: 'The answer to a question',
      card: answerCard(
        'What you can ask',
        Object.values(COMMANDS).map(({ usage, about }) => ({ text: `${usage}: ${about}` })),
      ),
    },
    {
      name: 'form-report',
      what: 'A person reports something',
      form: reportForm([
        { id: 'riverside-mall', name: 'Riverside Mall', zones: [{ id: 'jewellery', name: 'Jewellery court' }] },
      ]),
    },
  ];
}
