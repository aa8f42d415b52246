import type { Performance, Period } from '../../src/report/index.js';

/** Figures of the table of how the work was done, each with how it is worked out. */
export type Kpi = keyof Performance | 'patrolsOnTime' | 'audits' | 'falseAlarms';

/** What a report for a client says beside what every report says. */
export interface ClientReportWords {
  readonly titles: Readonly<Record<Period['kind'], string>>;
  readonly headings: Readonly<
    Record<
      | 'highlights'
      | 'promises'
      | 'work'
      | 'zones'
      | 'patrols'
      | 'equipment'
      | 'details'
      | 'evidence'
      | 'appendix'
      | 'trend',
      string
    >
  >;
  readonly figures: Readonly<Record<'promises' | 'patrols' | 'satisfaction', string>>;
  readonly columns: Readonly<
    Record<
      | 'band'
      | 'promised'
      | 'kept'
      | 'verdict'
      | 'figure'
      | 'value'
      | 'formula'
      | 'opened'
      | 'place'
      | 'outcome'
      | 'claimed'
      | 'device'
      | 'times'
      | 'type'
      | 'hash',
      string
    >
  >;
  readonly verdicts: Readonly<Record<'met' | 'missed' | 'too-few', string>>;
  readonly kpis: Readonly<Record<Kpi, { readonly name: string; readonly formula: string }>>;
  /** After the first sentences: how many were grave, and which. */
  highlighted(n: number, band: string, names: readonly string[]): string;
  promised(share: string, within: string): string;
  promisesKept(kept: number, of: number): string;
  readonly noPromises: string;
  readonly noHighlights: string;
  readonly noDetails: string;
  readonly noEvidence: string;
  readonly noPatrols: string;
  patrols(figures: { due: number; proven: string; byHand: number; unproven: number; problems: number }): string;
  equipment(devices: number, sites: number): string;
  readonly noFaults: string;
  readonly stillOpen: string;
  more(count: number): string;
  satisfaction(mean: string, n: number): string;
  /** Titles of charts; each says what it shows. */
  readonly charts: {
    zones(facts: { zone: string; hour: number; count: number } | undefined): string;
    response(facts: { kept: number; of: number } | undefined): string;
    bands(facts: { n: number; grave: number }): string;
    kinds(most: string | undefined): string;
  };
  readonly inTimeUnit: string;
  /** Of the reader's mark: `How useful was this report?` */
  readonly rate: string;
  /** How figures that are only in this report are made. */
  readonly method: string;
  /** Below a paragraph that a model wrote. */
  machine(model: string): string;
  seal(hash: string): string;
}
