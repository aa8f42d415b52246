import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, OPS, openHouse, until } from '../house.js';
import { startSlackStandIn } from '../standins/slack/index.js';
import { type SocketMode, startSocketMode } from '../standins/slack/socket.js';

const APP_TOKEN = 'xapp-1-tocsin';
const BOT_TOKEN = 'xoxb-socket';

let slack: Awaited<ReturnType<typeof startSlackStandIn>>;
let line: SocketMode;
let house: House;
beforeAll(async () => {
  slack = await startSlackStandIn({ token: BOT_TOKEN, postBurst: 5 });
  line = await startSocketMode({ api: slack.url, appToken: APP_TOKEN });
  house = await openHouse({
    slack: false,
    book: `\nchannels:\n  - { id: ops, surface: slack, to: ${OPS}, for: {} }\n`,
    env: { SLACK_BOT_TOKEN: BOT_TOKEN, SLACK_APP_TOKEN: APP_TOKEN, SLACK_API_URL: line.apiUrl },
  });
}, 60_000);
afterAll(async () => {
  await house?.close();
  await line?.stop();
  await slack?.stop();
});

let trigger = 0;
const user = { id: 'U0ANA', username: 'ana', name: 'ana' };
const card = () => slack.messages(OPS)[0]!;
const press = (actionId: string, incidentId: string, trigger_id = `t-${++trigger}`) => ({
  type: 'block_actions',
  user,
  team: { id: 'T0TOCSIN' },
  channel: { id: OPS, name: 'ops' },
  container: { type: 'message', message_ts: card().ts, channel_id: OPS },
  trigger_id,
  response_url: `${slack.url}nowhere`,
  actions: [{ type: 'button', action_id: actionId, block_id: 'actions', value: incidentId, action_ts: '1' }],
});
const command = (text: string) => ({
  command: '/tocsin',
  text,
  user_id: 'U0ANA',
  user_name: 'ana',
  team_id: 'T0TOCSIN',
  channel_id: OPS,
  trigger_id: `t-${++trigger}`,
  response_url: `${slack.url}nowhere`,
});

test('a line is opened, and a card is posted as ever', async () => {
  await until('the line', () => line.lines() === 1);
  await house.generic({ key: 'a', zone: 'jewellery' });
  await until('the card', () => slack.messages(OPS).length === 1);
});

test('a press over the line claims, once however often it comes', async () => {
  const [, id = ''] = /"action_id":"tocsin:claim".*?"value":"([^"]+)"/.exec(JSON.stringify(card().blocks))!;
  const once = press('tocsin:claim', id);
  await line.send('interactive', once);
  await until('the claim', async () => (await house.api('/incidents/1')).claimedBy?.name === 'Ana Beck');
  await line.send('interactive', press('tocsin:release', id));
  await until('the release', async () => (await house.api('/incidents/1')).status === 'open');
  // The same press, handed over again: it does not claim what was given back.
  await line.send('interactive', once);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect((await house.api('/incidents/1')).status).toBe('open');
});

test('a command is answered in what acknowledges it', async () => {
  const answer = await line.send('slash_commands', command('list'));
  expect(answer).toMatchObject({ response_type: 'ephemeral' });
  expect(JSON.stringify(answer)).toContain('INC-1');
});

test('a line that breaks is opened anew', async () => {
  line.drop();
  await until('no line', () => line.lines() === 0);
  await until('a new line', () => line.lines() === 1, 20_000);
  expect(JSON.stringify(await line.send('slash_commands', command('show INC-1')))).toContain('INC-1');
}, 40_000);

test('a line that Slack does not open is asked for again and again', async () => {
  line.refuse('invalid_auth', 'internal_error', 'not_allowed_token_type');
  line.drop();
  await until('no line', () => line.lines() === 0);
  await until('a new line', () => line.lines() === 1, 20_000);
}, 40_000);

test('what Slack would call over HTTP is not there', async () => {
  const answer = await fetch(`${house.url}/slack/events`, { method: 'POST', body: '{}' });
  expect(answer.status).toBe(404);
});
