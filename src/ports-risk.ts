import type { Risk, RiskRow } from './risk/index.js';

/** Risk as it was on a day. */
export interface RiskDay {
  /** `2026-11-22`, on the organisation's calendar. */
  readonly day: string;
  readonly at: Date;
  readonly risks: readonly Risk[];
}

export interface RiskStore {
  /** Incidents opened since then. */
  rows(since: Date): Promise<RiskRow[]>;
  /** `false` when the day is there already. */
  keep(day: RiskDay): Promise<boolean>;
  /** The newest that is not later than this day. */
  latest(day: string): Promise<RiskDay | undefined>;
}
