import type { Signal } from './incident/index.js';

/** A body as it came through the door, verified but not yet understood. */
export interface InboxRow {
  /** Derived from source and delivery key: a repeated delivery meets itself. */
  readonly id: string;
  readonly source: string;
  readonly contentType: string;
  readonly contentTypeHeader: string;
  /** Secrets in it are already redacted. */
  readonly body: Buffer;
  /** Of the body as it arrived, before redaction. */
  readonly sha256: string;
  /** Of `body`, as it is kept. */
  readonly keptSha256: string;
  readonly redactions: number;
  readonly receivedAt: Date;
  /** It speaks of life safety, or of a covert alarm: understood in a lane of its own. */
  readonly grave: boolean;
  /** Rises with every row of this instance. */
  readonly order: number;
}

export interface Inbox {
  /** Durable when it resolves. */
  put(row: InboxRow): Promise<'accepted' | 'duplicate'>;
  /** The oldest ones of a lane, without those of `except`. Fewer than `limit` when they are large. */
  waiting(limit: number, lane: { readonly grave: boolean; readonly except?: ReadonlySet<string> }): Promise<InboxRow[]>;
  /** What was grave in these rows is understood; the rest of them is an ordinary matter, with tries of its own. */
  calm(ids: readonly string[]): Promise<void>;
  settle(rows: readonly { readonly id: string; readonly outcome: string }[], at: Date): Promise<void>;
  depth(): Promise<number>;
  /** Counts one more try that this row failed alone, durably, and returns how many there were. */
  tried(id: string): Promise<number>;
  load(id: string): Promise<InboxRow | undefined>;
}

/** A signal and where it went. */
export interface SignalRow extends Signal {
  readonly inboxId: string;
  /** Set before the incident is saved, so that a crash between the two is found and finished. */
  readonly incidentId?: string;
  readonly batchId?: string;
  /** A restore: the key of the alarm that it ended. */
  readonly clears?: string;
}

export interface SignalStore {
  /** Inserts those that are new and returns the rows that existed already, as they are kept. */
  add(rows: readonly SignalRow[]): Promise<SignalRow[]>;
  ofBatch(batchId: string): Promise<SignalRow[]>;
  /** Points a batch at another incident, when the first one was closed in between. */
  reroute(batchId: string, to: { readonly incidentId: string; readonly batchId: string }): Promise<void>;
  byKey(source: string, key: string): Promise<SignalRow | undefined>;
  /** Of these ids, the rows that exist already. */
  known(ids: readonly string[]): Promise<SignalRow[]>;
  /** Restores that came before the alarms which they end. */
  restoresOf(source: string, keys: readonly string[]): Promise<SignalRow[]>;
  ofIncident(incidentId: string, limit: number): Promise<SignalRow[]>;
}

/** A detector's word that one of its alarms is over. */
export interface Restore {
  readonly signal: Signal;
  /** Key of the alarm that it ends. */
  readonly clears: string;
}

/** What one body means. `ignored` tells why there was nothing to do. */
export interface Interpretation {
  readonly signals: readonly Signal[];
  readonly restores: readonly Restore[];
  readonly ignored: readonly string[];
  /** The detector numbers its messages: `alarm` is to be raised when the one before this is not the last that came. */
  readonly numbered?: {
    readonly device: string;
    readonly serial: number;
    readonly previous: number;
    readonly alarm: Signal;
  };
}

/** The last running number of a device that numbers its messages. */
export interface Serials {
  last(source: string, device: string): Promise<number | undefined>;
  set(source: string, device: string, serial: number): Promise<void>;
}

/** Raw body to signals in our places and names. Never throws. */
export type Interpret = (row: InboxRow) => Promise<Interpretation>;
