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

/** `true` when both say the same. */
export const sameFindings = (a: readonly AccessFinding[], b: readonly AccessFinding[]): boolean =>
  a.length === b.length && a.every((each, index) => told(each) === told(b[index]));

const told = (finding: AccessFinding | undefined): string =>
  finding === undefined
    ? ''
    : Object.entries(finding)
        .map(([key, value]) => `${key}=${value instanceof Date ? value.toISOString() : String(value)}`)
        .sort()
        .join(';');
