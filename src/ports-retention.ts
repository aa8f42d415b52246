import type { DeletionReceipt, Retained } from './retention/index.js';

export interface RetentionStore {
  /** Sites of which something of this class is there; `undefined` for what is of none. */
  sites(what: Retained, known: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** Ids of what was made before that, the oldest first. */
  old(what: Retained, siteId: string | undefined, before: Date, limit: number): Promise<string[]>;
  /** Written before anything is deleted. */
  begin(receipt: DeletionReceipt): Promise<void>;
  delete(what: Retained, ids: readonly string[]): Promise<void>;
  done(receiptId: string): Promise<void>;
}
