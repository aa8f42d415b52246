import { en } from '../cards/words/en.js';
import { strayFields } from '../models/index.js';
import type { Collections } from '../src/app/store.js';
import { openCollections, openStore } from '../src/app/store.js';
import { readConfig } from '../src/config.js';
import { digest, sha256 } from '../src/digest.js';
import type { Incident, SignalBatch } from '../src/incident/index.js';
import { digestOf, verifyChain } from '../src/incident/index.js';
import { createLog } from '../src/log.js';

/** `npm run verify -- INC-42`: proves the evidence chain of an incident, its signals and their raw bodies. */
async function main(): Promise<number> {
  const [name] = process.argv.slice(2);
  const number = Number((name ?? '').replace(/^INC-/i, ''));
  if (!Number.isSafeInteger(number) || number < 1) throw new Error('Which incident? npm run verify -- INC-42');
  const store = await openStore(readConfig(process.env), createLog('silent'));
  try {
    const stores = await openCollections(store);
    const incident = await stores.incidents.loadByNumber(number);
    if (!incident) throw new Error(`There is no incident INC-${number} in this store.`);
    const { entries, faults } = await prove(stores, incident);
    faults.push(...(await strayFields(store.connection, incident)));
    for (const fault of faults) process.stdout.write(`BROKEN  INC-${number} ${fault}\n`);
    if (faults.length > 0) return 1;
    process.stdout.write(
      `INC-${number} holds: entries 1 to ${entries}, ${en.signals(incident.state.signals.count, incident.state.signals.devices.length)} and what arrived with it.\nHead ${incident.chain.hash}\n`,
    );
    return 0;
  } finally {
    await store.close();
  }
}

async function prove(stores: Collections, incident: Incident): Promise<{ entries: number; faults: string[] }> {
  const { state, chain } = incident;
  const pages = (await stores.incidents.pages(state.id)).slice(0, chain.pages);
  const timeline = [...pages.flatMap((page) => page.entries), ...incident.timeline];
  const faults = verifyChain(state.id, timeline, chain, state, digest).map(
    (fault) => `entry ${fault.seq}: ${fault.what}`,
  );
  for (const { event, seq } of timeline) {
    if (event.type === 'opened' || event.type === 'signals-joined')
      faults.push(...(await proveBatch(stores, event.signals, seq)));
  }
  return { entries: timeline.length, faults };
}

/** The signals that an entry counts are all there, unchanged, and their raw bodies are the ones that came. */
async function proveBatch(stores: Collections, batch: SignalBatch, seq: number): Promise<string[]> {
  const rows = await stores.signals.ofBatch(batch.id);
  const faults: string[] = [];
  if (rows.length !== batch.count)
    faults.push(`entry ${seq}: ${batch.count} signals were counted, ${rows.length} are kept`);
  if (digestOf(rows, digest) !== batch.digest) faults.push(`entry ${seq}: its signals were changed`);
  for (const row of rows) {
    const raw = await stores.inbox.load(row.inboxId);
    if (!raw) faults.push(`entry ${seq}: the raw body of signal ${row.source}/${row.key} is gone`);
    else if (sha256(raw.body) !== row.keptSha256)
      faults.push(`entry ${seq}: the raw body of signal ${row.source}/${row.key} was changed`);
  }
  return faults;
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  },
);
