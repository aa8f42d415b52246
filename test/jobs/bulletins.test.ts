import { describe, expect, it } from 'vitest';
import { destinationKey } from '../../src/incident/index.js';
import type { Bulletin } from '../../src/ports-news.js';
import { later } from '../../src/time.js';
import { plain } from '../cards/plain.js';
import { NIGHT, ops } from '../incident/given.js';
import { createNight, type Night, postman, RETRY_AFTER_MS, type Weather } from './channel.js';
import { untilCrash } from './crash.js';
import { bulletinsIn, nothingKept } from './kept.js';
import { telling } from './telling.js';

const NEWS: Bulletin = {
  id: 'threat/1',
  to: ops,
  accent: 'high',
  title: 'Threat level HIGH',
  lines: ['Riverside Mall rose from guarded to HIGH'],
  madeAt: NIGHT,
  until: later(NIGHT, 30 * 60_000),
};

async function aNight(...weather: Weather[]): Promise<Night> {
  const night = createNight(nothingKept());
  await bulletinsIn(night.kept).add(NEWS);
  night.channel.expect(...weather);
  return night;
}

const tellFor = telling('tellBulletins');

const told = (night: Night) => night.channel.shown().map(({ card }) => plain(card));

describe('news for a channel', () => {
  it('is told once, however often it is added', async () => {
    const night = await aNight();
    expect(await bulletinsIn(night.kept).add({ ...NEWS, title: 'again' })).toBe(false);
    await tellFor(night, postman(night), 10_000);
    expect(told(night)).toHaveLength(1);
    expect(told(night)[0]).toContain('Threat level HIGH');
    expect(told(night)[0]).toContain('Riverside Mall rose from guarded to HIGH');
  });

  it.each<Weather>(['unreachable', 'answer lost', 'busy', 'closed'])(
    'is told once when its call meets this first: %s',
    async (weather) => {
      const night = await aNight(weather);
      await tellFor(night, postman(night), RETRY_AFTER_MS + 120_000);
      expect(told(night)).toHaveLength(1);
      expect(night.kept.bulletins.get(NEWS.id)?.end?.state).toBe('told');
    },
  );

  it('is told once, whenever the one who tells it dies', async () => {
    for (const way of ['before', 'after'] as const) {
      for (let at = 1; at < 12; at++) {
        const night = await aNight();
        await untilCrash(() => tellFor(night, postman(night, { at, way }), 5_000));
        night.clock.wind(40_000);
        await tellFor(night, postman(night, {}, { holder: 'two' }), 5_000);
        expect(told(night), `${way} call ${at}`).toHaveLength(1);
      }
    }
  });

  it('is left to whoever serves the channel', async () => {
    const night = await aNight();
    night.kept.leases.set(`deliver:${destinationKey(ops)}`, { holder: 'two', until: later(NIGHT, 20_000), fence: 1 });
    const man = postman(night);
    await tellFor(night, man, 19_000);
    expect(told(night)).toEqual([]);
    await tellFor(night, man, 2_000);
    expect(told(night)).toHaveLength(1);
  });

  it('is no news for ever', async () => {
    const night = await aNight();
    night.clock.wind(31 * 60_000);
    await tellFor(night, postman(night), 2_000);
    expect(told(night)).toEqual([]);
    expect(night.kept.bulletins.get(NEWS.id)?.end).toMatchObject({ state: 'dropped' });
  });

  it('ends where the surface is switched off', async () => {
    const night = await aNight();
    await tellFor(night, postman(night, {}, { surfaceOff: true }), 2_000);
    expect(night.kept.bulletins.get(NEWS.id)?.end).toMatchObject({
      state: 'dropped',
      why: 'the surface "slack" is switched off',
    });
  });
});
