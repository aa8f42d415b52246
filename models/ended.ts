import mongoose from 'mongoose';
import type { EvidenceItem, IncidentState } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import type { EndedStore, FileOwner, MessageStore } from '../src/ports-retention.js';
import type { EndedReceipt } from '../src/retention/index.js';
import { type TaskState, taskLabel } from '../src/task/index.js';
import { isDuplicateKey } from './duplicate.js';

type Row = Omit<EndedReceipt, 'id'> & { readonly _id: string };

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    class: { type: String, required: true },
    siteId: { type: String, required: true },
    subject: { type: mongoose.Schema.Types.Mixed, required: true },
    before: { type: Date, required: true },
    count: { type: Number, required: true },
    digest: { type: String, required: true },
    why: { type: String, required: true },
    at: { type: Date, required: true },
    goesAt: { type: Date, required: true },
    state: { type: String, required: true },
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ state: 1, goesAt: 1 });
schema.index({ state: 1, at: -1 });
schema.index({ class: 1, state: 1, before: -1 });

interface SignalRef {
  readonly _id: string;
  readonly source: string;
  readonly key: string;
  readonly inboxId?: string;
}

const WITH_FILES = { files: { $type: 'string' } };
const BATCH = 500;

export function endedStore(connection: mongoose.Connection): EndedStore {
  const model = connection.model('EndedReceipt', schema, 'ended_receipts');
  const incidents = connection.collection<{ _id: string; state: IncidentState; chain: { seq: number; hash: string } }>(
    'incidents',
  );
  const tasks = connection.collection<{ _id: string; state: TaskState }>('tasks');
  const signals = connection.collection<SignalRef>('signals');
  const inbox = connection.collection<{ _id: string; outcome?: string }>('inbox');
  const receipt = ({ _id, ...rest }: Row): EndedReceipt => ({ id: _id, ...rest });

  /** Raw bodies of these signals; one that speaks of other incidents as well stays. */
  async function wipeMessages(incidentId: string, gone: readonly SignalRef[]): Promise<void> {
    const ids = [...new Set(gone.flatMap(({ inboxId }) => inboxId ?? []))];
    const rows = await inbox.find({ _id: { $in: ids } }, { projection: { outcome: 1 } }).toArray();
    const several = rows
      .filter(({ outcome }) => !/^1 signals(, ignored: |$)/.test(outcome ?? ''))
      .map(({ _id }) => _id);
    // Of itself, and of what goes with it, nothing is another's.
    const others = { incidentId: { $ne: incidentId }, _id: { $nin: gone.map(({ _id }) => _id) } };
    const shared =
      several.length === 0
        ? []
        : await signals
            .find({ inboxId: { $in: several }, ...others } as never, { projection: { inboxId: 1 } })
            .toArray();
    const stays = new Set(shared.map(({ inboxId }) => inboxId));
    await inbox.deleteMany({ _id: { $in: rows.map(({ _id }) => _id).filter((id) => !stays.has(id)) } });
  }

  /** What said that they are over before anybody knew of them. */
  async function earlyRestores(alarms: readonly SignalRef[]): Promise<SignalRef[]> {
    const found: SignalRef[] = [];
    for (const source of new Set(alarms.map((each) => each.source))) {
      const keys = alarms.filter((each) => each.source === source).map(({ key }) => key);
      const clears = { $in: keys, $type: 'string' };
      const filter = { source, clears, incidentId: { $exists: false } } as never;
      found.push(...(await signals.find(filter, { projection: { inboxId: 1, source: 1, key: 1 } }).toArray()));
    }
    return found;
  }

  return {
    async *endedBefore(before) {
      const projection = { 'state.number': 1, 'state.place': 1, 'state.kind': 1, 'state.resolution.at': 1, chain: 1 };
      const found = incidents
        .find({ status: 'archived', resolvedAt: { $lte: before } } as never, { projection })
        .sort({ resolvedAt: 1 })
        .batchSize(BATCH);
      for await (const { _id, state, chain } of found) {
        if (!('resolution' in state)) continue;
        yield {
          id: _id,
          number: state.number,
          siteId: state.place.siteId,
          clientId: state.place.clientId,
          kinds: [state.kind],
          endedAt: state.resolution.at,
          entries: chain.seq,
          hash: chain.hash,
        };
      }
    },

    async *fileOwners() {
      const projection = {
        'state.number': 1,
        'state.place': 1,
        'state.kind': 1,
        'state.evidence': 1,
        'state.incident': 1,
      };
      const archived = incidents.find({ ...WITH_FILES, status: 'archived' } as never, { projection }).batchSize(BATCH);
      for await (const { _id, state } of archived)
        yield {
          owner: 'incident',
          name: label(state.number),
          ...ownerOf(_id, state.place, state.evidence),
          kinds: [state.kind],
          incident: state.number,
        } satisfies FileOwner;
      const over = tasks.find({ ...WITH_FILES, live: false } as never, { projection }).batchSize(BATCH);
      for await (const { _id, state } of over)
        yield {
          owner: 'task',
          name: taskLabel(state.number),
          ...ownerOf(_id, state.place, state.evidence),
          kinds: undefined,
          incident: state.incident?.number,
        } satisfies FileOwner;
    },

    async mark({ id, ...row }) {
      try {
        await model.create({ _id: id, ...row } as never);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        // What spoke against it does not any more.
        await model.updateOne({ _id: id, state: { $in: ['kept', 'broken'] } }, { $set: { ...row } as never });
      }
    },

    async going(now, limit) {
      const found = await model
        .find({ state: { $in: ['marked', 'begun'] }, goesAt: { $lte: now } })
        .sort({ goesAt: 1 })
        .limit(limit)
        .lean<Row[]>();
      return found.map(receipt);
    },

    async settle(id, state, at, now = {}) {
      await model.updateOne({ _id: id }, { $set: { state, at, ...now } });
    },

    async postpone(id, goesAt) {
      await model.updateOne({ _id: id }, { $set: { goesAt } });
    },

    async receipt(id) {
      const row = await model.findById(id).lean<Row>();
      return row ? receipt(row) : undefined;
    },

    async receipts(states, limit) {
      const state = { $in: [...states] };
      const order = states.includes('done') ? ({ at: -1 } as const) : ({ goesAt: 1 } as const);
      const [found, count] = await Promise.all([
        model.find({ state }).sort(order).limit(limit).lean<Row[]>(),
        model.countDocuments({ state }),
      ]);
      return { items: found.map(receipt), count };
    },

    async usersOf(sha256) {
      const filter = { files: { $eq: sha256, $type: 'string' } } as never;
      const projection = { _id: 1 };
      const found = await Promise.all([
        incidents.find(filter, { projection }).toArray(),
        tasks.find(filter, { projection }).toArray(),
      ]);
      return found.flat().map(({ _id }) => _id);
    },

    async belongings(incidentId) {
      const projection = { 'state.evidence': 1, 'state.status': 1 };
      const incident = await incidents.findOne({ _id: incidentId }, { projection });
      const its = await tasks.find({ incidentId } as never, { projection }).toArray();
      const states = [...(incident ? [incident] : []), ...its].map(({ state }) => state);
      return {
        tasks: its.map(({ _id }) => _id),
        files: [...new Set(states.flatMap(({ evidence = [] }) => keptIn(evidence).map(({ kept }) => kept.sha256)))],
        live: its.some(({ state }) => state.status === 'open' || state.status === 'accepted'),
      };
    },

    async wipe(incidentId) {
      for (;;) {
        const its = await signals
          .find({ incidentId } as never, { projection: { inboxId: 1, source: 1, key: 1 } })
          .limit(BATCH)
          .toArray();
        if (its.length === 0) break;
        const some = [...its, ...(await earlyRestores(its))];
        await wipeMessages(incidentId, some);
        await signals.deleteMany({ _id: { $in: some.map(({ _id }) => _id) } });
      }
      await connection.collection('timelinepages').deleteMany({ incidentId });
      await tasks.deleteMany({ incidentId } as never);
      // Last: as long as it is there, whoever comes after a crash goes on.
      await incidents.deleteOne({ _id: incidentId });
    },
  };
}

