import type { Kind } from './kinds.js';
import type { Trait } from './trait.js';

/** A picture or clip that belongs to an alarm. The address is the detector's and is never trusted. */
export interface Media {
  readonly url: string;
  /** `image/jpeg`, `video/mp4`, … as the detector says. */
  readonly type: string;
}

/** What speaks for or against the alarm being real, as far as the detector itself tells. */
export interface Validation {
  /** A human was seen or confirmed in the picture. */
  readonly person: boolean;
  /** The detector has a picture or clip that someone can look at. */
  readonly video: boolean;
}

/**
 * What a detector says of its own state: `bypass` a part of the system was switched off by hand, `recent-close` it was
 * armed a moment ago, `cancelled` whoever may has cancelled the alarm, `test` it is one.
 */
export const FLAGS = ['bypass', 'recent-close', 'cancelled', 'test'] as const;
export type Flag = (typeof FLAGS)[number];

/**
 * One alarm, normalised. `key` is the source's own event id: the same key from the same source is the same
 * signal, however often it is sent. Everything in it came from outside and is escaped wherever it is shown.
 */
export interface Signal {
  /** Ours, derived from source and key, so that a repeated delivery meets itself. */
  readonly id: string;
  readonly source: string;
  readonly key: string;
  readonly kind: Kind;
  readonly occurredAt: Date;
  readonly receivedAt: Date;
  readonly siteId: string;
  readonly zoneId?: string;
  readonly deviceId?: string;
  /** A place that the detector names and the book does not have. */
  readonly placeNamed?: string;
  readonly assetIds: readonly string[];
  /** One line: what happened, in the detector's words or ours. At most 200 characters. */
  readonly subject: string;
  /** At most 2,000 characters of plain text. */
  readonly details: string;
  /** 0–1, the detector's own belief. */
  readonly confidence?: number;
  readonly media: readonly Media[];
  readonly validation: Validation;
  readonly flags: readonly Flag[];
  /** By which the same people are known when they come again. */
  readonly traits?: readonly Trait[];
  /** Silent alarm: nobody near the device may notice that it was received. */
  readonly covert: boolean;
  /** Why the body could not be understood; set only on an unrecognised alarm. */
  readonly unrecognised?: string;
  /** SHA-256 (hex) of the body as it arrived. */
  readonly rawSha256: string;
  /** SHA-256 (hex) of the body as it is kept: another one when secrets were redacted. */
  readonly keptSha256: string;
}
