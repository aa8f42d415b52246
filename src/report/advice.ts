import type { Band, FalseAlarmCause, ShrinkCategory } from '../incident/index.js';
import type { ClientReport } from './client.js';
import { rolledUp, sameUnit } from './money-sums.js';
import type { Pattern } from './pattern.js';
import type { PeriodReport } from './period-report.js';
import { LEAST_N } from './spread.js';

/** What a report recommends, and the figures that say why. */
export type Advice =
  | { readonly what: 'pattern'; readonly pattern: Pattern }
  /** Too few were taken in time. */
  | { readonly what: 'staffing'; readonly inTime: number; readonly of: number }
  /** Most of what was lost has one cause. */
  | { readonly what: 'category'; readonly category: ShrinkCategory; readonly net: number; readonly of: number }
  /** Losses without a cause cannot be worked on. */
  | { readonly what: 'unknown'; readonly net: number; readonly of: number }
  /** A promise of the contract was not kept. */
  | { readonly what: 'sla'; readonly band: Band; readonly within: number; readonly of: number; readonly share: number }
  /** Points of patrols that nothing proves. */
  | { readonly what: 'patrols'; readonly proven: number; readonly of: number }
  /** Equipment that was not checked, or did not pass. */
  | { readonly what: 'audits'; readonly passed: number; readonly of: number }
  /** Most false alarms have one cause. */
  | { readonly what: 'false-alarms'; readonly cause: FalseAlarmCause; readonly count: number; readonly of: number };

/** Contracts ask for nine in ten; below four in five somebody has to act. Ours. */
const IN_TIME = 0.8;
const MOST = 0.5;
const TOLD = 5;

/** At most five things, each with its reason; nothing at all when nothing stands out. */
export function adviceOf({ withinTarget, money, unit, patterns }: PeriodReport): Advice[] {
  const { share, n, of } = withinTarget;
  const sums = money.find((each) => sameUnit(each, unit));
  const categories = Object.entries(sums ? rolledUp(sums) : {}) as [ShrinkCategory, number][];
  const [worst] = categories.sort(([, a], [, b]) => b - a);
  return [
    ...(share !== undefined && share < IN_TIME ? [{ what: 'staffing', inTime: n, of } as const] : []),
    ...(sums && worst && sums.net > 0 && worst[1] > sums.net * MOST
      ? worst[0] === 'unknown'
        ? [{ what: 'unknown', net: worst[1], of: sums.net } as const]
        : [{ what: 'category', category: worst[0], net: worst[1], of: sums.net } as const]
      : []),
    ...patterns.map((pattern) => ({ what: 'pattern', pattern }) as const),
  ].slice(0, TOLD);
}

/** Of points on patrols so many have to be proven, else somebody has to look why. Ours. */
const PROVEN = 0.9;

/** What a client should hear: promises that were not kept come before what repeats. */
export function clientAdviceOf(report: ClientReport): Advice[] {
  const { sla, patrols, equipment, falseCauses, falseAlarms } = report;
  const { proven } = patrols;
  const { audits } = equipment;
  const [cause] = falseCauses.filter(({ cause: why }) => why !== 'unknown');
  return [
    ...sla.flatMap(({ band, within, share, verdict }): Advice[] =>
      verdict === 'missed' ? [{ what: 'sla', band, within: within.n, of: within.of, share }] : [],
    ),
    ...(proven.share !== undefined && proven.share < PROVEN
      ? [{ what: 'patrols', proven: proven.n, of: proven.of } as const]
      : []),
    ...(audits.of > 0 && audits.n < audits.of ? [{ what: 'audits', passed: audits.n, of: audits.of } as const] : []),
    ...(cause && falseAlarms.n >= LEAST_N && cause.count > falseAlarms.n * MOST
      ? [{ what: 'false-alarms', cause: cause.cause, count: cause.count, of: falseAlarms.n } as const]
      : []),
    // Whether the desk itself is quick enough is said by the promises, where there are any.
    ...adviceOf(report).filter(({ what }) => what !== 'staffing' || sla.length === 0),
  ].slice(0, TOLD);
}
