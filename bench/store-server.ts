import { launchStore } from '../embedded/launch.js';
import { answering } from './programs.js';

/** The embedded store alone, in a process of its own: `store-server.js <data folder>`. */
const store = await launchStore({ dataDir: process.argv[2] ?? '' });
answering(({ what }) => {
  if (what === 'health') return store.health();
  throw new Error(`the store of the benchmark does not know "${String(what)}"`);
});
process.once('SIGTERM', () => {
  void store.stop().then(() => process.exit(0));
});
process.send?.({ ready: store.uri });
