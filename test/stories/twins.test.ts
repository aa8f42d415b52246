import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENT, type House, type Json, OPS, openHouse, until } from '../house.js';
import { buttonOf, PLAYGROUND, textsOf } from '../standins/playground.js';

const TEAM = PLAYGROUND.ops;
/** The guarding contractor lives in Slack, and has a team in Teams; the client has a channel in each. */
const CHANNELS = `  - { id: client-slack, surface: slack, to: ${CLIENT}, for: { clients: [riverside] }, audience: client }
  - { id: ops-teams, surface: teams, to: "${TEAM}", for: {} }
  - { id: client-teams, surface: teams, to: "${PLAYGROUND.client}", for: { clients: [riverside] }, audience: client }
`;
/** Somebody whom only Teams knows. */
const KIM = '  - { id: kim, name: Kim Vogt, roles: [supervisor], teams: "29:kim" }\n';

let house: House;
beforeAll(async () => {
  house = await openHouse({
    teams: true,
    postBurst: 5,
    book: CHANNELS,
    edit: (book) => book.replace('\npeople:\n', `\npeople:\n${KIM}`),
  });
}, 60_000);
afterAll(async () => {
  await house?.close();
});

const inTeams = (channel: string) =>
  house.teams.cards(channel).find(({ card }) => card.fallbackText.startsWith('INC-1 '));
const standings = () => ({
  slack: house.slack.visibleText(house.cardOf('INC-1')!),
  teams: textsOf(inTeams(TEAM)!.card).join('\n'),
  slackClient: house.slack.visibleText(
    house.slack.messages(CLIENT).find((each) => house.slack.visibleText(each).includes('INC-1'))!,
  ),
  teamsClient: textsOf(inTeams(PLAYGROUND.client)!.card).join('\n'),
});
const everywhere = async (words: string, where: readonly (keyof ReturnType<typeof standings>)[]) => {
  const began = Date.now();
  await until(
    `"${words}" everywhere`,
    () => {
      const now = standings();
      return where.every((each) => now[each].includes(words));
    },
    15_000,
  );
  return Date.now() - began;
};
const TEAMS_AND_SLACK = ['slack', 'teams'] as const;
const ALL = ['slack', 'teams', 'slackClient', 'teamsClient'] as const;

test('Tocsin says where it is when it is added', async () => {
  await house.teams.install(TEAM);
  await house.teams.install(PLAYGROUND.client);
  await house.teams.install(PLAYGROUND.personal);
  await until(
    'a greeting in each',
    () => house.teams.messages(TEAM).length === 1 && house.teams.messages(PLAYGROUND.personal).length === 1,
  );
  expect(house.teams.messages(TEAM)[0]?.text).toContain('The book calls this channel ops-teams');
});

test('one incident stands in two channels of Slack, two of Teams and on the console', async () => {
  await house.generic({
    key: 'twin',
    kind: 'forced-door',
    zone: 'loading-dock',
    subject: 'Dock <b>door</b> [x](http://evil)',
  });
  await until('a card in each', () => inTeams(TEAM) && inTeams(PLAYGROUND.client) && house.cardOf('INC-1'), 15_000);
  await everywhere('Nobody has this yet.', ALL);
  const { slack, teams } = standings();
  // The same words; only what says it is a button differs.
  for (const line of textsOf(inTeams(TEAM)!.card)) expect(slack).toContain(line.trim());
  expect(teams).toContain('Dock <b>door</b> [x](http://evil)');
  expect(inTeams(PLAYGROUND.client)!.card.body.some((element: Json) => element.type === 'ActionSet')).toBe(false);
});

test('a claim in Teams shows in every other place, with the same words', async () => {
  const message = inTeams(TEAM)!;
  const answer = await house.teams.press(TEAM, '29:ana', message.id, buttonOf(message.card, 'Claim'));
  // Whoever pressed sees it at once, and what they may do now.
  const mine = textsOf(answer.value ?? answer.body?.value ?? answer);
  expect(mine[0]).toBe('INC-1: you have it.');
  expect(mine.join('\n')).toContain('Ana Beck has this since');
  const whole = await house.api('/incidents/1');
  // Found by her mail address, which the book and the roster of the team both have.
  expect(whole.claimedBy).toMatchObject({ id: 'ana', name: 'Ana Beck' });
  const words = /Ana Beck has this since .*\(Teams\)/.exec(mine.join('\n'))![0];
  expect(await everywhere(words, ALL)).toBeLessThan(4_000);
  expect(await (await house.console()).get('/console')).toContain('Ana Beck');
});

test('somebody else in Slack is told whose it is', async () => {
  await house.slack.click({ channel: OPS, ts: house.cardOf('INC-1')!.ts, actionId: 'tocsin:release', user: 'U0BEN' });
  await until('an answer', () => house.slack.ephemerals('U0BEN').at(-1)?.text.includes('Ana Beck'));
});

