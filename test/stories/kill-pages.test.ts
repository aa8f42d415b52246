import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Child, startBot } from '../child.js';
import { ALARM_SECRETS, API_TOKEN, api, newDataDir, PUBLIC_URL, sendGeneric, until } from '../house.js';
import { startTwilioStandIn, type TwilioStandIn } from '../standins/twilio/index.js';

/** As many as fit into `npm test`; `PAGE_KILLS=50` is the whole of it. */
const KILLS = Number(process.env.PAGE_KILLS ?? 4);
/** Bots at once: most of the time each waits until its predecessor's lease is over. */
const AT_ONCE = 5;
/** From the provider's first request on; by then an answer is long written down. */
const WINDOW_MS = 25;
const [ANA, BEN] = ['+4915550001', '+4915550002'];
const BOOK = `
organisation: { name: Northgate Guarding, timezone: Europe/Berlin, language: en, currency: EUR }
clients: [ { id: riverside, name: Riverside } ]
sites: [ { id: riverside-mall, client: riverside, name: Riverside Mall, zones: [ { id: tills, name: Tills } ] } ]
sources: [ { id: generic, adapter: generic, secret: env:ALARM_SECRET_GENERIC } ]
people:
  - { id: ana, name: Ana Beck, roles: [responder], phone: "${ANA}" }
  - { id: ben, name: Ben Adeyemi, roles: [responder], phone: "${BEN}" }
escalation: [ { id: all, steps: [ { after: 0s, notify: ["person:ana"], via: [sms] }, { after: 0s, notify: ["person:ben"], via: [voice] } ] } ]
protocols: [ { id: standard, escalation: all }, { id: emergency, escalation: all, when: { lifeSafety: true } } ]
`;

const dirs: string[] = [];
const bots = new Set<Child>();
afterAll(async () => {
  for (const bot of bots) await bot.kill();
  for (const dir of dirs) rmSync(dir, { recursive: true, force: true });
});

const envOf = (dataDir: string, twilio: TwilioStandIn): Record<string, string> => {
  const book = join(dataDir, 'book.yml');
  writeFileSync(book, BOOK);
  return {
    ...ALARM_SECRETS,
    PORT: '0',
    DATA_DIR: dataDir,
    TOCSIN_BOOK: book,
    API_TOKEN,
    LOG_LEVEL: 'error',
    PUBLIC_URL,
    TWILIO_ACCOUNT_SID: twilio.accountSid,
    TWILIO_AUTH_TOKEN: twilio.authToken,
    TWILIO_FROM: twilio.from,
    TWILIO_API_URL: twilio.url,
  };
};

async function started(env: Readonly<Record<string, string>>, twilio: TwilioStandIn): Promise<Child> {
  const bot = await startBot(env);
  bots.add(bot);
  twilio.connect(bot.url, PUBLIC_URL);
  return bot;
}

async function ended(bot: Child, how: 'kill' | 'stop'): Promise<void> {
  await bot[how]();
  bots.delete(bot);
}

/** One alarm, one kill between the request to Twilio and what is written down of it, and what became of the pages. */
async function killed(afterMs: number): Promise<{ repeats: number; inDoubt: number }> {
  const dataDir = newDataDir();
  dirs.push(dataDir);
  const twilio = await startTwilioStandIn({ pace: 'none' });
  // No receipt proves anything: only what the bot wrote down, and what it looks up.
  for (const number of [ANA, BEN]) twilio.holds(number, { answers: 'nobody', receipts: 'none' });
  const env = envOf(dataDir, twilio);
  const doomed = await started(env, twilio);
  expect((await sendGeneric(doomed.url, { key: 'k1', kind: 'panic', zone: 'tills' })).status).toBe(202);
  await asked(twilio);
  await new Promise((resolve) => setTimeout(resolve, afterMs));
  await ended(doomed, 'kill');

  const bot = await started(env, twilio);
  const told = async () => JSON.stringify(await api(bot.url, '/incidents/1'));
  await until(
    'both pages are written down',
    async () => {
      const known = await told();
      return [twilio.texts, twilio.calls].every((sent) => sent.some(({ sid }) => known.includes(sid)));
    },
    90_000,
  );
  const texts = twilio.texts.filter(({ direction, to }) => direction === 'out' && to === ANA);
  const calls = twilio.calls.filter(({ to }) => to === BEN);
  // At least once, at most once more, and then it says so.
  expect([texts.length, calls.length].filter((count) => count < 1 || count > 2)).toEqual([]);
  // Of two the second is the repeat; when the first never arrived, the repeat is the only one.
  expect(texts[1]?.body ?? 'Repeat:').toMatch(/^Repeat:/);
  if (texts.length > 1) expect(texts[0]?.body).not.toMatch(/^Repeat:/);
  expect(await told()).toContain(texts.at(-1)?.sid);
  await ended(bot, 'stop');
  await twilio.settled();
  await twilio.stop();
  const inDoubt = twilio.requests.filter((method) => method.endsWith('.list')).length;
  return { repeats: texts.length + calls.length - 2, inDoubt };
}

async function asked(twilio: TwilioStandIn): Promise<void> {
  const end = Date.now() + 10_000;
  while (!twilio.requests.some((method) => method.endsWith('.create'))) {
    if (Date.now() > end) throw new Error('Twilio was asked for nothing');
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test(
  `kill -9 between the request to Twilio and the note of its answer, ${KILLS} times: no page is lost, none comes thrice`,
  async () => {
    const moments = Array.from({ length: KILLS }, (_, i) => ((i + Math.random()) * WINDOW_MS) / KILLS);
    const seen = { repeats: 0, inDoubt: 0 };
    const next = async (): Promise<void> => {
      for (let moment = moments.pop(); moment !== undefined; moment = moments.pop()) {
        const { repeats, inDoubt } = await killed(moment);
        seen.repeats += repeats;
        seen.inDoubt += inDoubt;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    if (process.env.PAGE_KILLS) console.log(`${KILLS} kills, ${seen.inDoubt} look-ups, ${seen.repeats} repeats`);
  },
  Math.max(120_000, KILLS * 20_000),
);
