import { createInterface } from 'node:readline';
import { launchStore } from '../../embedded/launch.js';

/** Runs as a process of its own, within limits that its parent set: keeps a store and says how it is. */
const [, , dataDir = ''] = process.argv;
const store = await launchStore({ dataDir, onLine: () => {} });
const told: string[] = [];
store.onFailure((error) => told.push(error.message));
const say = (what: unknown): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

say({ uri: store.uri });
for await (const _ of createInterface({ input: process.stdin })) say({ ...store.health(), told });
await store.stop();
