import type { Asset, AssetRecord } from './inventory/index.js';

/** What the inventory asks of the world. */

/** Which import is in force. */
export interface Inventory {
  readonly batch: string;
  readonly count: number;
  readonly at: Date;
  /** Of the file, so that whoever asks knows which it was. */
  readonly sha256: string;
}

export interface AssetStore {
  /** The import in force; nothing before the first one. */
  inventory(): Promise<Inventory | undefined>;
  /** All assets of it. */
  assets(batch: string): Promise<readonly Asset[]>;
  /**
   * Puts another inventory in the place of the one in force, all at once: whoever looks meanwhile sees the old one, and so does
   * everybody when it breaks off.
   */
  replace(inventory: Inventory, assets: readonly Asset[], progress?: (done: number) => void): Promise<void>;
  /** How assets stand that were ever anything but normal. */
  records(): Promise<readonly AssetRecord[]>;
  /** Those with a change that incidents have not heard of. */
  untold(): Promise<readonly AssetRecord[]>;
  record(id: string): Promise<AssetRecord | undefined>;
  /** Writes the successor of the version read; `false` when somebody else was faster. */
  save(record: AssetRecord): Promise<boolean>;
  /** Changes whenever a record or the inventory does: whoever keeps them in memory looks again. */
  mark(): Promise<string>;
}
