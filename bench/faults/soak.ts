import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Child } from '../../test/child.js';
import { startBot } from '../../test/child.js';
import { ALARM_SECRETS, API_TOKEN, FIVE_VENDORS, newDataDir, sendSample } from '../../test/house.js';
import { type SlackStandIn, startSlackStandIn } from '../../test/standins/slack/index.js';
import { send } from './alarms.js';
import { type Dice, diceOf, pause } from './dice.js';
import { graph } from './graph.js';
import { judge, keyOf } from './judge.js';
import { openLedger } from './ledger.js';
import { csvOf, type Sample, sampleOf } from './samples.js';
import type { Scenario } from './scenario.js';
import { soakChannels, soakPlaces, writeSoakBook } from './soak-book.js';
import { memoryOf, rising } from './trend.js';

const SAMPLE_MS = 5_000;
const SETTLE_MS = 15 * 60_000;
const FOLDER = 'docs/images';
const KINDS = ['motion', 'motion', 'motion', 'person', 'loitering', 'forced-door', 'glass-break'] as const;

/**
 * Half an hour of an ordinary, busy night: alarms at an even rate over two hundred zones, recorded alarms of five
 * vendors, people who claim, release and resolve. Memory, file handles, queues and answer times are looked at every
 * five seconds, and everything is judged at the end.
 */
