import type { Kind } from '../incident/kinds.js';
import type { Flag, Media, Validation } from '../incident/signal.js';
import type { Trait } from '../incident/trait.js';

/** What came through the door: verified bytes and the few headers an adapter may look at. */
export interface RawAlarm {
  /** Lower-case media type without parameters, e.g. `application/json`. */
  readonly contentType: string;
  /** The whole Content-Type header, for multipart boundaries. */
  readonly contentTypeHeader: string;
  readonly body: Buffer;
  readonly receivedAt: Date;
}

/** The parsed body. `pictures` are the binary parts of a multipart body. */
export interface ParsedBody {
  readonly value: unknown;
  readonly pictures: readonly { readonly name: string; readonly type: string; readonly bytes: Buffer }[];
}

/** Where the detector says that it happened, in its own names. The source's map in the book turns them into ours. */
export interface PlaceHint {
  readonly site?: string;
  readonly zone?: string;
  readonly device?: string;
  /** Latitude and longitude in degrees, from what moves about. The nearest site of the book counts, if one is near. */
  readonly at?: readonly [latitude: number, longitude: number];
  /** Whose carrier calls for help: the tracker's own name. The book says who that is. */
  readonly tracker?: string;
}

/** One alarm as the detector tells it, before the book has said which site and device that is. */
export interface Draft {
  /** The source's own event id. */
  readonly key: string;
  readonly kind: Kind;
  readonly occurredAt: Date;
  readonly place: PlaceHint;
  readonly assetIds: readonly string[];
  readonly subject: string;
  readonly details: string;
  readonly confidence?: number;
  readonly media: readonly Media[];
  readonly validation: Validation;
  readonly flags: readonly Flag[];
  readonly traits?: readonly Trait[];
  readonly covert: boolean;
}

/**
 * What one part of a body means.
 * - `signal`: an alarm, opens or joins an incident.
 * - `restore`: the detector says that it is over; attaches to the incident of `clears`, opens nothing, closes nothing.
 * - `ignored`: understood, and no alarm (heartbeat, test button, snapshot, replay …).
 * - `unrecognised`: verified but not understood; kept and shown.
 */
export type Meaning =
  | { readonly is: 'signal'; readonly draft: Draft }
  | {
      readonly is: 'restore';
      /** Id of this restore message itself. */
      readonly key: string;
      /** Key of the alarm that it ends. */
      readonly clears: string;
      readonly occurredAt: Date;
      readonly place: PlaceHint;
      readonly subject: string;
    }
  | {
      readonly is: 'ignored';
      readonly reason: IgnoredReason;
      readonly detail?: string;
      /** Who says so, where it names itself: it is there. */
      readonly from?: PlaceHint;
    }
  | { readonly is: 'unrecognised'; readonly reason: string };

export const IGNORED_REASONS = [
  'heartbeat',
  'test-button',
  'snapshot',
  'replay',
  'not-an-alarm',
  'false-positive',
] as const;
export type IgnoredReason = (typeof IGNORED_REASONS)[number];

/** How a request of this source proves that it is genuine. */
export type Proof =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** Safe to show to the sender: names the header and the next step, never a secret. */
      readonly why: string;
    };

export interface VerifyInput {
  /** Lower-case header names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Query parameters of the address (some devices can send neither headers nor signatures). */
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  readonly secret: string;
  readonly now: Date;
}

/** A detector's dialect: schema beside normaliser, one file each. */
export interface Adapter<Options = unknown> {
  readonly name: string;
  /** Media types it takes; anything else is answered 415. */
  readonly accepts: readonly string[];
  /** Checks genuineness on the raw bytes, in constant time. `options` as `options()` returned them. */
  verify(input: VerifyInput, options: Options): Proof;
  /**
   * Names of fields whose values never reach the disk (live PINs, raw card bits, phone numbers), wherever they
   * stand in the body. Matching ignores case.
   */
  readonly redact: readonly string[];
  /** Names that a source's own options add to `redact`. */
  alsoRedact?(options: Options): readonly string[];
  /** Validates the adapter's own part of a source in the book, and fills in defaults. Throws a ZodError. */
  options(value: unknown): Options;
  /**
   * The identity of the delivery: the same event sent again gives the same text. `undefined` when the body does
   * not tell; then the hash of the body serves.
   */
  deliveryKey(parsed: ParsedBody): string | undefined;
  /** Pure. Never throws on any input: what it cannot read is `unrecognised` with the reason (the zod path and what was found). */
  understand(parsed: ParsedBody, context: { readonly receivedAt: Date; readonly options: Options }): readonly Meaning[];
  /** Whether it speaks of life safety, where that is known sooner than all of its meaning; exactly as the meaning would say. */
  grave?(parsed: ParsedBody): boolean;
  /** The running number of this message, from detectors that number them. A gap means that events were lost. */
  sequence?(parsed: ParsedBody): Sequence | undefined;
}

/** Whoever keeps the last `serial` per source and device sees a gap when `previous` is another one. */
export interface Sequence {
  readonly device: string;
  readonly serial: number;
  readonly previous: number;
}

/** All that was read out of one body. */
export interface Reading {
  readonly meanings: readonly Meaning[];
  readonly numbered?: Sequence;
}
