import type { Band, Destination, ThreatLevel } from './incident/index.js';

/** Something a channel is told once, and that is about no single incident. */
export interface Bulletin {
  /** Says what it is about: of many instances that want to say the same, one does. At most 200 characters. */
  readonly id: string;
  readonly to: Destination;
  readonly accent: Band | 'done';
  readonly title: string;
  readonly lines: readonly string[];
  readonly madeAt: Date;
  /** A report whose charts and paper are put below it, where the chat takes files. */
  readonly report?: string;
  /** No news any more after this: then it is not said. */
  readonly until: Date;
}

/** A bulletin that was not told yet. */
export interface OwedBulletin extends Bulletin {
  readonly dueAt: Date;
  readonly attempts: number;
  /** Set in a write before it leaves, so that after a crash it is looked up before it is repeated. */
  readonly attempt?: { readonly token: string; readonly at: Date };
  readonly lastError?: string;
  /** It was told; what belongs below it is not there yet. */
  readonly told?: string;
  /** The chat's references of files that were brought, and perhaps shown. */
  readonly files?: readonly string[];
}

/** What became of one. */
export type BulletinEnd =
  /** `bare`: why its report is not below it. */
  | { readonly state: 'told'; readonly ref: string; readonly at: Date; readonly bare?: string }
  | { readonly state: 'dropped'; readonly why: string; readonly at: Date };

export interface BulletinStore {
  /** `false` when one of this id was added within the last thirty days. */
  add(bulletin: Bulletin): Promise<boolean>;
  /** Those that may leave now, the oldest first. */
  due(now: Date, limit: number): Promise<OwedBulletin[]>;
  /** It is about to leave; `false` when somebody else has told it, or tried, since it was read. */
  begin(
    bulletin: Pick<OwedBulletin, 'id' | 'attempts'>,
    attempt: { readonly token: string; readonly at: Date },
  ): Promise<boolean>;
  /** It did not work; again from then on. `inDoubt`: it may have worked all the same, and is looked up first. */
  later(id: string, again: { readonly dueAt: Date; readonly error: string; readonly inDoubt: boolean }): Promise<void>;
  /** It was told, and its report comes next. */
  told(id: string, ref: string, dueAt: Date): Promise<void>;
  /** Files of it are in the chat; written before they are shown. */
  brought(id: string, files: readonly string[]): Promise<void>;
  end(id: string, end: BulletinEnd): Promise<void>;
}

/** How threatened a place was when somebody last looked. */
export interface KnownThreat {
  /** Id of a site, or `*` for the organisation. */
  readonly place: string;
  readonly level: ThreatLevel;
  /** The last rise that was told of, so that a level that goes up and down is not told of each time. */
  readonly told?: { readonly level: ThreatLevel; readonly at: Date };
  /** Counts the changes: who changes it says from which one. */
  readonly changes: number;
}

export interface ThreatStore {
  all(): Promise<KnownThreat[]>;
  /** Writes the successor of what was read; `false` when another instance was faster. */
  change(next: KnownThreat): Promise<boolean>;
}

/** A chat that cannot be reached, as all instances know it. */
export interface OpenOutage {
  readonly surface: Destination['surface'];
  readonly from: Date;
  readonly error: string;
}

export interface OutageStore {
  /** It began; what is known of it already stands. */
  open(outage: OpenOutage): Promise<OpenOutage>;
  /** It is over: given to the one who says so first. */
  close(surface: Destination['surface']): Promise<OpenOutage | undefined>;
  all(): Promise<OpenOutage[]>;
}
