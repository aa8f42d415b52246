import type { ShrinkCategory } from '../incident/index.js';
import { rolledUp, sameUnit } from './money-sums.js';
import type { Pattern } from './pattern.js';
import type { PeriodReport } from './period-report.js';

/** What a report recommends, and the figures that say why. */
export type Advice =
  | { readonly what: 'pattern'; readonly pattern: Pattern }
  /** Too few were taken in time. */
  | { readonly what: 'staffing'; readonly inTime: number; readonly of: number }
  /** Most of what was lost has one cause. */
  | { readonly what: 'category'; readonly category: ShrinkCategory; readonly net: number; readonly of: number }
  /** Losses without a cause cannot be worked on. */
  | { readonly what: 'unknown'; readonly net: number; readonly of: number };

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
