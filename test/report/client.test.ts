import { describe, expect, it } from 'vitest';
import {
  auditFigures,
  type ClientTerms,
  clientAdviceOf,
  clientReport,
  goingOn,
  patrolFigures,
  performanceOf,
  periodOn,
  type ReportRow,
  type ScanRow,
  slaResults,
  type TaskRow,
} from '../../src/report/index.js';
import { minutesAfter, row } from './rows.js';

const NOW = new Date('2026-11-01T00:00:00Z');
const at = (day: number, time = '12:00'): string => `2026-10-${String(day).padStart(2, '0')}T${time}:00Z`;

/** An incident that was taken so many minutes after its alarm, and came out so. */
const taken = (number: number, minutes: number | undefined, change: Partial<ReportRow> = {}): ReportRow =>
  row(number, at(number % 28 || 28), {
    ...(minutes === undefined ? {} : { acknowledgedAt: minutesAfter(at(number % 28 || 28), minutes) }),
    ...change,
  });

describe('promises of a contract', () => {
  const terms = [{ band: 'critical', respondMs: 10 * 60_000, share: 0.8 }] as const;
  const critical = (number: number, minutes?: number, change: Partial<ReportRow> = {}) =>
    taken(number, minutes, { band: 'critical', ...change });

  it('are kept by the share that was taken in time, to the second', () => {
    const rows = [1, 2, 3].map((n) => critical(n, 3));
    const onTime = critical(4, 10);
    const late = critical(5, 10, { acknowledgedAt: new Date(minutesAfter(at(5), 10).getTime() + 1) });
    expect(slaResults(terms, [...rows, onTime, late], NOW)).toEqual([
      { ...terms[0], within: { n: 4, of: 5, share: 0.8 }, verdict: 'met' },
    ]);
    expect(slaResults(terms, [...rows, late, { ...late, number: 6 }], NOW)[0]).toMatchObject({ verdict: 'missed' });
  });

  it('are not judged of fewer than five, and not by what still has time', () => {
    const four = [1, 2, 3, 4].map((n) => critical(n, 1));
    expect(slaResults(terms, four, NOW)[0]).toMatchObject({ verdict: 'too-few', within: { n: 4, of: 4 } });
    const fresh = row(9, new Date(NOW.getTime() - 60_000), { band: 'critical' });
    expect(slaResults(terms, [...four, fresh], NOW)[0]).toMatchObject({ within: { of: 4 } });
    const overdue = row(9, new Date(NOW.getTime() - 11 * 60_000), { band: 'critical' });
    expect(slaResults(terms, [...four, overdue], NOW)[0]).toMatchObject({ within: { n: 4, of: 5 } });
  });

  it('count what ended without being taken by its end, and other bands not at all', () => {
    const closed = critical(7, undefined, { resolvedAt: minutesAfter(at(7), 5), disposition: 'false-alarm' });
    expect(slaResults(terms, [closed, taken(8, 1)], NOW)[0]).toMatchObject({ within: { n: 1, of: 1 } });
  });
});

