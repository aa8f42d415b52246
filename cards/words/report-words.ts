import type { Band, FalseAlarmCause } from '../../src/incident/index.js';
import type { Advice, GoingOn, Pattern, Period, RowTrait } from '../../src/report/index.js';

/** A change against what was before: `+3 (+25 %) on the week before`. */
export interface Change {
  readonly difference: string;
  /** Signed, without a sign for none; nothing when it was nought before. */
  readonly percent: number | undefined;
}

/** What reports say. Amounts and times come in as they are written in the language. */
export interface ReportWords {
  readonly locale: string;
  weekly(organisation: string): string;
  period(period: Period): string;
  readonly headings: Readonly<
    Record<
      | 'advice'
      | 'losses'
      | 'topLosses'
      | 'when'
      | 'where'
      | 'what'
      | 'response'
      | 'falseAlarms'
      | 'patterns'
      | 'method',
      string
    >
  >;
  readonly figures: Readonly<Record<'incidents' | 'netLoss' | 'prevented' | 'acknowledge' | 'withinTarget', string>>;
  readonly columns: Readonly<
    Record<
      | 'site'
      | 'incidents'
      | 'before'
      | 'net'
      | 'gross'
      | 'recovered'
      | 'prevented'
      | 'rate'
      | 'kind'
      | 'incident'
      | 'category'
      | 'cause'
      | 'count'
      | 'median'
      | 'p90'
      | 'n'
      | 'time'
      | 'currency'
      | 'ofWhich'
      | 'class'
      | 'direct',
      string
    >
  >;
  readonly times: { readonly acknowledged: string; readonly onScene: string };
  readonly weekdays: readonly string[];
  /** Three sentences for whoever reads no more. */
  lead(facts: {
    incidents: number;
    open: number;
    net: string;
    prevented: string | undefined;
    change: Change | undefined;
    /** Half of those that were claimed. */
    acknowledged: { readonly n: number; readonly within: string } | undefined;
  }): string;
  against(change: Change): string;
  readonly nothingBefore: string;
  usual(mean: string): string;
  yearAgo(value: string): string;
  share(n: number, of: number, percent: string | undefined): string;
  advice(
    advice: Advice,
    say: {
      readonly money: (minor: number) => string;
      readonly category: (of: string) => string;
      readonly kind: (of: string) => string;
      readonly band: (of: Band) => string;
      readonly cause: (of: FalseAlarmCause) => string;
      readonly trait: (of: Pattern & { what: 'trait' }) => string;
    },
  ): string;
  pattern(pattern: Pattern, say: Pick<Parameters<ReportWords['advice']>[1], 'kind' | 'trait'>): string;
  /** `Number plate BXY123`, `Goods “handbag”`. */
  readonly traits: Readonly<Record<RowTrait['of'], (value: string) => string>>;
  readonly noAdvice: string;
  readonly noLoss: string;
  /** Goods that no asset of their incident explains. */
  readonly noClass: string;
  readonly noPattern: string;
  readonly notMeasured: string;
  readonly notApplicable: string;
  chartTrend(facts: { now: number; mean: string | undefined }): string;
  chartLoss(facts: { now: string; mean: string | undefined }): string;
  heat(facts: { weekday: string; hour: number; count: number } | undefined): string;
  readonly incidentsUnit: string;
  /** Below a chart: `n` incidents, or records of losses. */
  source(n: number, of: 'incidents' | 'losses'): string;
  removed(tests: number, duplicates: number): string;
  method(zone: string): string;
  /** With `{page}` and `{of}` in it. */
  readonly page: string;
  made(at: string, tookMs: number): string;
  readonly goingOn: { readonly heading: string; investigations(of: GoingOn): string; audits(share: string): string };
  readonly whole: string;
}
