import { createHmac } from 'node:crypto';
import { clientLetterWords } from '../../cards/words/client-letters.js';
import { phoneWords } from '../../cards/words/phones.js';
import { createIncidentReports } from '../../jobs/incident-reports.js';
import { createLoop } from '../../jobs/loop.js';
import { createLetters } from '../../jobs/report-letters.js';
import { createReportMails } from '../../jobs/report-mails.js';
import type { Book } from '../book/book.js';
import { addressesIn } from '../book/report-readers.js';
import type { Config } from '../config.js';
import type { Desk } from '../desk.js';
import { isGuarded } from '../loopback.js';
import { createHooks } from '../outbound/webhook.js';
import type { Clock } from '../ports.js';
import type { Mailer, Phones } from '../ports-outbound.js';
import { mailLinkPath } from '../surfaces/console/mail-link.js';
import { readerPath } from '../surfaces/portal/link.js';
import { type PortalParts, portalRoutes } from '../surfaces/portal/routes.js';
import { addressesAt } from './links.js';
import type { OpenReports } from './reports.js';
import type { Collections } from './store.js';

export interface ReportMailsChapter {
  readonly config: Pick<Config, 'publicUrl'>;
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'reports' | 'reportMails' | 'reportWishes' | 'incidents' | 'ratings' | 'leases'>;
  readonly reports: OpenReports;
  readonly desk: Desk;
  /** Secrets that the book refers to: `env:HOOK_COMPLIANCE`. */
  readonly secretOf: (reference: string) => string | undefined;
  readonly mailer: Mailer | undefined;
  readonly phones: Phones | undefined;
  /** Of the sessions; links and passphrases are made with it. */
  readonly secret: string;
  readonly holder: string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** Mails of reports are no pages: this is soon enough. */
const MAILS_MS = 15_000;
const OWING_MS = 10_000;
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** How reports travel to their readers, and the pages that letters lead to. */
export function openReportMails(parts: ReportMailsChapter) {
  const { config, book, stores, reports, desk, secretOf, mailer, phones, secret, holder, clock, failed } = parts;
  const at = addressesAt(config.publicUrl);
  const reader = (clientId: string, email: string) =>
    reports.planOf(clientId, 'month')?.contacts.find((each) => each.email === email);

  const letters = createLetters({
    load: stores.reports.load,
    incident: stores.incidents.loadByNumber,
    organisation: reports.organisation,
    language: () => book().data.organisation.language,
    reader,
    titleOf: reports.titleOf,
    print: reports.print,
    passphrase: (letterId) => passphrase(secret, letterId),
    texts: phones !== undefined,
    url: reports.url,
    incidentUrl: ({ number, covert }, to) =>
      // What is covert is for people who sign in.
      at(covert || to === undefined ? `/console/incidents/${number}` : mailLinkPath(secret, number, to, clock.now())),
    // Over http the report itself would travel in clear.
    readerUrl: (scope, reportId, to) =>
      config.publicUrl !== undefined && isGuarded(config.publicUrl)
        ? at(readerPath(secret, { scope, reportId, to }, clock.now()))
        : undefined,
    hook(id) {
      const hook = book().data.webhooks.find((each) => each.id === id);
      return hook && { url: hook.url, secret: secretOf(hook.secret), reference: hook.secret };
    },
    words: clientLetterWords,
    phoneWords: (language) => phoneWords(undefined, language),
  });
  const sendMails = createReportMails({
    mails: stores.reportMails,
    ...(mailer ? { mailer } : {}),
    hooks: createHooks(),
    ...(phones ? { phones } : {}),
    leases: stores.leases,
    holder,
    clock,
    compose: letters,
    failed,
  });
  const loop = createLoop(sendMails, MAILS_MS, (error) => {
    failed('sending mails about reports', error);
  });
  const oweIncidents = createIncidentReports({
    wishes: stores.reportWishes,
    incidents: stores.incidents,
    desk,
    mails: stores.reportMails,
    addresses: (targets) => addressesIn(book(), targets),
    clock,
    failed,
  });
  const owing = createLoop(
    async () => {
      await oweIncidents();
      loop.wake();
      return 'idle';
    },
    OWING_MS,
    (error) => {
      failed('owing the reports of incidents', error);
    },
  );
  const portal: PortalParts = {
    async load(id) {
      const kept = await stores.reports.load(id);
      return kept?.kind === 'client' ? kept : undefined;
    },
    isReader: (clientId, email) => reader(clientId, email) !== undefined,
    titleOf: reports.titleOf,
    words: clientLetterWords,
    print: reports.print,
    ratings: stores.ratings,
    clock,
    secret,
  };

  return {
    wake: (): void => {
      loop.wake();
    },
    portal: portalRoutes(portal),
    start(): void {
      loop.start();
      owing.start();
    },
    async stop(): Promise<void> {
      await Promise.all([owing.stop(), loop.stop()]);
    },
  };
}

/** Twenty letters and digits that nobody takes for others: 100 bits, made of the letter's own name, so that nothing has to be kept. */
function passphrase(secret: string, letterId: string): string {
  const bytes = createHmac('sha256', secret).update(`report-passphrase\n${letterId}`).digest();
  const letters = [...bytes.subarray(0, 20)].map((byte) => ALPHABET[byte % ALPHABET.length]);
  return (letters.join('').match(/.{5}/g) ?? []).join('-');
}
