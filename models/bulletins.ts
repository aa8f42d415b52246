import mongoose from 'mongoose';
import type { BulletinStore, OwedBulletin } from '../src/ports-news.js';
import { isDuplicateKey } from './duplicate.js';

interface Row extends Omit<OwedBulletin, 'id' | 'dueAt'> {
  readonly _id: string;
  /** Left out once it was told, or is not going to be. */
  readonly dueAt?: Date;
  readonly end?: unknown;
  readonly forgetAt: Date;
}

/** How long an id is known, so that nobody says it again. */
const KNOWN_MS = 30 * 86_400_000;

const { Mixed } = mongoose.Schema.Types;
const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    to: Mixed,
    accent: String,
    title: String,
    lines: [String],
    madeAt: Date,
    until: Date,
    report: String,
    told: String,
    files: { type: [String], default: undefined },
    dueAt: Date,
    attempts: Number,
    attempt: Mixed,
    lastError: String,
    end: Mixed,
    forgetAt: { type: Date, required: true },
  },
  { versionKey: false, minimize: false, strict: 'throw', autoCreate: false },
);
schema.index({ dueAt: 1 }, { sparse: true });
schema.index({ forgetAt: 1 }, { expireAfterSeconds: 0 });

export function bulletinStore(connection: mongoose.Connection): BulletinStore {
  const model = connection.model('Bulletin', schema, 'bulletins');
  return {
    async add({ id, ...bulletin }) {
      const { madeAt } = bulletin;
      const forgetAt = new Date(madeAt.getTime() + KNOWN_MS);
      try {
        await model.create({ _id: id, ...bulletin, dueAt: madeAt, attempts: 0, forgetAt } as never);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async due(now, limit) {
      const rows = await model
        .find({ dueAt: { $lte: now } })
        .sort({ dueAt: 1 })
        .limit(limit)
        .lean<(Row & Required<Pick<Row, 'dueAt'>>)[]>();
      return rows.map(({ _id, forgetAt: _forget, end: _end, ...row }) => ({ ...row, id: _id }));
    },

    async begin({ id, attempts }, attempt) {
      const { matchedCount } = await model.updateOne(
        { _id: id, attempts, dueAt: { $type: 'date' } },
        { $set: { attempt } },
      );
      return matchedCount === 1;
    },

    async later(id, { dueAt, error, inDoubt }) {
      const change = { $set: { dueAt, lastError: error }, $inc: { attempts: 1 } };
      await model.updateOne({ _id: id }, inDoubt ? change : { ...change, $unset: { attempt: '', files: '' } });
    },

    async told(id, ref, dueAt) {
      await model.updateOne({ _id: id }, { $set: { told: ref, dueAt, attempts: 0 } });
    },

    async brought(id, files) {
      await model.updateOne({ _id: id }, { $set: { files } });
    },

    async end(id, end) {
      await model.updateOne({ _id: id }, { $set: { end }, $unset: { dueAt: '' } });
    },
  };
}
