import type { Clock, Leases } from '../src/ports.js';
import type { MessageStore, RetentionStore } from '../src/ports-retention.js';
import type { MarkStore } from '../src/ports-tasks.js';
import { later } from '../src/time.js';

export interface MessageRetentionParts {
  readonly messages: MessageStore;
  readonly receipts: Pick<RetentionStore, 'begin' | 'done'>;
  readonly marks: MarkStore;
  readonly leases: Pick<Leases, 'take'>;
  readonly holder: string;
  /** Milliseconds. */
  readonly keepMs: () => number;
  readonly digest: (value: unknown) => string;
  readonly clock: Clock;
}

const LEASE = 'retention-messages';
const LEASE_MS = 120_000;
/** More than any pass settles at the same moment. */
const AT_ONCE = 10_000;
/** In one run; the next one goes on. */
const BATCHES = 10;
const MARK = 'retention/alarm';
/** Of these an incident speaks: they go with it. */
const SPOKEN_OF = /signals|restores/;

/**
 * Deletes raw messages that led to nothing, once they are old: heartbeats and repetitions would fill every store in the end. Those
 * of which an incident speaks are its evidence, and go with it.
 */
export function createMessageRetention(parts: MessageRetentionParts) {
  const { messages, receipts, marks, leases, holder, keepMs, digest, clock } = parts;

  return async function clearMessages(): Promise<void> {
    if ((await leases.take(LEASE, holder, LEASE_MS)) === undefined) return;
    const now = clock.now();
    const before = later(now, -keepMs());
    let from = await marks.begin(MARK, new Date(0));
    for (let batch = 0; batch < BATCHES; batch++) {
      const some = await messages.settled(from, before, AT_ONCE);
      const last = some.at(-1);
      if (!last) return;
      const idle = some.filter(({ outcome }) => !SPOKEN_OF.test(outcome)).map(({ id }) => id);
      if (idle.length > 0) {
        const hash = digest(idle);
        const id = `alarm/${hash}`;
        const told = { class: 'alarm', siteId: undefined, before, count: idle.length, digest: hash, at: now } as const;
        await receipts.begin({ ...told, id, state: 'begun' });
        await messages.delete(idle);
        await receipts.done(id);
      }
      await marks.advance(MARK, last.at);
      if (some.length < AT_ONCE) return;
      // Of its moment a part was seen, so it is looked at again.
      if (last.at <= from) throw new Error(`more than ${AT_ONCE} messages of one moment: they cannot be told apart`);
      from = last.at;
    }
  };
}
