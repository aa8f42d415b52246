import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { createIndexes, incidentStore } from '../../models/index.js';
import { loadBook } from '../../src/book/load.js';
import { lastEnded, type Period, shifted } from '../../src/report/index.js';
import { type Child, startBot, startStore } from '../../test/child.js';
import { newDataDir } from '../../test/house.js';
import { startSlackStandIn } from '../../test/standins/slack/index.js';
import { startSmtp } from '../../test/standins/smtp.js';
import { createPast } from '../seeded-past.js';
import { type Dice, diceOf, pause } from './dice.js';
import { type Finding, type Scenario, type ScenarioOptions, together } from './scenario.js';

/** Where months and weeks end at other moments, and the clock changes on other days or never. */
const CLIENTS = [
  { id: 'kiritimati', zone: 'Pacific/Kiritimati', kind: 'month', asks: 'monthly' },
  { id: 'new-york', zone: 'America/New_York', kind: 'week', asks: 'weekly' },
  { id: 'berlin', zone: 'Europe/Berlin', kind: 'month', asks: 'monthly' },
] as const;
/** Periods of each that were missed while nobody was there. */
const MISSED = 3;
const INCIDENTS = 400;
const DAY_MS = 86_400_000;
/** A lock of the calendar outlives its holder by a minute. */
const SETTLE_MS = 240_000;
/** What is owed twice shows by then. */
const AFTER_MS = 15_000;

/** When one of the two is killed, by what has happened so far. */
const MOMENTS = ['kept', 'told', 'mailed'] as const;

/** Two instances make reports that were missed, and one of them is killed in the middle: each client has one for each period. */
export const reports: Scenario = async (options) => {
  const begun = Date.now();
  const dice = diceOf(options.seed);
  const parts: Finding[] = [];
  for (let round = 0; round < options.rounds; round++) parts.push(await oneRound(round, dice, options));
  const whole = together(parts, begun);
  return { ...whole, figures: [`killed ${options.rounds} times one of two that make reports`, ...whole.figures] };
};

interface World {
  readonly connection: mongoose.Connection;
  readonly expected: readonly string[];
  readonly slack: Awaited<ReturnType<typeof startSlackStandIn>>;
  readonly smtp: Awaited<ReturnType<typeof startSmtp>>;
}

