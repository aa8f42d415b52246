import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchStore } from '../../embedded/launch.js';
import { FIVE_VENDORS, type House, newDataDir, OPS, openHouse, runScript, until } from '../house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse({ postBurst: 5 });
});
afterAll(async () => {
  await house?.close();
});

const titles = [
  'Person seen · Jewellery court',
  'Forced door · Loading dock 2',
  'Motion · High-value cage',
  'Perimeter crossed · Hanse Hub',
  'Device offline · Foyer',
];

test("five vendors' recorded alarms become five cards, in Slack and on the console", async () => {
  for (const [sample, at] of FIVE_VENDORS) {
    const answer = await house.send(sample, at);
    expect(answer.status, sample).toBe(202);
    expect(await answer.json()).toMatchObject({
      status: 'accepted',
      signalId: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  }
  const incidents = await until('five incidents', async () => {
    const items = await house.incidents();
    return items.length === 5 && items;
  });
  const found = incidents.map((incident) => incident.title);
  for (const title of titles) expect(found).toContain(title);
  await until('a card for each in Slack', () => incidents.every((incident) => house.cardOf(incident.label)), 15_000);
  expect(house.cards()).toHaveLength(incidents.length);
  const desk = await house.console();
  const board = await desk.get('/console');
  for (const title of titles) expect(board).toContain(title);
});

test('a claim in Slack shows on the console, a release on the console shows in Slack, a form resolves it', async () => {
  const alarm = (await house.incidents()).find((incident) => incident.title === titles[1]);
  const card = house.cardOf(alarm.label)!;
  const click = await house.slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:claim', user: 'U0ANA' });
  expect(click.status).toBe(200);
  expect(click.ms).toBeLessThan(3_000);
  await until(
    'the claim in the API',
    async () => (await house.api(`/incidents/${alarm.number}`)).claimedBy?.name === 'Ana Beck',
  );
  await until('the name on the card', () =>
    house.slack.visibleText(house.cardOf(alarm.label)!).includes('Ana Beck has this since'),
  );
  expect(house.slack.ephemerals('U0ANA').at(-1)?.text).toBe(`${alarm.label}: you have it.`);

  // A second person is told who has it.
  await house.slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:release', user: 'U0BEN' });
  await until('the refusal', () => house.slack.ephemerals('U0BEN').at(-1)?.text.startsWith('Ana Beck has this since'));

  // Escalate by form, in Slack.
  await house.slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:escalate', user: 'U0ANA' });
  const view = await until('the form', () => house.slack.openViews('U0ANA').at(-1));
  const submitted = await house.slack.submit({
    viewId: view.id,
    user: 'U0ANA',
    values: { to: 'role:supervisor', why: 'Two men inside' },
  });
  expect(submitted.errors).toEqual({});
  await until('the escalation on the card', () =>
    house.slack.visibleText(house.cardOf(alarm.label)!).includes('Two men inside'),
  );

  // And a form that is not filled in well comes back with what is missing.
  await house.slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:resolve', user: 'U0ANA' });
  const resolve = await until('the resolve form', () => house.slack.openViews('U0ANA').at(-1));
  const done = await house.slack.submit({
    viewId: resolve.id,
    user: 'U0ANA',
    values: { disposition: 'prevented', note: 'Two men fled, nothing taken' },
  });
  expect(done.errors).toEqual({});
  await until('the outcome on the card', () =>
    house.slack.visibleText(house.cardOf(alarm.label)!).includes('Resolved'),
  );
  const text = house.slack.visibleText(house.cardOf(alarm.label)!);
  expect(text).toContain('Two men fled, nothing taken');
  expect(text).not.toContain('Escalate…');

  const diary = await until(
    'the whole diary in the thread',
    () => {
      const lines = house.slack
        .thread(OPS, card.ts)
        .map((message) => message.text)
        .join('\n');
      return lines.includes('resolved it') && lines;
    },
    15_000,
  );
  expect(diary.indexOf('Ana Beck claimed it (Slack)')).toBeGreaterThanOrEqual(0);
  expect(diary.indexOf('Ana Beck escalated to Every supervisor')).toBeGreaterThan(diary.indexOf('claimed it'));
  expect(diary.match(/claimed it/g)).toHaveLength(1);
});

test('npm run verify proves the timeline; one changed byte in the store is found and named', async () => {
  const alarm = (await house.incidents()).find((incident) => incident.title === titles[1]);
  const env = { DATA_DIR: house.dataDir };
  const good = await runScript('verify', [alarm.label], env);
  expect(good.out).toContain(`${alarm.label} holds`);
  expect(good.code).toBe(0);

  // The same as a second process: whoever has the folder.
  const store = await launchStore({ dataDir: house.dataDir });
  const client = await MongoClient.connect(store.uri);
  const incidents = client.db('tocsin').collection('incidents');
  const kept = await incidents.findOne({ number: alarm.number });
  const claimed = (kept!.timeline as { event: { type: string } }[]).findIndex(
    (entry) => entry.event.type === 'claimed',
  );
  await incidents.updateOne({ number: alarm.number }, { $set: { [`timeline.${claimed}.actor.name`]: 'Ana Bock' } });
  const changed = await runScript('verify', [alarm.label], env);
  expect(changed.code).toBe(1);
  expect(changed.out).toContain(`BROKEN  ${alarm.label} entry ${claimed + 1}: "claimed" was changed`);
  await incidents.updateOne({ number: alarm.number }, { $set: { [`timeline.${claimed}.actor.name`]: 'Ana Beck' } });
  await incidents.updateOne({ number: alarm.number }, { $set: { 'state.resolution.disposition': 'test' } });
  expect((await runScript('verify', [alarm.label], env)).out).toContain(
    'field "resolution" was changed outside the timeline',
  );
  await incidents.updateOne({ number: alarm.number }, { $set: { 'state.resolution.disposition': 'prevented' } });
  expect((await runScript('verify', [alarm.label], env)).out).toContain('holds');
  const raw = client.db('tocsin').collection<{ _id: string; body: { buffer: Buffer } }>('inbox');
  const [one] = await raw.find({ source: 'verkada' }).toArray();
  const body = Buffer.from(one!.body.buffer);
  body[20] = (body[20] ?? 0) ^ 1;
  await raw.updateOne({ _id: one!._id }, { $set: { body: body as never } });
  expect((await runScript('verify', [alarm.label], env)).out).toContain('the raw body of signal verkada/');
  await client.close();
});

test('nothing changes over a restart', async () => {
  const before = await house.incidents();
  const calls = house.slack.calls('chat.postMessage').length;
  await house.restart();
  expect(await house.incidents()).toEqual(before);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(house.slack.calls('chat.postMessage')).toHaveLength(calls);
});

test('with nothing configured it is on duty with the example organisation', async () => {
  const dataDir = newDataDir();
  const plain = await openHouse({ slack: false, dataDir });
  expect((await plain.generic({ key: 'k1' })).status).toBe(202);
  const [incident] = await until(
    'the incident',
    async () => {
      const items = await plain.incidents();
      return items.length > 0 && items;
    },
    1_000,
  );
  expect(incident.title).toBe('Forced door · Riverside Mall');
  await plain.close();
});
