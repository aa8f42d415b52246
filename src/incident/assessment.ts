import type { PersonRef } from './actor.js';
import type { Kind } from './kinds.js';
import type { Money } from './money.js';

export const BANDS = ['low', 'medium', 'high', 'critical'] as const;
export type Band = (typeof BANDS)[number];

/** 0 = low … 3 = critical. */
export const bandRank = (band: Band): number => BANDS.indexOf(band);

/** Alarm validation level, following the definitions of ANSI/TMA-AVS-01 (no conformity is claimed). */
export type AvsLevel = 0 | 1 | 2 | 3 | 4;

/** The terms of the severity score. */
export const FACTOR_NAMES = ['kind', 'assets', 'location', 'contagion', 'validation', 'context', 'recurrence'] as const;
export type FactorName = (typeof FACTOR_NAMES)[number];

/** The fact behind a term, as data; `cards/words` says it in the reader's language. */
export type Because =
  | { readonly code: 'kind'; readonly kind: Kind }
  | { readonly code: 'unrecognised'; readonly source: string }
  | { readonly code: 'assets'; readonly worth: Money; readonly count: number; readonly highValue: boolean }
  | { readonly code: 'no-assets' }
  | { readonly code: 'zone'; readonly name: string; readonly sensitivity: number }
  | { readonly code: 'spread'; readonly kind: Kind; readonly adjoining: number }
  | { readonly code: 'contained' }
  | { readonly code: 'person-seen' }
  | { readonly code: 'several-devices'; readonly count: number }
  | { readonly code: 'picture' }
  | { readonly code: 'unverified' }
  | { readonly code: 'armed' }
  | { readonly code: 'just-closed' }
  | { readonly code: 'bypass' }
  | { readonly code: 'open-hours' }
  | { readonly code: 'hours-unknown' }
  | { readonly code: 'recurrence'; readonly count: number };

/** One term of the score, kept so that the card can show its arithmetic. */
export interface Factor {
  readonly name: FactorName;
  /** Points that it can give at most. */
  readonly weight: number;
  /** 0–1: how far it applies. */
  readonly value: number;
  /** Points that it gave: weight × value, scaled so that all weights together make 100. */
  readonly contribution: number;
  readonly because: Because;
}

/** A fact that bears on whether the alarm is valid. `eliminates`: nobody is called for it at all. */
export interface AvsIndicator {
  readonly code:
    | 'life-threat'
    | 'property-harm'
    | 'person-seen'
    | 'person-likely'
    | 'person-confirmed'
    | 'path'
    | 'video'
    | 'single-sensor'
    | 'cancelled'
    | 'on-test'
    | 'known-staff'
    | 'nobody-seen'
    | 'device-fault';
  readonly effect: 'raises' | 'lowers' | 'eliminates';
}

/** The level as it was at one moment: what is told at a hand-over to the police is the newest of them. */
export interface AvsReading {
  readonly level: AvsLevel;
  readonly at: Date;
  /** A name, or `Tocsin`. */
  readonly by: string;
  readonly indicators: readonly AvsIndicator[];
}

/** A person's decision about the band. */
export interface Rating {
  readonly band: Band;
  readonly by: PersonRef;
  readonly at: Date;
  readonly why: string;
  /** What the score was then. */
  readonly score: number;
}

export interface Assessment {
  /** 0–100, whole. */
  readonly score: number;
  readonly band: Band;
  readonly avs: AvsLevel;
  /** What the level stands on. */
  readonly indicators: readonly AvsIndicator[];
  /** Largest contribution first. */
  readonly factors: readonly Factor[];
}

/**
 * The machine never lowers the floor: of two assessments of one incident the higher one stands, and so do the higher
 * band and validation level, because a changed book may draw the bands anew between the two. A band that a person set
 * gives way only to a score above that on which they decided.
 */
export function higherOf(current: Assessment, next: Assessment, rating?: Rating): Assessment {
  const { avs, indicators } = next.avs >= current.avs ? next : current;
  const decided = rating !== undefined && next.score <= rating.score;
  const band = !decided && bandRank(next.band) >= bandRank(current.band) ? next.band : current.band;
  return next.score >= current.score ? { ...next, band, avs, indicators } : { ...current, band, avs, indicators };
}

/** Says the same of how bad it is, and why. Both are plain data with their fields in one order. */
export const sameAssessment = (a: Assessment, b: Assessment): boolean =>
  a === b || (a.score === b.score && JSON.stringify(a) === JSON.stringify(b));
