import type { KeptFile } from './incident/index.js';

/** What evidence asks of the world: where files are fetched from, and where they are kept. */

/** Files as they were received, each under its hash: the same bytes are kept once. */
export interface EvidenceFiles {
  /** Durable when it resolves. */
  put(sha256: string, bytes: Buffer): Promise<void>;
  get(sha256: string): Promise<Buffer | undefined>;
  /** Gone when it resolves; one that is not there is no fault. */
  delete(sha256: string): Promise<void>;
}

/** Somebody gave a file that is not here yet. */
export interface Awaited {
  readonly of: 'incident' | 'task';
  /** Id of the incident or task. */
  readonly about: string;
  readonly file: string;
  /** `slack:F0123` */
  readonly from: string;
  readonly at: Date;
}

export interface AwaitedStore {
  awaited(limit: number): Promise<readonly Awaited[]>;
}

export type FetchOutcome =
  | { readonly kind: 'got'; readonly bytes: Buffer }
  | { readonly kind: 'retry'; readonly error: string; readonly afterMs?: number }
  /** It cannot be had, however often it is asked for. */
  | { readonly kind: 'gone'; readonly error: string };

/** Fetches a file from the chat that has it; `ref` is what the chat calls it. */
export type FetchFile = (ref: string, limit: number) => Promise<FetchOutcome>;

/** The media type by the content alone. */
export type SortOf = (bytes: Buffer) => Promise<KeptFile['type']>;
