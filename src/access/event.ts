/** What became of a badge at a door. */
export const ACCESS_RESULTS = ['granted', 'denied', 'forced', 'tailgating'] as const;
export type AccessResult = (typeof ACCESS_RESULTS)[number];

/** Somebody at a door, as an access system tells it. Personal data: of a card only a hash is ever here. */
export interface AccessEvent {
  readonly source: string;
  /** The source's own id of it: the same key is the same event. */
  readonly key: string;
  /** By the clock of the source. */
  readonly at: Date;
  readonly receivedAt: Date;
  readonly siteId: string;
  readonly zoneId?: string;
  readonly door: string;
  readonly result: AccessResult;
  /** Into the zone or out of it; in when nobody says. */
  readonly direction: 'in' | 'out';
  /** A keyed hash of what the source calls the badge: the same badge is the same, and nobody can read which. */
  readonly badge?: string;
  /** Whoever it was given to, as the source calls them. */
  readonly holder?: string;
  /** Why it was denied, in the words of the source. */
  readonly reason?: string;
}
