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
const BATCHES = 500;
const MARK = 'retention/alarm';
/** What became of them stands before what a detector said. */
const isOf = (what: 'signals' | 'restores', outcome: string): boolean =>
  new RegExp(`(^|, )\\d+ ${what}\\b`).test(outcome.split('ignored:')[0] ?? '');

/**
 * Deletes raw messages that led to nothing, once they are old: heartbeats and repetitions would fill every store in the end. Those
 * of which an incident speaks are its evidence, and go with it.
 */
export function createMessageRetention(parts: MessageRetentionParts) {
  const { messages, receipts, marks, leases, holder, keepMs, digest, clock } = parts;

  return async function clearMessages(): Promise<void> {
    const now = clock.now();
    const before = later(now, -keepMs());
    let from = await marks.begin(MARK, new Date(0));
    for (let batch = 0; batch < BATCHES; batch++) {
      if ((await leases.take(LEASE, holder, LEASE_MS)) === undefined) return;
      const some = await messages.settled(from, before, AT_ONCE);
      const last = some.at(-1);
      if (!last) return;
      // An incident speaks of its alarms, and of what ended them: these go with it.
      const quiet = some.filter(({ outcome }) => !isOf('signals', outcome));
      const told = await messages.told(quiet.filter(({ outcome }) => isOf('restores', outcome)).map(({ id }) => id));
      const idle = quiet.map(({ id }) => id).filter((id) => !told.has(id));
      if (idle.length > 0) {
        const hash = digest(idle);
        const id = `alarm/${hash}`;
        const receipt = {
          class: 'alarm',
          siteId: undefined,
          before,
          count: idle.length,
          digest: hash,
          at: now,
        } as const;
        await receipts.begin({ ...receipt, id, state: 'begun' });
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
