import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import {
  BANDS,
  DISPOSITIONS,
  LOSS_BASES,
  type LossBasis,
  SHRINK_CATEGORIES,
  type ShrinkCategory,
} from '../../src/incident/index.js';
import {
  type ClientReport,
  clientReport,
  periodAt,
  type ReportRow,
  type ScanRow,
  type TaskRow,
} from '../../src/report/index.js';
import { minutesAfter, row } from './rows.js';

/** October, in which Berlin has an hour twice. */
const period = periodAt('month', new Date('2026-10-18T12:00:00Z'), 'Europe/Berlin');
const SPAN = period.to.getTime() - period.from.getTime();
const maybe = (least: number, most: number) => fc.option(fc.integer({ min: least, max: most }));

interface AnyLoss {
  readonly category: ShrinkCategory;
  readonly currency: string;
  readonly basis: LossBasis;
  readonly gross: number;
  readonly class: string | undefined;
}

/** Everything came back of nothing: goods alone. */
function lossOf({ category, currency, basis, gross, class: of }: AnyLoss): NonNullable<ReportRow['loss']> {
  const saved = category === 'prevented';
  const sums = {
    direct: gross,
    secondary: 0,
    gross,
    recovered: 0,
    net: saved ? 0 : gross,
    prevented: saved ? gross : 0,
  };
  const classes = saved ? [] : [{ direct: gross, ...(of ? { class: of } : {}) }];
  return { category, currency, basis, ...sums, classes };
}

const anyRow: fc.Arbitrary<ReportRow> = fc
  .record({
    number: fc.integer({ min: 1, max: 999_999 }),
    offset: fc.integer({ min: -SPAN, max: SPAN + 86_400_000 }),
    band: fc.constantFrom(...BANDS),
    kind: fc.constantFrom('theft', 'tamper', 'device-offline', 'motion'),
    zone: fc.integer({ min: 1, max: 3 }),
    device: fc.integer({ min: 1, max: 2 }),
    taken: maybe(0, 40),
    sent: maybe(0, 30),
    there: maybe(0, 60),
    clear: maybe(0, 90),
    over: maybe(0, 500),
    disposition: fc.constantFrom(...DISPOSITIONS),
    escalated: fc.boolean(),
    best: maybe(0, 2),
    steps: maybe(0, 4),
    hidden: fc.boolean(),
    loss: fc.option(
      fc.record({
        category: fc.constantFrom(...SHRINK_CATEGORIES),
        currency: fc.constantFrom('EUR', 'USD'),
        basis: fc.constantFrom(...LOSS_BASES),
        gross: fc.integer({ min: 0, max: 1_000_000 }),
        class: fc.constantFrom('till', 'case', undefined),
      }),
    ),
    files: fc.integer({ min: 0, max: 2 }),
    plate: fc.option(fc.constantFrom('PLATE1', 'PLATE2')),
    way: fc.option(fc.constantFrom('push-out', 'by-clerk-jane-doe')),
  })
  .map(({ number, offset, band, kind, zone, device, escalated, ...given }) => {
    const at = new Date(period.from.getTime() + offset);
    const after = (minutes: number | null) => (minutes === null ? undefined : minutesAfter(at, minutes));
    const stamp = (name: string, minutes: number | null) => (minutes === null ? {} : { [name]: after(minutes) });
    return row(number, at, {
      band,
      kind,
      zoneId: `z${zone}`,
      zoneName: `Zone ${zone}`,
      devices: [{ id: `d${device}`, name: `Device ${device}` }],
      escalated,
      ...stamp('acknowledgedAt', given.taken),
      ...stamp('dispatchedAt', given.sent),
      ...stamp('onSceneAt', given.there),
      ...stamp('clearAt', given.clear),
      ...(given.over === null ? {} : { resolvedAt: after(given.over) as Date, disposition: given.disposition }),
      ...(given.best === null ? {} : { sent: { officers: 2, best: given.best } }),
      ...(given.steps === null ? {} : { steps: { required: 4, done: given.steps } }),
      ...(given.hidden && given.over === null ? { hidden: true as const } : {}),
      ...(given.loss ? { loss: lossOf(given.loss) } : {}),
      ...(given.files > 0
        ? { evidence: Array.from({ length: given.files }, () => ({ sha256: 'ab', type: 'image/png', at })) }
        : {}),
      traits: [
        ...(given.plate ? [{ of: 'plate', value: given.plate } as const] : []),
        ...(given.way ? [{ of: 'method', value: given.way } as const] : []),
        { of: 'item', value: 'insulin for jane doe' },
      ],
    });
  });

