import mongoose from 'mongoose';
import type { Inbox, InboxRow } from '../src/ports.js';
import { createBatched } from './batched.js';

interface Row extends Omit<InboxRow, 'id' | 'body'> {
  readonly _id: string;
  readonly body: Buffer | mongoose.mongo.Binary;
  readonly waiting: boolean;
  /** Bytes of the body, so that rows can be chosen without reading them. */
  readonly size: number;
  /** How often it failed alone. */
  readonly tries?: number;
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
    size: { type: Number, required: true },
    tries: Number,
    outcome: String,
    settledAt: Date,
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
// Only what waits is in the index, so that finding it costs the same after a million alarms.
schema.index({ grave: -1, order: 1 }, { partialFilterExpression: { waiting: true } });
schema.index({ settledAt: 1 }, { partialFilterExpression: { settledAt: { $type: 'date' } } });

/** Bodies read at once; one alone may be larger. */
const READ_BYTES = 16 * 1_048_576;
/** Bodies that are understood a moment after they came need not be read again; this many bytes are kept for it. */
const FRESH_BYTES = 8 * 1_048_576;
const FRESH_ROWS = 4_096;

export function inboxStore(connection: mongoose.Connection): Inbox {
  const model = connection.model('Inbox', schema, 'inbox');
  const fresh = createFresh();
  const put = createBatched<InboxRow, 'accepted' | 'duplicate'>(async (rows) => {
    const taken = await insert(rows);
    for (const [index, row] of rows.entries()) if (!taken.has(index)) fresh.add(row);
    return rows.map((_row, index) => (taken.has(index) ? 'duplicate' : 'accepted'));
  });

  /** Returns the positions whose id existed already. Any other refusal fails the whole batch: nobody is told 202. */
  async function insert(rows: readonly InboxRow[]): Promise<Set<number>> {
    try {
      const kept = rows.map(({ id, ...row }) => ({ _id: id, ...row, waiting: true, size: row.body.length }));
      await model.collection.insertMany(kept as never[], { ordered: false });
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
    put,

    async waiting(limit, { grave, except }) {
      const found = await model
        .find({ waiting: true, grave }, { size: 1 })
        .sort({ order: 1 })
        .limit(limit + (except?.size ?? 0))
        .lean<Pick<Row, '_id' | 'size'>[]>();
      let bytes = 0;
      const ids = found
        .filter(({ _id }) => !except?.has(_id))
        .slice(0, limit)
        .filter(({ size }, index) => {
          bytes += size;
          return index === 0 || bytes <= READ_BYTES;
        })
        .map(({ _id }) => _id);
      const unread = ids.filter((id) => !fresh.has(id));
      const rows = unread.length === 0 ? [] : await model.find({ _id: { $in: unread } }).lean<Row[]>();
      const read = new Map(rows.map((row) => [row._id, inboxRowOf(row)]));
      return ids.flatMap((id) => fresh.get(id) ?? read.get(id) ?? []);
    },

    async calm(ids) {
      if (ids.length === 0) return;
      for (const id of ids) fresh.delete(id);
      await model.updateMany({ _id: { $in: [...ids] } }, { $set: { grave: false, tries: 0 } });
    },

    async settle(rows, at) {
      if (rows.length === 0) return;
      for (const { id } of rows) fresh.delete(id);
      const byOutcome = new Map<string, string[]>();
      for (const { id, outcome } of rows) byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), id]);
      await model.bulkWrite(
        [...byOutcome].map(([outcome, ids]) => ({
          updateMany: { filter: { _id: { $in: ids } }, update: { $set: { waiting: false, outcome, settledAt: at } } },
        })),
      );
    },

    async tried(id) {
      const row = await model
        .findOneAndUpdate({ _id: id }, { $inc: { tries: 1 } }, { returnDocument: 'after' })
        .lean<Row>();
      return row?.tries ?? 0;
    },

    // Named so that the index of what waits answers it: of a long history nothing is read.
    depth: () => model.countDocuments({ waiting: true, grave: { $in: [true, false] } }),

    async load(id) {
      const row = await model.findById(id).lean<Row>();
      return row ? inboxRowOf(row) : undefined;
    },
  };
}

/** The rows put last, within a bound; the oldest give way. */
function createFresh() {
  const rows = new Map<string, InboxRow>();
  let bytes = 0;

  function forget(id: string): void {
    bytes -= rows.get(id)?.body.length ?? 0;
    rows.delete(id);
  }

  return {
    add(row: InboxRow): void {
      rows.set(row.id, row);
      bytes += row.body.length;
      for (const id of rows.keys()) {
        if (bytes <= FRESH_BYTES && rows.size <= FRESH_ROWS) return;
        forget(id);
      }
    },
    delete: forget,
    has: (id: string): boolean => rows.has(id),
    get: (id: string): InboxRow | undefined => rows.get(id),
  };
}

function inboxRowOf(row: Row): InboxRow {
  const { _id, waiting: _w, size: _b, outcome: _o, settledAt: _s, tries: _t, body, ...rest } = row;
  return { ...rest, id: _id, body: Buffer.isBuffer(body) ? body : Buffer.from(body.buffer) };
}
