import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCollections, openStore } from '../../src/app/store.js';
import { readConfig } from '../../src/config.js';
import type { Asset } from '../../src/inventory/index.js';
import { createLog } from '../../src/log.js';
import { ALARM_SECRETS, newDataDir } from '../house.js';

let store: Awaited<ReturnType<typeof openStore>>;
let assets: Awaited<ReturnType<typeof openCollections>>['assets'];
beforeAll(async () => {
  const config = readConfig({ PORT: '0', DATA_DIR: newDataDir(), LOG_LEVEL: 'silent', ...ALARM_SECRETS });
  store = await openStore(config, createLog('silent'));
  ({ assets } = await openCollections(store));
}, 30_000);
afterAll(() => store?.close());

const many = (count: number): Asset[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `a-${index}`,
    name: 'Case',
    siteId: 'mall',
    class: 'asset',
    unitCost: { amount: 100, currency: 'EUR' },
    quantity: 1,
    criticality: 0.5,
    vulnerability: 0.5,
    highValue: false,
  }));
const inventory = (batch: string, count: number) => ({ batch, count, at: new Date(), sha256: batch });

it('two imports at once leave one of them in force, whole', async () => {
  let first: Promise<void> | undefined;
  await assets.replace(inventory('slow', 6_000), many(6_000), (done) => {
    if (done === 2_000) first = assets.replace(inventory('quick', 1_000), many(1_000));
  });
  await first;
  const now = (await assets.inventory())!;
  expect(['slow', 'quick']).toContain(now.batch);
  expect(await assets.assets(now.batch)).toHaveLength(now.count);
});

it('whatever its clock says, each change is one to look at', async () => {
  const at = new Date('2026-01-06T02:10:00Z');
  const record = { id: 'a-1', version: 0, status: 'normal', since: at, history: [], untold: 0 } as never;
  const before = await assets.mark();
  expect(await assets.save(record)).toBe(true);
  const once = await assets.mark();
  expect(await assets.save({ ...(record as object), version: 1 } as never)).toBe(true);
  expect(new Set([before, once, await assets.mark()]).size).toBe(3);
});
