import mongoose from 'mongoose';
import type { Inbox, InboxRow } from '../src/ports.js';

interface Row extends Omit<InboxRow, 'id' | 'body'> {
  readonly _id: string;
  readonly body: Buffer | mongoose.mongo.Binary;
  readonly waiting: boolean;
  readonly outcome?: string;
  readonly settledAt?: Date;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    source: { type: String, required: true },
    contentType: { type: String, required: true },
    contentTypeHeader: { type: String, required: true },
    body: { type: mongoose.Schema.Types.Buffer, required: true },
    sha256: { type: String, required: true },
    keptSha256: { type: String, required: true },
    redactions: { type: Number, required: true },
    receivedAt: { type: Date, required: true },
    grave: { type: Boolean, required: true },
    order: { type: Number, required: true },
    waiting: { type: Boolean, required: true },
    outcome: String,
    settledAt: Date,
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
// Only what waits is in the index, so that finding it costs the same after a million alarms.
schema.index({ grave: -1, order: 1 }, { partialFilterExpression: { waiting: true } });

/** Bodies that wait for one flush together. Bounded, so that a burst waits in the sockets and not in memory. */
const BATCH = 256;

export function inboxStore(connection: mongoose.Connection): Inbox {
  const model = connection.model('Inbox', schema, 'inbox');
  let queue: { row: InboxRow; done: (answer: 'accepted' | 'duplicate') => void; failed: (error: unknown) => void }[] =
    [];
  let flushing = 0;

  async function flush(): Promise<void> {
    flushing += 1;
    const batch = queue.slice(0, BATCH);
    queue = queue.slice(BATCH);
    try {
      const taken = await insert(batch.map(({ row }) => row));
      batch.forEach(({ done }, index) => {
        done(taken.has(index) ? 'duplicate' : 'accepted');
      });
    } catch (error) {
      for (const { failed } of batch) failed(error);
    } finally {
      flushing -= 1;
      if (queue.length > 0) void flush();
    }
  }

  /** Returns the positions whose id existed already. Any other refusal fails the whole batch: nobody is told 202. */
  async function insert(rows: readonly InboxRow[]): Promise<Set<number>> {
    try {
      await model.collection.insertMany(rows.map(({ id, ...row }) => ({ _id: id, ...row, waiting: true })) as never[], {
        ordered: false,
      });
      return new Set();
    } catch (error) {
      const { writeErrors } = error as {
        writeErrors?: { code: number; index: number }[] | { code: number; index: number };
      };
      const errors = Array.isArray(writeErrors) ? writeErrors : writeErrors ? [writeErrors] : [];
      if (errors.length === 0 || errors.some(({ code }) => code !== 11000)) throw error;
      return new Set(errors.map(({ index }) => index));
    }
  }

  return {
    put: (row) =>
      new Promise((done, failed) => {
        queue.push({ row, done, failed });
        // Many senders share one flush: while one is on its way the next ones gather.
        if (flushing < 2) void flush();
      }),

    async waiting(limit) {
      const rows = await model.find({ waiting: true }).sort({ grave: -1, order: 1 }).limit(limit).lean<Row[]>();
      return rows.map(inboxRowOf);
    },

    async settle(rows, at) {
      if (rows.length === 0) return;
      const byOutcome = new Map<string, string[]>();
      for (const { id, outcome } of rows) byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), id]);
      await model.bulkWrite(
        [...byOutcome].map(([outcome, ids]) => ({
          updateMany: { filter: { _id: { $in: ids } }, update: { $set: { waiting: false, outcome, settledAt: at } } },
        })),
      );
    },

    depth: () => model.countDocuments({ waiting: true }),

    async load(id) {
      const row = await model.findById(id).lean<Row>();
      return row ? inboxRowOf(row) : undefined;
    },
  };
}

function inboxRowOf(row: Row): InboxRow {
  const { _id, waiting: _w, outcome: _o, settledAt: _s, body, ...rest } = row;
  return { ...rest, id: _id, body: Buffer.isBuffer(body) ? body : Buffer.from(body.buffer) };
}
