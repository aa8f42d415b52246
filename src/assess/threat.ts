import type { Band, ThreatLevel } from '../incident/index.js';

export interface ThreatRules {
  /** Points of one active incident of each band. */
  readonly weights: Readonly<Record<Band, number>>;
  /** Sums from which each level above `guarded` holds. */
  readonly levels: { readonly elevated: number; readonly high: number; readonly severe: number };
}

/**
 * Ours. Each band weighs about three of the one below, so that a heap of small things does not look like one grave
 * thing: one critical incident alone is `high`, two are `severe`; one high one is `elevated`.
 */
export const DEFAULT_THREAT: ThreatRules = {
  weights: { low: 1, medium: 3, high: 10, critical: 30 },
  levels: { elevated: 8, high: 25, severe: 55 },
};

/** Sum of the weights of the active incidents. */
export const threatSum = (counts: Readonly<Partial<Record<Band, number>>>, { weights }: ThreatRules): number =>
  (Object.entries(counts) as [Band, number][]).reduce((sum, [band, count]) => sum + weights[band] * count, 0);

export function threatLevel(sum: number, { levels }: ThreatRules): ThreatLevel {
  if (sum >= levels.severe) return 'severe';
  if (sum >= levels.high) return 'high';
  return sum >= levels.elevated ? 'elevated' : 'guarded';
}
