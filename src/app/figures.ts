import { createSummaries } from '../../jobs/summaries.js';
import type { Book } from '../book/book.js';
import type { Config } from '../config.js';
import type { Desk } from '../desk.js';
import type { Destination } from '../incident/index.js';
import type { Register } from '../inventory/index.js';
import type { Logger } from '../log.js';
import type { Clock } from '../ports.js';
import type { Explainer } from '../ports-explain.js';
import type { Mailer, Phones } from '../ports-outbound.js';
import { createPrinting } from './printing.js';
import { openReportMails } from './report-mails.js';
import { openReports } from './reports.js';
import { openRisk } from './risk.js';
import type { Collections } from './store.js';
import type { OpenTasks } from './tasks.js';

export interface FiguresChapter {
  readonly config: Pick<Config, 'publicUrl' | 'openai'>;
  readonly log: Logger;
  readonly book: () => Book;
  readonly stores: Collections;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly register: () => Register;
  readonly desk: Desk;
  readonly secretOf: (reference: string) => string | undefined;
  readonly tasks: Pick<OpenTasks, 'taskDesk' | 'planning'>;
  readonly mailer: Mailer | undefined;
  readonly phones: Phones | undefined;
  /** Of the sessions; links and passphrases are made with it. */
  readonly secret: string;
  readonly holder: string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** What happened, in figures: risk, reports, their way to their readers, and all of it on paper. */
export function openFigures(parts: FiguresChapter) {
  const printing = createPrinting();
  const risk = openRisk({ ...parts, ...parts.tasks });
  const { config, book, stores, clock, log } = parts;
  let explainer: Promise<Explainer> | undefined;
  const summarise = createSummaries({
    async explainer() {
      const settings = book().data.model.reports ? config.openai : undefined;
      if (!settings) return undefined;
      explainer ??= import('../outbound/openai.js').then(({ openAiExplainer }) => openAiExplainer(settings));
      return await explainer;
    },
    budget: stores.explanations,
    limits: () => ({ dailyTokens: book().data.model.dailyTokens, zone: book().data.organisation.timezone }),
    clock,
    noted: (outcome) => {
      log.warn({ outcome }, 'no paragraph by the model: the report has its own');
    },
  });
  const reports = openReports({ ...parts, printing, risk, summarise });
  const mails = openReportMails({ ...parts, reports });
  return {
    risk,
    reports,
    portal: mails.portal,
    print: printing.print,
    begin: reports.begin,
    /** What is due is made and told; its mails go out soon after. */
    async due(): Promise<void> {
      await reports.due();
      mails.wake();
    },
    start: mails.start,
    async stop(): Promise<void> {
      await mails.stop();
      await printing.idle();
    },
  };
}
