import mongoose from 'mongoose';
import type { OptOuts, PageLog, SentPage } from '../src/ports.js';

type Row = Omit<SentPage, 'token'> & { readonly _id: string; readonly expiresAt: Date };

/** Receipts come within minutes, answers within hours; nobody answers a text of last week. */
const KEPT_MS = 3 * 86_400_000;

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    via: { type: String, required: true },
    to: { type: String, required: true },
    personId: String,
    pages: { type: [{ _id: false, incidentId: String, page: String }], required: true },
    at: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ to: 1, at: -1 });
schema.index({ expiresAt: 1 }, { expireAfterSeconds: 0 });

export function pageLog(connection: mongoose.Connection): PageLog {
  const model = connection.model('SentPage', schema, 'sentpages');
  return {
    async note({ token, ...page }) {
      const row = { _id: token, ...page, expiresAt: new Date(page.at.getTime() + KEPT_MS) };
      await model.replaceOne({ _id: token }, row, { upsert: true });
    },
    async byToken(token) {
      const row = await model.findById(token).lean<Row>();
      return row ? sentOf(row) : undefined;
    },
    async lately(to, since, limit) {
      const rows = await model
        .find({ to, at: { $gte: since } })
        .sort({ at: -1 })
        .limit(limit)
        .lean<Row[]>();
      return rows.map(sentOf);
    },
  };
}

const sentOf = ({ _id, via, to, personId, pages, at }: Row): SentPage => ({
  token: _id,
  via,
  to,
  ...(personId ? { personId } : {}),
  pages: pages.map(({ incidentId, page }) => ({ incidentId, page })),
  at,
});

const optOutSchema = new mongoose.Schema<{ _id: string; at: Date }>(
  { _id: { type: String, required: true }, at: { type: Date, required: true } },
  { versionKey: false, strict: 'throw', autoCreate: false },
);

/** Few, and asked for at every page: read once, and written through. Other instances learn of one with their next look. */
export async function optOuts(connection: mongoose.Connection): Promise<OptOuts & { look(): Promise<void> }> {
  const model = connection.model('OptOut', optOutSchema, 'optouts');
  let known = new Set<string>();
  const look = async (): Promise<void> => {
    const rows = await model.find({}).limit(100_000).lean<{ _id: string }[]>();
    known = new Set(rows.map(({ _id }) => _id));
  };
  await look();
  return {
    look,
    has: (phone) => known.has(phone),
    async add(phone, at) {
      known.add(phone);
      await model.updateOne({ _id: phone }, { $set: { at } }, { upsert: true });
    },
    async remove(phone) {
      known.delete(phone);
      await model.deleteOne({ _id: phone });
    },
  };
}
