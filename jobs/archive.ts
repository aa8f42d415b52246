import type { Desk } from '../src/desk.js';
import type { Clock, IncidentStore } from '../src/ports.js';
import { later } from '../src/time.js';

/** Takes incidents off the board that were resolved longer ago than the book says. Returns how many. */
export function createArchiving(parts: {
  readonly incidents: IncidentStore;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly afterMs: () => number;
}) {
  return async function archiveResolved(): Promise<number> {
    const before = later(parts.clock.now(), -parts.afterMs());
    let archived = 0;
    for (;;) {
      const already = archived;
      const ids = await parts.incidents.resolvedBefore(before, 100);
      for (const id of ids) {
        const result = await parts.desk.execute(id, { type: 'archive', actor: { kind: 'system', id: 'archive' } });
        if (result.ok) archived += 1;
      }
      // Those that could not be archived now would be found again at once; the next hour comes by itself.
      if (ids.length < 100 || archived === already) return archived;
    }
  };
}
