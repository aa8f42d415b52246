import { describe, expect, it } from 'vitest';
import type { Bulletin } from '../../src/ports-news.js';
import { later } from '../../src/time.js';
import { NIGHT, ops } from '../incident/given.js';
import { createNight, type Night, postman, RETRY_AFTER_MS, type Weather } from './channel.js';
import { untilCrash } from './crash.js';
import { bulletinsIn, nothingKept } from './kept.js';
import { telling } from './telling.js';

const NEWS: Bulletin = {
  id: 'weekly/2026-W01',
  to: ops,
  accent: 'done',
  title: 'Weekly loss report',
  lines: ['3 incidents'],
  report: 'weekly/2026-W01',
  madeAt: NIGHT,
  until: later(NIGHT, 24 * 3_600_000),
};
const FILES = { takesFiles: true };

async function aNight(weather: readonly Weather[] = [], change: Partial<Bulletin> = {}): Promise<Night> {
  const night = createNight(nothingKept());
  await bulletinsIn(night.kept).add({ ...NEWS, ...change });
  night.channel.expect(...weather);
  return night;
}

const tellFor = telling('tellBulletins');

const end = (night: Night) => night.kept.bulletins.get(NEWS.id)?.end;

describe('a report below its bulletin', () => {
  it('is put there once, after the bulletin', async () => {
    const night = await aNight();
    await tellFor(night, postman(night, {}, FILES), 10_000);
    expect(night.channel.calls).toEqual(['post', 'bring', 'show']);
    expect(night.channel.enclosed).toHaveLength(1);
    expect(end(night)).toMatchObject({ state: 'told', ref: 'ts-1' });
  });

  it.each<[string, Weather[]]>([
    ['bringing: unreachable', ['fine', 'unreachable']],
    ['bringing: its answer lost', ['fine', 'answer lost']],
    ['bringing: busy', ['fine', 'busy']],
    ['showing: unreachable', ['fine', 'fine', 'unreachable']],
    ['showing: its answer lost', ['fine', 'fine', 'answer lost']],
    ['showing and looking: no answers', ['fine', 'fine', 'answer lost', 'unreachable', 'busy']],
  ])('is put there once when its call meets this: %s', async (_what, weather) => {
    const night = await aNight(weather);
    await tellFor(night, postman(night, {}, FILES), 2 * RETRY_AFTER_MS + 120_000);
    expect(night.channel.enclosed).toHaveLength(1);
    expect(night.channel.shown()).toHaveLength(1);
    expect(end(night)).toMatchObject({ state: 'told', ref: 'ts-1' });
  });

  it('is put there once, whenever the one who puts it dies', async () => {
    for (const way of ['before', 'after'] as const) {
      for (let at = 1; at < 16; at++) {
        const night = await aNight();
        await untilCrash(() => tellFor(night, postman(night, { at, way }, FILES), 5_000));
        night.clock.wind(40_000);
        await tellFor(night, postman(night, {}, { ...FILES, holder: 'two' }), 10_000);
        expect(night.channel.shown(), `${way} call ${at}`).toHaveLength(1);
        expect(night.channel.enclosed, `${way} call ${at}`).toHaveLength(1);
      }
    }
  });

  it('that cannot be printed is tried ever more seldom, given up, and holds up no other news', async () => {
    const night = await aNight([], { report: 'torn' });
    await bulletinsIn(night.kept).add({ ...NEWS, id: 'threat/1', title: 'Threat', report: undefined as never });
    night.channel.prints.length = 0;
    await tellFor(night, postman(night, {}, FILES), 60_000);
    expect(night.channel.shown()).toHaveLength(2);
    expect(night.channel.prints.length).toBeLessThan(12);
    await tellFor(night, postman(night, {}, FILES), 3 * 3_600_000);
    expect(end(night)).toMatchObject({ state: 'told', ref: 'ts-1', bare: 'the paper is torn' });
    expect(night.channel.prints).toHaveLength(20);
  });

  it('is printed once while its channel has to wait', async () => {
    const night = await aNight(['fine', 'busy']);
    await tellFor(night, postman(night, {}, FILES), RETRY_AFTER_MS + 60_000);
    expect(night.channel.enclosed).toHaveLength(1);
    expect(night.channel.prints).toHaveLength(1);
  });

  it.each<[string, Weather[], object, Partial<Bulletin>]>([
    ['this chat takes no files from us', [], {}, {}],
    ['is_archived', ['fine', 'closed'], FILES, {}],
    ['nothing belongs below it', [], FILES, { report: 'gone' }],
  ])('stays away, and the bulletin stays told: %s', async (bare, weather, options, change) => {
    const night = await aNight(weather, change);
    await tellFor(night, postman(night, {}, options), 10_000);
    expect(night.channel.enclosed).toEqual([]);
    expect(night.channel.shown()).toHaveLength(1);
    expect(end(night)).toMatchObject({ state: 'told', ref: 'ts-1', bare });
  });
});
