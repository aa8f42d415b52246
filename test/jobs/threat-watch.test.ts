import { describe, expect, it } from 'vitest';
import { createThreatWatch, type ThreatReader } from '../../jobs/threat-watch.js';
import { DEFAULT_THREAT, threatLevel, threatSum } from '../../src/assess/threat.js';
import type { Band } from '../../src/incident/index.js';
import type { LiveCounts } from '../../src/ports.js';
import type { KnownThreat } from '../../src/ports-news.js';
import { NIGHT, ops } from '../incident/given.js';
import { bulletinsIn, handWound, nothingKept } from './kept.js';

type Live = Readonly<Record<string, Partial<Record<Band, number>>>>;

const countsOf = (live: Live): LiveCounts => {
  const bySite = Object.entries(live).flatMap(([siteId, bands]) =>
    Object.entries(bands).map(([band, count]) => ({ siteId, band: band as Band, count: count ?? 0 })),
  );
  const byBand: Partial<Record<Band, number>> = {};
  for (const { band, count } of bySite) byBand[band] = (byBand[band] ?? 0) + count;
  return { total: bySite.reduce((sum, { count }) => sum + count, 0), byBand, bySite };
};

function watched(readers: readonly ThreatReader[] = [{ to: ops }]) {
  const kept = nothingKept();
  const clock = handWound(NIGHT);
  const known = new Map<string, KnownThreat>();
  let live: Live = {};
  const watch = () =>
    createThreatWatch({
      incidents: { counts: async () => countsOf(live) },
      threats: {
        all: async () => [...known.values()],
        async change(next) {
          if ((known.get(next.place)?.changes ?? 0) !== next.changes - 1) return false;
          known.set(next.place, next);
          return true;
        },
      },
      bulletins: bulletinsIn(kept),
      level: (byBand) => threatLevel(threatSum(byBand, DEFAULT_THREAT), DEFAULT_THREAT),
      siteName: (id) => `The ${id}`,
      readers: () => readers,
      clock,
    });
  let look = watch();
  return {
    clock,
    known,
    restart: () => {
      look = watch();
    },
    async is(now: Live): Promise<void> {
      live = now;
      await look();
    },
    told: (to = ops.to) =>
      [...kept.bulletins.values()].filter(({ owed }) => owed.to.to === to).map(({ owed }) => owed.title),
    lines: () => [...kept.bulletins.values()].flatMap(({ owed }) => owed.lines),
  };
}

describe('a threat level', () => {
  it('is told of when it rises, together with what rose at the same moment', async () => {
    const { is, told, lines } = watched();
    await is({ mall: { low: 2 } });
    expect(told()).toEqual([]);
    await is({ mall: { low: 2, critical: 1 } });
    expect(told()).toEqual(['Threat level HIGH']);
    expect(lines()).toEqual([
      'The whole organisation rose from guarded to HIGH',
      'The mall rose from guarded to HIGH',
      'Active: 1 CRITICAL, 2 LOW',
    ]);
  });

  it('is not told of when it stays, falls, or rises again to what was told a moment ago', async () => {
    const { is, told, clock } = watched();
    await is({ mall: { critical: 1 } });
    await is({ mall: { critical: 1 } });
    await is({});
    clock.wind(60_000);
    await is({ mall: { critical: 1 } });
    expect(told()).toHaveLength(1);
    await is({ mall: { critical: 2 } });
    expect(told()).toEqual(['Threat level HIGH', 'Threat level SEVERE']);
    await is({});
    clock.wind(16 * 60_000);
    await is({ mall: { critical: 2 } });
    expect(told()).toHaveLength(3);
  });

  it('is told of to those whom it concerns', async () => {
    const client = { ...ops, to: 'C0CLIENT' };
    const { is, told } = watched([{ to: ops }, { to: client, sites: ['shop'] }]);
    await is({ mall: { critical: 1 } });
    expect(told('C0CLIENT')).toEqual([]);
    await is({ mall: { critical: 1 }, shop: { high: 1 } });
    expect(told('C0CLIENT')).toEqual(['Threat level elevated at The shop']);
  });

  it('is told of once by any number of instances, and after a crash between the news and the note of it', async () => {
    const { is, told, known, restart } = watched();
    const before = new Map(known);
    await is({ mall: { critical: 1 } });
    known.clear();
    for (const [place, each] of before) known.set(place, each);
    restart();
    await is({ mall: { critical: 1 } });
    expect(told()).toHaveLength(1);
    expect(known.get('mall')).toMatchObject({ level: 'high', changes: 1 });
  });
});
