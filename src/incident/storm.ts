import type { Band } from './assessment.js';
import { bandRank } from './assessment.js';
import type { IncidentState } from './incident.js';
import type { Kind } from './kinds.js';
import type { Place } from './place.js';

/** What a storm card says of an incident that has no card of its own yet. */
export interface Brief {
  readonly number: number;
  readonly kind: Kind;
  /** The source whose alarm nobody could understand. */
  readonly unrecognisedFrom?: string;
  readonly place: Pick<Place, 'siteId' | 'siteName' | 'timezone' | 'zoneId' | 'zoneName' | 'named'>;
  readonly band: Band;
  readonly score: number;
  readonly lifeSafety: boolean;
  /** Nobody calls the premises because of it. */
  readonly covert: boolean;
  readonly signals: number;
  /** Name of who has it. */
  readonly claimedBy?: string;
  readonly openedAt: Date;
}

export function briefOf(state: IncidentState): Brief {
  const { siteId, siteName, timezone, zoneId, zoneName, named } = state.place;
  return {
    number: state.number,
    kind: state.kind,
    ...(state.unrecognised ? { unrecognisedFrom: state.signals.sources[0] ?? 'a source' } : {}),
    place: {
      siteId,
      siteName,
      timezone,
      ...(zoneId ? { zoneId } : {}),
      ...(zoneName ? { zoneName } : {}),
      ...(named ? { named } : {}),
    },
    band: state.assessment.band,
    score: state.assessment.score,
    lifeSafety: state.lifeSafety,
    covert: state.covert,
    signals: state.signals.count,
    ...(state.status === 'claimed' ? { claimedBy: state.claim.by.name } : {}),
    openedAt: state.openedAt,
  };
}

/** Worst first: life safety, then band, then score, then the oldest. */
export const worstFirst = (a: Brief, b: Brief): number =>
  Number(b.lifeSafety) - Number(a.lifeSafety) ||
  bandRank(b.band) - bandRank(a.band) ||
  b.score - a.score ||
  a.openedAt.getTime() - b.openedAt.getTime() ||
  a.number - b.number;

/** So many incidents of one site that wait for their first card in one channel are a storm. */
const STORM_FROM = 6;
/** The storm is over when nothing of it waits any more, and nothing came for so long. */
const CALM_MS = 5_000;
/**
 * A storm card is brought up to date so often while there are incidents that it does not show, while those that it
 * shows grow, and while it only empties.
 */
const REFRESH_MS = { hidden: 2_000, rising: 10_000, falling: 15_000 } as const;

/** What is kept of a storm while it lasts: one message per channel and site. */
export interface Storm {
  /** `slack:C0OPS` */
  readonly destination: string;
  readonly siteId: string;
  readonly site: { readonly name: string; readonly timezone: string };
  readonly startedAt: Date;
  /** The provider's message id, once it is posted. */
  readonly ref?: string;
  /** Set in a write before the post leaves, so that after a crash the message is looked up, not posted twice. */
  readonly attempt?: { readonly token: string; readonly at: Date };
  /** What the message says, as far as the provider confirmed it. */
  readonly shown?: Shown;
}

interface Shown {
  readonly digest: string;
  readonly signals: number;
  /** The highest number of an incident on it. */
  readonly newest: number;
  readonly at: Date;
}

/** What is to be done about a storm: now, or in a while unless something changes. */
export type StormStep =
  | { readonly do: 'post' | 'update' | 'farewell'; readonly inMs: number }
  /** There is no storm, or none that needs a word. */
  | { readonly do: 'nothing' };

/**
 * `waiting` are the incidents without a card of their own, `calmSince` is when there last was one, and `storms` is how
 * many share the channel: the more, the less often each of them is brought up to date.
 */
export function stormStep(
  storm: Storm | undefined,
  waiting: readonly Brief[],
  calmSince: Date,
  now: Date,
  storms = 1,
): StormStep {
  if (!storm?.ref) {
    // One that has no message, and nothing left that needs one, is ended by the same step.
    const begins = waiting.length >= STORM_FROM || storm?.attempt || (storm && waiting.length === 0);
    return begins ? { do: 'post', inMs: 0 } : { do: 'nothing' };
  }
  if (waiting.length === 0) return { do: 'farewell', inMs: Math.max(0, CALM_MS - sinceMs(calmSince, now)) };
  const { shown } = storm;
  if (!shown) return { do: 'update', inMs: 0 };
  const every = REFRESH_MS[paceOf(shown, waiting)] * Math.max(1, storms / 2);
  return { do: 'update', inMs: Math.max(0, every - sinceMs(shown.at, now)) };
}

function paceOf(shown: Shown, waiting: readonly Brief[]): keyof typeof REFRESH_MS {
  if (newestOf(waiting) > shown.newest) return 'hidden';
  return signalsOf(waiting) > shown.signals ? 'rising' : 'falling';
}

/** Cards of such a site give way to those of quiet ones. */
export const isStorm = (storm: Storm | undefined, waiting: number): boolean =>
  storm !== undefined || waiting >= STORM_FROM;

export const newestOf = (waiting: readonly Brief[]): number =>
  waiting.reduce((most, { number }) => Math.max(most, number), 0);

export const signalsOf = (waiting: readonly Brief[]): number => waiting.reduce((sum, { signals }) => sum + signals, 0);

/** A moment ahead of us was written before the clock was set back: it is long ago enough for everything. */
const sinceMs = (at: Date, now: Date): number => (at > now ? Number.MAX_SAFE_INTEGER : now.getTime() - at.getTime());
