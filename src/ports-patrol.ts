import type { KeptScan } from './patrol/index.js';

/** Telephones of two guards may count their scans from one, each. */
export type ScanRef = Pick<KeptScan, 'source' | 'guard' | 'key'>;

/** What patrols ask of the world: where scans are kept. */
export interface ScanStore {
  /** `false` when this scan is kept already. */
  keep(scan: KeptScan): Promise<boolean>;
  find(scan: ScanRef): Promise<KeptScan | undefined>;
  /** Of one guard, made so near to that time; those that are nearest, at most `limit` before and `limit` after it. */
  around(guard: string, at: Date, spanMs: number, limit: number): Promise<readonly KeptScan[]>;
  /** They are part of a burst: they prove nothing any more. */
  unprove(scans: readonly ScanRef[]): Promise<void>;
  /** It ticks off a point of that task, and of no other. */
  ticked(scan: ScanRef, task: number): Promise<void>;
  newest(limit: number): Promise<readonly KeptScan[]>;
}
