import type { Desk } from '../src/desk.js';
import type { Clock, IncidentStore } from '../src/ports.js';

const LIMIT = 500;

/** Lets time act on the incidents whose clock has run out. Two instances may both try; the desk lets it happen once. */
export function createDue(parts: {
  readonly incidents: IncidentStore;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}) {
  return async function actOnDue(): Promise<'more' | 'idle'> {
    const ids = await parts.incidents.due(parts.clock.now(), LIMIT);
    let acted = 0;
    for (const id of ids) {
      try {
        await parts.desk.execute(id, { type: 'tick', actor: { kind: 'system', id: 'clock' } });
        acted += 1;
      } catch (error) {
        // One incident that cannot be saved must not stop everybody's clock.
        parts.failed(`the clock of incident ${id}`, error);
      }
    }
    return acted === LIMIT ? 'more' : 'idle';
  };
}
