import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRisks } from '../../jobs/risks.js';
import { digest } from '../../src/digest.js';
import type { RiskDay } from '../../src/ports-risk.js';
import { movesOf, type RiskRow, rising, risksOf } from '../../src/risk/index.js';

const DAY = 86_400_000;
const NOW = new Date('2026-11-22T12:00:00Z');
const rules = {
  halfLifeMs: 30 * DAY,
  guarded: (_kind: string, id: string) =>
    id === 'gone' ? undefined : { name: id, vulnerability: id === 'mall/court' ? 0.9 : 0.5 },
};
const row = (daysAgo: number, change: Partial<RiskRow> = {}): RiskRow => ({
  siteId: 'mall',
  zoneId: 'court',
  assets: [],
  score: 60,
  at: new Date(NOW.getTime() - daysAgo * DAY),
  disposition: 'confirmed',
  investigated: [],
  ...change,
});
const scoreOf = (rows: readonly RiskRow[], id = 'mall/court', now = NOW): number =>
  risksOf(rows, rules, now).find((risk) => risk.id === id)?.score ?? 0;

describe('risk', () => {
  it('is worked out as the page says', () => {
    // Two of 60: one today, one a half-life ago; vulnerability 0.9.
    const exposure = 0.6 + 0.3;
    expect(scoreOf([row(0), row(30)])).toBe(Math.round(100 * (1 - Math.exp((-exposure * 1.4) / 4))));
    // An investigation that found something weighs half as much again, one that found nothing half.
    expect(scoreOf([row(0, { investigated: ['found'] })])).toBe(Math.round(100 * (1 - Math.exp((-0.9 * 1.4) / 4))));
    expect(scoreOf([row(0, { investigated: ['in-order'] })])).toBe(Math.round(100 * (1 - Math.exp((-0.3 * 1.4) / 4))));
  });

  it('says nothing because of tests, duplicates, what is to come, and what is not guarded any more', () => {
    expect(
      risksOf([row(0, { disposition: 'test' }), row(0, { disposition: 'duplicate' }), row(-1)], rules, NOW),
    ).toEqual([]);
    expect(
      risksOf([row(0, { siteId: 'gone', zoneId: undefined as never })], rules, NOW).map(({ kind }) => kind),
    ).toEqual(['organisation']);
  });

  const some = fc.record({
    daysAgo: fc.integer({ min: 0, max: 300 }),
    score: fc.integer({ min: 0, max: 100 }),
    disposition: fc.constantFrom('confirmed', 'prevented', 'false-alarm', 'test', 'undetermined', undefined),
  });
  const rowsOf = (given: readonly { daysAgo: number; score: number; disposition: string | undefined }[]): RiskRow[] =>
    given.map(({ daysAgo, score, disposition }) => {
      const made = row(daysAgo, { score });
      const { disposition: _none, ...open } = made;
      return disposition === undefined ? open : { ...made, disposition: disposition as never };
    });

  it('stays within 0 and 100, grows with every incident, fades by itself, and does not depend on their order', () => {
    fc.assert(
      fc.property(fc.array(some, { maxLength: 30 }), some, (given, more) => {
        const rows = rowsOf(given);
        const now = scoreOf(rows);
        expect(now).toBeGreaterThanOrEqual(0);
        expect(now).toBeLessThanOrEqual(100);
        expect(scoreOf([...rows, ...rowsOf([more])])).toBeGreaterThanOrEqual(now);
        expect(scoreOf(rows, 'mall/court', new Date(NOW.getTime() + 20 * DAY))).toBeLessThanOrEqual(now);
        expect(scoreOf([...rows].reverse())).toBe(now);
      }),
    );
  });

  it('that rises far and high in a zone wants a decision; that of a site does not', () => {
    const zone = { kind: 'zone', id: 'mall/court', name: 'Court', score: 60, n: 4 } as const;
    const site = { ...zone, kind: 'site', id: 'mall' } as const;
    const then = (score: number) => [
      { ...zone, score },
      { ...site, score },
    ];
    expect(rising(movesOf([zone, site], then(45))).map(({ id }) => id)).toEqual(['mall/court']);
    expect(rising(movesOf([zone, site], then(46)))).toEqual([]);
    expect(rising(movesOf([zone, site], undefined))).toEqual([]);
  });
});

describe('the risk of a day', () => {
  it('is kept once, and proposes once in a week what somebody has to decide', async () => {
    let now = NOW;
    const days = new Map<string, RiskDay>();
    const tasks = new Map<string, string>();
    let rows: RiskRow[] = [];
    const make = () =>
      createRisks({
        store: {
          rows: async () => rows,
          keep: async (day) => !days.has(day.day) && Boolean(days.set(day.day, day)),
          latest: async (day) =>
            [...days.values()].filter((each) => each.day <= day).sort((a, b) => b.day.localeCompare(a.day))[0],
        },
        rules: () => rules,
        zone: () => 'Europe/Berlin',
        placeOf: () => ({ siteId: 'mall', siteName: 'Mall', timezone: 'Europe/Berlin' }),
        taskDesk: {
          open: async (id, command) => {
            if (!tasks.has(id)) tasks.set(id, `${command.title}: ${command.details}`);
            return { ok: true, task: {} as never, events: [] };
          },
        },
        planning: { destinations: () => [] },
        title: ({ name }) => `more patrols at ${name}`,
        details: ({ score, before }) => `${before} → ${score}`,
        digest,
        clock: { now: () => now },
      });
    await make().daily();
    expect([...days.keys()]).toEqual(['2026-11-22']);
    expect(tasks.size).toBe(0);
    now = new Date(NOW.getTime() + 8 * DAY);
    rows = Array.from({ length: 6 }, (_, index) => row(0, { at: new Date(now.getTime() - index * 3_600_000) }));
    await Promise.all([make().daily(), make().daily()]);
    await make().daily();
    expect([...days.keys()]).toEqual(['2026-11-22', '2026-11-30']);
    expect([...tasks.values()]).toEqual([`more patrols at mall/court: 0 → ${scoreOf(rows, 'mall/court', now)}`]);
    const moves = await make().on(now);
    expect(moves?.find(({ kind }) => kind === 'zone')).toMatchObject({ before: 0, n: 6 });
    // Of a time that is longer ago than a week before the first day, nobody knows anything.
    expect(await make().on(new Date('2026-11-01T00:00:00Z'))).toBeUndefined();
  });
});
