import { performance } from 'node:perf_hooks';
import { signedAlarms } from './alarms.js';
import { type BookPlan, places } from './book.js';
import { send } from './courier.js';
import { type Figure, Lost, type Run } from './figures.js';
import { fire } from './load.js';
import { type Night, openNight } from './night.js';
import type { Post } from './slack-server.js';
import { millis, pause, percentile } from './spread.js';

/** Every site with a channel of its own, so that one message a second and channel holds nobody up. */
const HALL: BookPlan = { sites: 110, zonesPerSite: 8, channels: 'per-site' };
const WARM_CARDS = 40;
const WARM_PRESSES = 10;
const BETWEEN_MS = 40;
const STORM_PER_SECOND = 100;
const PATIENCE_MS = 60_000;

type Place = readonly [site: string, zone: string];

/** How soon an alarm is a card at the chat API, and how soon a press is answered: idle, and with a storm behind. */
export async function measureCards(run: Run): Promise<Figure[]> {
  const cards = run.quick ? 60 : 200;
  const presses = run.quick ? 60 : 300;
  const zones = places(HALL);
  const wanted = WARM_CARDS + cards + WARM_PRESSES + 2 * presses;
  if (zones.length < wanted) throw new Error(`${wanted} cards need a zone each, and the book has ${zones.length}`);
  const night = await openNight({ book: HALL });
  try {
    await cardTimes(night, zones.splice(0, WARM_CARDS), BETWEEN_MS);
    const idle = await cardTimes(night, zones.splice(0, cards), BETWEEN_MS);
    const shown = await inBulk(night, zones.splice(0, 2 * presses + WARM_PRESSES));

    await pressed(night, shown.splice(0, WARM_PRESSES));
    const quiet = await pressed(night, shown.splice(0, presses));
    const stormy = await inStorm(night, () => pressed(night, shown.splice(0, presses)));
    await allTold(night, WARM_PRESSES + 2 * presses);
    return [
      figure('card', 'Alarm → card at the chat API, idle', idle),
      figure('click', 'Press → answer to Slack, idle', quiet),
      figure('click-storm', `Press → answer to Slack, with ${STORM_PER_SECOND} alarms/s`, stormy),
    ];
  } finally {
    await night.close();
  }
}

const figure = (id: string, what: string, took: readonly number[]): Figure => ({
  id,
  what: `${what}: p50, p99 of ${took.length}`,
  measured: `${millis(percentile(took, 0.5))}, ${millis(percentile(took, 0.99))}`,
  value: percentile(took, 0.99),
  ...(id === 'card' ? { median: percentile(took, 0.5) } : {}),
});

/** One alarm in each zone, one after another; the milliseconds until each one's card arrived at the chat API. */
export async function cardTimes(night: Night, zones: readonly Place[], betweenMs: number): Promise<number[]> {
  const took: number[] = [];
  for (const place of zones) {
    const sentAt = await send(night.bot.url, { key: place.join('/'), kind: 'forced-door', place });
    const [card] = await arrivals(night, 1);
    took.push((card?.at ?? Number.NaN) - sentAt);
    await pause(betweenMs);
  }
  return took;
}

async function inBulk(night: Night, zones: readonly Place[]): Promise<Post[]> {
  for (const place of zones) await send(night.bot.url, { key: place.join('/'), kind: 'forced-door', place });
  return await arrivals(night, zones.length);
}

async function arrivals(night: Night, count: number): Promise<Post[]> {
  const end = performance.now() + PATIENCE_MS;
  const arrived: Post[] = [];
  while (arrived.length < count) {
    if (performance.now() > end)
      throw new Lost(`${count - arrived.length} of ${count} alarms had no card after ${PATIENCE_MS / 1_000} s`);
    arrived.push(...(await night.slack.posts()));
    if (arrived.length < count) await pause(2);
  }
  if (arrived.length > count) throw new Lost(`${count} alarms had ${arrived.length} cards`);
  return arrived;
}

/** Claims on each card, one after another; the milliseconds until each was answered. */
async function pressed(night: Night, cards: readonly Post[]): Promise<number[]> {
  const took: number[] = [];
  for (const card of cards) {
    const { status, ms } = await night.slack.click(card);
    if (status !== 200) throw new Lost(`a press was answered with ${status}`);
    took.push(ms);
    await pause(BETWEEN_MS / 2);
  }
  return took;
}

/** Alarms at an even rate in all zones while the work goes on. */
async function inStorm<T>(night: Night, work: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  const requests = signedAlarms({ book: HALL, count: 60 * STORM_PER_SECOND, prefix: 'storm', now: new Date() });
  const storm = fire({
    url: night.bot.url,
    requests,
    connections: 8,
    seconds: 60,
    perSecond: STORM_PER_SECOND,
    until: over.signal,
  });
  try {
    return await work();
  } finally {
    over.abort();
    await storm;
  }
}

/** Every press ends in a word to the person who pressed. */
async function allTold(night: Night, presses: number): Promise<void> {
  const end = performance.now() + PATIENCE_MS;
  for (let told = await night.slack.told(); told < presses; told = await night.slack.told()) {
    if (performance.now() > end)
      throw new Lost(`${presses - told} of ${presses} presses were never told what came of them`);
    await pause(100);
  }
}
