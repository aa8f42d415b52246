import mongoose from 'mongoose';
import type { OnTest, OnTestStore } from '../src/ports-ontest.js';

interface Row extends OnTest {
  readonly _id: string;
}

const { Mixed } = mongoose.Schema.Types;
const schema = new mongoose.Schema<Row>(
  {
    _id: { type: String, required: true },
    siteId: { type: String, required: true },
    from: { type: Date, required: true },
    until: { type: Date, required: true },
    by: Mixed,
    why: String,
    ended: Mixed,
  },
  { versionKey: false, strict: 'throw', autoCreate: false },
);
schema.index({ until: 1 });

/** What is over for so long explains no alarm any more that could still come late. */
const LATE_MS = 24 * 3_600_000;
const MOST = 2_000;

/** Few, and asked for with every alarm: read now and then, and written through. They are kept for whoever asks later who did it. */
export function onTestStore(connection: mongoose.Connection): OnTestStore {
  const model = connection.model('OnTest', schema, 'ontest');
  let known: readonly OnTest[] = [];

  const look = async (at: Date): Promise<void> => {
    const rows = await model
      .find({ until: { $gt: new Date(at.getTime() - LATE_MS) } })
      .sort({ until: 1 })
      .limit(MOST)
      .lean<Row[]>();
    known = rows.map(({ _id, ...test }) => test);
  };
  const goesOn = ({ from, until, ended }: OnTest, at: Date): boolean =>
    from <= at && at < until && !(ended && ended.at <= at);
  const last = (siteId: string, at: Date): OnTest | undefined =>
    known.filter((test) => test.siteId === siteId && goesOn(test, at)).at(-1);
  const idOf = ({ siteId, from }: Pick<OnTest, 'siteId' | 'from'>): string => `${siteId}/${from.toISOString()}`;

  async function end(siteId: string, ended: NonNullable<OnTest['ended']>): Promise<OnTest | undefined> {
    await look(ended.at);
    const going = known.filter((test) => test.siteId === siteId && goesOn(test, ended.at));
    for (const test of going) await model.updateOne({ _id: idOf(test) }, { $set: { ended } });
    await look(ended.at);
    const over = going.at(-1);
    return over && { ...over, ended };
  }

  return {
    look,
    end,
    async begin(test) {
      await end(test.siteId, { at: test.from, by: test.by });
      await model.updateOne({ _id: idOf(test) }, { $set: test }, { upsert: true });
      await look(test.from);
    },
    at: last,
    all: (at) => known.filter((test) => goesOn(test, at)),
  };
}
