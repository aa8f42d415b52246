import type mongoose from 'mongoose';
import type { Asset, AssetRecord } from '../src/inventory/index.js';
import type { AssetStore, Inventory } from '../src/ports-assets.js';
import { isDuplicateKey } from './duplicate.js';

/** So many stand in one document: they are only ever read all together. */
const PAGE = 500;
const CURRENT = 'current';
/** What broke off so long ago is not under way any more. */
const STRAY_MS = 24 * 3_600_000;

interface PageRow {
  readonly _id: string;
  readonly batch: string;
  readonly at: Date;
  readonly assets: readonly Asset[];
}
interface CurrentRow extends Inventory {
  readonly _id: string;
}
/** Counts what was saved, whatever the clocks of instances say. */
interface CountRow {
  readonly _id: string;
  readonly saved: number;
}
interface RecordRow extends Omit<AssetRecord, 'id'> {
  readonly _id: string;
}

export function assetStore(connection: mongoose.Connection): AssetStore {
  const pages = connection.collection<PageRow>('asset_pages');
  const current = connection.collection<CurrentRow>('asset_inventories');
  const counts = connection.collection<CountRow>('asset_counts');
  const records = connection.collection<RecordRow>('asset_records');
  const recordOf = ({ _id, ...record }: RecordRow): AssetRecord => ({ id: _id, ...record });

  async function inventory(): Promise<Inventory | undefined> {
    const row = await current.findOne({ _id: CURRENT });
    if (!row) return undefined;
    const { _id, ...found } = row;
    return found;
  }

  const saved = async (): Promise<void> =>
    void (await counts.updateOne({ _id: CURRENT }, { $inc: { saved: 1 } }, { upsert: true }));

  async function assetsOf(batch: string): Promise<readonly Asset[]> {
    const rows = await pages.find({ batch }).toArray();
    return rows.flatMap(({ assets }) => assets);
  }

  return {
    inventory,
    assets: assetsOf,

    async replace({ batch, count, at, sha256 }, assets, progress = () => undefined) {
      for (let from = 0; from < assets.length; from += PAGE) {
        await pages.insertOne({ _id: `${batch}/${from / PAGE}`, batch, at, assets: assets.slice(from, from + PAGE) });
        progress(Math.min(assets.length, from + PAGE));
      }
      const written = (await assetsOf(batch)).length;
      if (written !== count) throw new Error(`${written} of ${count} assets were written: import it again`);
      const before = await inventory();
      await current.updateOne({ _id: CURRENT }, { $set: { batch, count, at, sha256 } }, { upsert: true });
      // What was in force before, and what broke off on the way; never what somebody else is writing now.
      if (before && before.batch !== batch) await pages.deleteMany({ batch: before.batch });
      await pages.deleteMany({ batch: { $ne: batch }, at: { $lt: new Date(at.getTime() - STRAY_MS) } });
    },

    async records() {
      return (await records.find({}).toArray()).map(recordOf);
    },

    async untold() {
      return (await records.find({ untold: { $gt: 0 } }).toArray()).map(recordOf);
    },

    async record(id) {
      const row = await records.findOne({ _id: id });
      return row ? recordOf(row) : undefined;
    },

    async save({ id, version, ...rest }) {
      const next = { ...rest, version: version + 1 };
      if (version > 0) {
        const { matchedCount } = await records.updateOne({ _id: id, version }, { $set: next });
        if (matchedCount === 1) await saved();
        return matchedCount === 1;
      }
      try {
        await records.insertOne({ _id: id, ...next });
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
      await saved();
      return true;
    },

    async mark() {
      const now = await inventory();
      const row = await counts.findOne({ _id: CURRENT });
      return `${now?.batch ?? ''}/${row?.saved ?? 0}`;
    },
  };
}
