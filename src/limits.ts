/** So many calls per span, saved up at most to `burst`. */
export interface Rate {
  readonly everyMs: number;
  readonly burst: number;
  /** What is left of the room between us and the platform when life safety is at stake; `everyMs` when left out. */
  readonly urgentEveryMs?: number;
}

export interface Limit {
  /** `channel` counts per destination, `workspace` for all destinations of the surface together. */
  readonly per: 'channel' | 'workspace';
  readonly name: string;
  readonly rate: Rate;
}

/** What delivery asks of a platform. */
export type CallSort = 'post' | 'update' | 'reply';

/** The limits of a platform: which buckets a call of each sort draws from, and a look-up of what may be posted already. */
export type CallLimits = Readonly<Record<CallSort | 'find', readonly Limit[]>>;
