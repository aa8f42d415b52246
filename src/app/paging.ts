import { createLoop } from '../../jobs/loop.js';
import { createCalls } from '../../jobs/paging/calls.js';
import type { Way } from '../../jobs/paging/lane.js';
import { createLane } from '../../jobs/paging/lane.js';
import { createMails } from '../../jobs/paging/mails.js';
import { createTexts } from '../../jobs/paging/texts.js';
import type { Book } from '../book/book.js';
import type { Desk } from '../desk.js';
import type { Incident, IncidentState } from '../incident/index.js';
import type { Rate } from '../limits.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Clock, Contact } from '../ports.js';
import type { Mailer, Phones } from '../ports-outbound.js';
import type { Collections } from './store.js';

export interface PagingChapter {
  readonly stores: Collections;
  readonly desk: Desk;
  readonly book: () => Book;
  readonly phones: { readonly phones: Phones; readonly text: Rate; readonly call: Rate } | undefined;
  readonly mailer: Mailer | undefined;
  readonly link: (state: IncidentState, to: string) => string;
  readonly clock: Clock;
  readonly holder: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly pollMs: number;
  readonly failed: (what: string, error: unknown) => void;
}

/** How often other instances' STOPs are looked for. */
const OPT_OUTS_MS = 60_000;

/** The ways to people that are switched on, each walked in a lane of its own. */
export function openPaging(parts: PagingChapter) {
  const { stores, desk, book, phones, mailer, link, clock, holder, log, metrics, pollMs, failed } = parts;
  const language = () => book().data.organisation.language;

  const contact = (personId: string): Contact | undefined => {
    const person = book().person(personId);
    if (!person) return undefined;
    const { phone, email } = person;
    return { ...(phone ? { phone } : {}), ...(email ? { email } : {}), language: person.language ?? language() };
  };
  const siteAt = (siteId: string) => book().site(siteId)?.at;

  const ways: Way[] = [
    ...(phones
      ? [
          createTexts({
            phones: phones.phones,
            rate: phones.text,
            contact,
            siteAt,
            log: stores.pageLog,
            optOuts: stores.optOuts,
            clock,
          }),
          createCalls({ phones: phones.phones, rate: phones.call, contact, log: stores.pageLog }),
        ]
      : []),
    ...(mailer ? [createMails({ mailer, contact, language, link, clock })] : []),
  ];
  const lanes = ways.map((way) => {
    const next = createLane(
      {
        incidents: stores.incidents,
        desk,
        leases: stores.leases,
        clock,
        holder,
        observe(via, outcome, error) {
          metrics.pages.inc({ via, outcome });
          log[outcome === 'sent' ? 'debug' : 'warn']({ via, outcome, ...(error ? { error } : {}) }, 'page');
        },
      },
      way,
    );
    return createLoop(next, pollMs, (error) => {
      failed(`paging by ${way.via}`, error);
    });
  });
  const optOuts = createLoop(
    async () => {
      await stores.optOuts.look();
      return 'idle';
    },
    OPT_OUTS_MS,
    (error) => {
      failed('reading who wants no texts', error);
    },
  );

  return {
    start(): void {
      for (const lane of [...lanes, optOuts]) lane.start();
    },
    /** An incident was saved: a page of it may be due. */
    saved({ calls }: Incident): void {
      if (calls.length > 0) for (const lane of lanes) lane.wake();
    },
    async stop(): Promise<void> {
      await Promise.all([...lanes, optOuts].map((lane) => lane.stop()));
    },
  };
}