test('an escalation in Slack and a dispatch from the console show in Teams', async () => {
  await house.slack.click({ channel: OPS, ts: house.cardOf('INC-1')!.ts, actionId: 'tocsin:escalate', user: 'U0ANA' });
  const view = await until('the form', () => house.slack.openViews('U0ANA')[0]);
  await house.slack.submit({
    viewId: view.id,
    user: 'U0ANA',
    values: { to: 'role:supervisor', why: 'two doors by now' },
  });
  await everywhere('two doors by now', TEAMS_AND_SLACK);
  const desk = await house.console();
  const sent = await desk.press(1, 'dispatch');
  expect(sent.text).toMatch(/^INC-1: .* is asked\.$/);
  const officer = sent.text!.slice('INC-1: '.length, -' is asked.'.length);
  await everywhere(officer, TEAMS_AND_SLACK);
});

test('a form in Teams asks again for what is missing, and notes what was written', async () => {
  const message = inTeams(TEAM)!;
  const form = await house.teams.press(TEAM, '29:ana', message.id, buttonOf(message.card, 'Note…'));
  const card = form.value ?? form;
  const save = card.body.at(-1).actions[0];
  const again = await house.teams.press(TEAM, '29:ana', message.id, save, { text: '', seen: '', band: '' });
  expect(textsOf(again.value ?? again).join('\n')).toContain('Please write a few words.');
  const done = await house.teams.press(TEAM, '29:ana', message.id, save, {
    text: 'glass on the floor 🧨 مرحبا',
    seen: '',
    band: '',
  });
  expect(textsOf(done.value ?? done)[0]).toContain('note added');
  await until('the note in both threads', () =>
    [
      house.slack
        .thread(OPS, house.cardOf('INC-1')!.ts)
        .some(({ text }) => text.includes('glass on the floor 🧨 مرحبا')),
      house.teams.thread(TEAM, message.id).some(({ text }) => text.includes('glass on the floor 🧨 مرحبا')),
    ].every(Boolean),
  );
});

test('an old client of Teams sends its buttons as messages', async () => {
  const message = inTeams(TEAM)!;
  const { fallback } = buttonOf(message.card, 'Claim') ?? buttonOf(message.card, 'Release');
  await house.teams.submit(`${TEAM};messageid=${message.id}`, '29:ben', message.id, {
    ...fallback.data,
    tocsin: { ...fallback.data.tocsin, action: 'claim' },
  });
  await until('an answer below the card', () =>
    house.teams.thread(TEAM, message.id).some(({ text }) => text.includes('Ana Beck')),
  );
});

test('a form in Slack resolves it everywhere, and the timelines of both chats are the same', async () => {
  await house.slack.click({ channel: OPS, ts: house.cardOf('INC-1')!.ts, actionId: 'tocsin:resolve', user: 'U0ANA' });
  const view = await until('the form', () => house.slack.openViews('U0ANA')[0]);
  await house.slack.submit({
    viewId: view.id,
    user: 'U0ANA',
    values: { disposition: 'confirmed', note: 'theft prevented' },
  });
  await everywhere('by Ana Beck: confirmed', ALL);
  // Who is called below a card by name depends on how long a chat lets it wait; what happened does not.
  const lines = (text: string): string[] => text.split(/\n|<br\/>/).filter((line) => /^\d\d:\d\d /.test(line));
  const plain = (text: string): string =>
    text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
  const diary = () => ({
    slack: house.slack.thread(OPS, house.cardOf('INC-1')!.ts).flatMap(({ text }) => lines(plain(text))),
    teams: house.teams.thread(TEAM, inTeams(TEAM)!.id).flatMap(({ text }) => lines(text).map(plain)),
  });
  await until(
    'the same diary in both',
    () => {
      const { slack, teams } = diary();
      return slack.some((line) => line.includes('resolved')) && slack.join('\n') === teams.join('\n');
    },
    15_000,
  ).catch((error: unknown) => {
    expect(diary().teams).toEqual(diary().slack);
    throw error;
  });
  // Nothing that nobody expected: a card in each channel, and a greeting in those of Teams.
  expect(house.slack.messages(OPS)).toHaveLength(1);
  expect(house.slack.messages(CLIENT)).toHaveLength(1);
  expect(house.teams.messages(TEAM)).toHaveLength(2);
  expect(house.teams.messages(PLAYGROUND.client)).toHaveLength(2);
});

test('a question is answered where it may be read', async () => {
  await house.teams.say(PLAYGROUND.personal, 'list', false);
  await until('the list', () =>
    house.teams.cards(PLAYGROUND.personal).some(({ card }) => /open/.test(card.fallbackText)),
  );
  await house.teams.say(PLAYGROUND.client, 'list');
  await until('a word in the channel', () =>
    house.teams.frames.some(({ message }) => String(message?.text).includes('The answer is in our chat')),
  );
  expect(
    house.teams.frames.filter(
      ({ actionConversationId, message }) =>
        String(actionConversationId).startsWith(PLAYGROUND.client) &&
        /open/.test(message?.attachments?.[0]?.content?.fallbackText ?? ''),
    ),
  ).toEqual([]);
});

