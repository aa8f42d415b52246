import mongoose from 'mongoose';
import type { Lease, Leases } from '../src/ports.js';
import { isDuplicateKey } from './duplicate.js';

interface Row {
  readonly _id: string;
  readonly holder: string;
  /** Grows with each new holder. */
  readonly fence: number;
  /** Grows each time that the holder says it is alive; -1 says that it has given the lease up. */
  readonly beat: number;
}

const schema = new mongoose.Schema<Row>(
  { _id: { type: String, required: true }, holder: String, fence: Number, beat: Number },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

interface Held {
  readonly fence: number;
  readonly ttlMs: number;
  /** Before the store was asked: ours at least until a time to live after this. */
  readonly since: number;
}

/**
 * Leases that no clock can break. Nobody writes a time into the store: whoever waits for a lease watches whether its
 * holder still beats, on its own steady clock, and takes it when a whole time to live went by without. So a clock that
 * is set an hour forth or back neither frees a lease nor keeps one.
 *
 * `isGone` tells of a holder that its process has ended for certain; its leases need not run out first. `steady` is a
 * clock in milliseconds that nobody can set and that goes on while the process is stopped.
 */
export function leaseStore(
  connection: mongoose.Connection,
  isGone: (holder: string) => boolean,
  steady: () => number = () => performance.now(),
): Leases {
  const model = connection.model('Lease', schema, 'leases');
  const mine = new Map<string, Held>();
  const asked = new Map<string, Promise<Lease | undefined>>();
  const watched = new Map<string, { readonly fence: number; readonly beat: number; readonly since: number }>();

  const leftMs = (name: string, fence: number): number => {
    const held = mine.get(name);
    return held?.fence === fence ? Math.max(0, held.ttlMs - (steady() - held.since)) : 0;
  };

  function hold(name: string, fence: number, ttlMs: number, since: number): Lease {
    mine.set(name, { fence, ttlMs, since });
    watched.delete(name);
    return { fence, leftMs: () => leftMs(name, fence) };
  }

  async function beat(name: string, holder: string, fence: number): Promise<boolean> {
    const { matchedCount } = await model.updateOne({ _id: name, holder, fence }, { $inc: { beat: 1 } });
    return matchedCount === 1;
  }

  /** The holder was not heard of for a whole time to live, as far as this process has watched. */
  function silent(held: Row, ttlMs: number, now: number): boolean {
    const seen = watched.get(held._id);
    if (seen?.fence === held.fence && seen.beat === held.beat) return now - seen.since >= ttlMs;
    watched.set(held._id, { fence: held.fence, beat: held.beat, since: now });
    return false;
  }

  async function ask(name: string, holder: string, ttlMs: number): Promise<Lease | undefined> {
    const now = steady();
    const have = mine.get(name);
    if (have) {
      if (leftMs(name, have.fence) > ttlMs / 2) return hold(name, have.fence, ttlMs, have.since);
      if (await beat(name, holder, have.fence)) return hold(name, have.fence, ttlMs, now);
      mine.delete(name);
    }
    const held = await model.findById(name).lean<Row>();
    if (!held) return (await insert(name, holder)) ? hold(name, 1, ttlMs, now) : undefined;
    // Our own name without our knowing: the store took it, and its answer was lost on the way.
    const free = held.beat < 0 || held.holder === holder || isGone(held.holder);
    if (!free && !silent(held, ttlMs, now)) return undefined;
    // Whoever changes this very row first has it; the fence tells what the old holder began from what we begin.
    const taken = await model.updateOne(
      { _id: name, fence: held.fence, holder: held.holder, beat: held.beat },
      { $set: { holder, beat: 0 }, $inc: { fence: 1 } },
    );
    return taken.matchedCount === 1 ? hold(name, held.fence + 1, ttlMs, now) : undefined;
  }

  return {
    // Two tasks of this process that want the same lease are one who asks.
    take(name, holder, ttlMs) {
      const asking = asked.get(name) ?? ask(name, holder, ttlMs).finally(() => asked.delete(name));
      asked.set(name, asking);
      return asking;
    },

    held: () => [...mine.keys()],

    async release(name, holder) {
      const fence = mine.get(name)?.fence;
      mine.delete(name);
      if (fence !== undefined) await model.updateOne({ _id: name, holder, fence }, { $set: { beat: -1 } });
    },
  };

  async function insert(name: string, holder: string): Promise<boolean> {
    try {
      await model.create({ _id: name, holder, fence: 1, beat: 0 });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }
}
