import type { AccessEvent } from './access/index.js';

export interface AccessStore {
  /** `false` when it is there already. */
  keep(event: AccessEvent): Promise<boolean>;
  /** At a site, the oldest first. */
  at(siteId: string, from: Date, to: Date, limit: number): Promise<AccessEvent[]>;
  /** Of these badges, wherever they were. */
  of(badges: readonly string[], from: Date, to: Date, limit: number): Promise<AccessEvent[]>;
}
