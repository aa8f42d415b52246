import mongoose from 'mongoose';
import type { Band, Incident, IncidentState, Owed } from '../src/incident/index.js';
import type { Engaged, IncidentQuery, IncidentStore } from '../src/ports.js';
import { afterCursor, cursorOf } from './cursor.js';
import { incidentOwings } from './incident-owings.js';
import { derived, type IncidentRow, incidentOf, incidentSchema } from './incident-row.js';
import { incidentWrites, type PageRow } from './incident-writes.js';
import { planStore } from './plans.js';

const pageSchema = new mongoose.Schema<PageRow>(
  {
    _id: { type: String, required: true },
    incidentId: { type: String, required: true },
    page: { type: Number, required: true },
    entries: { type: [mongoose.Schema.Types.Mixed], required: true },
  },
  { versionKey: false, minimize: false, strict: 'throw', autoCreate: false },
);
pageSchema.index({ incidentId: 1, page: 1 });

/** Signals that could join something look back at most this many incidents of a site. */
const CANDIDATES = 200;

/** Recurrence saturates long before: counting further would cost more the longer the history. */
const COUNTED = 20;

export function incidentStore(connection: mongoose.Connection): IncidentStore {
  const rows = connection.model('Incident', incidentSchema, 'incidents');
  const pages = connection.model('TimelinePage', pageSchema, 'timelinepages');
  const plans = planStore(connection);
  const writes = incidentWrites(connection, plans);
  const owings = incidentOwings(connection, plans);
  const read = async (found: readonly IncidentRow[]): Promise<Incident[]> =>
    (await plans.unpacked(found)).map(incidentOf);

  return {
    async load(id) {
      const row = await rows.findById(id).lean<IncidentRow>();
      return row ? (await read([row]))[0] : undefined;
    },

    async loadByNumber(number) {
      const row = await rows.findOne({ number }).lean<IncidentRow>();
      return row ? (await read([row]))[0] : undefined;
    },

    insert: writes.insert,

    save: (incident, more) => writes.save({ incident, ...more }),

    async candidates(siteId, since) {
      const projection = { state: 1 };
      const live = await rows
        .find({ siteId, live: true }, projection)
        .sort({ lastSignalAt: -1 })
        .limit(CANDIDATES)
        .lean<IncidentRow[]>();
      const resolved = await rows
        .find({ siteId, live: false, lastSignalAt: { $gte: since } }, projection)
        .sort({ lastSignalAt: -1 })
        .limit(CANDIDATES)
        .lean<IncidentRow[]>();
      const states = [...live, ...resolved].map(({ state }) => ({ state }));
      return (await plans.unpacked(states)).map(({ state }): IncidentState => state);
    },

    countSince: (siteId, zoneId, since) =>
      rows.countDocuments({ siteId, zoneId: zoneId ?? null, openedAt: { $gte: since } }, { limit: COUNTED }),

    async list(query) {
      const filter = filterOf(query);
      const order =
        query.order === 'urgency' ? ({ rank: -1, openedAt: 1 } as const) : ({ openedAt: -1, number: -1 } as const);
      const found = await rows
        .find(filter)
        .sort(order)
        .limit(query.limit + 1)
        .lean<IncidentRow[]>();
      const items = found.slice(0, query.limit);
      const last = items.at(-1);
      const more = found.length > query.limit && last !== undefined && query.order === 'newest';
      return { items: await read(items), ...(more ? { next: cursorOf(last) } : {}) };
    },

    async due(now, asOf, limit) {
      const found = await rows
        .find(
          asOf > now
            ? { dueAt: { $lte: asOf, $type: 'date' }, $or: [{ dueAt: { $lte: now } }, { openedAt: { $gt: now } }] }
            : { dueAt: { $lte: now, $type: 'date' } },
          { _id: 1 },
        )
        .sort({ dueAt: 1 })
        .limit(limit)
        .lean<{ _id: string }[]>();
      return found.map((row) => row._id);
    },

    async calling(now, limit) {
      const found = await rows
        .find({ callAt: { $lte: now, $type: 'date' } })
        .sort({ callPriority: 1, callAt: 1 })
        .limit(limit)
        .lean<IncidentRow[]>();
      return await read(found);
    },

    async engaged(limit) {
      const projection = { 'state.responders': 1, 'state.claim': 1, 'state.status': 1, 'state.lifeSafety': 1 };
      const found = await rows.find({ engaged: true }, projection).limit(limit).lean<{ state: Engaged }[]>();
      return found.map(({ state }) => state);
    },

    async nextCallAt() {
      const [first] = await rows
        .find({ callAt: { $type: 'date' } }, { callAt: 1 })
        .sort({ callAt: 1 })
        .limit(1)
        .lean<{ callAt: Date }[]>();
      return first?.callAt;
    },

    owing: owings.all,
    owingUrgently: owings.urgent,

    async deadLetters(limit) {
      const found = await rows
        .find({ dead: true }, { owed: 1, number: 1 })
        .limit(limit)
        .lean<{ _id: string; number: number; owed: Owed[] }[]>();
      return found.map(({ _id, number, owed }) => ({
        id: _id,
        number,
        owed: owed.filter((row) => row.stuck === true),
      }));
    },

    async resolvedBefore(before, limit) {
      const found = await rows
        .find({ status: 'resolved', resolvedAt: { $lte: before } }, { _id: 1 })
        .sort({ resolvedAt: 1 })
        .limit(limit)
        .lean<{ _id: string }[]>();
      return found.map((row) => row._id);
    },

    async pages(incidentId) {
      const found = await pages.find({ incidentId }).sort({ page: 1 }).lean<PageRow[]>();
      return await plans.unpackedPages(found.map(({ page, entries }) => ({ incidentId, page, entries })));
    },

    async counts() {
      const groups = await rows.aggregate<{ _id: { siteId: string; band: Band }; n: number }>([
        { $match: { live: true } },
        { $group: { _id: { siteId: '$siteId', band: '$band' }, n: { $sum: 1 } } },
      ]);
      const byBand: Partial<Record<Band, number>> = {};
      for (const { _id, n } of groups) byBand[_id.band] = (byBand[_id.band] ?? 0) + n;
      const total = groups.reduce((sum, group) => sum + group.n, 0);
      return { total, byBand, bySite: groups.map(({ _id, n }) => ({ ..._id, count: n })) };
    },
  };
}

function filterOf(query: IncidentQuery): mongoose.QueryFilter<IncidentRow> {
  return {
    ...(query.status ? { status: { $in: [...query.status] } } : {}),
    ...(query.siteId ? { siteId: query.siteId } : {}),
    ...(query.clientId ? { clientId: query.clientId } : {}),
    ...(query.band ? { band: query.band } : {}),
    ...(query.claimedBy ? { claimedBy: query.claimedBy } : {}),
    ...(query.since ? { openedAt: { $gte: query.since } } : {}),
    ...afterCursor(query.after),
  };
}

/** Fields kept for queries that are not what the incident itself says: somebody changed them. For the proof. */
export async function strayFields(connection: mongoose.Connection, incident: Incident): Promise<string[]> {
  const row = await connection.collection('incidents').findOne({ _id: incident.state.id as never });
  const text = (value: unknown) => (value instanceof Date ? value.toISOString() : JSON.stringify(value));
  return Object.entries(derived(incident))
    .filter(([field, value]) => text(row?.[field]) !== text(value))
    .map(([field]) => `field "${field}" was changed outside the timeline`);
}
