import type { Router } from 'express';
import { createCallAnswers } from '../../handlers/calls.js';
import { createDispatching } from '../../handlers/dispatch.js';
import { createDuress } from '../../handlers/duress.js';
import { createReceipts } from '../../handlers/receipts.js';
import { createTextAnswers } from '../../handlers/texts.js';
import type { Book } from '../book/book.js';
import { helpedBy } from '../book/helped.js';
import type { Config } from '../config.js';
import type { Desk } from '../desk.js';
import { digest } from '../digest.js';
import type { Destination, Incident, PersonActor } from '../incident/index.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { TwilioSettings } from '../outbound/twilio/client.js';
import { TWILIO_CALLS } from '../outbound/twilio/limits.js';
import { createOwnAlarms } from '../own-alarms.js';
import { createPlanning } from '../planning.js';
import type { Clock, Directory } from '../ports.js';
import { mailLinkPath } from '../surfaces/console/mail-link.js';
import type { OpenOnCall } from './oncall.js';
import { openPaging } from './paging.js';
import { createRanking } from './ranking.js';
import { openRosterNow } from './roster-now.js';
import type { Collections } from './store.js';

export interface AnsweringChapter {
  readonly config: Config;
  readonly book: () => Book;
  readonly stores: Collections;
  readonly desk: Desk;
  readonly onCall: OpenOnCall;
  readonly directory: Pick<Directory, 'chatId'>;
  /** Where somebody talks with Tocsin alone. */
  readonly ownChats: (personId: string) => readonly Pick<Destination, 'surface' | 'to'>[];
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly isDown: (surface: Destination['surface']) => boolean;
  readonly clock: Clock;
  readonly order: () => number;
  /** Something of ours waits in the inbox. */
  readonly wake: (grave: boolean) => void;
  /** Of the sessions; links in mails are signed with it. */
  readonly secret: string;
  /** Secrets of people: `env:DURESS_ANA`. */
  readonly secretOf: (reference: string) => string | undefined;
  readonly holder: string;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly pollMs: number;
  readonly failed: (what: string, error: unknown) => void;
}

/** How incidents reach people: who is meant, by which way, and what they answer. */
export async function openAnswering(parts: AnsweringChapter) {
  const { config, book, stores, desk, onCall, surfaces, isDown, clock, order, wake, failed } = parts;
  const { twilio, mail, publicUrl } = config;
  const rosterNow = await openRosterNow(onCall.roster, clock, (error) => {
    failed('reading who is on call', error);
  });
  onCall.hear(rosterNow.changed);
  const settings = twilio && publicUrl ? twilioSettings(twilio, publicUrl.replace(/\/$/, '')) : undefined;
  // The clients are large, and most desks have only some of them: each is loaded when it is switched on.
  const twilioParts = settings && (await openTwilio());
  const phones = settings && twilioParts?.twilioPhones(settings);
  const mailer = mail && (await import('../outbound/mail.js')).createMailer(mail);

  const ranking = createRanking({ book, stores, roster: onCall.roster });
  const planning = createPlanning({
    book,
    digest,
    surfaces,
    isDown,
    onCall: rosterNow.onCall,
    ranking,
    ways: () => ({
      chatId: parts.directory.chatId,
      // In Slack the channel rings; a card of its own for everybody would be one too many.
      ownChat: (personId) => parts.ownChats(personId).find(({ surface }) => surface === 'teams'),
      sms: phones !== undefined,
      voice: phones !== undefined,
      email: mailer !== undefined,
      optedOut: (phone) => stores.optOuts.has(phone),
    }),
  });
  const raise = createOwnAlarms({ inbox: stores.inbox, clock, order, wake });
  const duress = createDuress({
    wordOf(personId) {
      const reference = book().person(personId)?.duressWord;
      return reference === undefined ? undefined : parts.secretOf(reference);
    },
    raise,
  });

  const paging = openPaging({
    ...parts,
    phones: phones && { phones, text: TWILIO_CALLS.text[0].rate, call: TWILIO_CALLS.call[0].rate },
    mailer,
    link({ number, covert }, to) {
      if (publicUrl === undefined) return '';
      // What is covert is for people who sign in.
      const path = covert ? `/console/incidents/${number}` : mailLinkPath(parts.secret, number, to, clock.now());
      return publicUrl.replace(/\/$/, '') + path;
    },
  });

  const language = () => book().data.organisation.language;
  const actorOf = (personId: string, via: 'sms' | 'voice'): { actor: PersonActor; language: string } | undefined => {
    const person = book().person(personId);
    if (!person) return undefined;
    const { id, name, roles } = person;
    return { actor: { kind: 'person', id, name, roles, via }, language: person.language ?? language() };
  };
  const texts = createTextAnswers({
    desk,
    incidents: stores.incidents,
    planning,
    log: stores.pageLog,
    optOuts: stores.optOuts,
    duress,
    clock,
    writer(phone) {
      const person = book().data.people.find((each) => each.phone === phone);
      return person && actorOf(person.id, 'sms');
    },
  });
  const calls = createCallAnswers({
    desk,
    incidents: stores.incidents,
    planning,
    log: stores.pageLog,
    caller: (personId) => actorOf(personId, 'voice'),
    clock,
  });
  const receipts = createReceipts({
    desk,
    incidents: stores.incidents,
    log: stores.pageLog,
    optOuts: stores.optOuts,
    reportMails: stores.reportMails,
    clock,
  });
  const routes: Router | undefined =
    settings &&
    twilioParts?.phoneRoutes({
      settings,
      callers: { text: texts, voice: calls, receipt: receipts },
      seen: stores.seen,
      clock,
      failed,
      async late({ to, text, ref }) {
        await phones?.text({ to, text, token: `late.${ref}` });
      },
    });

  return {
    planning,
    dispatching: createDispatching({
      ranking,
      planning,
      clock,
      helped: (state) => helpedBy(book(), state),
    }),
    duress,
    raise,
    routes,
    phones,
    /** The ways besides chat that are on, for the banner. */
    ways: [...(phones ? ['sms', 'voice'] : []), ...(mailer ? ['mail'] : [])],
    mailer,
    onShift: rosterNow.onShift,
    onCallNow: rosterNow.onCall,
    saved(incident: Incident): void {
      paging.saved(incident);
    },
    start(): void {
      rosterNow.start();
      paging.start();
    },
    async stop(): Promise<void> {
      await Promise.all([rosterNow.stop(), paging.stop()]);
      mailer?.close();
    },
  };
}

/** Twilio's own client takes most of a second to load. */
async function openTwilio() {
  const [{ twilioPhones }, { phoneRoutes }] = await Promise.all([
    import('../outbound/twilio/phones.js'),
    import('../outbound/twilio/routes.js'),
  ]);
  return { twilioPhones, phoneRoutes };
}

const twilioSettings = ({ apiUrl, ...account }: NonNullable<Config['twilio']>, publicUrl: string): TwilioSettings => ({
  ...account,
  publicUrl,
  ...(apiUrl ? { apiUrl } : {}),
});

export type OpenAnswering = Awaited<ReturnType<typeof openAnswering>>;
