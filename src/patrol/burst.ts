import type { KeptScan, PatrolRules } from './scan.js';

/** A scan that would prove something by itself: what was refused for its code or place is no step of a walk. */
const counts = ({ reasons }: Pick<KeptScan, 'reasons'>): boolean => reasons.every((reason) => reason === 'burst');

/**
 * Those scans that make a burst together with one made at `madeAt`: they and it stand in a span of `withinMs` that has more
 * than `scans` of them. None when there is no such span.
 */
export function burstWith(madeAt: Date, others: readonly KeptScan[], { burst }: PatrolRules): readonly KeptScan[] {
  const at = madeAt.getTime();
  const near = others
    .filter((other) => counts(other) && Math.abs(other.madeAt.getTime() - at) <= burst.withinMs)
    .sort((a, b) => a.madeAt.getTime() - b.madeAt.getTime());
  const part = new Set<KeptScan>();
  // Each span that holds it begins at one of those before it, or at itself.
  for (const from of [...near.map((other) => other.madeAt.getTime()).filter((time) => time <= at), at]) {
    const within = near.filter(({ madeAt: time }) => time.getTime() >= from && time.getTime() <= from + burst.withinMs);
    if (within.length + 1 > burst.scans) for (const each of within) part.add(each);
  }
  return [...part];
}
