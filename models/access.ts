import mongoose from 'mongoose';
import type { AccessEvent } from '../src/access/index.js';
import type { AccessStore } from '../src/ports-access.js';
import { isDuplicateKey } from './duplicate.js';

interface Row extends AccessEvent {
  readonly _id: string;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    source: { type: String, required: true },
    key: { type: String, required: true },
    at: { type: Date, required: true },
    receivedAt: { type: Date, required: true },
    siteId: { type: String, required: true },
    zoneId: String,
    door: { type: String, required: true },
    result: { type: String, required: true },
    direction: { type: String, required: true },
    badge: String,
    holder: String,
    reason: String,
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ siteId: 1, at: 1 });
schema.index({ badge: 1, at: 1 });
schema.index({ receivedAt: 1 });

export function accessStore(connection: mongoose.Connection): AccessStore {
  const model = connection.model('AccessEvent', schema, 'access_events');
  const eventOf = ({ _id, ...event }: Row): AccessEvent => event;
  return {
    async keep(event) {
      try {
        await model.create({ _id: `${event.source}/${event.key}`, ...event } as never);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    async at(siteId, zones, from, to, limit) {
      const rows = await model
        .find({
          siteId,
          at: { $gte: from, $lte: to },
          ...(zones === undefined ? {} : { zoneId: { $in: [...zones, null] } }),
        } as never)
        .sort({ at: -1 })
        .limit(limit)
        .lean<Row[]>();
      return rows.map(eventOf);
    },
    async elsewhere(badges, siteId, from, to, limit) {
      if (badges.length === 0) return [];
      const rows = await model
        .find({
          badge: { $in: [...badges] },
          at: { $gte: from, $lte: to },
          siteId: { $nin: [siteId] },
          result: 'granted',
        } as never)
        .limit(limit)
        .lean<Row[]>();
      return rows.map(eventOf);
    },
  };
}