describe('how the work was done', () => {
  const period = periodOn('month', '2026-10-15', 'UTC')!;
  const sent = {
    dispatchedAt: minutesAfter(at(1), 4),
    onSceneAt: minutesAfter(at(1), 16),
    clearAt: minutesAfter(at(1), 46),
  };
  const rows: ReportRow[] = [
    row(1, at(1), {
      ...sent,
      acknowledgedAt: minutesAfter(at(1), 2),
      resolvedAt: minutesAfter(at(1), 50),
      disposition: 'false-alarm',
      sent: { officers: 2, best: 1 },
      steps: { required: 4, done: 3 },
    }),
    row(2, at(2), {
      acknowledgedAt: minutesAfter(at(2), 4),
      resolvedAt: minutesAfter(at(2), 10),
      disposition: 'confirmed',
      escalated: true,
      dispatchedAt: minutesAfter(at(2), 5),
    }),
    row(3, at(3), { resolvedAt: minutesAfter(at(3), 30), disposition: 'prevented' }),
    // Nobody knows what it was: it is in no share of what was right.
    row(4, at(4), { resolvedAt: minutesAfter(at(4), 30), disposition: 'undetermined', escalated: true }),
    row(5, at(5), { steps: { required: 9, done: 0 } }),
  ];

  it('is worked out as the formulas say', () => {
    const work = performanceOf(rows, 2, period);
    expect(work.meanAcknowledgeMs).toBe(3 * 60_000);
    expect(work.meanResolveMs).toBe(30 * 60_000);
    expect(work.processing).toEqual({ n: 2, medianMs: 4 * 60_000, p90Ms: 5 * 60_000 });
    expect(work.travel).toEqual({ n: 1, medianMs: 12 * 60_000, p90Ms: 12 * 60_000 });
    expect(work.onScene).toMatchObject({ n: 1, medianMs: 30 * 60_000 });
    expect(work.total).toMatchObject({ n: 1, medianMs: 46 * 60_000 });
    expect(work.closedOut).toMatchObject({ n: 4, of: 5, share: 0.8 });
    // The open one still walks through its steps.
    expect(work.procedure).toEqual({ n: 3, of: 4, share: undefined });
    expect(work.falseDispatches).toEqual({ n: 1, of: 2, share: undefined });
    // One in 31 days at two sites: 365 / 31 / 2 a year.
    expect(work.falseAlarmFactor).toBeCloseTo(365 / 31 / 2, 10);
    expect(work.deployment).toEqual({ n: 1, of: 2, share: undefined });
    expect(work.escalatedRight).toEqual({ n: 1, of: 1, share: undefined });
    expect(work.missed).toEqual({ n: 1, of: 2, share: undefined });
  });

  it('says nothing of nothing', () => {
    const none = performanceOf([], 0, period);
    expect(none).toMatchObject({ closedOut: { of: 0 }, deployment: { of: 0 } });
    for (const value of [none.meanAcknowledgeMs, none.meanResolveMs, none.travel, none.falseAlarmFactor])
      expect(value).toBeUndefined();
  });
});

const task = (number: number, change: Partial<TaskRow> = {}): TaskRow => ({
  number,
  kind: 'patrol',
  siteId: 'mall',
  dueAt: new Date(at(10)),
  status: 'done',
  doneAt: new Date(at(10, '11:00')),
  outcome: 'in-order',
  points: ['dock', 'gate'],
  checked: ['dock', 'gate'],
  problems: 0,
  ...change,
});
const scan = (checkpoint: string, taskNumber: number | undefined, proven = true): ScanRow => ({
  siteId: 'mall',
  checkpoint,
  proven,
  ...(taskNumber === undefined ? {} : { task: taskNumber }),
});

describe('patrols and equipment', () => {
  it('count a point as proven by a scan of that patrol alone, once', () => {
    const tasks = [
      task(1),
      task(2, { doneAt: new Date(at(10, '13:00')), problems: 1 }),
      task(3, { status: 'open', checked: [] }),
      task(4, { status: 'cancelled' }),
      task(5, { kind: 'audit' }),
      // Not due yet when it is counted.
      task(6, { status: 'open', dueAt: new Date('2026-11-02T00:00:00Z'), checked: [] }),
    ];
    const scans = [scan('dock', 1), scan('dock', 1), scan('gate', 2), scan('gate', 1, false), scan('dock', undefined)];
    expect(patrolFigures(tasks, scans, NOW)).toEqual({
      due: 4,
      onTime: { n: 1, of: 3, share: undefined },
      proven: { n: 2, of: 6, share: 2 / 6 },
      byHand: 2,
      unproven: 1,
      problems: 1,
    });
  });

  it('an audit that is overdue, late, or found something has not passed', () => {
    const audit = (number: number, change: Partial<TaskRow> = {}) => task(number, { kind: 'audit', ...change });
    const tasks = [
      audit(1),
      audit(2, { status: 'open' }),
      audit(3, { doneAt: new Date(at(11)) }),
      audit(4, { outcome: 'found' }),
      audit(5, { problems: 1 }),
      audit(6, { status: 'cancelled' }),
    ];
    expect(auditFigures(tasks, NOW)).toEqual({ n: 1, of: 5, share: 0.2 });
  });
});

