import mongoose from 'mongoose';
import type { RetentionStore } from '../src/ports-retention.js';
import type { DeletionReceipt, Retained } from '../src/retention/index.js';
import { isDuplicateKey } from './duplicate.js';

type Row = Omit<DeletionReceipt, 'id'> & { readonly _id: string };

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    class: { type: String, required: true },
    siteId: String,
    before: { type: Date, required: true },
    count: { type: Number, required: true },
    digest: { type: String, required: true },
    at: { type: Date, required: true },
    state: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ at: -1 });

/** Where each class is, and which field says when it was made. */
const PLACES: Readonly<Record<Retained, { readonly collection: string; readonly at: string }>> = {
  access: { collection: 'access_events', at: 'at' },
  scan: { collection: 'patrol_scans', at: 'receivedAt' },
};

export function retentionStore(connection: mongoose.Connection): RetentionStore {
  const model = connection.model('DeletionReceipt', schema, 'deletion_receipts');
  const of = (what: Retained) => connection.collection<{ _id: string }>(PLACES[what].collection);
  /** A site that nobody names is not there, or `null`. */
  const at = (siteId: string | undefined) => ({ siteId: siteId ?? null });
  return {
    async sites(what, known) {
      const stranger = await of(what).findOne({ siteId: { $nin: [...known] } } as never, { projection: { siteId: 1 } });
      const other = (stranger as { siteId?: string } | null)?.siteId;
      return [...known, ...(stranger ? [other] : [])];
    },
    async old(what, siteId, before, limit) {
      const field = PLACES[what].at;
      const found = await of(what)
        .find({ ...at(siteId), [field]: { $lt: before } } as never, { projection: { _id: 1 } })
        .sort({ [field]: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },
    async begin({ id, siteId, ...receipt }) {
      try {
        await model.create({ _id: id, ...receipt, ...(siteId === undefined ? {} : { siteId }) } as never);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    async delete(what, ids) {
      await of(what).deleteMany({ _id: { $in: [...ids] } });
    },
    async done(receiptId) {
      await model.updateOne({ _id: receiptId }, { $set: { state: 'done' } });
    },
  };
}
