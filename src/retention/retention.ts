/** What is kept for a time alone: personal data that is there to explain incidents, and for nothing else. */
export const RETAINED = ['access', 'scan'] as const;
export type Retained = (typeof RETAINED)[number];

export interface RetentionRule {
  readonly class: Retained;
  /** Milliseconds. */
  readonly keepMs: number;
  /** Of one client alone; of everybody when left out. */
  readonly client?: string;
}

const DAY_MS = 86_400_000;
/** Kept so long when the book says nothing; ours: a quarter for investigations, a year for disputes about patrols. */
const OWN: Readonly<Record<Retained, number>> = { access: 90 * DAY_MS, scan: 365 * DAY_MS };

/** An incident for whose sake nothing of its time is deleted: it is not over, or the law asks for it. */
export interface Linked {
  readonly siteId: string;
  readonly from: Date;
}

/**
 * What was made before this moment at a site may go: the longest rule that applies counts, and what a linked incident may still
 * need stays, however old.
 */
export function cutoffOf(
  what: Retained,
  { siteId, clientId }: { readonly siteId: string | undefined; readonly clientId: string | undefined },
  rules: readonly RetentionRule[],
  linked: readonly Linked[],
  now: Date,
): Date {
  const applying = rules.filter(
    (rule) => rule.class === what && (rule.client === undefined || rule.client === clientId),
  );
  const keepMs = applying.length === 0 ? OWN[what] : Math.max(...applying.map((rule) => rule.keepMs));
  const needed = linked.filter((each) => each.siteId === siteId).map(({ from }) => from.getTime());
  return new Date(Math.min(now.getTime() - keepMs, ...needed));
}

/** What says that something was there, and is not any more: the hash of what it was called stays, its content goes. */
export interface DeletionReceipt {
  readonly id: string;
  /** `alarm`: raw messages of which no incident speaks. */
  readonly class: Retained | 'alarm';
  readonly siteId: string | undefined;
  /** Everything of it was made before this. */
  readonly before: Date;
  readonly count: number;
  /** SHA-256 over the ids, in their order. */
  readonly digest: string;
  readonly at: Date;
  /** Begun before anything is deleted; done after all of it was. */
  readonly state: 'begun' | 'done';
}
