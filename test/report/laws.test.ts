import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANDS, DISPOSITIONS, KINDS, LOSS_BASES, SHRINK_CATEGORIES } from '../../src/incident/index.js';
import { adviceOf, isIn, periodAt, periodReport, periodsFor, type ReportRow } from '../../src/report/index.js';
import { minutesAfter, row } from './rows.js';

const period = periodAt('week', new Date('2026-11-18T12:00:00Z'), 'Europe/Berlin');
const SPAN = period.to.getTime() - period.from.getTime();

const anyRow: fc.Arbitrary<ReportRow> = fc
  .record({
    number: fc.integer({ min: 1, max: 999_999 }),
    // Five weeks, and some of it outside of all.
    offset: fc.integer({ min: -5 * SPAN, max: 2 * SPAN }),
    kind: fc.constantFrom(...KINDS),
    band: fc.constantFrom(...BANDS),
    site: fc.integer({ min: 1, max: 14 }),
    zone: fc.integer({ min: 1, max: 3 }),
    taken: fc.option(fc.integer({ min: 0, max: 300 })),
    disposition: fc.option(fc.constantFrom(...DISPOSITIONS)),
    loss: fc.option(
      fc.record({
        category: fc.constantFrom(...SHRINK_CATEGORIES),
        currency: fc.constantFrom('EUR', 'USD', 'JPY'),
        basis: fc.constantFrom(...LOSS_BASES),
        gross: fc.integer({ min: 0, max: 10_000_000 }),
        back: fc.integer({ min: 0, max: 100 }),
      }),
    ),
  })
  .map(({ number, offset, kind, band, site, zone, taken, disposition, loss }) => {
    const at = new Date(period.from.getTime() + offset);
    const recovered = loss ? Math.floor((loss.gross * loss.back) / 100) : 0;
    const saved = loss?.category === 'prevented';
    return row(number, at, {
      kind,
      band,
      siteId: `s${site}`,
      siteName: `Site ${site}`,
      zoneId: `z${zone}`,
      zoneName: `Zone ${zone}`,
      ...(taken === null ? {} : { acknowledgedAt: minutesAfter(at, taken) }),
      ...(disposition === null ? {} : { disposition, resolvedAt: minutesAfter(at, 400) }),
      ...(loss
        ? {
            loss: {
              category: loss.category,
              currency: loss.currency,
              basis: loss.basis,
              direct: loss.gross,
              secondary: 0,
              gross: loss.gross,
              recovered: saved ? 0 : recovered,
              net: saved ? 0 : loss.gross - recovered,
              prevented: saved ? loss.gross : 0,
            },
          }
        : {}),
    });
  });

describe('the figures of any week', () => {
  it('are those that counting by hand gives', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 120 }), (rows) => {
        const report = periodReport({ period, currency: 'EUR', rows, now: period.to, firstAt: new Date('2020-01-01') });
        // Told in another way: one loop, and nothing shared with the code under test.
        let [count, net, prevented, inTime, judged] = [0, 0, 0, 0, 0];
        const waits: number[] = [];
        for (const each of rows) {
          const inWeek = each.openedAt >= period.from && each.openedAt < period.to;
          if (!inWeek || each.disposition === 'test' || each.disposition === 'duplicate') continue;
          count += 1;
          if (each.loss?.currency === 'EUR' && each.loss.basis === report.unit.basis) {
            net += each.loss.net;
            prevented += each.loss.prevented;
          }
          if (each.acknowledgedAt) waits.push(each.acknowledgedAt.getTime() - each.openedAt.getTime());
          if (each.acknowledgedAt || each.resolvedAt || each.respondBy <= period.to) judged += 1;
          if (each.acknowledgedAt && each.acknowledgedAt <= each.respondBy) inTime += 1;
        }
        waits.sort((a, b) => a - b);
        expect(report.incidents.now).toBe(count);
        expect(report.netLoss.now).toBe(net);
        expect(report.prevented.now).toBe(prevented);
        expect(report.withinTarget).toMatchObject({ n: inTime, of: judged });
        expect(report.acknowledged?.medianMs).toBe(waits[Math.ceil(waits.length / 2) - 1]);
        expect(report.acknowledged?.n ?? 0).toBe(waits.length);
      }),
    );
  });

  it('add up, whatever happened', () => {
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 120 }), (rows) => {
        const report = periodReport({ period, currency: 'EUR', rows, now: period.to, firstAt: new Date('2020-01-01') });
        const sum = (values: readonly (number | undefined)[]) =>
          values.reduce<number>((all, each) => all + (each ?? 0), 0);
        const { now } = report.incidents;
        expect(sum(Object.values(report.byBand))).toBe(now);
        expect(sum(report.heat.flat())).toBe(now);
        if (report.bySite.length < 10) expect(sum(report.bySite.map(({ count }) => count))).toBe(now);
        expect(report.bySite.length).toBeLessThanOrEqual(10);
        for (const { net, gross, recovered, byCategory } of report.money) {
          expect(gross - recovered).toBe(net);
          expect(sum(Object.values(byCategory))).toBe(net);
        }
        // One row for each currency and basis, and never one for two of them.
        const units = report.money.map(({ currency, basis }) => `${currency} ${basis}`);
        expect(new Set(units).size).toBe(units.length);
        for (const { currency, basis, prevented } of report.money) {
          const mine = rows.filter(
            ({ loss, openedAt, disposition }) =>
              loss?.currency === currency &&
              loss.basis === basis &&
              isIn(period, openedAt) &&
              disposition !== 'test' &&
              disposition !== 'duplicate',
          );
          expect(prevented).toBe(sum(mine.map(({ loss }) => loss?.prevented)));
        }
        expect(adviceOf(report).length).toBeLessThanOrEqual(5);
      }),
    );
  });

  it('do not change by what lies outside of the weeks that it looks at', () => {
    const looked = periodsFor(period);
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 60 }), (rows) => {
        const of = (some: readonly ReportRow[]) =>
          periodReport({ period, currency: 'EUR', rows: some, now: period.to, firstAt: new Date('2020-01-01') });
        const within = rows.filter(({ openedAt }) => looked.some((each) => isIn(each, openedAt)));
        expect(of(rows)).toEqual(of(within));
      }),
    );
  });
});
