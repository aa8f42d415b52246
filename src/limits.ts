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

/** The limits of a platform: which buckets a call of each sort draws from. */
export interface CallLimits {
  readonly post: readonly Limit[];
  readonly update: readonly Limit[];
  readonly reply: readonly Limit[];
}
