import type { AccessEvent } from './access/index.js';

export interface AccessStore {
  /** `false` when it is there already. */
  keep(event: AccessEvent): Promise<boolean>;
  /** At a site, in these zones or in none that anybody named, the newest first; in all of it without zones. */
  at(siteId: string, zones: readonly string[] | undefined, from: Date, to: Date, limit: number): Promise<AccessEvent[]>;
  /** Granted to these badges at other sites. */
  elsewhere(badges: readonly string[], siteId: string, from: Date, to: Date, limit: number): Promise<AccessEvent[]>;
}
