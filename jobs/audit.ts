import type { Card } from '../cards/card.js';
import type { Destination } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { ChatSurface, Clock } from '../src/ports.js';
import { remember } from '../src/remember.js';

/** A message that the provider says it shows. */
export interface Shown {
  readonly to: Destination;
  readonly ref: string;
  /** Of the card on it; left out when only its being there can be checked. */
  readonly version?: number;
  /** What to do when it is not so. */
  readonly amiss: (what: 'gone' | 'stale') => Promise<unknown>;
}

export interface AuditParts {
  readonly surfaces: ReadonlyMap<string, ChatSurface<Card>>;
  readonly clock: Clock;
  /** There is no room for looking now. */
  readonly crowded: (destination: string, now: Date) => boolean;
  readonly failed: (what: string, error: unknown) => void;
}

interface Entry extends Shown {
  readonly at: Date;
}

/** A message is looked for when it is so old, and a channel is looked at so often at most. */
const AGE_MS = 20_000;
const EVERY_MS = 30_000;
/** What could not be looked at for so long is let go. */
const PATIENCE_MS = 30 * 60_000;
/** Messages remembered per channel; the oldest give way. */
const MOST = 500;
const LONGEST_MS = 3_600_000;

/**
 * Does not take a provider's word for it: a while after it confirmed a message, the channel itself is read once, and
 * what is missing there or older than it should be is shown anew. Kept in memory: a crash in between forgoes the check
 * of what was confirmed just before it.
 */
export function createAudit({ surfaces, clock, crowded, failed }: AuditParts) {
  const channels = new Map<string, { entries: Map<string, Entry>; lookedAt: number }>();

  /** Until when a surface is not to be asked, by its name. */
  const silences = new Map<string, number>();

  function silent(destination: string, now: Date): boolean {
    const name = destination.split(':')[0] ?? '';
    const until = silences.get(name) ?? 0;
    // A moment further ahead than any silence was set before the clock was set back.
    if (until > now.getTime() && until - now.getTime() <= LONGEST_MS) return true;
    silences.delete(name);
    return false;
  }

  async function look(destination: string, entries: Map<string, Entry>, now: Date): Promise<void> {
    for (const [ref, { at }] of entries) if (now.getTime() - at.getTime() > PATIENCE_MS) entries.delete(ref);
    const due = [...entries.values()].filter(({ at }) => Math.abs(now.getTime() - at.getTime()) >= AGE_MS);
    const surface = surfaces.get(destination.split(':')[0] ?? '');
    const [first] = due;
    if (!first || !surface) return;
    const refs = due.map(({ ref }) => ref);
    const sight = await surface.audit(first.to, refs);
    if (sight.kind === 'unseen') {
      // What limits one channel of a surface limits all of them.
      silences.set(surface.name, now.getTime() + sight.afterMs);
      return failed(`looking at what ${destination} shows`, new Error(sight.error));
    }
    const found = sight.shown;
    for (const entry of due) {
      const version = found.get(entry.ref);
      // Shown anew in the meantime: that is looked at when its own time comes.
      if (version === undefined || entries.get(entry.ref) !== entry) continue;
      try {
        if (version === 'gone') await entry.amiss('gone');
        else if (version < (entry.version ?? 0)) await entry.amiss('stale');
      } catch (error) {
        // It is looked at again the next time, and those behind it now.
        failed(`putting right what ${destination} shows`, error);
        continue;
      }
      // What was shown anew meanwhile has a time of its own.
      if (entries.get(entry.ref) === entry) entries.delete(entry.ref);
    }
  }

  return {
    /** The provider has confirmed it just now. */
    confirmed(shown: Shown): void {
      const key = destinationKey(shown.to);
      const channel = channels.get(key) ?? { entries: new Map<string, Entry>(), lookedAt: Number.NEGATIVE_INFINITY };
      channels.set(key, channel);
      remember(channel.entries, shown.ref, { ...shown, at: clock.now() }, MOST);
    },

    /** Looks at the channels whose turn it is. */
    async check(): Promise<'idle'> {
      for (const [destination, channel] of channels) {
        const now = clock.now();
        const since = now.getTime() - channel.lookedAt;
        if (channel.entries.size === 0 || (since >= 0 && since < EVERY_MS)) continue;
        if (silent(destination, now) || crowded(destination, now)) continue;
        channel.lookedAt = now.getTime();
        try {
          await look(destination, channel.entries, now);
        } catch (error) {
          failed(`looking at what ${destination} shows`, error);
        }
      }
      return 'idle';
    },
  };
}

export type Audit = ReturnType<typeof createAudit>;
