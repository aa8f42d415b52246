import { createAssets } from '../../handlers/assets.js';
import { createAssetNews } from '../../jobs/asset-news.js';
import { createAssetRules } from '../../jobs/asset-rules.js';
import { createLoop } from '../../jobs/loop.js';
import type { Book } from '../book/book.js';
import { listedAssets } from '../book/listed-assets.js';
import { placeOf } from '../book/locate.js';
import type { Desk } from '../desk.js';
import type { Asset, Register } from '../inventory/index.js';
import { createRegister } from '../inventory/index.js';
import type { Clock } from '../ports.js';
import type { Collections } from './store.js';

export interface AssetsChapter {
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'assets' | 'incidents'>;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** What other instances, or an import, changed is seen by then. */
const LOOK_EVERY_MS = 10_000;

/** What is of worth: the assets of the book and of the inventory, kept in memory, with how each stands. */
export async function openAssets({ book, stores, desk, clock, failed }: AssetsChapter) {
  const { assets, incidents } = stores;
  let mark: string | undefined;
  let batch: string | undefined;
  let imported: readonly Asset[] = [];
  let register: Register = createRegister([], new Map());

  /** Reads again what has changed. */
  async function look(): Promise<void> {
    const now = await assets.mark();
    if (now === mark) return;
    const inventory = await assets.inventory();
    if (inventory?.batch !== batch) {
      const read = inventory ? await assets.assets(inventory.batch) : [];
      // Replaced while it was read: the old one stays in force until the next look, which comes soon.
      if (inventory && read.length !== inventory.count) {
        const found = `${read.length} of ${inventory.count} assets were found: import them again if this is said again`;
        failed('reading the inventory', new Error(found));
        return;
      }
      imported = read;
      batch = inventory?.batch;
    }
    const records = new Map((await assets.records()).map((record) => [record.id, record]));
    const listed = listedAssets(book());
    const own = new Set(listed.map(({ id }) => id));
    // What the book says counts, if it came to have the same id later.
    register = createRegister([...listed, ...imported.filter(({ id }) => !own.has(id))], records);
    mark = now;
  }
  await look();

  const tellSome = createAssetNews({ assets, register: () => register, incidents, desk, failed });
  const applyRules = createAssetRules({
    rules: () =>
      book().data.assetRules.map(({ kinds, band, after, ...rule }) => ({
        ...rule,
        ...(kinds ? { kinds } : {}),
        ...(band ? { band } : {}),
        ...(after ? { after } : {}),
      })),
    records: assets,
    incidents,
    clock,
    failed,
  });
  const loop = createLoop(
    async () => {
      await look();
      if (await applyRules()) {
        mark = undefined;
        await look();
      }
      return await tellSome();
    },
    LOOK_EVERY_MS,
    (error) => {
      failed('looking at the assets', error);
    },
  );

  const hands = createAssets({
    register: () => register,
    records: assets,
    incidents,
    factsOf({ siteId, zoneId, custodian }) {
      const place = placeOf(book(), { siteId, ...(zoneId === undefined ? {} : { zoneId }) });
      return {
        place: place.zoneName ? `${place.siteName}, ${place.zoneName}` : place.siteName,
        custodian: custodian === undefined ? undefined : (book().person(custodian)?.name ?? custodian),
        timezone: place.timezone,
      };
    },
    async changed() {
      mark = undefined;
      await look();
      loop.wake();
    },
    clock,
  });

  return {
    hands,
    register: (): Register => register,
    start(): void {
      loop.start();
    },
    stop: (): Promise<void> => loop.stop(),
  };
}

export type OpenAssets = Awaited<ReturnType<typeof openAssets>>;
