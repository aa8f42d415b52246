import { later } from './instant.js';
import type { Plan, Policy, PolicyStep } from './plan.js';

/** Where the ladder of an incident stands. */
export interface EscalationClock {
  /** From 1. */
  readonly round: number;
  /** The next rung to fire, from 0. `steps.length`: the round is over. */
  readonly step: number;
  /** How often the rung before it was repeated. */
  readonly repeats: number;
  /** When this round began; time at rest does not count. */
  readonly startedAt: Date;
  /** At rest since then: somebody has it, or it was put off. */
  readonly restsSince?: Date;
  /** All rounds are over, and nobody has it. */
  readonly exhausted?: { readonly since: Date; readonly times: number; readonly lastAt: Date };
}

/** What the ladder asks for at a moment. */
export type Rung =
  | { readonly what: 'step'; readonly round: number; readonly step: number; readonly at: Date }
  | {
      readonly what: 'repeat';
      readonly round: number;
      readonly step: number;
      readonly times: number;
      readonly at: Date;
    }
  | { readonly what: 'last-resort'; readonly times: number; readonly at: Date };

export const clockFrom = (now: Date): EscalationClock => ({ round: 1, step: 0, repeats: 0, startedAt: now });

/** The next thing that the ladder will do, and when. `undefined` while it rests. */
export function nextRung(policy: Policy, clock: EscalationClock): Rung | undefined {
  if (clock.restsSince) return undefined;
  const { round, step, startedAt, exhausted } = clock;
  if (exhausted) {
    return {
      what: 'last-resort',
      times: exhausted.times + 1,
      at: later(exhausted.lastAt, policy.lastResortEveryMs),
    };
  }
  const next = policy.steps[step];
  const again = repetition(policy, clock);
  if (next) {
    const at = later(startedAt, next.afterMs);
    return again && again.at < at ? again : { what: 'step', round, step, at };
  }
  const over = later(startedAt, policy.roundMs);
  if (again && again.at < over) return again;
  // The next round begins with its first rung.
  if (round < policy.rounds)
    return { what: 'step', round: round + 1, step: 0, at: later(over, policy.steps[0]?.afterMs ?? 0) };
  return { what: 'last-resort', times: 1, at: over };
}

function repetition(policy: Policy, { round, step, repeats, startedAt }: EscalationClock): Rung | undefined {
  const last = policy.steps[step - 1];
  if (!last?.repeat || repeats >= last.repeat.times) return undefined;
  const at = later(startedAt, last.afterMs + (repeats + 1) * last.repeat.everyMs);
  return { what: 'repeat', round, step: step - 1, times: repeats + 1, at };
}

/** The clock once the rung has fired. */
export function fired(policy: Policy, clock: EscalationClock, rung: Rung, now: Date): EscalationClock {
  switch (rung.what) {
    case 'step': {
      // Of a new round: it began where the old one ended, however late that is noticed.
      const startedAt = rung.round > clock.round ? later(clock.startedAt, policy.roundMs) : clock.startedAt;
      return { ...clock, round: rung.round, step: rung.step + 1, repeats: 0, startedAt };
    }
    case 'repeat':
      return { ...clock, repeats: rung.times };
    case 'last-resort': {
      const since = clock.exhausted?.since ?? now;
      return { ...clock, exhausted: { since, times: rung.times, lastAt: now } };
    }
    default:
      return rung satisfies never;
  }
}

/** Somebody has it, or it was put off: time stands still. */
export const rested = (clock: EscalationClock, now: Date): EscalationClock =>
  clock.restsSince ? clock : { ...clock, restsSince: now };

/** Nobody has it any more: the ladder goes on where it stood. */
export function resumed(clock: EscalationClock, now: Date): EscalationClock {
  if (!clock.restsSince) return clock;
  const { restsSince, ...rest } = clock;
  const pause = Math.max(0, now.getTime() - restsSince.getTime());
  const { exhausted } = clock;
  return {
    ...rest,
    startedAt: later(clock.startedAt, pause),
    ...(exhausted ? { exhausted: { ...exhausted, lastAt: later(exhausted.lastAt, pause) } } : {}),
  };
}

/** Nobody of the last rung can be reached: the next one does not wait for its time. */
export function hastened(policy: Policy, clock: EscalationClock, now: Date): EscalationClock {
  const next = nextRung(policy, clock);
  if (!next || next.at <= now || clock.exhausted) return clock;
  return { ...clock, startedAt: later(clock.startedAt, now.getTime() - next.at.getTime()) };
}

/** How many people have to answer before the ladder stops: what the rung that fired last asks for. */
export function claimsNeeded({ escalation }: Plan, { round, step }: EscalationClock): number {
  const reached = round > 1 ? escalation.steps.length : step;
  const asked = escalation.steps
    .slice(0, Math.max(1, reached))
    .map(({ requireClaims = 1 }: PolicyStep) => requireClaims);
  return Math.max(1, ...asked);
}
