import type { AccessFinding } from '../../src/incident/index.js';

/** What is said of badges at doors. */
export interface AccessWords {
  /** `at` writes a time of day at the site. */
  finding(finding: AccessFinding, at: (moment: Date) => string): string;
}

/** Who is named in brackets; nothing when nobody is. */
export const named = (who: readonly string[]): string => (who.length === 0 ? '' : ` (${who.join(', ')})`);
