import type { Period, PeriodReport, ReportRow } from './report/index.js';

/** A report as it was made: its figures, from which every page is printed anew. */
export interface KeptReport {
  /** `weekly/2026-W47`: one for each period, whoever makes it. */
  readonly id: string;
  readonly report: PeriodReport;
  readonly madeAt: Date;
  /** How long the figures took. */
  readonly tookMs: number;
  /** When everybody who is to have it had been told. */
  readonly toldAt?: Date;
}

export interface ReportStore {
  /** Incidents opened in any of these periods, each once. Refuses to hold more than a machine can. */
  rows(periods: readonly Pick<Period, 'from' | 'to'>[]): Promise<ReportRow[]>;
  /** When the first incident was opened; `undefined` when there is none. */
  firstAt(): Promise<Date | undefined>;
  /** `false` when there is one of this name already. */
  keep(report: KeptReport): Promise<boolean>;
  load(id: string): Promise<KeptReport | undefined>;
  /** The newest first, by period. */
  newest(limit: number): Promise<KeptReport[]>;
  told(id: string, at: Date): Promise<void>;
}

/** A mail that says that a report is there. One to each address, kept until it is sent or refused. */
export interface OwedMail {
  /** `weekly/2026-W47 ana@n.example` */
  readonly id: string;
  readonly reportId: string;
  readonly to: string;
  readonly dueAt: Date;
  readonly attempts: number;
  readonly state: 'due' | 'sent' | 'refused';
  readonly error?: string;
  readonly ref?: string;
}

export interface ReportMailStore {
  /** Once for each id. */
  owe(mail: Pick<OwedMail, 'id' | 'reportId' | 'to' | 'dueAt'>): Promise<void>;
  due(now: Date, limit: number): Promise<OwedMail[]>;
  settle(
    id: string,
    change: Pick<OwedMail, 'state' | 'attempts' | 'dueAt'> & Partial<Pick<OwedMail, 'error' | 'ref'>>,
  ): Promise<void>;
  of(reportId: string): Promise<OwedMail[]>;
}