describe('the report of a client', () => {
  const period = periodOn('month', '2026-10-15', 'Europe/Berlin')!;
  const client: ClientTerms = {
    id: 'riverside',
    name: 'Riverside',
    charts: [],
    sla: [{ band: 'high', respondMs: 5 * 60_000, share: 0.9 }],
    highlight: 'high',
    sites: 1,
    devices: 4,
  };
  const made = (rows: readonly ReportRow[]) =>
    clientReport({
      client,
      period,
      currency: 'EUR',
      rows,
      tasks: [],
      scans: [],
      marks: [4, 5],
      now: NOW,
      firstAt: new Date(at(1, '00:00')),
    });

  it('tells what is grave first, real before false, and bounds what it lists', () => {
    const rows = [
      taken(1, 1, { band: 'high', disposition: 'false-alarm', resolvedAt: minutesAfter(at(1), 9) }),
      taken(2, 1, { band: 'high', disposition: 'confirmed', resolvedAt: minutesAfter(at(2), 9) }),
      taken(3, 1, { band: 'critical', disposition: 'test', resolvedAt: minutesAfter(at(3), 9) }),
      taken(4, 1, { band: 'critical', disposition: 'false-alarm', resolvedAt: minutesAfter(at(4), 9) }),
      ...Array.from({ length: 80 }, (_, index) => taken(100 + index, 1)),
    ];
    const report = made(rows);
    expect(report.highlights.map(({ number }) => number)).toEqual([4, 2, 1]);
    expect(report.highlighted).toBe(3);
    expect(report.removed).toEqual({ tests: 1, duplicates: 0 });
    expect([report.details.length, report.more]).toEqual([60, 23]);
    expect(report.satisfaction).toEqual({ n: 2, mean: 4.5 });
  });

  it('puts hours of zones on the wall clock of the client', () => {
    // 23:30 UTC on the 24th is 01:30 of the 25th in Berlin.
    const report = made([
      row(1, '2026-10-24T23:30:00Z'),
      row(2, '2026-10-24T23:40:00Z', { zoneId: 'tills', zoneName: 'Tills' }),
    ]);
    expect(report.zoneHeat.map(({ zone, hours }) => [zone, hours[1]])).toEqual([
      ['Jewellery court, Riverside Mall', 1],
      ['Tills, Riverside Mall', 1],
    ]);
  });

  it('recommends a promise that was not kept before what repeats', () => {
    const late = Array.from({ length: 6 }, (_, index) => taken(index + 1, index < 3 ? 2 : 30, { band: 'high' }));
    const advice = clientAdviceOf(made(late));
    expect(advice[0]).toEqual({ what: 'sla', band: 'high', within: 3, of: 6, share: 0.9 });
    expect(advice.map(({ what }) => what)).not.toContain('staffing');
  });
});

describe('what is being worked on', () => {
  it('counts investigations by how they stand, and checks that were due', () => {
    const look = (number: number, change: Partial<TaskRow>) => task(number, { kind: 'investigation', ...change });
    const live = [
      look(1, { status: 'open' }),
      look(2, { status: 'accepted', dueAt: new Date('2026-12-01T00:00:00Z') }),
    ];
    const due = [
      look(3, { outcome: 'found' }),
      look(4, { outcome: 'in-order' }),
      look(5, { status: 'cancelled' }),
      task(6, { kind: 'audit' }),
      task(7),
    ];
    expect(goingOn(due, live, NOW)).toEqual({
      open: 2,
      overdue: 1,
      done: 2,
      found: 1,
      audits: { n: 1, of: 1, share: undefined },
    });
  });
});
