import type { Kind } from '../incident/kinds.js';
import type { Flag, Media } from '../incident/signal.js';
import { type Trait, type TraitKind, traitOf } from '../incident/trait.js';
import type { IgnoredReason, Meaning, PlaceHint } from './adapter.js';

/** Alarms that are silent by nature: whoever caused them may not notice that they were received. */
const SILENT_KINDS: ReadonlySet<Kind> = new Set<Kind>(['duress', 'hold-up']);

/** What an adapter knows about one alarm; the rest has a default. */
export interface Told {
  readonly key: string;
  readonly kind: Kind;
  /** An Invalid Date when the detector's time cannot be read. */
  readonly occurredAt: Date;
  readonly place: PlaceHint;
  readonly subject: string;
  /** Lines; what is undefined is left out. */
  readonly details?: readonly (string | undefined)[];
  readonly assetIds?: readonly string[];
  readonly confidence?: number | undefined;
  readonly media?: readonly Media[];
  readonly person?: boolean;
  readonly video?: boolean;
  /** What the detector says of its own state. */
  readonly flags?: readonly Flag[];
  /** As the detector writes them; what is undefined is left out. */
  readonly traits?: { readonly [K in TraitKind]?: string | undefined } | undefined;
  /** Overrides what the kind says. */
  readonly covert?: boolean | undefined;
}

export const signal = (told: Told): Meaning => ({
  is: 'signal',
  draft: {
    key: told.key,
    kind: told.kind,
    occurredAt: told.occurredAt,
    place: told.place,
    assetIds: told.assetIds ?? [],
    subject: told.subject,
    details: (told.details ?? []).filter((line) => line !== undefined && line !== '').join('\n'),
    ...(told.confidence === undefined ? {} : { confidence: told.confidence }),
    media: told.media ?? [],
    validation: { person: told.person ?? told.kind === 'person', video: told.video ?? false },
    flags: told.flags ?? [],
    ...traitsIn(told.traits),
    covert: told.covert ?? SILENT_KINDS.has(told.kind),
  },
});

function traitsIn(told: Told['traits'] = {}): { readonly traits?: readonly Trait[] } {
  const traits = Object.entries(told).flatMap(([of, value]) =>
    value === undefined ? [] : (traitOf(of as TraitKind, value) ?? []),
  );
  return traits.length > 0 ? { traits } : {};
}

/** A place from parts that may be missing. */
export const place = (site?: string, zone?: string, device?: string): PlaceHint => ({
  ...(site ? { site } : {}),
  ...(zone ? { zone } : {}),
  ...(device ? { device } : {}),
});

/** `Zone: dock`, or nothing when there is nothing to say. */
export const line = (label: string, value: string | number | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : `${label}: ${value}`;

export const ignored = (reason: IgnoredReason, detail: string, device?: string): Meaning => ({
  is: 'ignored',
  reason,
  detail,
  ...(device ? { from: { device } } : {}),
});

/** Kept and shown; `reason` says where and what: `body.after.id: expected text, found nothing`. */
export const unrecognised = (reason: string): Meaning => ({ is: 'unrecognised', reason });
