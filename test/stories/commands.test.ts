import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENT, type House, type Json, OPS, openHouse, until } from '../house.js';
import { messageComplaints } from '../standins/slack/index.js';
import { BOT } from '../standins/slack/workspace.js';

let house: House;
beforeAll(async () => {
  house = await openHouse({
    edit: (book) => book.replace('roles: [supervisor], email: sam', 'roles: [supervisor, manager], email: sam'),
  });
}, 30_000);
afterAll(() => house?.close());

/** What the asker reads, checked as Slack would check it. */
async function ask(text: string, user = 'U0SAM'): Promise<string> {
  const { slack } = house;
  const sent = slack.command('/tocsin', text, user, OPS);
  const { status, body, ms } = await slack.raw(sent.body, sent.headers);
  expect(status).toBe(200);
  expect(ms).toBeLessThan(3_000);
  if (body === '') return '';
  const answer = JSON.parse(body) as { text: string; blocks?: object[]; response_type: string };
  expect(answer.response_type).toBe('ephemeral');
  expect(messageComplaints(answer.blocks ?? [])).toEqual([]);
  return slack.visibleText({ text: answer.text, blocks: answer.blocks ?? [] });
}

test('help names every command, and a slip of the finger is understood', async () => {
  const help = await ask('help');
  for (const name of ['report', 'list', 'show', 'oncall', 'cover', 'threat', 'ontest', 'tasks', 'weekly', 'client'])
    expect(help).toContain(name);
  expect(await ask('')).toBe(help);
  expect(await ask('help oncall')).toContain('oncall [rotation] [when]');
  expect(await ask('thraet')).toBe('There is no command "thraet". Did you mean "threat"?');
  expect(await ask('<!channel> xyzzy')).toContain('There is no command');
  expect(await ask('client riverside')).toContain('Monthly security report · Riverside Properties');
});

test('a person reports something: it takes the way of every alarm, and is found by list and show', async () => {
  const { slack } = house;
  expect(await ask('list')).toContain('Nothing is open');
  expect(await ask('threat')).toContain('Nothing is open anywhere');
  expect(await ask('report', 'U0ANA')).toBe('');
  const view = await until('the form', () => slack.openViews('U0ANA')[0]);
  const values = { kind: 'trespass', place: 'riverside-mall/loading-dock', text: 'Two men <b>by</b> the gate' };
  expect((await slack.submit({ viewId: view.id, user: 'U0ANA', values: { ...values, text: ' ' } })).action).toBe(
    'errors',
  );
  await slack.submit({ viewId: view.id, user: 'U0ANA', values });
  await until('the card', () => house.cardOf('Two men <b>by</b> the gate'));
  expect(JSON.stringify(await house.api('/incidents/1'))).toContain('Reported by Ana Beck.');

  const list = await ask('list');
  expect(list).toContain('1 open, worst first');
  expect(list).toMatch(/INC-1 [A-Z]+ Trespass.* · Loading dock 2, Riverside Mall: nobody has it yet/);
  expect(await ask('list hanse-hub')).toContain('Nothing is open at Hanse Hub');
  expect(await ask('list "Hanse Hb"')).toBe('There is no site "Hanse Hb". Did you mean "Hanse Hub"?');
  expect(await ask('list mine')).toContain('Nothing is open');
  expect(await ask('show inc-1')).toContain('Two men <b>by</b> the gate');
  expect(await ask('show 99')).toBe('There is no incident 99.');
  expect(await ask('show me')).toBe('There is no incident me.');
  expect(await ask('threat')).toMatch(/Threat level .*Riverside Mall: \w+, 1 open/s);
});

test('a guest of the channel may report, and reads nothing of other channels', async () => {
  for (const command of ['list', 'show 1', 'oncall', 'threat'])
    expect(await ask(command, 'U0GUEST')).toContain('Only people of the book');
  expect(await ask('help', 'U0GUEST')).toContain('report [place]');
  expect(await ask('report atlantis', 'U0SAM')).toContain('There is no site "atlantis"');
});

