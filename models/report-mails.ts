import mongoose from 'mongoose';
import type { OwedMail, ReportMailStore } from '../src/ports-reports.js';
import { isDuplicateKey } from './duplicate.js';

interface Row extends Omit<OwedMail, 'id'> {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    reportId: { type: String, required: true },
    to: { type: String, required: true },
    via: { type: String, required: true },
    way: String,
    dueAt: { type: Date, required: true },
    attempts: { type: Number, required: true },
    state: { type: String, required: true },
    error: String,
    ref: String,
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ state: 1, dueAt: 1 });
schema.index({ reportId: 1 });

export function reportMailStore(connection: mongoose.Connection): ReportMailStore {
  const model = connection.model('ReportMail', schema, 'reportmails');
  const mailOf = ({ _id, ...mail }: Row): OwedMail => ({ id: _id, ...mail });
  return {
    async owe({ id, ...mail }) {
      try {
        await model.create({ _id: id, ...mail, attempts: 0, state: 'due' });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
    },
    async due(now, limit) {
      const rows = await model
        .find({ state: 'due', dueAt: { $lte: now } })
        .sort({ dueAt: 1 })
        .limit(limit)
        .lean<Row[]>();
      return rows.map(mailOf);
    },
    async settle(id, change) {
      await model.updateOne({ _id: id }, { $set: change });
    },
    async undelivered(id, error) {
      const { matchedCount } = await model.updateOne({ _id: id, state: 'sent' }, { $set: { state: 'refused', error } });
      return matchedCount === 1;
    },
    async of(reportId) {
      return (await model.find({ reportId }).sort({ _id: 1 }).lean<Row[]>()).map(mailOf);
    },
  };
}