const anyTask: fc.Arbitrary<TaskRow> = fc
  .record({
    number: fc.integer({ min: 1, max: 40 }),
    kind: fc.constantFrom('patrol', 'audit', 'investigation', 'follow-up'),
    due: fc.integer({ min: 0, max: SPAN - 1 }),
    status: fc.constantFrom('open', 'accepted', 'done', 'cancelled'),
    done: fc.integer({ min: -600, max: 600 }),
    outcome: fc.constantFrom('in-order', 'found', 'not-possible'),
    checked: fc.subarray(['a', 'b']),
    problems: fc.integer({ min: 0, max: 2 }),
  })
  .map(({ number, kind, due, status, done, outcome, checked, problems }) => {
    const dueAt = new Date(period.from.getTime() + due);
    const ended = status === 'done' ? { doneAt: minutesAfter(dueAt, done), outcome } : {};
    return { number, kind, siteId: 'mall', dueAt, status, ...ended, points: ['a', 'b'], checked, problems };
  });

const anyScan: fc.Arbitrary<ScanRow> = fc.record(
  {
    checkpoint: fc.constantFrom('a', 'b', 'c'),
    proven: fc.boolean(),
    task: fc.integer({ min: 1, max: 40 }),
  },
  { requiredKeys: ['proven'] },
);

const TERMS = {
  id: 'riverside',
  name: 'Riverside',
  charts: [],
  sla: [{ band: 'critical', respondMs: 5 * 60_000, share: 0.9 }],
  highlight: 'high',
  sites: 3,
  devices: 12,
} as const;