test('an account that nobody knows becomes somebody by a code from the other chat', async () => {
  const { slack, teams } = house;
  const ask = slack.command('/tocsin', 'link', 'U0SAM', OPS);
  const { body } = await slack.raw(ask.body, ask.headers);
  const [, code = ''] = /link ([A-Z2-9]{8})”/.exec(JSON.parse(body).text)!;
  await teams.sayAs(PLAYGROUND.chat, '29:guest', `link ${code.toLowerCase()}`);
  await until('a word', () => teams.messages(PLAYGROUND.chat).some(({ text }) => text.includes('in our chat')));
  await house.generic({ key: 'linked', kind: 'forced-door', zone: 'north-door' });
  const card = () => teams.cards(TEAM).find((each) => each.card.fallbackText.startsWith('INC-2 '));
  const { id, card: shown } = await until('the card', card, 15_000);
  await teams.press(TEAM, '29:guest', id, buttonOf(shown, 'Claim'));
  expect((await house.api('/incidents/2')).claimedBy).toMatchObject({ id: 'sam', name: 'Sam Okafor' });
});

test('somebody whom only Teams knows is called there, although the card stands in Slack first', async () => {
  await house.generic({ key: 'second', kind: 'panic', zone: 'jewellery' });
  await until(
    'the card in Teams',
    () => house.teams.cards(TEAM).some(({ card }) => card.fallbackText.startsWith('INC-3 ')),
    15_000,
  );
  await until(
    'Kim is named in Teams',
    () =>
      house.teams.frames.some(
        ({ message }) =>
          String(message?.text).includes('<at>Kim Vogt</at>') && JSON.stringify(message).includes('29:kim'),
      ),
    15_000,
  );
  const pages = (await house.api('/incidents/3')).pages as Json[];
  await until('it is known as sent', async () =>
    ((await house.api('/incidents/3')).pages as Json[]).some(
      ({ to, via, state }) => JSON.stringify(to).includes('Kim') && via === 'chat' && state !== 'due',
    ),
  ).catch(() => {
    throw new Error(JSON.stringify(pages).slice(0, 500));
  });
});

test('whoever talks with Tocsin alone is paged there, by a card that lives', async () => {
  await house.generic({ key: 'own', kind: 'forced-door', zone: 'loading-dock' });
  const here = await until('the card in Slack', () => house.cardOf('INC-4'), 15_000);
  const mine = () => house.teams.cards(PLAYGROUND.personal).find(({ card }) => card.fallbackText.startsWith('INC-4 '));
  await house.slack.click({ channel: OPS, ts: here.ts, actionId: 'tocsin:escalate', user: 'U0BEN' });
  const view = await until('the form', () => house.slack.openViews('U0BEN')[0]);
  await house.slack.submit({ viewId: view.id, user: 'U0BEN', values: { to: 'person:ana', why: 'the keys are hers' } });
  const { id, card } = await until('the card in her own chat', mine, 15_000);
  expect(textsOf(card).join('\n')).toContain('the keys are hers');
  await house.teams.press(PLAYGROUND.personal, '29:ana', id, buttonOf(card, 'Claim'));
  expect((await house.api('/incidents/4')).claimedBy).toMatchObject({ id: 'ana' });
  await until('the card there says so', () => textsOf(mine()!.card).join('\n').includes('Ana Beck has this'), 15_000);
  await until(
    'so does Slack',
    () => house.slack.visibleText(house.cardOf('INC-4')!).includes('Ana Beck has this'),
    15_000,
  );
  // The card alone: no line of the diary rings in her pocket.
  expect(house.teams.messages(PLAYGROUND.personal).some(({ text }) => /^\d\d:\d\d /.test(text))).toBe(false);
});

test('a task stands in both of her own chats, is accepted in the one, and both say so', async () => {
  const { slack, teams } = house;
  const sent = slack.command('/tocsin', 'tasks new INC-4', 'U0BEN', OPS);
  await slack.raw(sent.body, sent.headers);
  const view = await until('the form', () =>
    slack.openViews('U0BEN').findLast(({ view: form }) => (form as Json).callback_id === 'tocsin:task'),
  );
  const values = { kind: 'patrol', title: 'Walk the perimeter', to: 'person:ana', due: '2h', checklist: 'North door' };
  await slack.submit({ viewId: view.id, user: 'U0BEN', values });
  const inTeams = () => teams.cards(PLAYGROUND.personal).find(({ card }) => card.fallbackText.startsWith('TASK-1 '));
  const inSlack = () => slack.messages('D0ANA').find((message) => slack.visibleText(message).includes('TASK-1'));
  const { id, card } = await until('the card in Teams', inTeams, 15_000);
  await until('the card in Slack', inSlack, 15_000);
  await teams.press(PLAYGROUND.personal, '29:ana', id, buttonOf(card, 'Accept'));
  await until('Teams says so', () => textsOf(inTeams()!.card).join('\n').includes('Ana Beck does this'), 15_000);
  await until('Slack says so', () => slack.visibleText(inSlack()!).includes('Ana Beck does this'), 15_000);
  await until(
    'and the incident',
    async () => (await house.api('/incidents/4')).tasks[0]?.status === 'accepted',
    15_000,
  );
});