test('nothing of a long report is lost', async () => {
  const { slack } = house;
  expect(await ask('report', 'U0BEN')).toBe('');
  const view = await until('the form', () => slack.openViews('U0BEN')[0]);
  const text = `${'They stand at the back door and shout. '.repeat(6)}AND ONE HAS A KNIFE`;
  const values = { kind: 'vandalism', place: 'hanse-hub', text };
  await slack.submit({ viewId: view.id, user: 'U0BEN', values });
  await until('the card', () => house.cardOf('AND ONE HAS A KNIFE (reported by Ben Adeyemi)'));
});

test('who is on call, now and at a time', async () => {
  const now = await ask('oncall');
  expect(now).toContain('On call now');
  expect(now).toMatch(/Night Berlin: .*Day Berlin: /s);
  expect(await ask('oncall night-berlin tomorrow 22:00')).toMatch(
    /Night Berlin: (Ana Beck|Ben Adeyemi|Chi Nguyen) until/,
  );
  expect(await ask('oncall "Night Berlin" tomorrow 12:00')).toContain('Night Berlin: nobody');
  expect(await ask('oncall nigt-berlin')).toContain('There is no rotation "nigt-berlin". Did you mean');
  expect(await ask('oncall whenever')).toContain('is no time that I understand');
});

test('cover is asked for, seen and taken', async () => {
  expect(await ask('cover')).toContain('Nobody asks for cover');
  // Three nights in a row: one of them is Ana's.
  const [from, to] = [8, 11].map((days) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10));
  const wish = `cover ask night-berlin ${from}T18:00 ${to}T18:00 dentist`;
  expect(await ask(wish.replace('night', 'nigt'), 'U0ANA')).toContain('Did you mean "night-berlin"?');
  expect(await ask(wish, 'U0ANA')).toContain('You ask for cover');
  expect(await ask(wish, 'U0SAM')).toContain('not on call in this stretch');
  const code = /([0-9a-z]{4}): Ana Beck, Night Berlin, .* \(dentist\).*Take one with "cover take"/s.exec(
    await ask('cover'),
  )?.[1];
  expect(code).toBeDefined();
  expect(await ask('cover take 1', 'U0BEN')).toBe('There is no request 1.');
  expect(await ask(`cover take ${code}`, 'U0ANA')).toContain('your own request');
  expect(await ask(`cover take ${code}`, 'U0BEN')).toContain('You take the shift of Ana Beck');
  expect(await ask('cover')).toContain('Nobody asks for cover');
});

test('a site is put on test by those who lead, and by nobody else', async () => {
  expect(await ask('ontest')).toContain('No site is on test');
  expect(await ask('ontest hanse-hub 2h camera service', 'U0ANA')).toContain('Only a supervisor');
  expect(await ask('ontest hanse-hub 2h')).toBe('Please write a few words.');
  expect(await ask('ontest hanse-hub 2d camera service')).toBe('At most 12h.');
  expect(await ask('ontest hanse-hub 2h camera service')).toMatch(/^Hanse Hub is on test until /);
  expect(await ask('ontest')).toMatch(/Hanse Hub until .*: Sam Okafor, camera service/);
  expect(await ask('ontest hanse-hub off')).toBe('Hanse Hub is not on test any more.');
  expect(await ask('ontest hanse-hub off')).toBe('Hanse Hub is not on test.');
});

test('the same signed command is answered once', async () => {
  const { slack } = house;
  const sent = slack.command('/tocsin', 'list', 'U0SAM', OPS);
  expect((await slack.raw(sent.body, sent.headers)).body).not.toBe('');
  expect((await slack.raw(sent.body, sent.headers)).body).toBe('');
});

