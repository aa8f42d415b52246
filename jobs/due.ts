import type { Desk } from '../src/desk.js';
import type { Clock, IncidentStore } from '../src/ports.js';
import { createUnturned } from './unturned.js';

const LIMIT = 500;

/** Lets time act on the incidents whose clock has run out. Two instances may both try; the desk lets it happen once. */
export function createDue(parts: {
  readonly incidents: IncidentStore;
  readonly desk: Desk;
  readonly clock: Clock;
  /** Milliseconds of a clock that nobody can set. */
  readonly steady?: () => number;
  readonly failed: (what: string, error: unknown) => void;
}) {
  const unturned = createUnturned(parts.clock, parts.steady);

  return async function actOnDue(): Promise<'more' | 'idle'> {
    const now = parts.clock.now();
    const asOf = unturned();
    const ids = await parts.incidents.due(now, asOf, LIMIT);
    let acted = 0;
    for (const id of ids) {
      try {
        await parts.desk.execute(id, (state) => ({
          type: 'tick',
          actor: { kind: 'system', id: 'clock' },
          // One that is from the future was opened before the clock was set back, and its deadlines with it.
          ...(state.openedAt > now ? { asOf } : {}),
        }));
        acted += 1;
      } catch (error) {
        // One incident that cannot be saved must not stop everybody's clock.
        parts.failed(`the clock of incident ${id}`, error);
      }
    }
    return acted === LIMIT ? 'more' : 'idle';
  };
}