/** What a report says, told again in plain loops that share nothing with the code under test. */
function recounted(rows: readonly ReportRow[], tasks: readonly TaskRow[], scans: readonly ScanRow[], now: Date) {
  const told = {
    incidents: 0,
    hours: {} as Record<string, number>,
    grave: [] as number[],
    promised: { n: 0, of: 0 },
    toClaim: [] as number[],
    toEnd: [] as number[],
    stretches: { processing: [] as number[], travel: [] as number[], onScene: [] as number[], total: [] as number[] },
    closed: 0,
    steps: [0, 0],
    officers: [0, 0],
    dispatched: 0,
    falseDispatched: 0,
    escalated: [0, 0],
    quiet: [0, 0],
    faults: {} as Record<string, number>,
    net: {} as Record<string, number>,
    prevented: {} as Record<string, number>,
    classes: {} as Record<string, number>,
    files: 0,
    ways: 0,
    patrols: { due: 0, judged: 0, inTime: 0, points: 0, proven: 0, byHand: 0, unproven: 0, problems: 0 },
    audits: [0, 0],
  };
  for (const each of rows) {
    if (each.hidden || each.openedAt < period.from || each.openedAt >= period.to) continue;
    if (each.disposition === 'test' || each.disposition === 'duplicate') continue;
    told.incidents += 1;
    const hour = DateTime.fromJSDate(each.openedAt).setZone('Europe/Berlin').hour;
    told.hours[`${each.zoneName} ${hour}`] = (told.hours[`${each.zoneName} ${hour}`] ?? 0) + 1;
    if (each.band === 'high' || each.band === 'critical') told.grave.push(each.number);
    const opened = each.openedAt.getTime();
    if (each.band === 'critical') {
      const heard = each.acknowledgedAt ?? each.resolvedAt;
      if (heard || opened + 300_000 <= now.getTime()) told.promised.of += 1;
      if (heard && heard.getTime() - opened <= 300_000) told.promised.n += 1;
    }
    if (each.acknowledgedAt) told.toClaim.push(each.acknowledgedAt.getTime() - opened);
    if (each.resolvedAt) told.toEnd.push(each.resolvedAt.getTime() - opened);
    const { dispatchedAt: sent, onSceneAt: there, clearAt: clear } = each;
    if (sent) told.stretches.processing.push(sent.getTime() - opened);
    if (sent && there && there >= sent) told.stretches.travel.push(there.getTime() - sent.getTime());
    if (there && clear && clear >= there) told.stretches.onScene.push(clear.getTime() - there.getTime());
    if (clear) told.stretches.total.push(clear.getTime() - opened);
    if (each.disposition) told.closed += 1;
    if (each.resolvedAt && each.steps) {
      told.steps[0]! += each.steps.done;
      told.steps[1]! += each.steps.required;
    }
    if (each.sent) {
      told.officers[0]! += each.sent.best;
      told.officers[1]! += each.sent.officers;
    }
    if (each.disposition && each.disposition !== 'undetermined') {
      if (sent) told.dispatched += 1;
      if (sent && each.disposition === 'false-alarm') told.falseDispatched += 1;
      const into = each.escalated ? told.escalated : told.quiet;
      into[1]! += 1;
      if (each.disposition === 'confirmed' || each.disposition === 'prevented') into[0]! += 1;
    }
    if (each.loss) {
      const unit = `${each.loss.currency} ${each.loss.basis}`;
      told.net[unit] = (told.net[unit] ?? 0) + each.loss.net;
      told.prevented[unit] = (told.prevented[unit] ?? 0) + each.loss.prevented;
      for (const { class: of = 'none', direct } of each.loss.classes ?? [])
        told.classes[`${unit} ${of}`] = (told.classes[`${unit} ${of}`] ?? 0) + direct;
    }
    told.files += each.evidence?.length ?? 0;
    if (each.traits?.some(({ value }) => value === 'push-out')) told.ways += 1;
    if (each.kind === 'tamper' || each.kind === 'device-offline') {
      const name = each.devices[0]?.name ?? '';
      told.faults[name] = (told.faults[name] ?? 0) + 1;
    }
  }
  for (const task of tasks) {
    if (task.status === 'cancelled') continue;
    const judged = task.status === 'done' || task.dueAt <= now;
    const inTime = task.doneAt !== undefined && task.doneAt <= task.dueAt;
    if (task.kind === 'patrol') {
      told.patrols.due += 1;
      if (!judged) continue;
      told.patrols.judged += 1;
      told.patrols.problems += task.problems;
      if (inTime) told.patrols.inTime += 1;
      for (const point of task.points) {
        told.patrols.points += 1;
        const proof = scans.some((scan) => scan.proven && scan.task === task.number && scan.checkpoint === point);
        if (proof) told.patrols.proven += 1;
        else if (task.checked.includes(point)) told.patrols.byHand += 1;
      }
    }
    if (task.kind === 'audit' && judged) {
      told.audits[1]! += 1;
      if (inTime && task.outcome === 'in-order' && task.problems === 0) told.audits[0]! += 1;
    }
  }
  for (const scan of scans) if (!scan.proven) told.patrols.unproven += 1;
  return told;
}

const median = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length / 2) - 1];
const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : values.reduce((all, each) => all + each, 0) / values.length;
const ninth = (values: readonly number[]): number | undefined =>
  [...values].sort((a, b) => a - b)[Math.ceil(values.length * 0.9) - 1];

function hoursOf({ zoneHeat }: ClientReport): Record<string, number> {
  const hours: Record<string, number> = {};
  for (const { zone, hours: counts } of zoneHeat)
    counts.forEach((count, hour) => {
      if (count > 0) hours[`${zone.split(',')[0]} ${hour}`] = count;
    });
  return hours;
}

