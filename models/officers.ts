import mongoose from 'mongoose';
import type { Fix } from '../src/dispatch/index.js';
import type { OfficerStore, Whereabouts } from '../src/ports-dispatch.js';
import { isDuplicateKey } from './duplicate.js';

interface Row {
  readonly _id: string;
  readonly fix?: Fix;
  /** Of the fix; long ago while there is none. */
  readonly fixedAt: Date;
  readonly duty?: Whereabouts['duty'];
}

/** A quarter of an hour of somebody's way. */
interface TrailRow {
  readonly _id: string;
  readonly personId: string;
  readonly startsAt: Date;
  readonly points: readonly Fix[];
  readonly until: Date;
}

const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    fix: mongoose.Schema.Types.Mixed,
    fixedAt: { type: Date, required: true },
    duty: mongoose.Schema.Types.Mixed,
  },
  { versionKey: false, minimize: false, strict: 'throw', autoCreate: false },
);

const trailSchema = new mongoose.Schema<TrailRow>(
  {
    _id: { type: String, required: true },
    personId: { type: String, required: true },
    startsAt: { type: Date, required: true },
    points: { type: [mongoose.Schema.Types.Mixed], required: true } as never,
    until: { type: Date, required: true },
  },
  { versionKey: false, minimize: false, strict: 'throw', autoCreate: false },
);
trailSchema.index({ personId: 1, startsAt: 1 });
trailSchema.index({ until: 1 }, { expireAfterSeconds: 0 });

const MOST = 20_000;
const NEVER = new Date(0);

/**
 * Where somebody goes is nobody's business but for what happened there: a day is long enough to put it to an incident.
 * A place every half minute tells a way, and a row of a quarter of an hour stays small, as each write writes all of it.
 */
const TRAIL = { keepMs: 24 * 3_600_000, everyMs: 30_000, rowMs: 15 * 60_000 } as const;

const startOf = (at: Date): Date => new Date(Math.floor(at.getTime() / TRAIL.rowMs) * TRAIL.rowMs);
const at = (date: Date, ms: number): Date => new Date(date.getTime() + ms);

type Written = Pick<mongoose.UpdateWriteOpResult, 'modifiedCount' | 'upsertedCount'>;

export function officerStore(connection: mongoose.Connection): OfficerStore {
  const model = connection.model('Officer', schema, 'officers');
  const trails = connection.model('Trail', trailSchema, 'trails');

  /**
   * Whether it wrote: into the row, or a new one. A row that is there and does not match makes the insert meet its id; so
   * does one that somebody else made this very moment, so it is tried once more on what is there by then.
   */
  async function wrote(write: (upsert: boolean) => Promise<Written>, upsert = true): Promise<boolean> {
    try {
      const { modifiedCount, upsertedCount } = await write(upsert);
      return modifiedCount + upsertedCount > 0;
    } catch (error) {
      if (isDuplicateKey(error) && upsert) return await wrote(write, false);
      throw error;
    }
  }

  return {
    async moved(personId, fix) {
      const { fixedAt } = fix;
      const newest = await wrote((upsert) =>
        model.updateOne({ _id: personId, fixedAt: { $lt: fixedAt } }, { $set: { fix, fixedAt } }, { upsert }),
      );
      const startsAt = startOf(fixedAt);
      const until = at(startsAt, TRAIL.rowMs + TRAIL.keepMs);
      if (until <= fix.receivedAt) return newest ? 'newest' : 'older';
      const near = { $gt: at(fixedAt, -TRAIL.everyMs), $lt: at(fixedAt, TRAIL.everyMs) };
      await wrote((upsert) =>
        trails.updateOne(
          { _id: `${personId}/${startsAt.toISOString()}`, points: { $not: { $elemMatch: { fixedAt: near } } } },
          { $push: { points: fix }, $setOnInsert: { personId, startsAt, until } },
          { upsert },
        ),
      );
      return newest ? 'newest' : 'older';
    },

    async setDuty(personId, state, since) {
      await model.updateOne(
        { _id: personId },
        { $set: { duty: { state, since } }, $setOnInsert: { fixedAt: NEVER } },
        { upsert: true },
      );
    },

    async all() {
      const rows = await model.find({}).limit(MOST).lean<Row[]>();
      return rows.map(({ _id, fix, duty }) => ({
        personId: _id,
        ...(fix ? { fix } : {}),
        ...(duty ? { duty } : {}),
      }));
    },

    async trail(personId, from, to) {
      const rows = await trails
        .find({ personId, startsAt: { $gte: startOf(from), $lte: to } })
        .sort({ startsAt: 1 })
        .limit((TRAIL.keepMs / TRAIL.rowMs) * 2)
        .lean<TrailRow[]>();
      return rows
        .flatMap(({ points }) => points)
        .filter(({ fixedAt }) => fixedAt >= from && fixedAt <= to)
        .sort((one, two) => one.fixedAt.getTime() - two.fixedAt.getTime());
    },
  };
}
