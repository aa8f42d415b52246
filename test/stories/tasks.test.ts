import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, handClock, type Json, OPS, openHouse, until } from '../house.js';
import { BOT } from '../standins/slack/workspace.js';

/** Where Ana and Sam talk with Tocsin alone. */
const ANA = 'D0ANA';
const BEN = 'D0BEN';
const SAM = 'D0SAM';
const MINUTE = 60_000;

const clock = handClock();
let house: House;
beforeAll(async () => {
  house = await openHouse({
    clock,
    edit: (book) =>
      book.replace(
        / {2}- \{ id: standard, when: .*\n/,
        `  - id: standard
    when: {}
    escalation: standard
    tasks:
      - { id: perimeter, kind: patrol, title: Walk the perimeter, to: person:ana, within: 30m,
          checklist: [North door, { text: Roof hatch, required: false }] }
      - { id: footage, kind: investigation, title: Look through the footage, to: role:supervisor, within: 1d,
          on: resolved, after: [confirmed] }
`,
      ),
  });
}, 30_000);
afterAll(() => house?.close());

const shownIn = (channel: string, text: string) =>
  house.slack.messages(channel).find((message) => house.slack.visibleText(message).includes(text));
const textIn = (channel: string, what: string): string => {
  const message = shownIn(channel, what);
  return message ? house.slack.visibleText(message) : '';
};
const task = (number: number): Promise<Json> => house.api(`/tasks/${number}`);
const saidUnder = (channel: string, what: string): string[] =>
  house.slack.thread(channel, shownIn(channel, what)!.ts).map((line) => house.slack.visibleText(line));

async function ask(text: string, user: string): Promise<string> {
  const sent = house.slack.command('/tocsin', text, user, OPS);
  const { body } = await house.slack.raw(sent.body, sent.headers);
  if (body === '') return '';
  const answer = JSON.parse(body) as { text: string; blocks?: object[] };
  return house.slack.visibleText({ text: answer.text, blocks: answer.blocks ?? [] });
}

async function fillIn(user: string, form: string, values: Readonly<Record<string, string>>) {
  const view = await until(`the form ${form}`, () =>
    house.slack.openViews(user).findLast((each) => (each.view as Json).callback_id === `tocsin:${form}`),
  );
  return await house.slack.submit({ viewId: view.id, user, values });
}

test('a protocol gives a patrol with the incident: it stands in the chat of whoever is to walk it', async () => {
  await house.generic({ key: 'dock', kind: 'forced-door', zone: 'loading-dock' });
  await until('the card of the task', () => shownIn(ANA, 'TASK-1'));
  const text = textIn(ANA, 'TASK-1');
  expect(text).toContain('Patrol · Loading dock 2 · TASK-1');
  expect(text).toContain('given by the protocol · belongs to INC-1');
  expect(text).toMatch(/Ana Beck is to do this by \w+/);
  expect(text).toContain('☐ North door');
  expect(text).toContain('☐ Roof hatch (may be left out)');
  // The incident knows of it, in its diary and on its card.
  await until('the diary of the incident', () =>
    saidUnder(OPS, 'INC-1').some((line) => line.includes('TASK-1 Patrol “Walk the perimeter” for Ana Beck, due')),
  );
  await until('the card of the incident', () => textIn(OPS, 'INC-1').includes('TASK-1 Patrol: Ana Beck, due'));
  expect((await house.api('/incidents/1')).tasks).toMatchObject([{ number: 1, who: 'Ana Beck', status: 'open' }]);
});

test('whoever is to do it accepts it, looks at the points, and is done', async () => {
  const { ts } = shownIn(ANA, 'TASK-1')!;
  await house.slack.click({ channel: ANA, ts, actionId: 'tocsin:task-accept', user: 'U0ANA' });
  await until('that she has it', () => textIn(ANA, 'TASK-1').includes('Ana Beck does this since'));

  await house.slack.click({ channel: ANA, ts, actionId: 'tocsin:task-done', user: 'U0ANA' });
  const early = await fillIn('U0ANA', 'task-done', { outcome: 'in-order' });
  expect(JSON.stringify(early)).toContain('Still to be looked at: “North door”.');

  await house.slack.click({ channel: ANA, ts, actionId: 'tocsin:task-check', user: 'U0ANA' });
  expect((await fillIn('U0ANA', 'task-check', { item: 'p1', result: 'problem' })).action).toBe('errors');
  await fillIn('U0ANA', 'task-check', { item: 'p1', result: 'problem', note: 'Lock broken <!channel>' });
  await until('the point', () => textIn(ANA, 'TASK-1').includes('☑ North door: PROBLEM, Lock broken <!channel>'));

  await house.slack.click({ channel: ANA, ts, actionId: 'tocsin:task-done', user: 'U0ANA' });
  await fillIn('U0ANA', 'task-done', { outcome: 'found', note: 'The lock has to be replaced' });
  await until('the end', () => /Done .* by Ana Beck: something was found\. The lock has/.test(textIn(ANA, 'TASK-1')));
  await until('the diary of the incident', () =>
    saidUnder(OPS, 'INC-1').some((line) =>
      /Ana Beck finished TASK-1 Patrol “Walk the perimeter”: something was found\. The lock/.test(line),
    ),
  );
  expect(await task(1)).toMatchObject({
    status: 'done',
    incident: 1,
    checklist: [{ text: 'North door', check: { result: 'problem', by: { name: 'Ana Beck' } } }, { check: null }],
    chain: { entries: 4 },
  });
  expect(house.slack.messages(ANA)).toHaveLength(1);
  // What was said stands there as text and calls nobody.
  expect(house.slack.pulls(shownIn(ANA, 'TASK-1')!)).toEqual([]);
});

test('what is for whoever leads is asked for once it is known how it ended, and stands in the channel', async () => {
  const { ts } = shownIn(OPS, 'INC-1')!;
  await house.slack.click({ channel: OPS, ts, actionId: 'tocsin:claim', user: 'U0ANA' });
  await house.slack.click({ channel: OPS, ts, actionId: 'tocsin:resolve', user: 'U0ANA' });
  await fillIn('U0ANA', 'resolve', { disposition: 'confirmed', note: 'Lock forced' });
  const name = 'Investigation · Loading dock 2 · TASK-2';
  await until('the investigation', () => shownIn(OPS, name));
  expect(textIn(OPS, name)).toMatch(/For supervisor, whoever takes it first, by \w+/);
  expect(await ask('tasks', 'U0ANA')).toContain('You have no open task');
  expect(await ask('tasks', 'U0SAM')).toContain('TASK-2 Investigation: Look through the footage');
  expect(await ask('tasks task-2', 'U0SAM')).toContain('Look through the footage');
  const card = shownIn(OPS, name)!;
  await house.slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:task-accept', user: 'U0BEN' });
  await until('why not', () =>
    house.slack.ephemerals('U0BEN').some(({ text }) => text.includes('This is for supervisor; besides, supervisor,')),
  );
});

test('a person gives a task; a time that nobody can read is asked for again; handed over, the next one has it', async () => {
  expect(await ask('tasks new', 'U0SAM')).toBe('');
  const values = {
    kind: 'follow-up',
    title: 'Order a new lock',
    place: 'riverside-mall/loading-dock',
    to: 'person:ana',
    due: 'some day',
    checklist: 'Price asked\n? Photo sent\n\n',
  };
  expect(await fillIn('U0SAM', 'task', values)).toMatchObject({ action: 'errors' });
  await fillIn('U0SAM', 'task', { ...values, due: '40m' });
  await until('the card', () => shownIn(ANA, 'TASK-3'));
  expect(textIn(ANA, 'TASK-3')).toContain('from Sam Okafor');
  const { ts } = shownIn(ANA, 'TASK-3')!;
  await house.slack.click({ channel: ANA, ts, actionId: 'tocsin:more', value: 'Hand over…', user: 'U0ANA' });
  await fillIn('U0ANA', 'task-assign', { to: 'person:ben' });
  await until('her card', () => textIn(ANA, 'TASK-3').includes('Ben Adeyemi is to do this'));
  await until('his card', () => shownIn(BEN, 'TASK-3'));
});

test('the Home tab shows what is theirs to do', async () => {
  const { slack } = house;
  const { body, headers } = slack.event({
    token: 't',
    team_id: 'T1',
    api_app_id: 'A1',
    type: 'event_callback',
    event_id: 'EvTasks',
    event_time: 1,
    event: { type: 'app_home_opened', user: 'U0BEN', channel: BEN, tab: 'home', event_ts: '1.1' },
  });
  expect((await slack.raw(body, headers)).status).toBe(200);
  const home = await until('the page', () => slack.home('U0BEN'));
  const text = slack.visibleText({ text: '', blocks: (home as Json).blocks });
  expect(text).toContain('Your tasks');
  expect(text).toContain('TASK-3 Follow-up: Order a new lock');
  expect(slack.messages(BEN).every(({ user }) => user === BOT.userId)).toBe(true);
});

test('he is reminded; when it is overdue so is whoever leads; the console and the programs see it', async () => {
  clock.wind(28 * MINUTE);
  await until('the reminder', () => saidUnder(BEN, 'TASK-3').some((line) => /TASK-3 .* is due/.test(line)));
  expect(saidUnder(ANA, 'TASK-3')).toEqual([]);
  clock.wind(13 * MINUTE);
  await until('the card', () => /OVERDUE since .*Ben Adeyemi was to do it/.test(textIn(BEN, 'TASK-3')));
  await until('whoever leads', () => shownIn(SAM, 'TASK-3'));
  expect(textIn(SAM, 'TASK-3')).toContain('OVERDUE');
  expect((await house.api('/tasks?status=overdue')).items).toMatchObject([{ number: 3, status: 'overdue' }]);
  const page = await (await house.console()).get('/console/tasks');
  expect(page).toContain('OVERDUE since');
});

test('at the console one is given, put off and cancelled, and its history is proved', async () => {
  const desk = await house.console();
  expect(await desk.get('/console/tasks/new')).toContain('What is to be done');
  const made = await desk.fill('/console/tasks/new/submit', {
    form: 'task',
    kind: 'audit',
    title: 'Test <b>all</b> cameras',
    place: 'riverside-mall',
    to: 'role:responder',
    due: '2h',
    checklist: '',
    details: '',
  });
  expect(made.page).toContain('TASK-4');
  await desk.fill('/console/tasks/4/submit', { form: 'task-put-off', due: '3h', why: 'no ladder' });
  const page = await desk.get('/console/tasks/4');
  expect(page).toContain('Test &lt;b>all&lt;/b> cameras');
  expect(page).toContain('put it off until');
  expect(page).toContain('Proved: 2 entries');
  expect((await desk.fill('/console/tasks/4/press', { action: 'task-cancel' })).page).toContain('Cancel the task');
  await desk.fill('/console/tasks/4/submit', { form: 'task-cancel', why: 'given twice' });
  await until('that it is over', async () => (await task(4)).status === 'cancelled');
  expect((await desk.fill('/console/tasks/4/press', { action: 'task-accept' })).page).toContain('cancelled this at');
});
