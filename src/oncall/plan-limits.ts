/** One thing of a shift plan that cannot be used: where it stands, what it is called there, and why. */
export interface PlanProblem {
  /** Of the file, from 1. */
  readonly line: number;
  readonly uid?: string;
  readonly why: string;
}

/** A row that cannot be used; caught where the row ends, so that the next one is read all the same. */
export class Unusable extends Error {
  constructor(
    readonly line: number,
    readonly why: string,
  ) {
    super(why);
  }
}

/** What a shift plan may be at most: three shifts a day are 5,000 in more than four years. */
export const PLAN_LIMITS = {
  bytes: 1 << 20,
  events: 2_000,
  /** Of a line, after unfolding. Longer ones make the library slow. */
  lineLength: 8_000,
  /** Occurrences of one rule, and of all together. */
  occurrences: 2_000,
  shifts: 5_000,
  /** How long a rule may run, and one shift last. */
  ruleYears: 10,
  shiftDays: 366,
  /** Time zones that the file defines itself, and their parts. */
  zones: 4,
  zoneParts: 20,
  problems: 50,
} as const;
