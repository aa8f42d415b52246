import type { Destination } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { Clock } from '../src/ports.js';
import { later } from '../src/time.js';
import type { Delivery } from './calling.js';

type Surface = Destination['surface'];

/** A chat that could not be reached for a while, now that it can be again. */
export interface Outage {
  readonly surface: Surface;
  readonly from: Date;
  readonly to: Date;
  readonly error: string;
  /** The channels that this instance could not tell something meanwhile. */
  readonly missed: readonly Destination[];
}

export interface SurfaceHealthParts {
  readonly clock: Clock;
  /** It takes nothing any more: whoever was to be told by it has to be told otherwise. */
  readonly down: (surface: Surface, error: string) => void;
  readonly up: (outage: Outage) => void;
}

/** So long without one call that worked, and not for a single one: it is down. */
const DOWN_AFTER_MS = 8_000;
const DOWN_AFTER = 2;
/** A chat that asks for so much silence is of no use for a page. */
const SILENCE_MS = 30_000;

interface Row {
  readonly from: Date;
  failures: number;
  error: string;
  down: boolean;
  readonly missed: Map<string, Destination>;
}

/** Whether each chat takes what it is given, by what became of the calls to it. */
export function createSurfaceHealth({ clock, down, up }: SurfaceHealthParts) {
  const failing = new Map<Surface, Row>();

  function failed({ to, tookMs }: Delivery, error: string, hopeless: boolean): void {
    const now = clock.now();
    // A clock that was set back makes no outage begin in the future.
    const from = later(now, -tookMs);
    const known = failing.get(to.surface);
    const row = known && known.from <= now ? known : { from, failures: 0, error, down: false, missed: new Map() };
    failing.set(to.surface, row);
    row.failures += 1;
    row.error = error;
    row.missed.set(destinationKey(to), to);
    const long = now.getTime() - row.from.getTime() >= DOWN_AFTER_MS && row.failures >= DOWN_AFTER;
    if (row.down || !(hopeless || long)) return;
    row.down = true;
    down(to.surface, error);
  }

  function worked({ to: { surface } }: Delivery): void {
    const row = failing.get(surface);
    failing.delete(surface);
    if (row?.down) up({ surface, from: row.from, to: clock.now(), error: row.error, missed: [...row.missed.values()] });
  }

  return {
    saw(delivery: Delivery): void {
      const { outcome } = delivery;
      if (outcome.kind === 'retry') failed(delivery, outcome.error, (outcome.afterMs ?? 0) >= SILENCE_MS);
      else if (outcome.kind !== 'dead') worked(delivery);
      // A channel that is gone says nothing about the others.
      else if (outcome.everywhere) failed(delivery, outcome.error, true);
    },

    isDown: (surface: Surface): boolean => failing.get(surface)?.down === true,

    /** Since when, and why, for whoever looks. */
    troubles: (): readonly { readonly surface: Surface; readonly from: Date; readonly error: string }[] =>
      [...failing].flatMap(([surface, { from, error, down: is }]) => (is ? [{ surface, from, error }] : [])),
  };
}

