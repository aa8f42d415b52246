import type { OfficerState, RankReason } from '../../src/dispatch/index.js';

/** What is said of officers and of who is sent, in one language. */
export interface DispatchWords {
  readonly states: Readonly<Record<OfficerState, string>>;
  reason(reason: RankReason): string;
  /** `620 m, fix 20 s old, holds keys`: why somebody stands where they stand. */
  explained(reasons: readonly RankReason[]): string;
  distance(metres: number): string;
}
