import { en } from '../cards/words/en.js';
import { strayFields } from '../models/index.js';
import { evidenceFilesOf } from '../src/app/evidence.js';
import type { Collections } from '../src/app/store.js';
import { openCollections, openStore } from '../src/app/store.js';
import { readConfig } from '../src/config.js';
import { digest, sha256 } from '../src/digest.js';
import { wholeTimeline } from '../src/history.js';
import type { EvidenceItem, Incident, SignalBatch } from '../src/incident/index.js';
import { digestOf, numberIn, verifyChain } from '../src/incident/index.js';
import { createLog } from '../src/log.js';
import { incidentReceipt } from '../src/retention/index.js';
import { taskFaults } from '../src/task/index.js';

type Files = ReturnType<typeof evidenceFilesOf>;

/** `npm run verify -- INC-42`, `TASK-12`: proves the history of an incident, its signals and their raw bodies, or of a task; and all files. */
async function main(): Promise<number> {
  const [name = ''] = process.argv.slice(2);
  const isTask = /^TASK-/i.test(name);
  const number = numberIn(name, isTask ? 'TASK' : 'INC');
  if (number < 1) throw new Error('Which incident or task? npm run verify -- INC-42, or TASK-12');
  const config = readConfig(process.env);
  const store = await openStore(config, createLog('silent'));
  try {
    const stores = await openCollections(store);
    const files = evidenceFilesOf(config, store);
    const { label, holds, faults } = isTask
      ? await taskProof(stores, files, number)
      : await incidentProof(stores, files, number, store.connection);
    for (const fault of faults) process.stdout.write(`BROKEN  ${label} ${fault}\n`);
    if (faults.length > 0) return 1;
    process.stdout.write(`${label} holds: ${holds}\n`);
    return 0;
  } finally {
    await store.close();
  }
}

interface Proved {
  readonly label: string;
  readonly holds: string;
  readonly faults: readonly string[];
}

async function incidentProof(
  stores: Collections,
  files: Files,
  number: number,
  connection: Parameters<typeof strayFields>[0],
): Promise<Proved> {
  const incident = await stores.incidents.loadByNumber(number);
  if (!incident) throw new Error(await missing(stores, number));
  const { entries, faults } = await prove(stores, files, incident);
  faults.push(...(await strayFields(connection, incident)));
  const { signals } = incident.state;
  const what = en.signals(signals.count, signals.devices.length);
  const holds = `entries 1 to ${entries}, ${what} and what arrived with it.\nHead ${incident.chain.hash}`;
  return { label: `INC-${number}`, holds, faults };
}

/** One that was deleted is known by its receipt: the head of its chain can still be compared. */
async function missing({ ended }: Collections, number: number): Promise<string> {
  const gone = await ended.receipt(incidentReceipt(number));
  return gone?.state === 'done'
    ? `INC-${number} was deleted at ${gone.at.toISOString()} (${gone.why}). It had ${gone.count} entries.\nHead ${gone.digest}`
    : `There is no incident INC-${number} in this store.`;
}

async function taskProof(stores: Collections, files: Files, number: number): Promise<Proved> {
  const task = await stores.tasks.loadByNumber(number);
  if (!task) throw new Error(`There is no task TASK-${number} in this store.`);
  const faults = taskFaults(task, digest).map(({ seq, what }) => `entry ${seq}: ${what}`);
  faults.push(...(await evidenceFaults(files, task.state.evidence)));
  return { label: `TASK-${number}`, holds: `entries 1 to ${task.chain.seq}.\nHead ${task.chain.hash}`, faults };
}

/** Every file is read again and compared. */
async function evidenceFaults(files: Files, items: readonly EvidenceItem[] = []): Promise<string[]> {
  const faults: string[] = [];
  for (const item of items) {
    if (item.state !== 'kept') continue;
    const bytes = await files.get(item.kept.sha256);
    if (!bytes) faults.push(`evidence ${item.name}: the file is gone`);
    else if (sha256(bytes) !== item.kept.sha256) faults.push(`evidence ${item.name}: the file was changed`);
  }
  return faults;
}

async function prove(
  stores: Collections,
  files: Files,
  incident: Incident,
): Promise<{ entries: number; faults: string[] }> {
  const { state, chain } = incident;
  const timeline = await wholeTimeline(incident, stores.incidents);
  const faults = verifyChain(state.id, timeline, chain, state, digest).map(
    (fault) => `entry ${fault.seq}: ${fault.what}`,
  );
  faults.push(...(await evidenceFaults(files, state.evidence)));
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
