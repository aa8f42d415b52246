import { times } from './counting.js';
import type { Period } from './period.js';
import type { ReportRow } from './row.js';
import { type Share, type Spread, shareOf, spreadOf } from './spread.js';
import { sum } from './sum.js';

/** How the work was done. Formulas as named; those that are ours say so. Tests and duplicates are left out. */
export interface Performance {
  /** Alarm to claim, mean in milliseconds (MTTA); nothing of no claims. */
  readonly meanAcknowledgeMs: number | undefined;
  /** Alarm to resolution, mean in milliseconds (MTTR). */
  readonly meanResolveMs: number | undefined;
  /** The four stamps of a dispatch, none inferred (NIJ, Chula Vista): each stretch where both of its ends are known. */
  readonly processing: Spread | undefined;
  readonly travel: Spread | undefined;
  readonly onScene: Spread | undefined;
  readonly total: Spread | undefined;
  /** Resolved with an outcome, of those opened. */
  readonly closedOut: Share;
  /** Required steps done, of required steps, in resolved incidents; skipped ones are not done. */
  readonly procedure: Share;
  /** Called false, of those that somebody was sent to and that are over. */
  readonly falseDispatches: Share;
  /** False dispatches for each guarded site and year (adialarm MSR 1999); nothing when no site is guarded. */
  readonly falseAlarmFactor: number | undefined;
  /** Officers sent who were first of all who could be, of all sent. Ours. */
  readonly deployment: Share;
  /** Confirmed or prevented, of those escalated and over. Ours. */
  readonly escalatedRight: Share;
  /** Confirmed or prevented, of those never escalated and over: what was missed. Ours. */
  readonly missed: Share;
}

const YEAR_MS = 365 * 86_400_000;

export function performanceOf(
  rows: readonly ReportRow[],
  sites: number,
  { from, to }: Pick<Period, 'from' | 'to'>,
): Performance {
  const over = rows.filter(({ disposition }) => disposition !== undefined && disposition !== 'undetermined');
  const real = ({ disposition }: ReportRow): boolean => disposition === 'confirmed' || disposition === 'prevented';
  const escalated = over.filter((row) => row.escalated);
  const quiet = over.filter((row) => !row.escalated);
  const sentTo = over.filter(({ dispatchedAt }) => dispatchedAt !== undefined);
  const falseOnes = sentTo.filter(({ disposition }) => disposition === 'false-alarm').length;
  const years = (to.getTime() - from.getTime()) / YEAR_MS;
  const steps = rows.flatMap(({ resolvedAt, steps: walked }) => (resolvedAt && walked ? [walked] : []));
  const sent = rows.flatMap((row) => (row.sent ? [row.sent] : []));
  return {
    meanAcknowledgeMs: mean(times(rows, ({ acknowledgedAt }) => acknowledgedAt)),
    meanResolveMs: mean(times(rows, ({ resolvedAt }) => resolvedAt)),
    processing: between(
      rows,
      ({ openedAt }) => openedAt,
      ({ dispatchedAt }) => dispatchedAt,
    ),
    travel: between(
      rows,
      ({ dispatchedAt }) => dispatchedAt,
      ({ onSceneAt }) => onSceneAt,
    ),
    onScene: between(
      rows,
      ({ onSceneAt }) => onSceneAt,
      ({ clearAt }) => clearAt,
    ),
    total: between(
      rows,
      ({ openedAt }) => openedAt,
      ({ clearAt }) => clearAt,
    ),
    closedOut: shareOf(rows.filter(({ disposition }) => disposition !== undefined).length, rows.length),
    procedure: shareOf(sum(steps.map(({ done }) => done)), sum(steps.map(({ required }) => required))),
    falseDispatches: shareOf(falseOnes, sentTo.length),
    falseAlarmFactor: sites === 0 ? undefined : falseOnes / sites / years,
    deployment: shareOf(sum(sent.map(({ best }) => best)), sum(sent.map(({ officers }) => officers))),
    escalatedRight: shareOf(escalated.filter(real).length, escalated.length),
    missed: shareOf(quiet.filter(real).length, quiet.length),
  };
}

type At = (row: ReportRow) => Date | undefined;

const between = (rows: readonly ReportRow[], from: At, to: At): Spread | undefined =>
  spreadOf(
    rows.flatMap((row) => {
      const [begin, end] = [from(row), to(row)];
      return begin && end && end >= begin ? [end.getTime() - begin.getTime()] : [];
    }),
  );

const mean = (values: readonly number[]): number | undefined =>
  values.length === 0 ? undefined : sum(values) / values.length;
