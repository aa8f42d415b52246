import { rmSync } from 'node:fs';
import type { Child } from '../../test/child.js';
import { startBot } from '../../test/child.js';
import { ALARM_SECRETS, API_TOKEN, FIVE_VENDORS, newDataDir } from '../../test/house.js';
import { startSlackStandIn } from '../../test/standins/slack/index.js';
import { drained } from './aftermath.js';
import { send } from './alarms.js';
import { type Dice, diceOf, pause } from './dice.js';
import { below } from './floors.js';
import { judge, keyOf } from './judge.js';
import { openLedger } from './ledger.js';
import { sendRecorded } from './recorded.js';
import { type Sample, sampleOf } from './samples.js';
import type { Scenario } from './scenario.js';
import { soakChannels, soakPlaces, writeSoakBook } from './soak-book.js';
import { peopleOf } from './soak-people.js';
import { pictureOf } from './soak-picture.js';
import { Tally } from './tally.js';
import { memoryOf, rising, unread } from './trend.js';

const SAMPLE_MS = 5_000;
const SETTLE_MS = 15 * 60_000;
const RECORDED_MS = 5_000;
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
  const amiss = new Tally();
  const people = peopleOf(slack, dice);
  const night = { bot, dice, amiss, until: Date.now() + minutes * 60_000, latencies: [] as number[] };
  const acknowledged = new Set<string>();
  const samples: Sample[] = [];
  try {
    const work = Promise.all([
      alarms(night, perSecond, acknowledged),
      recorded(night, acknowledged),
      people.work(() => Date.now() >= night.until),
    ]);
    // It is awaited below; an error must not end the whole program before.
    work.catch(() => undefined);
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
    const [sent, vendors] = await work;
    const { tookMs, faults: undone } = await drained(ledger, SETTLE_MS, log);
    const judgement = await judge({ ledger, slack, acknowledged });
    const memory = memoryOf(samples);
    const span = minutes * 60_000;
    const missed = [
      ...unread(samples),
      ...rising(samples),
      ...memory.faults,
      ...undone,
      ...amiss.lines('alarms were not taken'),
      ...people.faults(),
      ...below([
        { what: 'alarms were sent', was: sent, least: 0.9 * minutes * 60 * perSecond },
        { what: 'recorded alarms were taken', was: vendors, least: Math.floor((0.8 * span) / RECORDED_MS) },
        { what: 'presses were answered', was: people.presses, least: 20 * minutes },
        { what: 'incidents were resolved by people', was: people.resolved, least: 5 * minutes },
        { what: 'claims were told to somebody', was: judgement.told, least: 5 * minutes },
        { what: 'looks at the process', was: samples.length, least: Math.floor((0.8 * span) / SAMPLE_MS) },
      ]),
    ];
    const lost = [...judgement.lost, ...judgement.untold];
    return {
      rounds: 1,
      acknowledged: acknowledged.size,
      lost: lost.length,
      stale: judgement.stale.length,
      doubled: judgement.doubled.length,
      broken: judgement.broken.length + missed.length,
      figures: [
        `${minutes} minutes, ${perSecond} alarms a second on ${judgement.incidents} incidents, ${vendors} recorded ones, ${people.presses} presses, ${judgement.told} claims told, ${people.resolved} resolved`,
        ...memory.figures,
        `delivered ${(tookMs / 1_000).toFixed(0)} s after the last alarm`,
      ],
      faults: [...missed, ...lost, ...judgement.stale, ...judgement.doubled, ...judgement.broken],
      tookMs: Date.now() - begun,
      // The graph of a minute says nothing.
      ...(quick ? {} : { picture: pictureOf(samples, minutes) }),
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
  readonly dice: Dice;
  /** Alarms that were not answered 202. */
  readonly amiss: Tally;
  /** Epoch milliseconds; 0 ends it at once. */
  readonly until: number;
  readonly latencies: number[];
}

/** Open loop: an alarm leaves at its time whether or not those before it were answered. */
async function alarms(night: Night, perSecond: number, acknowledged: Set<string>): Promise<number> {
  const { bot, dice, latencies, amiss } = night;
  const startedAt = Date.now();
  const answers = new Set<Promise<void>>();
  let sent = 0;
  for (let index = 0; Date.now() < night.until; index++) {
    const wait = startedAt + (index * 1_000) / perSecond - Date.now();
    if (wait > 0) await pause(wait);
    const [site, zone] = dice.pick(soakPlaces) ?? ['', ''];
    const alarm = { key: `n${index}`, kind: dice.pick(KINDS) ?? 'motion', site, zone };
    const answer = send(bot.url, alarm).then(({ status, sort, sentAt, answeredAt }) => {
      latencies.push(answeredAt - sentAt);
      if (status === 202) acknowledged.add(keyOf('generic', alarm.key));
      else amiss.add(sort);
      answers.delete(answer);
    });
    answers.add(answer);
    sent += 1;
  }
  await Promise.all(answers);
  return sent;
}

/** Recorded alarms of five vendors by turns; each signal that they hold is among those that must be there. */
async function recorded(night: Night, acknowledged: Set<string>): Promise<number> {
  const { bot, amiss } = night;
  let taken = 0;
  for (let index = 0; Date.now() < night.until; index++) {
    await pause(RECORDED_MS);
    const [name, at] = FIVE_VENDORS[index % FIVE_VENDORS.length] ?? FIVE_VENDORS[0];
    const { keys, status, sort } = await sendRecorded(bot.url, name, at);
    if (status === 202) {
      for (const key of keys) acknowledged.add(key);
      taken += 1;
    } else amiss.add(`${name}: ${sort}`);
  }
  return taken;
}

const lineOf = ({ at, rssMiB, storeMiB, documents, files, inbox, owed, p99Ms }: Sample): string =>
  `${(at / 60).toFixed(0)} min: ${rssMiB.toFixed(0)} MiB (store ${storeMiB.toFixed(0)} MiB, ${documents} documents), ${files} files, inbox ${inbox}, owed ${owed}, p99 ${p99Ms} ms`;
