import { nameOfRow, type ReportRow, type RowTrait } from './row.js';
import { LEAST_N } from './spread.js';

/** Something that repeats, with the incidents that show it. */
export type Pattern =
  /** The same sort of thing in the same zone. */
  | ({
      readonly what: 'zone';
      readonly site: string;
      readonly zone: string;
      readonly kind: ReportRow['kind'];
    } & Repeats)
  /** One device, again and again called false. */
  | ({ readonly what: 'device'; readonly site: string; readonly device: string } & Repeats)
  /** The same zone in the same hour of the day. */
  | ({ readonly what: 'hour'; readonly site: string; readonly zone: string; readonly hour: number } & Repeats)
  /** The same plate, article, goods or way, wherever. */
  | ({
      readonly what: 'trait';
      readonly of: RowTrait['of'];
      readonly value: string;
      readonly site: string;
      readonly sites: number;
    } & Repeats)
  /** A site with many more than it usually has. */
  | ({ readonly what: 'site'; readonly site: string; readonly usual: number } & Repeats);

interface Repeats {
  readonly count: number;
  /** `INC-42`, the newest first; at most ten. */
  readonly incidents: readonly string[];
}

/** Three times in a week is no accident; ours. */
const LEAST = 3;
/** Twice the mean of the four periods before is a rise; ours. */
const RISE = 2;
const NAMED = 10;
const TOLD = 8;

export interface PatternParts {
  /** Tests and duplicates left out. */
  readonly rows: readonly ReportRow[];
  /** Incidents of each site in each of the four periods before; none where nobody counted. */
  readonly earlier: readonly (readonly ReportRow[])[];
  readonly hourOf: (at: Date) => number;
}

/** What repeats in a period, the most frequent first. */
export function patternsOf({ rows, earlier, hourOf }: PatternParts): Pattern[] {
  const patterns: Pattern[] = [
    ...grouped(rows, (row) => (row.zoneId === undefined ? undefined : `${row.siteId}/${row.zoneId} ${row.kind}`)).map(
      ([first, all]): Pattern => ({
        what: 'zone',
        site: first.siteName,
        zone: first.zoneName ?? '',
        kind: first.kind,
        ...repeats(all),
      }),
    ),
    ...grouped(
      rows.filter(({ disposition }) => disposition === 'false-alarm'),
      (row) => (row.devices[0] === undefined ? undefined : `${row.siteId} ${row.devices[0].id}`),
    ).map(
      ([first, all]): Pattern => ({
        what: 'device',
        site: first.siteName,
        device: first.devices[0]?.name ?? '',
        ...repeats(all),
      }),
    ),
    ...grouped(rows, (row) =>
      row.zoneId === undefined ? undefined : `${row.siteId}/${row.zoneId} ${hourOf(row.openedAt)}`,
    ).map(
      ([first, all]): Pattern => ({
        what: 'hour',
        site: first.siteName,
        zone: first.zoneName ?? '',
        hour: hourOf(first.openedAt),
        ...repeats(all),
      }),
    ),
    ...repeated(rows),
    ...risen(rows, earlier),
  ];
  return patterns.sort((a, b) => b.count - a.count || a.site.localeCompare(b.site)).slice(0, TOLD);
}

/** An incident with two goods is in two groups. */
function repeated(rows: readonly ReportRow[]): Pattern[] {
  const named = rows.flatMap((row) => (row.traits ?? []).map((trait) => ({ ...row, trait })));
  return grouped(named, ({ trait }) => `${trait.of} ${trait.value}`).map(
    ([{ trait, siteName }, all]): Pattern => ({
      what: 'trait',
      ...trait,
      site: siteName,
      sites: new Set(all.map(({ siteId }) => siteId)).size,
      ...repeats(all),
    }),
  );
}

const SHOWN = 3;

/** A plate says whose car it is: what is kept for years shows the end of it alone. */
export const withoutPlates = (patterns: readonly Pattern[]): readonly Pattern[] =>
  patterns.map((each) =>
    each.what === 'trait' && each.of === 'plate' ? { ...each, value: `…${each.value.slice(-SHOWN)}` } : each,
  );

function grouped<R extends ReportRow>(rows: readonly R[], keyOf: (row: R) => string | undefined): [R, readonly R[]][] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()].flatMap((all): [R, readonly R[]][] => {
    const [first] = all;
    return first && all.length >= LEAST ? [[first, all]] : [];
  });
}

function risen(rows: readonly ReportRow[], earlier: readonly (readonly ReportRow[])[]): Pattern[] {
  if (earlier.length === 0) return [];
  return grouped(rows, ({ siteId }) => siteId).flatMap(([first, all]): Pattern[] => {
    const before = earlier.map((each) => each.filter(({ siteId }) => siteId === first.siteId).length);
    const usual = before.reduce((sum, count) => sum + count, 0) / before.length;
    return all.length >= LEAST_N && all.length >= usual * RISE
      ? [{ what: 'site', site: first.siteName, usual, ...repeats(all) }]
      : [];
  });
}

const repeats = (all: readonly ReportRow[]): Repeats => ({
  count: all.length,
  incidents: [...all]
    .sort((a, b) => b.number - a.number)
    .slice(0, NAMED)
    .map(nameOfRow),
});
