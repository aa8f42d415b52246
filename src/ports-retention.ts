import type { KeptFile } from './incident/index.js';
import type { DeletionReceipt, EndedReceipt, Owner, Retained } from './retention/index.js';

export interface RetentionStore {
  /** Sites of which something of this class is there; `undefined` for what is of none. */
  sites(what: Retained, known: readonly string[]): Promise<readonly (string | undefined)[]>;
  /** Ids of what was made before that, the oldest first. */
  old(what: Retained, siteId: string | undefined, before: Date, limit: number): Promise<string[]>;
  /** Written before anything is deleted. */
  begin(receipt: DeletionReceipt): Promise<void>;
  delete(what: Retained, ids: readonly string[]): Promise<void>;
  done(receiptId: string): Promise<void>;
}

/** An incident that is archived, as far as its deletion needs it. */
export interface EndedIncident extends Owner {
  readonly id: string;
  readonly number: number;
  readonly siteId: string;
  readonly endedAt: Date;
  readonly entries: number;
  /** Head of its chain. */
  readonly hash: string;
}

/** An archived incident, or a task that is over, with files. */
export interface FileOwner extends Owner {
  readonly owner: 'incident' | 'task';
  readonly id: string;
  /** `INC-42`, `TASK-12` */
  readonly name: string;
  readonly siteId: string;
  /** Number of the incident itself, or of the one that the task belongs to. */
  readonly incident: number | undefined;
  readonly files: readonly { readonly id: string; readonly kept: KeptFile; readonly keptAt: Date }[];
}

/** What is deleted one by one, each with a receipt of its own. */
export interface EndedStore {
  /** Archived incidents that ended before. */
  endedBefore(before: Date): AsyncIterable<EndedIncident>;
  /** Of archived incidents and ended tasks. */
  fileOwners(): AsyncIterable<FileOwner>;
  /** Says that it goes; what is known to go, or gone, stays as it is. */
  mark(receipt: EndedReceipt): Promise<void>;
  /** What goes by now, the oldest first. */
  going(now: Date, limit: number): Promise<readonly EndedReceipt[]>;
  /** `now`: what it is when its deletion begins, when that changed since it was marked. */
  settle(
    id: string,
    state: EndedReceipt['state'],
    at: Date,
    now?: Partial<Pick<EndedReceipt, 'count' | 'digest'>>,
  ): Promise<void>;
  /** It could not be deleted now. */
  postpone(id: string, goesAt: Date): Promise<void>;
  receipt(id: string): Promise<EndedReceipt | undefined>;
  /** In these states: what goes soonest first, what is gone newest first; and how many there are in all. */
  receipts(
    states: readonly EndedReceipt['state'][],
    limit: number,
  ): Promise<{ readonly items: readonly EndedReceipt[]; readonly count: number }>;
  /** Incidents and tasks that have this file. */
  usersOf(sha256: string): Promise<readonly string[]>;
  /** Hashes of the files of an incident and of its tasks, and the ids of those tasks; `live`: one is not over. */
  belongings(
    incidentId: string,
  ): Promise<{ readonly tasks: readonly string[]; readonly files: readonly string[]; readonly live: boolean }>;
  /** Everything of it but its files: raw alarms, signals, pages, tasks, and in the end itself. */
  wipe(incidentId: string): Promise<void>;
}

/** Messages that led to no incident: heartbeats, repetitions, replays. */
export interface MessageStore {
  /** Settled from then on, and before; the oldest first. */
  settled(
    from: Date,
    before: Date,
    limit: number,
  ): Promise<readonly { readonly id: string; readonly at: Date; readonly outcome: string }[]>;
  /** Those that told an incident that an alarm of it is over. */
  told(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** With what they said was over and never was anything. */
  delete(ids: readonly string[]): Promise<void>;
}