describe('the figures of any month of a client', () => {
  it('are those that counting by hand gives', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyRow, { maxLength: 80, selector: ({ number }) => number }),
        fc.uniqueArray(anyTask, { maxLength: 20, selector: ({ number }) => number }),
        fc.array(anyScan, { maxLength: 40 }),
        fc.constantFrom(period.to, new Date(period.from.getTime() + SPAN / 2)),
        fc.array(fc.integer({ min: 1, max: 5 }), { maxLength: 6 }),
        (rows, tasks, scans, now, marks) => {
          const report = clientReport({
            period,
            currency: 'EUR',
            rows,
            now,
            firstAt: new Date('2020-01-01'),
            client: TERMS,
            tasks,
            scans,
            marks,
          });
          const told = recounted(rows, tasks, scans, now);
          const { performance: work, patrols, equipment } = report;
          expect(report.incidents.now).toBe(told.incidents);
          expect(hoursOf(report)).toEqual(told.hours);
          expect(report.highlighted).toBe(told.grave.length);
          expect(new Set(report.highlights.map(({ number }) => number)).size).toBe(Math.min(15, told.grave.length));
          for (const { number } of report.highlights) expect(told.grave).toContain(number);
          const unit = `${report.unit.currency} ${report.unit.basis}`;
          expect([report.netLoss.now, report.prevented.now]).toEqual([told.net[unit] ?? 0, told.prevented[unit] ?? 0]);
          for (const sums of report.money) expect(sums.net).toBe(told.net[`${sums.currency} ${sums.basis}`]);
          const classes = (report.byClass ?? []).map(({ class: of = 'none', direct }) => [`${unit} ${of}`, direct]);
          const mine = Object.entries(told.classes).filter(([name]) => name.startsWith(unit));
          expect(Object.fromEntries(classes)).toEqual(Object.fromEntries(mine));
          expect(report.evidence.length + report.moreEvidence).toBe(told.files);
          expect([report.satisfaction?.n ?? 0, report.satisfaction?.mean]).toEqual([marks.length, mean(marks)]);
          const pushed = report.patterns.flatMap((each) => (each.what === 'trait' ? [[each.value, each.count]] : []));
          if (pushed.length > 0) expect(pushed).toEqual([['push-out', told.ways]]);
          // Whatever happened, a client reads no plate and no words of a detector or the desk.
          expect(JSON.stringify(report)).not.toMatch(/PLATE|jane|insulin/);
          expect(report.details.length + report.more).toBe(told.incidents);
          expect(report.sla[0]?.within).toMatchObject(told.promised);
          const kept = told.promised.n / told.promised.of;
          expect(report.sla[0]?.verdict).toBe(told.promised.of < 5 ? 'too-few' : kept >= 0.9 ? 'met' : 'missed');
          expect(work.meanAcknowledgeMs ?? 0).toBeCloseTo(mean(told.toClaim) ?? 0, 3);
          expect(work.meanResolveMs ?? 0).toBeCloseTo(mean(told.toEnd) ?? 0, 3);
          for (const name of ['processing', 'travel', 'onScene', 'total'] as const) {
            const values = told.stretches[name];
            expect([work[name]?.n ?? 0, work[name]?.medianMs, work[name]?.p90Ms], name).toEqual([
              values.length,
              median(values),
              ninth(values),
            ]);
          }
          expect(work.closedOut).toMatchObject({ n: told.closed, of: told.incidents });
          expect([work.procedure.n, work.procedure.of]).toEqual(told.steps);
          expect([work.deployment.n, work.deployment.of]).toEqual(told.officers);
          expect(work.falseDispatches).toMatchObject({ n: told.falseDispatched, of: told.dispatched });
          const years = ((now < period.to ? now : period.to).getTime() - period.from.getTime()) / (365 * 86_400_000);
          expect(work.falseAlarmFactor).toBeCloseTo(told.falseDispatched / 3 / years, 9);
          expect([work.escalatedRight.n, work.escalatedRight.of]).toEqual(told.escalated);
          expect([work.missed.n, work.missed.of]).toEqual(told.quiet);
          expect(Object.fromEntries(equipment.faults.map(({ device, count }) => [device, count]))).toEqual(told.faults);
          expect([equipment.audits.n, equipment.audits.of]).toEqual(told.audits);
          const { judged, inTime, points, proven, ...rest } = told.patrols;
          expect(patrols).toMatchObject({
            ...rest,
            onTime: { n: inTime, of: judged },
            proven: { n: proven, of: points },
          });
        },
      ),
      { numRuns: 150 },
    );
  });
});
