import { greatCircleM } from './distance.js';
import type { Fix, LatLon } from './officer.js';
import type { DispatchRules } from './rules.js';

/** When somebody could be there, and what that rests on. */
export interface Arrival {
  /** Seconds, on the side of caution: from the far edge of where they may be. */
  readonly etaS: number;
  /** As the crow flies, from the fix. */
  readonly distanceM: number;
  readonly ageMs: number;
  /** Metres within which they may be by now: accuracy, and what they may have moved since. */
  readonly radiusM: number;
  /** Accuracy alone, told or assumed. */
  readonly accuracyM: number;
  /** They are in a car that moves. */
  readonly rolling: boolean;
}

/** What a fix is taken for that says nothing of its accuracy: a phone between houses. */
const UNSTATED_M = 50;
/** Cells and networks place a phone in a district. */
const APPROXIMATE_M = 1_500;
/** Nobody walks or runs so fast for long. */
const ROLLING_KMH = 15;
/** A car that is faster now will not be so all the way. */
const FASTEST = 2;

const perSecond = (kmh: number): number => kmh / 3.6;

function accuracyOf({ accuracyM, quality }: Fix): number {
  if (quality === 'approximate') return Math.max(accuracyM ?? 0, APPROXIMATE_M);
  return accuracyM ?? UNSTATED_M;
}

/**
 * When somebody who was seen at `fix` could be at `place`. `undefined` when the fix is too old to say anything. The later
 * of two fixes at one place is never worse, nor is the more accurate one, nor the nearer one.
 */
export function arrivalOf(
  fix: Fix,
  hasVehicle: boolean,
  place: LatLon,
  now: Date,
  rules: DispatchRules,
): Arrival | undefined {
  const ageMs = Math.max(0, now.getTime() - fix.fixedAt.getTime());
  if (ageMs >= rules.forgetAfterMs) return undefined;
  const told = fix.speedKmh ?? 0;
  const fastest = FASTEST * rules.driveKmh;
  const rolling = told >= ROLLING_KMH && ageMs < rules.staleAfterMs;
  const accuracyM = accuracyOf(fix);
  // Who stood still then may have gone since, and who drove may have driven on.
  const drift = perSecond(Math.max(rules.walkKmh, Math.min(told, fastest)));
  const radiusM = accuracyM + (ageMs / 1_000) * drift;
  const distanceM = greatCircleM(fix.at, place);
  const way = rules.detour * (distanceM + radiusM);
  const carKmh = rolling ? Math.min(Math.max(told, rules.driveKmh), fastest) : rules.driveKmh;
  const untilCarMs = rolling ? 0 : hasVehicle ? Math.min(rules.vehicleAfterMs, rules.carAfterMs) : rules.carAfterMs;
  const byCar = untilCarMs / 1_000 + way / perSecond(carKmh);
  return {
    etaS: Math.min(byCar, way / perSecond(rules.walkKmh)),
    distanceM,
    ageMs,
    radiusM,
    accuracyM,
    rolling,
  };
}
