import { createEvidence } from '../../jobs/evidence.js';
import { createLoop } from '../../jobs/loop.js';
import { evidenceBucket } from '../../models/index.js';
import type { Config } from '../config.js';
import type { Desk } from '../desk.js';
import { sha256 } from '../digest.js';
import { evidenceFolder, sortOf } from '../evidence-files.js';
import { awaitsEvidence, type Incident } from '../incident/index.js';
import type { Clock } from '../ports.js';
import type { EvidenceFiles, FetchFile } from '../ports-evidence.js';
import type { EvidenceDesk } from '../surfaces/console/evidence-routes.js';
import type { TaskDesk } from '../task-desk.js';
import type { Collections, OpenStore } from './store.js';

export interface EvidenceChapter {
  readonly config: Pick<Config, 'dataDir' | 'mongoUri'>;
  readonly store: Pick<OpenStore, 'connection'>;
  readonly stores: Pick<Collections, 'awaited' | 'leases'>;
  readonly desk: Desk;
  readonly taskDesk: TaskDesk;
  /** By the chat that has the file. */
  readonly chats: ReadonlyMap<string, FetchFile>;
  readonly holder: string;
  readonly clock: Clock;
  readonly pollMs: number;
  readonly failed: (what: string, error: unknown) => void;
}

/** Where files lie: beside the embedded store on disk, in a MongoDB in that. */
export const evidenceFilesOf = (
  { dataDir, mongoUri }: Pick<Config, 'dataDir' | 'mongoUri'>,
  { connection }: Pick<OpenStore, 'connection'>,
): EvidenceFiles => (mongoUri === undefined ? evidenceFolder(dataDir) : evidenceBucket(connection));

/** Files that people gave: fetched from their chats, hashed on receipt, kept. */
export function openEvidence({ config, store, stores, chats, pollMs, failed, ...parts }: EvidenceChapter) {
  const files = evidenceFilesOf(config, store);
  /** What came with its bytes is kept already. */
  const here: FetchFile = async (hash) => {
    const bytes = await files.get(hash);
    return bytes ? { kind: 'got', bytes } : { kind: 'gone', error: 'it is not kept here any more' };
  };
  const fetchSome = createEvidence({
    ...parts,
    ...stores,
    files,
    sortOf,
    sources: new Map([...chats, ['here', here]]),
    failed,
  });
  const loop = createLoop(fetchSome, pollMs, (error) => {
    failed('fetching evidence', error);
  });
  const desk: EvidenceDesk = {
    async keep(bytes) {
      const hash = sha256(bytes);
      await files.put(hash, bytes);
      return hash;
    },
    read: (hash) => files.get(hash),
  };
  return {
    desk,
    files,
    /** An incident was saved: it may wait for a file. */
    saved({ state }: Incident): void {
      if (awaitsEvidence(state)) loop.wake();
    },
    wake: (): void => {
      loop.wake();
    },
    start(): void {
      loop.start();
    },
    stop: (): Promise<void> => loop.stop(),
  };
}

export type OpenEvidence = ReturnType<typeof openEvidence>;
