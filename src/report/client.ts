import { DateTime } from 'luxon';
import { BANDS, type Band, LOSS_METHODS } from '../incident/index.js';
import { inPeriod, tally } from './counting.js';
import { type Performance, performanceOf } from './performance.js';
import type { Period } from './period.js';
import { type PeriodParts, type PeriodReport, periodReport } from './period-report.js';
import { nameOfRow, type ReportRow, withoutTraits } from './row.js';
import { type SlaResult, type SlaTerm, slaResults } from './sla.js';
import type { Share } from './spread.js';
import { auditFigures, type PatrolFigures, patrolFigures, type ScanRow, type TaskRow } from './work.js';

/** Charts that a contract may choose. */
export const CLIENT_CHARTS = ['trend', 'heat-map', 'zones', 'response', 'bands', 'kinds'] as const;
export type ClientChart = (typeof CLIENT_CHARTS)[number];

/** What a contract asks of a report, and whom it is for. */
export interface ClientTerms {
  readonly id: string;
  readonly name: string;
  readonly charts: readonly ClientChart[];
  readonly sla: readonly SlaTerm[];
  /** From this band on an incident is told first. */
  readonly highlight: Band;
  /** Guarded sites: so many systems could have called falsely. */
  readonly sites: number;
  readonly devices: number;
}

/** What happened to one client in a period, and whether the contract was kept. Without a name of anybody and without free text. */
export interface ClientReport extends PeriodReport {
  readonly client: { readonly id: string; readonly name: string; readonly sites: number };
  readonly charts: readonly ClientChart[];
  readonly sla: readonly SlaResult[];
  readonly highlight: Band;
  /** From the contract's band on, the gravest first; at most `TOLD`. */
  readonly highlights: readonly ReportRow[];
  readonly highlighted: number;
  /** Every incident, the newest first; at most `DETAILS`, and how many more there were. */
  readonly details: readonly ReportRow[];
  readonly more: number;
  /** Incidents by zone and hour of the day. */
  readonly zoneHeat: readonly { readonly zone: string; readonly hours: readonly number[] }[];
  readonly performance: Performance;
  readonly patrols: PatrolFigures;
  readonly equipment: {
    readonly devices: number;
    /** Devices that were silent, tampered with or failed a check, with how often. */
    readonly faults: readonly { readonly device: string; readonly site: string; readonly count: number }[];
    readonly audits: Share;
  };
  readonly evidence: readonly EvidenceLine[];
  readonly moreEvidence: number;
  /** What the client thought of earlier reports: marks from 1 to 5 that were given in the period. */
  readonly satisfaction: { readonly n: number; readonly mean: number } | undefined;
}

export interface EvidenceLine {
  /** `INC-42` */
  readonly incident: string;
  readonly sha256: string;
  readonly type: string;
  readonly at: Date;
}

export interface ClientParts extends PeriodParts {
  readonly client: ClientTerms;
  /** Due in the period. */
  readonly tasks: readonly TaskRow[];
  /** Received in the period. */
  readonly scans: readonly ScanRow[];
  /** 1 to 5 each. */
  readonly marks: readonly number[];
}

const TOLD = 15;
const DETAILS = 60;
const ZONES = 10;
const FAULTS = 10;
const FILES = 60;
const FAULT_KINDS: ReadonlySet<string> = new Set(['device-offline', 'supervision', 'tamper']);

/** What was real, or may be, before what was not. */
const doubt = ({ disposition }: ReportRow): number =>
  disposition === 'false-alarm' ? 2 : disposition === 'undetermined' ? 1 : 0;

const gravity = ({ band }: ReportRow): number => BANDS.indexOf(band);

