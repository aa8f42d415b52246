import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { launchStore } from '../../embedded/launch.js';
import { connectStore, incidentStore } from '../../models/index.js';
import { digest } from '../../src/digest.js';
import { type Incident, verifyChain } from '../../src/incident/index.js';
import { type Child, startBot } from '../child.js';
import { ALARM_SECRETS, API_TOKEN, api, newDataDir, OPS, sendGeneric, until } from '../house.js';
import { startSlackStandIn } from '../standins/slack/index.js';

const ROUNDS = 20;
const ZONES = [
  'riverside-mall/jewellery',
  'riverside-mall/loading-dock',
  'hanse-hub/yard',
  'hanse-hub/cage',
  'museum/gallery-3',
];
const dataDir = newDataDir();
let bot: Child | undefined;

afterAll(async () => {
  await bot?.kill();
  rmSync(dataDir, { recursive: true, force: true });
});

/** A generator with a seed, so that a round that fails can be run again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

test(`kill -9 at ${ROUNDS} random moments while alarms and clicks flow: nothing acknowledged is lost, every card is true`, async () => {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 100_000);
  const dice = random(seed);
  const slack = await startSlackStandIn({
    channels: [{ id: OPS, name: 'ops' }],
    users: [{ id: 'U0ANA', name: 'ana', realName: 'Ana Beck' }],
    rates: false,
  });
  const book = join(dataDir, 'book.yml');
  writeFileSync(
    book,
    `${readFileSync(createRequire(import.meta.url).resolve('#example-book'), 'utf8')}\nchannels: [ { id: ops, surface: slack, to: ${OPS}, for: {} } ]\n`,
  );
  const env = {
    ...ALARM_SECRETS,
    PORT: '0',
    DATA_DIR: dataDir,
    TOCSIN_BOOK: book,
    API_TOKEN,
    LOG_LEVEL: 'error',
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.url,
  };
  const acknowledged = new Set<string>();
  let count = 0;

  for (let round = 0; round < ROUNDS; round++) {
    bot = await startBot(env);
    const { url } = bot;
    slack.connect(`${url}/slack/events`);
    let running = true;
    const senders = Array.from({ length: 4 }, async () => {
      while (running) {
        const key = `k${++count}`;
        const [site, zone] = ZONES[Math.floor(dice() * ZONES.length)]!.split('/');
        // A few are life safety: each of those is an incident of its own.
        const kind = dice() < 0.01 ? 'panic' : 'forced-door';
        const answer = await sendGeneric(url, { key, kind, site, zone }).catch(() => undefined);
        if (answer?.status === 202) acknowledged.add(key);
        await new Promise((resolve) => setTimeout(resolve, dice() * 20));
      }
    });
    const clicker = (async () => {
      while (running) {
        const cards = slack.messages(OPS);
        const card = cards[Math.floor(dice() * cards.length)];
        if (card) {
          const actionId = dice() < 0.5 ? 'tocsin:claim' : 'tocsin:release';
          await slack.click({ channel: OPS, ts: card.ts, actionId, user: 'U0ANA' }).catch(() => undefined);
        }
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 50 + dice() * 900));
    running = false;
    await bot.kill();
    await Promise.all([...senders, clicker]);
  }

  bot = await startBot(env);
  slack.connect(`${bot.url}/slack/events`);
  const { url } = bot;
  await until(
    'everything understood and delivered',
    async () => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const of = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1]);
      return of('tocsin_inbox_depth') === 0 && of('tocsin_owed_depth') === 0;
    },
    60_000,
  );

  const store = await launchStore({ dataDir });
  const connection = await connectStore(store.uri, 'tocsin');
  const incidents = incidentStore(connection);
  const { items } = await api(url, '/incidents?limit=200');
  const whole = (await Promise.all(
    items.map((item: { number: number }) => incidents.loadByNumber(item.number)),
  )) as Incident[];
  const byId = new Map(whole.map((incident) => [incident.state.id, incident]));

  // Every acknowledged signal is on an incident, counted once.
  const rows = await connection.db!.collection('signals').find({}).toArray();
  const kept = new Set(rows.filter((row) => byId.has(row.incidentId)).map((row) => row.key));
  const lost = [...acknowledged].filter((key) => !kept.has(key));
  expect(lost, `seed ${seed}`).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(ROUNDS * 5);
  for (const incident of whole) {
    const own = rows.filter((row) => row.incidentId === incident.state.id);
    expect(incident.state.signals.count, `seed ${seed}: signals of ${incident.state.number}`).toBe(own.length);
  }

  let claimsTold = 0;
  // Every card is there once, and shows the truth; every chain holds.
  for (const incident of whole) {
    const { state, chain } = incident;
    const name = `INC-${state.number}`;
    const cards = slack
      .messages(OPS)
      .filter(
        (message) =>
          slack.visibleText(message).includes(`${name}\n`) || slack.visibleText(message).split('\n')[0]?.endsWith(name),
      );
    expect(cards, `seed ${seed}: cards of ${name}`).toHaveLength(1);
    const text = slack.visibleText(cards[0]!);
    expect(text).toContain(
      state.status === 'claimed' ? `${state.claim.by.name} has this since` : 'Nobody has this yet.',
    );
    expect(text).toContain(`${state.signals.count} signal`);
    expect(incident.owed).toEqual([]);
    // Whoever was told "you have it" has a claim in the timeline.
    const told = slack.ephemerals('U0ANA').filter((each) => each.text === `${name}: you have it.`).length;
    claimsTold += told;
    const older = (await incidents.pages(state.id)).slice(0, chain.pages).flatMap((page) => page.entries);
    const kept = [...older, ...incident.timeline].filter((entry) => entry.event.type === 'claimed').length;
    expect(kept, `seed ${seed}: claims of ${name}`).toBeGreaterThanOrEqual(told);
    const pages = await incidents.pages(state.id);
    const timeline = [...pages.slice(0, chain.pages).flatMap((page) => page.entries), ...incident.timeline];
    expect(verifyChain(state.id, timeline, chain, state, digest)).toEqual([]);
  }
  expect(claimsTold).toBeGreaterThan(0);
  await connection.close();
  await store.stop();
  expect(await bot.stop()).toBe(0);
  bot = undefined;
  await slack.stop();
}, 240_000);
