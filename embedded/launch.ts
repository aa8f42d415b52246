import { createRequire } from 'node:module';
import { totalmem } from 'node:os';
import { Worker } from 'node:worker_threads';
import { clientOf } from './client.js';
import type { FromWorker, Health, WorkerOptions } from './messages.js';
import { Owner } from './owner.js';
import { type Secret, secretOf } from './secret.js';

export interface LaunchOptions {
  /** The folder that holds the data; made with mode 0700 when it is not there. */
  readonly dataDir: string;
  /** Also listen on this port of 127.0.0.1 (0: any free one). Only the owner of the folder can. */
  readonly port?: number;
  /**
   * Who may connect by TCP. Left out: the user `tocsin` with a secret that is made at the first start and kept in the
   * folder (mode 0600). `false`: anybody on this machine, for a test run.
   */
  readonly auth?: Secret | false;
  /** How often TTL indexes are looked through; 60 seconds when left out. */
  readonly reapEveryMs?: number;
  /** From which size of its files the store compacts them; 64 MiB when left out. */
  readonly compactFromBytes?: number;
  /** How often it looks whether to; each second when left out. */
  readonly compactEveryMs?: number;
  /** How long the worker, or the owner of the folder, may say nothing before it counts as silent; 10 seconds when left out. */
  readonly silentAfterMs?: number;
  /** How long to wait for the start, recovery included; 10 minutes when left out. */
  readonly startWithinMs?: number;
  /** Receives what the store has to say that is no error of a client; written to stderr when left out. */
  readonly onLine?: (line: string) => void;
}

/** A store that answers at `uri`. */
export interface RunningStore {
  /** For any MongoDB driver: over the folder's unix socket, or over TCP when a port was asked for. */
  readonly uri: string;
  /** `owner`: this process keeps the data. `client`: another living process does, and this one only connects. */
  readonly role: 'owner' | 'client';
  /** What the start found; only for the owner. */
  readonly recovered?: { readonly documents: number; readonly tornBytes: number; readonly milliseconds: number };
  /**
   * Calls back when the store stops working: a failed write (reads go on), a worker that is silent or has died; for a client
   * also an owner that is gone (`health().state` is `dead` then).
   */
  onFailure(callback: (error: Error) => void): void;
  health(): Health;
  /** Ends the store (the owner's for all its clients). Everything acknowledged is on disk before and after. */
  stop(): Promise<void>;
}

const OPTIONS = 'directConnection=true&appName=tocsin';

const socketUri = (path: string): string => `mongodb://${encodeURIComponent(path)}/?${OPTIONS}`;

function tcpUri(port: number, auth: Secret | undefined): string {
  if (auth === undefined) return `mongodb://127.0.0.1:${port}/?${OPTIONS}`;
  const who = `${encodeURIComponent(auth.user)}:${encodeURIComponent(auth.password)}`;
  return `mongodb://${who}@127.0.0.1:${port}/?${OPTIONS}&authSource=admin&authMechanism=SCRAM-SHA-256`;
}

function firstAnswer(worker: Worker, withinMs: number): Promise<FromWorker & { kind: 'ready' }> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      worker.off('message', hear);
      worker.off('error', fail);
      worker.off('exit', gone);
      act();
    };
    const hear = (message: FromWorker): void => {
      if (message.kind === 'ready') settle(() => resolve(message));
      else if (message.kind === 'refused')
        settle(() => reject(Object.assign(new Error(message.message), { name: message.name })));
    };
    const fail = (error: Error): void => settle(() => reject(error));
    const gone = (code: number): void =>
      settle(() => reject(new Error(`the store's thread ended at its start (code ${code})`)));
    const timer = setTimeout(() => {
      void worker.terminate();
      settle(() => reject(new Error(`the store did not start within ${Math.round(withinMs / 1000)} s`)));
    }, withinMs);
    worker.on('message', hear);
    worker.on('error', fail);
    worker.on('exit', gone);
  });
}

/**
 * Starts the embedded store on a folder, in a thread of its own; when a living process has the folder already, gives the way
 * to that one. Rejects when the folder cannot be used, is damaged (the text names file and place), or the port is taken.
 */
export async function launchStore(options: LaunchOptions): Promise<RunningStore> {
  const { port, silentAfterMs = 10_000, startWithinMs = 600_000 } = options;
  const onLine = options.onLine ?? ((line: string) => process.stderr.write(`embedded store: ${line}\n`));
  const auth = port === undefined || options.auth === false ? undefined : (options.auth ?? secretOf(options.dataDir));
  const workerData: WorkerOptions = {
    dataDir: options.dataDir,
    port,
    auth,
    reapEveryMs: options.reapEveryMs ?? 60_000,
    compactFromBytes: options.compactFromBytes ?? 64 * 1024 * 1024,
    compactEveryMs: options.compactEveryMs ?? 1_000,
  };
  const file = createRequire(import.meta.url).resolve('#embedded-worker');
  // Keys and decoded documents live on the thread's own heap, whose default limit is small.
  const resourceLimits = { maxOldGenerationSizeMb: Math.max(512, Math.floor(totalmem() / 1048576 / 2)) };
  const worker = new Worker(file, { workerData, resourceLimits, execArgv: [], name: 'tocsin-store' });
  const owner = new Owner(worker, silentAfterMs, onLine);
  const ready = await firstAnswer(worker, startWithinMs).catch(async (error: unknown) => {
    await owner.stop();
    throw error;
  });
  if (ready.role === 'client') {
    await owner.stop();
    const uri = socketUri(ready.socket);
    return clientOf({ uri, dataDir: options.dataDir, lock: ready.lock, silentAfterMs, onLine });
  }
  return {
    uri: ready.port === undefined ? socketUri(ready.socket) : tcpUri(ready.port, auth),
    role: 'owner',
    recovered: ready.recovered,
    onFailure: (callback) => owner.onFailure(callback),
    health: () => owner.health(),
    stop: () => owner.stop(),
  };
}
