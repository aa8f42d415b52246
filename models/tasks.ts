import mongoose from 'mongoose';
import { awaitsEvidence, keptHashes } from '../src/incident/index.js';
import type { TaskQuery, TaskStore } from '../src/ports-tasks.js';
import { doer, hasNews, isTaskLive, type Task, taskDueAt, taskOwedAt } from '../src/task/index.js';
import { afterCursor, cursorOf } from './cursor.js';
import { isDuplicateKey } from './duplicate.js';

/** Fields that queries need, derived from the task at every save. */
function derived(task: Task) {
  const { state, changedAt } = task;
  const who = doer(state);
  return {
    number: state.number,
    live: isTaskLive(state),
    kind: state.kind,
    siteId: state.place.siteId,
    incidentId: state.incident?.id ?? null,
    /** Who is to do it: `person:ana`, or `role:responder` while nobody of them has accepted it. */
    doer: who ? `person:${who.id}` : `role:${state.to.id}`,
    overdue: state.overdue > 0,
    openedAt: state.openedAt,
    dueBy: state.dueAt,
    actAt: taskDueAt(state) ?? null,
    owedAt: taskOwedAt(task) ?? null,
    tells: hasNews(task),
    files: keptHashes(state),
    evidenceAwaited: awaitsEvidence(state),
    changedAt,
  };
}

type Row = ReturnType<typeof derived> & Omit<Task, 'changedAt'> & { _id: string };

const rowOf = (task: Task): Row => ({ _id: task.state.id, ...task, ...derived(task) });

const taskOf = ({ state, timeline, chain, cards, told, version, changedAt }: Row): Task => ({
  state,
  timeline,
  chain,
  cards,
  told,
  version,
  changedAt,
});

const { Mixed } = mongoose.Schema.Types;
const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    number: { type: Number, required: true },
    live: { type: Boolean, required: true },
    kind: { type: String, required: true },
    siteId: { type: String, required: true },
    incidentId: { type: String, default: null },
    doer: { type: String, required: true },
    overdue: { type: Boolean, required: true },
    openedAt: { type: Date, required: true },
    dueBy: { type: Date, required: true },
    actAt: { type: Date, default: null },
    owedAt: { type: Date, default: null },
    tells: { type: Boolean, required: true },
    files: { type: [String], required: true },
    evidenceAwaited: { type: Boolean, required: true },
    changedAt: { type: Date, required: true },
    version: { type: Number, required: true },
    told: { type: Number, required: true },
    state: { type: Mixed, required: true },
    timeline: { type: [Mixed], required: true },
    chain: { type: Mixed, required: true },
    cards: { type: [Mixed], required: true },
  },
  { versionKey: false, minimize: false, strict: 'throw', autoCreate: false },
);
schema.index({ number: 1 }, { unique: true });
schema.index({ live: 1, dueBy: 1 });
schema.index({ dueBy: 1 });
schema.index({ doer: 1, live: 1, dueBy: 1 });
schema.index({ incidentId: 1, openedAt: -1 });
schema.index({ openedAt: -1, number: -1 });
schema.index({ actAt: 1 }, { partialFilterExpression: { actAt: { $type: 'date' } } });
schema.index({ owedAt: 1 }, { partialFilterExpression: { owedAt: { $type: 'date' } } });
schema.index({ files: 1 }, { partialFilterExpression: { files: { $type: 'string' } } });
schema.index({ evidenceAwaited: 1 }, { partialFilterExpression: { evidenceAwaited: true } });
schema.index({ tells: 1 }, { partialFilterExpression: { tells: true } });

export function taskStore(connection: mongoose.Connection): TaskStore {
  const model = connection.model('Task', schema, 'tasks');
  return {
    async load(id) {
      const row = await model.findById(id).lean<Row>();
      return row ? taskOf(row) : undefined;
    },

    async loadByNumber(number) {
      const row = await model.findOne({ number }).lean<Row>();
      return row ? taskOf(row) : undefined;
    },

    async insert(task) {
      try {
        await model.create(rowOf(task) as never);
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },

    async save(task) {
      const { _id, ...row } = rowOf({ ...task, version: task.version + 1 });
      const { matchedCount } = await model.updateOne({ _id, version: task.version }, { $set: row as never });
      return matchedCount === 1;
    },

    async list(query) {
      const order = query.order === 'due' ? ({ dueBy: 1 } as const) : ({ openedAt: -1, number: -1 } as const);
      const found = await model
        .find(filterOf(query))
        .sort(order)
        .limit(query.limit + 1)
        .lean<Row[]>();
      const items = found.slice(0, query.limit);
      const last = items.at(-1);
      const more = found.length > query.limit && last !== undefined && query.order === 'newest';
      return { items: items.map(taskOf), ...(more ? { next: cursorOf(last) } : {}) };
    },

    async due(now, limit) {
      const found = await model
        .find({ actAt: { $lte: now, $type: 'date' } }, { _id: 1 })
        .sort({ actAt: 1 })
        .limit(limit)
        .lean<{ _id: string }[]>();
      return found.map(({ _id }) => _id);
    },

    async owing(now, limit) {
      const found = await model
        .find({ owedAt: { $lte: now, $type: 'date' } }, { state: 1, cards: 1 })
        .sort({ owedAt: 1 })
        .limit(limit)
        .lean<Pick<Row, 'state' | 'cards'>[]>();
      return found.map(({ state, cards }) => ({ state, cards }));
    },

    async telling(limit) {
      return (await model.find({ tells: true }).limit(limit).lean<Row[]>()).map(taskOf);
    },
  };
}

function filterOf({ live, kinds, siteId, incidentId, of, overdue, since, after }: TaskQuery) {
  const whose = of && [`person:${of.personId}`, ...of.roles.map((role) => `role:${role}`)];
  return {
    ...(live === undefined ? {} : { live }),
    ...(kinds ? { kind: { $in: [...kinds] } } : {}),
    ...(siteId ? { siteId } : {}),
    ...(incidentId ? { incidentId } : {}),
    ...(whose ? { doer: { $in: whose } } : {}),
    ...(overdue ? { overdue } : {}),
    ...(since ? { openedAt: { $gte: since } } : {}),
    ...afterCursor(after),
  };
}
