import type { Band } from '../src/incident/index.js';
import { bandRank } from '../src/incident/index.js';

/** An incident that somebody may be asked about. */
export interface Waiting {
  readonly incidentId: string;
  readonly lifeSafety: boolean;
  readonly band: Band;
  /** When it was last saved; of equally grave ones the newest is asked about first. */
  readonly at: number;
  /** Not before this: an incident that changes all the time is not asked about all the time. */
  readonly from: number;
}

const gravity = ({ lifeSafety, band }: Waiting): number => (lifeSafety ? 10 : 0) + bandRank(band);

/** Before the other: graver, or as grave and newer. */
const comesFirst = (a: Waiting, b: Waiting): boolean =>
  gravity(a) === gravity(b) ? a.at > b.at : gravity(a) > gravity(b);

/**
 * Incidents that wait for a question, each once, at most `most`. When there is no room the least grave one leaves, of
 * those the oldest, and is counted: an explanation that comes an hour late helps nobody.
 */
export function createWaitingQuestions(most: number) {
  const waiting = new Map<string, Waiting>();

  const extreme = (before: (a: Waiting, b: Waiting) => boolean, wanted: (each: Waiting) => boolean = () => true) => {
    let found: Waiting | undefined;
    for (const each of waiting.values()) if (wanted(each) && (!found || before(each, found))) found = each;
    return found;
  };

  return {
    /** Returns how many had to leave. */
    add(one: Waiting): number {
      waiting.set(one.incidentId, one);
      if (waiting.size <= most) return 0;
      const last = extreme((a, b) => comesFirst(b, a));
      if (last) waiting.delete(last.incidentId);
      return 1;
    },
    /** Takes the one whose turn it is. */
    take(now: number): Waiting | undefined {
      const next = extreme(comesFirst, ({ from }) => from <= now);
      if (next) waiting.delete(next.incidentId);
      return next;
    },
    /** Milliseconds until one may be taken; `undefined` when none waits. */
    waitMs(now: number): number | undefined {
      const next = extreme((a, b) => a.from < b.from);
      return next && Math.max(0, next.from - now);
    },
    size: (): number => waiting.size,
    clear: (): void => {
      waiting.clear();
    },
  };
}
