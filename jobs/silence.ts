import type { Clock, RaiseAlarm, SourceHealthStore } from '../src/ports.js';
import type { MarkStore } from '../src/ports-tasks.js';
import type { ListeningSince } from './listening.js';

/** A source that is to be heard of so often. */
export interface Heartbeat {
  readonly source: string;
  /** Milliseconds. */
  readonly everyMs: number;
  /** Where its silence is an incident. */
  readonly siteId: string;
}

export interface SilenceParts {
  readonly heartbeats: () => readonly Heartbeat[];
  readonly health: Pick<SourceHealthStore, 'all'>;
  readonly marks: Pick<MarkStore, 'begin'>;
  readonly listeningSince: ListeningSince;
  readonly raise: RaiseAlarm;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** What is heard of is written down this much later. */
const WRITTEN_MS = 15_000;

/** Silence is an alarm: a source that is to be heard of, and is not, opens an incident; once for each silence. */
export function createSilence({ heartbeats, health, marks, listeningSince, raise, clock, failed }: SilenceParts) {
  async function listen(
    { source, everyMs, siteId }: Heartbeat,
    last: Date | undefined,
    listening: Date,
  ): Promise<void> {
    const now = clock.now();
    // Never heard of counts from when the book first asked for it.
    const asked = last ?? (await marks.begin(`silence/${source}`, now));
    // What nobody could hear is no silence.
    const since = asked > listening ? asked : listening;
    const silentMs = now.getTime() - since.getTime();
    if (silentMs <= everyMs + WRITTEN_MS) return;
    const minutes = Math.round(silentMs / 60_000);
    await raise({
      key: `silence/${source}/${since.toISOString()}`,
      kind: 'supervision',
      siteId,
      subject: `No word from the source "${source}"`,
      details:
        last === undefined
          ? `Nothing has ever come from it, and its heartbeat is due every ${everyMs / 1_000} s.`
          : `The last came ${minutes} min ago, and its heartbeat is due every ${everyMs / 1_000} s. Its alarms may be lost as well.`,
    });
  }

  return async function listenToAll(): Promise<void> {
    const wanted = heartbeats();
    if (wanted.length === 0) return;
    const listening = await listeningSince(clock.now());
    const known = new Map((await health.all()).map(({ source, lastAt }) => [source, lastAt]));
    for (const each of wanted) {
      try {
        await listen(each, known.get(each.source), listening);
      } catch (error) {
        failed(`listening for the heartbeat of ${each.source}`, error);
      }
    }
  };
}