test('the Home tab says what is theirs, what nobody has, and who is on call', async () => {
  const { slack } = house;
  const open = async (user: string) => {
    const event = { type: 'app_home_opened', user, channel: 'D1', tab: 'home', event_ts: '1.1' };
    const body = {
      token: 't',
      team_id: 'T1',
      api_app_id: 'A1',
      type: 'event_callback',
      event_id: `Ev${user}`,
      event_time: 1,
      event,
    };
    const sent = slack.event(body);
    expect((await slack.raw(sent.body, sent.headers)).status).toBe(200);
    return await until('the page', () => slack.home(user));
  };
  const page = await open('U0ANA');
  const text = slack.visibleText({ text: '', blocks: page.blocks as object[] });
  expect(text).toContain('Your desk, Ana Beck');
  expect(text).toMatch(/Nobody has these yet.*INC-1 .*Trespass/s);
  expect(text).toMatch(/On call.*Night Berlin: /s);
  expect(JSON.stringify(page)).toContain('tocsin:report');
  expect(JSON.stringify(await open('U0BEN'))).toContain('Your desk, Ben Adeyemi');
});

test('a message of a channel becomes a note of an incident, with the way to it', async () => {
  const { slack } = house;
  const shortcut = async (callback_id: string, more: object) => {
    const sent = slack.interaction({
      callback_id,
      trigger_id: slack.newTrigger('U0BEN'),
      user: { id: 'U0BEN', username: 'ben' },
      action_ts: '1.1',
      ...more,
    });
    expect((await slack.raw(sent.body, sent.headers)).status).toBe(200);
    return await until('the form', () => slack.openViews('U0BEN').at(-1));
  };
  const view = await shortcut('tocsin_attach', {
    type: 'message_action',
    channel: { id: OPS, name: 'ops' },
    message: { type: 'message', user: 'U0SAM', ts: '1700000000.000100', text: 'The gate stands open <b>again</b>' },
  });
  expect(JSON.stringify(view)).toContain('INC-1 Trespass');
  const [text] = [/"initial_value":"([^"]+)"/.exec(JSON.stringify(view))?.[1] ?? ''];
  expect(text).toContain('The gate stands open');
  expect(text).toMatch(/archives\/C0OPS\/p1700000000000100/);
  const id = /"value":"(i-[0-9a-f]+)"/.exec(JSON.stringify(view))?.[1] ?? '';
  const values = { incident: id, text: 'The gate stands open <b>again</b> https://x.slack.com/archives/C0OPS/p1' };
  await slack.submit({ viewId: view.id, user: 'U0BEN', values });
  await until('the note', async () =>
    JSON.stringify(await house.api('/incidents/1')).includes('Ben Adeyemi: The gate stands open <b>again</b>'),
  );
  expect(JSON.stringify(await shortcut('tocsin_report', { type: 'shortcut' }))).toContain('What do you see');
});

test('a channel that is archived is an alarm at once, and one that Tocsin is brought into hears how to be shown incidents', async () => {
  const { slack } = house;
  const event = async (id: string, about: object): Promise<void> => {
    const sent = slack.event({
      token: 't',
      team_id: 'T1',
      api_app_id: 'A1',
      type: 'event_callback',
      event_id: id,
      event_time: 1,
      event: { event_ts: '1.1', ...about },
    });
    expect((await slack.raw(sent.body, sent.headers)).status).toBe(200);
  };
  await event('EvJoin', { type: 'member_joined_channel', user: BOT.userId, channel: CLIENT, channel_type: 'C' });
  await event('EvOther', { type: 'member_joined_channel', user: 'U0BEN', channel: CLIENT, channel_type: 'C' });
  await until('a word', () => slack.messages(CLIENT).some(({ text }) => text.includes(`to: "${CLIENT}"`)));
  await event('EvGone', { type: 'channel_archive', channel: OPS, user: 'U0BEN' });
  await event('EvGone', { type: 'channel_archive', channel: OPS, user: 'U0BEN' });
  await event('EvUnknown', { type: 'channel_deleted', channel: 'C0NOBODY' });
  const gone = async () =>
    ((await house.api('/incidents')).items as Json[]).filter(({ kind }) => kind === 'supervision');
  await until('an incident of its own', async () => (await gone()).length > 0);
  const [incident, ...others] = await gone();
  expect(others).toEqual([]);
  expect((await house.api(`/incidents/${incident.number}`)).signals).toMatchObject([
    { source: 'tocsin', subject: 'Slack channel ops was archived' },
  ]);
  expect(slack.messages(CLIENT)).toHaveLength(1);
});
