import type { Band } from '../incident/index.js';
import { judgedBy } from './counting.js';
import type { ReportRow } from './row.js';
import type { Share } from './spread.js';

/** What a contract promises: so large a share of the incidents of a band is taken by somebody within so long. */
export interface SlaTerm {
  readonly band: Band;
  /** Milliseconds from the alarm until somebody has it. */
  readonly respondMs: number;
  /** 0–1. */
  readonly share: number;
}

export interface SlaResult extends SlaTerm {
  /** Taken within it, of those that were taken, or are over, or were due by now. */
  readonly within: Share;
  /** Of fewer than five nothing is said. */
  readonly verdict: 'met' | 'missed' | 'too-few';
}

/** Each promise against what was done. `rows`: tests and duplicates left out. */
export const slaResults = (terms: readonly SlaTerm[], rows: readonly ReportRow[], now: Date): SlaResult[] =>
  terms.map((term) => {
    const within = judgedBy(
      rows.filter(({ band }) => band === term.band),
      ({ openedAt }) => new Date(openedAt.getTime() + term.respondMs),
      now,
    );
    const verdict = within.share === undefined ? 'too-few' : within.share >= term.share ? 'met' : 'missed';
    return { ...term, within, verdict };
  });
