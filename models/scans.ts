import mongoose from 'mongoose';
import type { KeptScan } from '../src/patrol/index.js';
import type { ScanRef, ScanStore } from '../src/ports-patrol.js';
import { isDuplicateKey } from './duplicate.js';

interface Row extends KeptScan {
  readonly _id: string;
}

const { Mixed } = mongoose.Schema.Types;
const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    source: { type: String, required: true },
    key: { type: String, required: true },
    guard: { type: String, required: true },
    checkpoint: String,
    siteId: String,
    deviceAt: { type: Date, required: true },
    receivedAt: { type: Date, required: true },
    madeAt: { type: Date, required: true },
    at: Mixed,
    accuracyM: Number,
    distanceM: Number,
    aheadMs: Number,
    proven: { type: Boolean, required: true },
    reasons: { type: [String], required: true },
    remarks: { type: [String], required: true },
    task: Number,
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ guard: 1, madeAt: 1 });
schema.index({ receivedAt: -1 });
schema.index({ siteId: 1, receivedAt: 1 });
schema.index({ task: 1 });

const idOf = ({ source, guard, key }: ScanRef): string => `${source}/${encodeURIComponent(guard)}/${key}`;

export function scanStore(connection: mongoose.Connection): ScanStore {
  const model = connection.model('PatrolScan', schema, 'patrol_scans');
  const kept = ({ _id, ...scan }: Row): KeptScan => scan;
  return {
    async keep(scan) {
      try {
        await model.create({ _id: idOf(scan), ...scan } as never);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async find(scan) {
      const row = await model.findById(idOf(scan)).lean<Row>();
      return row ? kept(row) : undefined;
    },
    async around(guard, at, spanMs, limit) {
      const from = new Date(at.getTime() - spanMs);
      const to = new Date(at.getTime() + spanMs);
      const [before, after] = await Promise.all([
        model
          .find({ guard, madeAt: { $gte: from, $lte: at } })
          .sort({ madeAt: -1 })
          .limit(limit)
          .lean<Row[]>(),
        model
          .find({ guard, madeAt: { $gt: at, $lte: to } })
          .sort({ madeAt: 1 })
          .limit(limit)
          .lean<Row[]>(),
      ]);
      return [...before.reverse(), ...after].map(kept);
    },
    async unprove(scans) {
      if (scans.length === 0) return;
      await model.updateMany({ _id: { $in: scans.map(idOf) } }, {
        $set: { proven: false },
        $addToSet: { reasons: 'burst' },
      } as never);
    },
    async ticked(scan, task) {
      await model.updateOne({ _id: idOf(scan) }, { $set: { task } });
    },
    async newest(limit) {
      return (await model.find().sort({ receivedAt: -1 }).limit(limit).lean<Row[]>()).map(kept);
    },
  };
}
