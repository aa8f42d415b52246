import type { Trouble } from '../ports-explain.js';

/** Whether the model is asked at all. Pure: what time it is comes from outside. */
export type Breaker =
  | { readonly state: 'closed'; readonly failures: number }
  /** Nobody is asked. `opened` counts how often in a row, so that each pause is longer. */
  | { readonly state: 'open'; readonly since: number; readonly forMs: number; readonly opened: number }
  /** One question is under way, to see whether it works again. */
  | { readonly state: 'trying'; readonly since: number; readonly opened: number };

export const CLOSED: Breaker = { state: 'closed', failures: 0 };

/** Failures in a row, and how long nobody is asked then: a minute, doubled each time it did not help, a quarter hour at most. */
const FAILURES = 5;
const PAUSE_MS = 60_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** Longer than any question may take: a trial that was never heard of again does not keep the breaker from trying anew. */
const TRIAL_MS = 30_000;

/** What a trouble says of the model: `person` needs somebody to mend it, `once` says nothing about the next question. */
const MEANS = {
  'time-out': 'trouble',
  'rate-limited': 'trouble',
  overloaded: 'trouble',
  unreachable: 'trouble',
  rejected: 'person',
  declined: 'once',
  malformed: 'trouble',
  truncated: 'trouble',
  'too-large': 'trouble',
  stopped: 'once',
} as const satisfies Record<Trouble, 'trouble' | 'person' | 'once'>;

/** Milliseconds until a question may be asked. A clock that was set back opens it rather than keep it shut for a day. */
export function waitMs(breaker: Breaker, now: Date): number {
  if (breaker.state === 'closed') return 0;
  const passed = now.getTime() - breaker.since;
  return passed < 0 ? 0 : Math.max(0, (breaker.state === 'open' ? breaker.forMs : TRIAL_MS) - passed);
}

export const mayAsk = (breaker: Breaker, now: Date): boolean => waitMs(breaker, now) === 0;

/** A question leaves. */
export const asking = (breaker: Breaker, now: Date): Breaker =>
  breaker.state === 'closed' ? breaker : { state: 'trying', since: now.getTime(), opened: breaker.opened };

/** An answer came, whatever it was worth. */
export const answered = (): Breaker => CLOSED;

/** None came. `afterMs`: the provider's own wish. */
export function failed(breaker: Breaker, trouble: Trouble, now: Date, afterMs = 0): Breaker {
  const means = MEANS[trouble];
  if (means === 'once') {
    // It was no trial of anything: the next question is one.
    return breaker.state === 'trying' ? { ...breaker, since: now.getTime() - TRIAL_MS } : breaker;
  }
  const failures = breaker.state === 'closed' ? breaker.failures + 1 : FAILURES;
  if (means === 'trouble' && failures < FAILURES && afterMs <= PAUSE_MS) return { state: 'closed', failures };
  const opened = breaker.state === 'closed' ? 0 : breaker.opened;
  const pause = means === 'person' ? LONGEST_PAUSE_MS : PAUSE_MS * 2 ** Math.min(opened, 10);
  const forMs = Math.min(LONGEST_PAUSE_MS, Math.max(pause, afterMs));
  // Answers to questions that left before it opened add nothing to the pause.
  if (breaker.state === 'open')
    return { ...breaker, forMs: Math.max(breaker.forMs, Math.min(LONGEST_PAUSE_MS, afterMs)) };
  return { state: 'open', since: now.getTime(), forMs, opened: opened + 1 };
}
