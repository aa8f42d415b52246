import type { OfficerState } from './officer.js';

/** Why an officer is not asked at all for an incident. */
export const EXCLUSIONS = ['refused', 'timed-out', 'on-it', 'claimant', 'needs-help', 'ruled-out'] as const;
export type Exclusion = (typeof EXCLUSIONS)[number];

/** One fact behind the place of an officer in a ranking. Its wording is in `cards/words`. */
export type RankReason =
  // Why somebody cannot be sent.
  | { readonly code: 'excluded'; readonly why: Exclusion }
  | { readonly code: 'off-duty' }
  | { readonly code: 'lacks'; readonly qualifications: readonly string[] }
  | { readonly code: 'on-life-safety' }
  | { readonly code: 'busy'; readonly state: Exclude<OfficerState, 'available' | 'off'> }
  // Where they are, and when they could be there.
  | { readonly code: 'distance'; readonly metres: number }
  | { readonly code: 'fix'; readonly ageMs: number; readonly stale: boolean }
  | { readonly code: 'inaccurate'; readonly metres: number }
  | { readonly code: 'rolling'; readonly kmh: number }
  /** A fix that is too old to say where they are. */
  | { readonly code: 'old-fix'; readonly ageMs: number }
  | { readonly code: 'no-fix' }
  /** The book does not say where the incident is. */
  | { readonly code: 'no-place' }
  | { readonly code: 'keys' }
  | { readonly code: 'no-keys' }
  | { readonly code: 'assigned-here' }
  | { readonly code: 'on-shift' }
  | { readonly code: 'off-shift' }
  | { readonly code: 'qualified'; readonly qualifications: readonly string[] }
  | { readonly code: 'load'; readonly incidents: number }
  /** Life safety takes them away from something else. */
  | { readonly code: 'taken-away'; readonly from: Exclude<OfficerState, 'available' | 'off'> };
