import { DateTime } from 'luxon';
import type { Question } from '../ports-explain.js';

/**
 * The day that a token counts for: the organisation's own, so that a budget begins at its midnight. `2026-01-06`; the
 * 23 and 25 hours of the days on which clocks change are one day each.
 */
export const dayOf = (now: Date, zone: string): string => DateTime.fromJSDate(now, { zone }).toFormat('yyyy-MM-dd');

/** Fewer characters than tokens have in any language that models are asked in; corrected when the bill is there. */
const CHARACTERS_PER_TOKEN = 2;

/** What a question may cost at most: drawn before it leaves, so that the budget holds also while many are under way. */
export const mostTokens = ({ rules, data, shape, maxTokens }: Question): number =>
  Math.ceil((rules.length + data.length + JSON.stringify(shape.schema).length) / CHARACTERS_PER_TOKEN) + maxTokens;

/** What is added to the draw once the bill is known. A bill that cannot be is not believed: what was drawn stands. */
export const correction = (drawn: number, billed: number | undefined): number =>
  billed === undefined || !Number.isFinite(billed) || billed < 1 ? 0 : Math.min(Math.round(billed), 1_000_000) - drawn;
