import type { ClientReport, Period, PeriodReport, ReportRow, ScanRow, TaskRow } from './report/index.js';

interface Kept<K extends string, R> {
  /** `weekly/2026-W47`, `client/riverside/2026-10`: one for each period, whoever makes it. */
  readonly id: string;
  readonly kind: K;
  /** What it is one of: `weekly`, `client/riverside/month`. */
  readonly series: string;
  readonly report: R;
  readonly madeAt: Date;
  /** How long the figures took. */
  readonly tookMs: number;
  /** Its first paragraph as a model wrote it, held against the figures; the rules' own when left out. */
  readonly summary?: { readonly text: string; readonly model: string };
  /** When everybody who is to have it had been told. */
  readonly toldAt?: Date;
}

export type KeptWeekly = Kept<'weekly', PeriodReport>;
export type KeptClient = Kept<'client', ClientReport>;

/** A report as it was made: its figures, from which every page is printed anew. */
export type KeptReport = KeptWeekly | KeptClient;

export interface ReportStore {
  /** Incidents opened in any of these periods, each once; of one client when one is named. Refuses to hold more than a machine can. */
  rows(periods: readonly Pick<Period, 'from' | 'to'>[], clientId?: string): Promise<ReportRow[]>;
  /** When the first incident was opened, of one client when one is named; `undefined` when there is none. */
  firstAt(clientId?: string): Promise<Date | undefined>;
  /** Tasks that were due in the period, of one client when one is named. */
  tasks(period: Pick<Period, 'from' | 'to'>, clientId?: string): Promise<TaskRow[]>;
  /** Investigations that are not over. */
  investigations(): Promise<TaskRow[]>;
  /** Scans that prove points of these tasks, whenever they were made; and those of the period at these sites that prove nothing. */
  scans(period: Pick<Period, 'from' | 'to'>, siteIds: readonly string[], tasks: readonly number[]): Promise<ScanRow[]>;
  /** `false` when there is one of this name already. */
  keep(report: KeptReport): Promise<boolean>;
  load(id: string): Promise<KeptReport | undefined>;
  /** The newest first, by period; of one series when one is named. */
  newest(limit: number, series?: string): Promise<KeptReport[]>;
  told(id: string, at: Date): Promise<void>;
}

/** A mail about a report, or a text with the passphrase of one. One to each address, kept until it is sent or refused. */
export interface OwedMail {
  /** `weekly/2026-W47 ana@n.example` */
  readonly id: string;
  readonly reportId: string;
  /** An address; a number for a text; the id of a webhook. */
  readonly to: string;
  readonly via: 'mail' | 'sms' | 'webhook';
  /** How the figures travel: encrypted to a certificate, in a PDF with a passphrase, or as a link. */
  readonly way?: DeliveryWay;
  readonly dueAt: Date;
  readonly attempts: number;
  readonly state: 'due' | 'sent' | 'refused';
  readonly error?: string;
  readonly ref?: string;
}

/** `smime`, `locked` and `link` for a client; `news` says that there is one, to people who can sign in. */
export type DeliveryWay = 'smime' | 'locked' | 'link' | 'news' | 'passphrase' | 'webhook';

export interface ReportMailStore {
  /** Once for each id. */
  owe(mail: Pick<OwedMail, 'id' | 'reportId' | 'to' | 'via' | 'dueAt'>): Promise<void>;
  due(now: Date, limit: number): Promise<OwedMail[]>;
  settle(
    id: string,
    change: Pick<OwedMail, 'state' | 'attempts' | 'dueAt'> & Partial<Pick<OwedMail, 'error' | 'ref' | 'way'>>,
  ): Promise<void>;
  of(reportId: string): Promise<OwedMail[]>;
  /** The provider took it and could not deliver it. `false` when there is none of this id. */
  undelivered(id: string, error: string): Promise<boolean>;
}

/** What a reader thought of a report: once for each reader. */
export interface Rating {
  /** Of the mail that asked. */
  readonly id: string;
  readonly reportId: string;
  readonly clientId: string;
  /** 1 to 5. */
  readonly mark: number;
  readonly comment: string;
  readonly at: Date;
}

export interface RatingStore {
  /** `false` when this reader has given a mark already. */
  give(rating: Rating): Promise<boolean>;
  find(id: string): Promise<Rating | undefined>;
  of(reportId: string): Promise<Rating[]>;
  /** Marks given in the period. */
  marks(clientId: string, period: Pick<Period, 'from' | 'to'>): Promise<number[]>;
}