export const soak: Scenario = async ({ seed, minutes, perSecond, quick, log }) => {
  const begun = Date.now();
  if (process.platform !== 'linux') return notHere(begun);
  const dice = diceOf(seed);
  const dataDir = newDataDir();
  const slack = await startSlackStandIn({
    channels: soakChannels.map((id) => ({ id, name: id.toLowerCase() })),
    users: [
      { id: 'U0ANA', name: 'ana', realName: 'Ana Beck' },
      { id: 'U0BEN', name: 'ben', realName: 'Ben Adeyemi' },
    ],
  });
  const bot = await startBot({
    ...ALARM_SECRETS,
    PORT: '0',
    DATA_DIR: dataDir,
    TOCSIN_BOOK: writeSoakBook(dataDir),
    API_TOKEN,
    LOG_LEVEL: 'error',
    SLACK_BOT_TOKEN: slack.token,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_API_URL: slack.url,
  });
  slack.connect(`${bot.url}/slack/events`);
  const ledger = await openLedger(dataDir);
  const night = { bot, slack, dice, until: Date.now() + minutes * 60_000, latencies: [] as number[] };
  const acknowledged = new Set<string>();
  const samples: Sample[] = [];
  try {
    const vendors = { sent: 0, taken: 0 };
    const people = { presses: 0, resolved: 0 };
    const work = Promise.all([
      alarms(night, perSecond, acknowledged),
      recorded(night, vendors),
      presses(night, people),
      resolves(night, people),
    ]);
    while (Date.now() < night.until) {
      await pause(SAMPLE_MS);
      const sample = await sampleOf(
        { pid: bot.process.pid ?? 0, url: bot.url, ledger },
        (Date.now() - begun) / 1_000,
        night.latencies.splice(0),
      );
      samples.push(sample);
      if (samples.length % 12 === 0) log(lineOf(sample));
    }
    await work;
    const settledS = await drained(ledger);
    const judgement = await judge({ ledger, slack, acknowledged });
    const trends = rising(samples);
    const memory = memoryOf(samples);
    const missed = [...trends, ...memory.faults];
    if (vendors.taken < vendors.sent) missed.push(`${vendors.sent - vendors.taken} recorded alarms were not taken`);
    if (!quick) write(samples);
    const lost = [...judgement.lost, ...judgement.untold];
    return {
      rounds: 1,
      acknowledged: acknowledged.size + vendors.taken,
      lost: lost.length,
      stale: judgement.stale.length,
      doubled: judgement.doubled.length,
      broken: judgement.broken.length + missed.length,
      figures: [
        `${minutes} minutes, ${perSecond} alarms a second on ${judgement.incidents} incidents, ${vendors.taken} recorded ones, ${people.presses} presses, ${people.resolved} resolved`,
        ...memory.figures,
        `delivered ${settledS.toFixed(0)} s after the last alarm`,
      ],
      faults: [...missed, ...lost, ...judgement.stale, ...judgement.doubled, ...judgement.broken],
      tookMs: Date.now() - begun,
    };
  } finally {
    night.until = 0;
    await ledger.close();
    await bot.stop();
    await slack.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
};

const notHere = (begun: number) => ({
  ...{ rounds: 0, acknowledged: 0, lost: 0, stale: 0, doubled: 0, broken: 0, figures: [], faults: [] },
  tookMs: Date.now() - begun,
  skipped: 'memory and file handles of a process are read from /proc, which only Linux has',
});

interface Night {
  readonly bot: Child;
  readonly slack: SlackStandIn;
  readonly dice: Dice;
  readonly until: number;
  readonly latencies: number[];
}

/** Open loop: an alarm leaves at its time whether or not those before it were answered. */
async function alarms({ bot, dice, until, latencies }: Night, perSecond: number, acknowledged: Set<string>) {
  const startedAt = Date.now();
  const answers = new Set<Promise<void>>();
  for (let index = 0; Date.now() < until; index++) {
    const wait = startedAt + (index * 1_000) / perSecond - Date.now();
    if (wait > 0) await pause(wait);
    const [site, zone] = dice.pick(soakPlaces) ?? ['', ''];
    const alarm = { key: `n${index}`, kind: dice.pick(KINDS) ?? 'motion', site, zone };
    const answer = send(bot.url, alarm).then(({ status, sentAt, answeredAt }) => {
      latencies.push(answeredAt - sentAt);
      if (status === 202) acknowledged.add(keyOf('generic', alarm.key));
      answers.delete(answer);
    });
    answers.add(answer);
  }
  await Promise.all(answers);
}

async function recorded({ bot, until }: Night, count: { sent: number; taken: number }): Promise<void> {
  for (let index = 0; Date.now() < until; index++) {
    await pause(5_000);
    const [name, at] = FIVE_VENDORS[index % FIVE_VENDORS.length] ?? FIVE_VENDORS[0];
    count.sent += 1;
    const { status } = await sendSample(bot.url, name, at);
    if (status === 202) count.taken += 1;
  }
}

async function cardWith({ slack, dice }: Night, actionId: string) {
  const channel = dice.pick(soakChannels) ?? '';
  const cards = slack.messages(channel).filter(({ blocks }) => JSON.stringify(blocks).includes(`"${actionId}"`));
  const card = dice.pick(cards);
  return card && { channel, ts: card.ts, actionId, user: dice.roll() < 0.5 ? 'U0ANA' : 'U0BEN' };
}

async function presses(night: Night, count: { presses: number }): Promise<void> {
  while (Date.now() < night.until) {
    await pause(1_000);
    const press = await cardWith(night, night.dice.roll() < 0.7 ? 'tocsin:claim' : 'tocsin:release');
    if (!press) continue;
    await night.slack.click(press);
    count.presses += 1;
  }
}

/** Somebody opens the form on a card and closes the incident with it. */
async function resolves(night: Night, count: { resolved: number }): Promise<void> {
  while (Date.now() < night.until) {
    await pause(2_000);
    const press = await cardWith(night, 'tocsin:resolve');
    if (!press) continue;
    const before = new Set(night.slack.openViews(press.user).map(({ id }) => id));
    await night.slack.click(press);
    await pause(300);
    const form = night.slack.openViews(press.user).find(({ id, view }) => !before.has(id) && view.submit !== undefined);
    if (!form) continue;
    const values = { disposition: 'confirmed', note: 'Looked at it' };
    const { action } = await night.slack.submit({ viewId: form.id, user: press.user, values });
    if (action === 'close') count.resolved += 1;
  }
}

async function drained(ledger: Awaited<ReturnType<typeof openLedger>>): Promise<number> {
  const begun = Date.now();
  while (Date.now() - begun < SETTLE_MS) {
    if ((await ledger.waiting()) === 0 && (await ledger.owing()) === 0) break;
    await pause(1_000);
  }
  return (Date.now() - begun) / 1_000;
}

const lineOf = ({ at, rssMiB, storeMiB, documents, files, inbox, owed, p99Ms }: Sample): string =>
  `${(at / 60).toFixed(0)} min: ${rssMiB.toFixed(0)} MiB (store ${storeMiB.toFixed(0)} MiB, ${documents} documents), ${files} files, inbox ${inbox}, owed ${owed}, p99 ${p99Ms} ms`;

function write(samples: readonly Sample[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const column = (of: keyof Sample) => samples.map((sample) => sample[of]);
  writeFileSync(`${FOLDER}/soak.csv`, csvOf(samples));
  const blue = '#1f6feb';
  const one = (title: string, unit: string, of: keyof Sample) => ({
    title,
    unit,
    lines: [{ name: title, colour: blue, values: column(of) }],
  });
  writeFileSync(
    `${FOLDER}/soak.svg`,
    graph(column('at'), [
      {
        title: 'Memory',
        unit: 'MiB',
        lines: [
          { name: 'Resident memory', colour: blue, values: column('rssMiB') },
          { name: 'of that, documents in the store', colour: '#9a6700', values: column('storeMiB') },
        ],
      },
      one('Open files and sockets', '', 'files'),
      one('Alarms that wait to be understood', '', 'inbox'),
      one('Deliveries owed', '', 'owed'),
      one('Answer to an alarm, 99th percentile', 'ms', 'p99Ms'),
    ]),
  );
}