async function oneRound(round: number, dice: Dice, { log }: ScenarioOptions): Promise<Finding> {
  const begun = Date.now();
  const dataDir = newDataDir();
  const store = await startStore(dataDir);
  const slack = await startSlackStandIn({
    channels: CLIENTS.map(({ id }) => ({ id: channelOf(id), name: id })),
    rates: false,
  });
  const smtp = await startSmtp({ tls: 'none' });
  const connection = await mongoose.createConnection(store.url, { dbName: 'tocsin' }).asPromise();
  let bots: Child[] = [];
  const faults: string[] = [];
  try {
    const bookFile = join(dataDir, 'reports.yml');
    writeFileSync(bookFile, bookText());
    const expected = await prepared(connection, bookFile, dice);
    const world: World = { connection, expected, slack, smtp };
    const env = {
      PORT: '0',
      DATA_DIR: dataDir,
      TOCSIN_BOOK: bookFile,
      LOG_LEVEL: 'error',
      SLACK_BOT_TOKEN: slack.token,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_API_URL: slack.url,
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      MAIL_FROM: 'Northgate <reports@northgate.example>',
      PUBLIC_URL: 'https://tocsin.example',
      SESSION_SECRET: 'x'.repeat(40),
    };
    bots = await Promise.all([startBot(env), startBot(env)]);
    const moment = MOMENTS[round % MOMENTS.length] ?? 'kept';
    const met = await until(async () => (await counted(world))[moment] > 0, SETTLE_MS);
    await pause(dice.between(0, 400));
    const victim = bots[dice.between(0, 1)];
    await victim?.kill();
    const atKill = await counted(world);
    if (!met) faults.push(`round ${round + 1}: nothing was ${moment} within ${SETTLE_MS / 1_000} s`);
    if (atKill.kept === expected.length && atKill.mailed >= expected.length && atKill.enclosed === expected.length)
      faults.push(`round ${round + 1}: it was killed when all was done`);
    bots = [...bots.filter((bot) => bot.alive()), await startBot(env)];
    const settled = await until(async () => isDone(await counted(world), expected.length), SETTLE_MS);
    const tookS = Math.round((Date.now() - begun) / 1_000);
    await pause(AFTER_MS);
    const found = await judged(world);
    if (!settled)
      found.lost.push(`after ${SETTLE_MS / 1_000} s not all was told: ${JSON.stringify(await counted(world))}`);
    log(
      `round ${round + 1}: killed when ${atKill.kept} of ${expected.length} were kept and ${atKill.mailed} mailed; all told after ${tookS} s`,
    );
    const named = (lines: readonly string[]) => lines.map((line) => `round ${round + 1}: ${line}`);
    return {
      rounds: 1,
      acknowledged: expected.length,
      lost: found.lost.length,
      stale: 0,
      doubled: found.doubled.length,
      broken: faults.length,
      figures: found.mailsTwice > 0 ? [`${found.mailsTwice} mails sent twice, as they are after a crash in doubt`] : [],
      faults: [...faults, ...named(found.lost), ...named(found.doubled)],
      tookMs: Date.now() - begun,
    };
  } finally {
    for (const bot of bots) await bot.kill();
    await connection.close();
    await store.kill();
    await slack.stop();
    await smtp.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const channelOf = (client: string): string => `C0${client.replace('-', '').toUpperCase()}`;

const bookText = (): string => `
organisation: { name: Northgate, timezone: UTC, currency: EUR }
clients:
${CLIENTS.map(({ id, zone, asks }) => `  - { id: ${id}, name: ${id}, timezone: ${zone}, contacts: [{ name: Office, email: office@${id}.example, receives: [reports] }], contract: { reports: [{ kind: ${asks}, charts: [trend] }] } }`).join('\n')}
sites:
${CLIENTS.map(({ id, zone }) => `  - { id: site-${id}, client: ${id}, name: Site of ${id}, timezone: ${zone}, zones: [{ id: hall, name: Hall }] }`).join('\n')}
people: [{ id: sam, name: Sam, roles: [supervisor] }]
channels:
${CLIENTS.map(({ id }) => `  - { id: for-${id}, surface: slack, to: ${channelOf(id)}, for: { clients: [${id}] }, audience: client, receives: [reports] }`).join('\n')}
sources: []
`;

/** A past, and a report of each client before the ones that are missing; the ids of those. */
async function prepared(connection: mongoose.Connection, bookFile: string, dice: Dice): Promise<string[]> {
  const now = new Date();
  const incidents = incidentStore(connection);
  await createIndexes(connection);
  const past = { book: loadBook(bookFile).book, dice, from: new Date(now.getTime() - 160 * DAY_MS), to: now };
  for (const incident of createPast({ ...past, count: INCIDENTS })) await incidents.insert(incident);
  const expected: string[] = [];
  for (const { id, zone, kind } of CLIENTS) {
    const last = lastEnded(kind, now, zone);
    const known = shifted(last, -MISSED);
    const series = `client/${id}/${kind}`;
    await connection.collection('marks').insertOne({ _id: `reports/${series}` as never, upTo: known.from });
    await connection.collection('reports').insertOne(knownReport(id, series, known) as never);
    for (let back = MISSED - 1; back >= 0; back--) expected.push(`client/${id}/${shifted(last, -back).id}`);
  }
  return expected;
}

const knownReport = (client: string, series: string, period: Period) => ({
  _id: `client/${client}/${period.id}`,
  kind: 'client',
  series,
  from: period.from,
  report: { period, client: { id: client, name: client, sites: 1 } },
  madeAt: period.to,
  tookMs: 1,
  toldAt: period.to,
});

interface Counts {
  readonly kept: number;
  readonly told: number;
  readonly carded: number;
  readonly enclosed: number;
  readonly mailed: number;
}

async function counted({ connection, expected, slack, smtp }: World): Promise<Counts> {
  const kept = await connection
    .collection('reports')
    .find({ _id: { $in: expected as never[] } }, { projection: { toldAt: 1 } })
    .toArray();
  const messages = CLIENTS.flatMap(({ id }) => slack.messages(channelOf(id)));
  return {
    kept: kept.length,
    told: kept.filter(({ toldAt }) => toldAt !== undefined).length,
    carded: messages.filter(({ files }) => files === undefined).length,
    enclosed: messages.filter(({ files }) => files !== undefined).length,
    mailed: smtp.arrived.length,
  };
}

const isDone = ({ told, carded, enclosed, mailed }: Counts, wanted: number): boolean =>
  [told, carded, enclosed, mailed].every((count) => count >= wanted);

/** Each report once in the store, its card and its files once in its channel, its mail at least once. */
async function judged({ connection, expected, slack, smtp }: World) {
  const lost: string[] = [];
  const doubled: string[] = [];
  let mailsTwice = 0;
  const kept = new Set((await connection.collection('reports').find({}).toArray()).map(({ _id }) => String(_id)));
  for (const { id } of CLIENTS) {
    const mine = expected.filter((each) => each.startsWith(`client/${id}/`));
    const messages = slack.messages(channelOf(id));
    const cards = messages
      .filter(({ files }) => files === undefined)
      .map((each) => slack.visibleText(each).split('\n')[0]);
    const charts = messages.flatMap(({ files }) => files?.map(({ name }) => name) ?? []);
    const mails = smtp.arrived.filter(({ to }) => to.includes(`office@${id}.example`)).map(({ mail }) => mail.subject);
    for (const each of mine) {
      if (!kept.has(each)) lost.push(`${each} was not made`);
      const times = charts.filter((name) => name === `${each.replaceAll('/', '-')}-1.jpg`).length;
      if (times === 0) lost.push(`${each} has no chart below its card`);
      if (times > 1) doubled.push(`the chart of ${each} is there ${times} times`);
    }
    if (new Set(cards).size < mine.length) lost.push(`${id}: ${mine.length} reports and ${new Set(cards).size} cards`);
    if (cards.length > new Set(cards).size) doubled.push(`${id}: a card is there twice: ${cards.join(' | ')}`);
    if (new Set(mails).size < mine.length) lost.push(`${id}: ${mine.length} reports and ${new Set(mails).size} mails`);
    mailsTwice += mails.length - new Set(mails).size;
  }
  return { lost, doubled, mailsTwice };
}

async function until(test: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = Date.now() + withinMs;
  while (Date.now() < end) {
    if (await test()) return true;
    await pause(20);
  }
  return false;
}
