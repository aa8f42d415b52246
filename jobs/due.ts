import type { Desk } from '../src/desk.js';
import type { Clock, IncidentStore } from '../src/ports.js';

/** Lets time act on the incidents whose clock has run out. Two instances may both try; the desk lets it happen once. */
export function createDue(parts: { readonly incidents: IncidentStore; readonly desk: Desk; readonly clock: Clock }) {
  return async function actOnDue(): Promise<'more' | 'idle'> {
    const ids = await parts.incidents.due(parts.clock.now(), 100);
    for (const id of ids) await parts.desk.execute(id, { type: 'tick', actor: { kind: 'system', id: 'clock' } });
    return ids.length === 100 ? 'more' : 'idle';
  };
}
