import type { Destination } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { Clock } from '../src/ports.js';
import { later } from '../src/time.js';
import type { Delivery } from './calling.js';

type Surface = Destination['surface'];

export interface SurfaceTrouble {
  readonly surface: Surface;
  readonly from: Date;
  readonly error: string;
}

export interface SurfaceHealthParts {
  readonly clock: Clock;
  /** It takes nothing any more: whoever was to be told by it has to be told otherwise. */
  readonly down: (trouble: SurfaceTrouble) => void;
  readonly up: (trouble: SurfaceTrouble) => void;
}

/** So long without one call that worked, and not for a single one: it is down. */
const DOWN_AFTER_MS = 8_000;
const DOWN_AFTER = 2;
/** A chat that asks for so much silence is of no use for a page. */
const SILENCE_MS = 30_000;
/** Failures further apart than this are two stories. */
const APART_MS = 60_000;
/** What belongs below a message. */
export const ENCLOSURE = 'enclosure';

interface Streak {
  readonly from: Date;
  readonly until: Date;
  readonly failures: number;
  readonly error: string;
  readonly hopeless: boolean;
}

/**
 * Whether each chat takes what it is given, by what became of the calls to it. One channel that is slow or gone says nothing
 * about the others: a chat is down when nothing of it has worked since the trouble began.
 */
export function createSurfaceHealth({ clock, down, up }: SurfaceHealthParts) {
  const streaks = new Map<string, Streak>();
  const troubles = new Map<Surface, SurfaceTrouble>();
  const workedAt = new Map<Surface, Date>();

  function failed({ to, tookMs }: Delivery, error: string, silenceMs: number, hopeless: boolean): void {
    const now = clock.now();
    const key = destinationKey(to);
    const known = streaks.get(key);
    // A clock that was set back makes no outage begin in the future.
    const other = workedAt.get(to.surface);
    // What worked elsewhere meanwhile begins the story anew: or one answer of long ago would hide an outage for ever.
    const since = known && !(other && other >= known.from && other <= now) ? known : undefined;
    const goesOn = since && since.from <= now && now.getTime() - since.until.getTime() < APART_MS;
    const streak: Streak = {
      from: goesOn ? since.from : later(now, -tookMs),
      until: later(now, silenceMs),
      failures: (goesOn ? since.failures : 0) + 1,
      error,
      hopeless: hopeless || silenceMs >= SILENCE_MS,
    };
    streaks.set(key, streak);
    const long = now.getTime() - streak.from.getTime() >= DOWN_AFTER_MS && streak.failures >= DOWN_AFTER;
    const elsewhere = !hopeless && other !== undefined && other >= streak.from && other <= now;
    if (troubles.has(to.surface) || elsewhere || !(streak.hopeless || long)) return;
    const trouble = { surface: to.surface, from: streak.from, error };
    troubles.set(to.surface, trouble);
    down(trouble);
  }

  function worked({ to }: Delivery): void {
    streaks.delete(destinationKey(to));
    workedAt.set(to.surface, clock.now());
    const trouble = troubles.get(to.surface);
    if (!trouble) return;
    troubles.delete(to.surface);
    up(trouble);
  }

  return {
    saw(delivery: Delivery): void {
      const { outcome, what } = delivery;
      // Files go by ways of their own: that they fail, or arrive, says nothing about cards.
      if (what === ENCLOSURE) return;
      if (outcome.kind === 'retry') failed(delivery, outcome.error, outcome.afterMs ?? 0, false);
      else if (outcome.kind !== 'dead') worked(delivery);
      // A channel that is gone says nothing about the others.
      else if (outcome.everywhere) failed(delivery, outcome.error, 0, true);
    },

    /** It was down when this instance started, and nobody has seen it work since. */
    resume(trouble: SurfaceTrouble): void {
      troubles.set(trouble.surface, trouble);
    },

    isDown: (surface: Surface): boolean => troubles.has(surface),

    /** Since when, and why, for whoever looks. */
    troubles: (): readonly SurfaceTrouble[] => [...troubles.values()],
  };
}
