import { createDebts } from '../../jobs/debts.js';
import { createNear } from '../../jobs/near.js';
import { loadBook } from '../book/load.js';
import { createDesk } from '../desk.js';
import { digest } from '../digest.js';
import { createOrder } from '../identity.js';
import { told } from '../log.js';
import { createMetrics } from '../metrics.js';
import type { Clock } from '../ports.js';
import { madeSecrets } from '../secrets.js';
import { createBell } from './bell.js';
import type { AppOptions } from './running.js';
import { createRush } from './rush.js';
import { openSources } from './sources.js';
import { openCollections, openStore } from './store.js';

/** What all chapters stand on: the organisation, the store, and the desk that decides and saves. */
export async function openGround(
  { config, log, book: given, watch, lost }: AppOptions,
  { clock, pollMs }: { readonly clock: Clock; readonly pollMs: number },
) {
  const failed = (what: string, error: unknown) => {
    log.error({ what, error: told(error) }, `${what} failed`);
  };
  const metrics = createMetrics();

  // The organisation, and who may send alarms.
  const loaded = given ?? loadBook(config.bookFile);
  const book = () => loaded.book;
  const made = madeSecrets(config.dataDir);
  const sources = openSources(loaded.book, loaded.example, config, made);
  for (const { source, why } of sources.faults) log.warn({ source }, `the source "${source}" takes no alarms: ${why}`);

  // The store.
  const store = await openStore(config, log, watch, lost);
  const stores = await openCollections(store);

  // The desk: what is decided is saved, what is saved is told.
  const order = createOrder(() => clock.now());
  const debts = createDebts();
  const rush = createRush();
  const near = createNear(stores.incidents, clock);
  const { bell, hearers } = createBell({ debts, near, clock });
  const desk = createDesk({ incidents: stores.incidents, clock, digest, bell });

  const { holder } = store;
  const secret = config.sessionSecret ?? made.make('SESSION_SECRET');
  const secretOf = (reference: string) => config.secretOf(reference) ?? made.get(reference.replace(/^env:/, ''));
  /** What most chapters need. */
  const shared = { config, book, stores, store, desk, holder, clock, log, metrics, secret, secretOf, failed };
  const house = { ...shared, pollMs };
  return { house, loaded, made, sources, order, debts, rush, near, hearers };
}