const keptIn = (items: readonly EvidenceItem[]) =>
  items.flatMap((item) => (item.state === 'kept' ? [{ id: item.id, kept: item.kept, keptAt: item.keptAt }] : []));

const ownerOf = (
  id: string,
  { siteId, clientId }: Pick<IncidentState['place'], 'siteId' | 'clientId'>,
  evidence: readonly EvidenceItem[] = [],
) => ({ id, siteId, clientId, files: keptIn(evidence) });

/** Raw messages that nobody waits for any more. */
export function messageStore(connection: mongoose.Connection): MessageStore {
  const inbox = connection.collection<{ _id: string; settledAt: Date; outcome?: string }>('inbox');
  const signals = connection.collection<{ _id: string; inboxId: string }>('signals');
  const restores = (ids: readonly string[]) => ({ inboxId: { $in: [...ids] }, clears: { $type: 'string' } });
  return {
    async settled(from, before, limit) {
      const found = await inbox
        .find({ settledAt: { $gte: from, $lt: before, $type: 'date' } }, { projection: { settledAt: 1, outcome: 1 } })
        .sort({ settledAt: 1 })
        .limit(limit)
        .toArray();
      return found.map(({ _id, settledAt, outcome = '' }) => ({ id: _id, at: settledAt, outcome }));
    },
    async told(ids) {
      if (ids.length === 0) return new Set();
      const filter = { ...restores(ids), incidentId: { $exists: true } } as never;
      const found = await signals.find(filter, { projection: { inboxId: 1 } }).toArray();
      return new Set(found.map(({ inboxId }) => inboxId));
    },
    async delete(ids) {
      await signals.deleteMany({ ...restores(ids), incidentId: { $exists: false } } as never);
      await inbox.deleteMany({ _id: { $in: [...ids] } });
    },
  };
}
