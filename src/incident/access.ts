/** What the badges at its doors say about an incident. Names are personal data: they are for our own people alone. */
export type AccessFinding = { readonly who: readonly string[] } & (
  | { readonly what: 'inside' | 'outside-hours'; readonly count: number }
  | {
      readonly what: 'forced' | 'tailgating' | 'denied';
      readonly door: string;
      readonly count: number;
      /** The last time. */
      readonly at: Date;
    }
  /** The same badge at another site, so few minutes before or after. */
  | { readonly what: 'too-far'; readonly other: string; readonly minutes: number }
);

/** At most, the gravest first. */
export const FINDINGS_KEPT = 10;

/** Who was let in changes with every badge: it is told again after so long, everything else at once. */
const CALM_MS = 5 * 60_000;

/** Whether it is worth telling what the badges say now. */
export function isAccessNews(
  known: readonly AccessFinding[],
  toldAt: Date | undefined,
  findings: readonly AccessFinding[],
  now: Date,
): boolean {
  if (said(known, GRAVE) !== said(findings, GRAVE)) return true;
  const calm = toldAt !== undefined && Math.abs(now.getTime() - toldAt.getTime()) < CALM_MS;
  return !calm && said(known, ALL) !== said(findings, ALL);
}

const ALL = (): boolean => true;
const GRAVE = ({ what }: AccessFinding): boolean => what !== 'inside' && what !== 'outside-hours';

const said = (findings: readonly AccessFinding[], which: (finding: AccessFinding) => boolean): string =>
  findings.filter(which).map(told).join('|');

const told = (finding: AccessFinding): string =>
  Object.entries(finding)
    .map(([key, value]) => `${key}=${value instanceof Date ? value.toISOString() : String(value)}`)
    .sort()
    .join(';');
