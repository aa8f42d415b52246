import type { Flag, Kind, Money, Seen } from '../../src/incident/index.js';

/** What the rule-based summary of an incident is made of. Texts in it are as people know them, and bounded. */
export interface NarrativeFacts {
  readonly kind: Kind;
  /** A person may be dying: nothing is said that could make somebody slower. */
  readonly lifeSafety: boolean;
  /** What else was reported, without persons, at most four. */
  readonly otherKinds: readonly Kind[];
  readonly where: Where;
  readonly hours: 'closed' | 'just closed' | 'open' | 'unknown';
  readonly signals: number;
  /** Devices that spoke. */
  readonly devices: readonly string[];
  /** From the first signal to the last. */
  readonly spanMs: number;
  /** `afterMs`: how long after the first signal, when that is known and more than nothing. */
  readonly person: { readonly afterMs?: number } | undefined;
  readonly picture: boolean;
  /** What a person found who looked. */
  readonly seen: Seen | undefined;
  readonly flags: readonly Flag[];
  /** Somebody works on the system of the site. */
  readonly onTest: boolean;
  readonly atStake: { readonly worth: Money; readonly highValue: boolean } | undefined;
  /** Incidents at the same place over the last 30 days, this one not counted. */
  readonly recent: number;
}

/** `named` is the detector's own word for a place that the book does not have. */
export type Where =
  | { readonly is: 'zone'; readonly name: string }
  | { readonly is: 'named'; readonly name: string; readonly siteKnown: boolean }
  | { readonly is: 'site'; readonly name: string }
  | { readonly is: 'unknown' };