export function clientReport({ client, tasks, scans, marks, ...whole }: ClientParts): ClientReport {
  // What is covert and goes on stands on no page that others see, and in no sum of one.
  const parts = { ...whole, rows: whole.rows.filter(({ hidden }) => !hidden).map(withNamedWays) };
  const { period, now } = parts;
  const rows = inPeriod(parts.rows, period);
  const newest = [...rows].sort((a, b) => b.openedAt.getTime() - a.openedAt.getTime() || b.number - a.number);
  const grave = newest
    .filter((row) => gravity(row) >= BANDS.indexOf(client.highlight))
    .sort((a, b) => gravity(b) - gravity(a) || doubt(a) - doubt(b));
  const files = newest.flatMap((row) =>
    (row.evidence ?? []).map((file): EvidenceLine => ({ incident: nameOfRow(row), ...file })),
  );
  return {
    ...periodReport(parts),
    client: { id: client.id, name: client.name, sites: client.sites },
    charts: client.charts,
    sla: slaResults(client.sla, rows, now),
    highlight: client.highlight,
    highlights: grave.slice(0, TOLD).map(withoutTraits),
    highlighted: grave.length,
    details: newest.slice(0, DETAILS).map(withoutTraits),
    more: Math.max(0, newest.length - DETAILS),
    zoneHeat: zoneHeat(rows, period.zone),
    performance: performanceOf(rows, client.sites, until(period, now)),
    patrols: patrolFigures(tasks, scans, now),
    equipment: { devices: client.devices, faults: faultsOf(rows), audits: auditFigures(tasks, now) },
    evidence: files.slice(0, FILES),
    moreEvidence: Math.max(0, files.length - FILES),
    satisfaction:
      marks.length === 0
        ? undefined
        : { n: marks.length, mean: marks.reduce((sum, mark) => sum + mark, 0) / marks.length },
  };
}

/** Of a period that goes on, what has passed of it. */
const until = ({ from, to }: Period, now: Date) => ({ from, to: now < to ? now : to });

const WAYS: ReadonlySet<string> = new Set(LOSS_METHODS);

/** A client hears of ways that have a name of ours; what a detector or the desk wrote may name somebody. */
const withNamedWays = ({ traits, ...row }: ReportRow): ReportRow => {
  const named = (traits ?? []).filter(({ of, value }) => of === 'method' && WAYS.has(value));
  return named.length > 0 ? { ...row, traits: named } : row;
};

function zoneHeat(rows: readonly ReportRow[], zone: string): ClientReport['zoneHeat'] {
  const zones = new Map<string, { zone: string; hours: number[]; count: number }>();
  for (const { siteId, siteName, zoneId, zoneName, openedAt } of rows) {
    const key = `${siteId}/${zoneId ?? ''}`;
    const name = zoneName === undefined ? siteName : `${zoneName}, ${siteName}`;
    const known = zones.get(key) ?? { zone: name, hours: new Array<number>(24).fill(0), count: 0 };
    const { hour } = DateTime.fromJSDate(openedAt, { zone });
    known.hours[hour] = (known.hours[hour] ?? 0) + 1;
    known.count += 1;
    zones.set(key, known);
  }
  return [...zones.values()]
    .sort((a, b) => b.count - a.count || a.zone.localeCompare(b.zone))
    .slice(0, ZONES)
    .map(({ zone: name, hours }) => ({ zone: name, hours }));
}

function faultsOf(rows: readonly ReportRow[]): ClientReport['equipment']['faults'] {
  const faulty = rows.filter(({ kind, devices }) => FAULT_KINDS.has(kind) && devices.length > 0);
  const counts = tally(faulty, ({ siteId, devices }) => `${siteId}/${devices[0]?.id}`);
  const names = new Map(faulty.map((row) => [`${row.siteId}/${row.devices[0]?.id}`, row]));
  return Object.entries(counts)
    .map(([key, count]) => ({
      device: names.get(key)?.devices[0]?.name ?? key,
      site: names.get(key)?.siteName ?? '',
      count: count ?? 0,
    }))
    .sort((a, b) => b.count - a.count || a.device.localeCompare(b.device))
    .slice(0, FAULTS);
}
