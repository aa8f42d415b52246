import { clientLetter } from '../cards/client-letter.js';
import { titleOf as titleOfIncident } from '../cards/incident-card.js';
import { incidentRecord } from '../cards/incident-record.js';
import { reportMail } from '../cards/report-mail.js';
import type { ClientLetterWords } from '../cards/words/client-letter-words.js';
import { incidentPaperWords } from '../cards/words/incident-papers.js';
import { wordsIn } from '../cards/words/languages.js';
import type { PhoneWords } from '../cards/words/phone.js';
import type { Incident, IncidentState } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import type { KeptClient, KeptReport, KeptWeekly, OwedMail } from '../src/ports-reports.js';
import { incidentOfReport } from './incident-reports.js';
import type { Composed } from './report-mails.js';
import { letterOf } from './report-mails.js';

/** Somebody who has a client's reports. */
export interface Reader {
  readonly email: string;
  readonly phone?: string;
  /** PEM. */
  readonly certificate?: string;
}

export interface LetterParts {
  readonly load: (id: string) => Promise<KeptReport | undefined>;
  readonly incident: (number: number) => Promise<Incident | undefined>;
  readonly organisation: () => string;
  readonly language: () => string;
  /** Whoever has the reports of this client now; `undefined` for an address that has none. */
  readonly reader: (clientId: string, email: string) => Reader | undefined;
  readonly titleOf: (kept: KeptReport) => {
    readonly title: string;
    readonly period: string;
    readonly language: string;
    /** As whom a mail about it comes. */
    readonly sender?: string;
  };
  readonly print: (kept: KeptReport, password?: string) => Promise<Buffer>;
  /** The same for the same letter, and known to nobody else. */
  readonly passphrase: (letterId: string) => string;
  /** Text messages can be sent. */
  readonly texts: boolean;
  /** Where people of ours read it; where a reader of a client reads it, or gives a mark. */
  readonly url: (id: string) => string | undefined;
  /** To look at it without an account, for one reader; for nobody in particular to sign in. */
  readonly incidentUrl: (state: Pick<IncidentState, 'number' | 'covert'>, to?: string) => string | undefined;
  /** A webhook of the book; its secret may not be set. */
  readonly hook: (
    id: string,
  ) => { readonly url: string; readonly secret: string | undefined; readonly reference: string } | undefined;
  readonly readerUrl: (scope: 'read' | 'rate', id: string, email: string) => string | undefined;
  readonly words: (language: string) => ClientLetterWords;
  readonly phoneWords: (language: string) => PhoneWords;
}

const TAIL = 3;
const NO_URL = 'PUBLIC_URL is not set: the mail would lead nowhere, and figures are never sent in clear';
const NO_GUARD = 'PUBLIC_URL is not set, or not https: the report would travel in clear';

/** What is written to somebody about a report, and by which way its figures go: encrypted, locked, or by a link. Never in clear. */
export function createLetters(parts: LetterParts): (mail: OwedMail) => Promise<Composed> {
  const { load, organisation, reader, titleOf, print, passphrase, texts, url, readerUrl, words, phoneWords } = parts;

  function news(kept: KeptWeekly): Composed {
    const link = url(kept.id);
    if (link === undefined) return { kind: 'later', why: NO_URL };
    const { title, period, language } = titleOf(kept);
    return { kind: 'letter', way: 'news', letter: reportMail({ title, period, url: link }, phoneWords(language)) };
  }

  async function letter(mail: OwedMail, kept: KeptClient, to: Reader): Promise<Composed> {
    const { title, period, language, sender } = titleOf(kept);
    const way: 'smime' | 'locked' | 'link' =
      to.certificate !== undefined ? 'smime' : to.phone !== undefined && texts ? 'locked' : 'link';
    const link = readerUrl(way === 'link' ? 'read' : 'rate', kept.id, to.email);
    if (way === 'link' && link === undefined) return { kind: 'later', why: NO_GUARD };
    const said = clientLetter({
      organisation: organisation(),
      title,
      period,
      way: way === 'locked' ? { kind: way, tail: to.phone?.slice(-TAIL) ?? '' } : { kind: way },
      url: link,
      words: words(language),
      mail: phoneWords(language).mail,
    });
    const composed = { ...said, ...(sender === undefined ? {} : { sender }) };
    if (way === 'link') return { kind: 'letter', way, letter: composed };
    const content = await print(kept, way === 'locked' ? passphrase(mail.id) : undefined);
    const filename = `${kept.id.replaceAll('/', '-')}.pdf`;
    return {
      kind: 'letter',
      way,
      letter: { ...composed, attachments: [{ filename, contentType: 'application/pdf', content }] },
      ...(way === 'smime' && to.certificate !== undefined ? { certificate: to.certificate } : {}),
      ...(way === 'locked' && to.phone !== undefined ? { phone: to.phone } : {}),
    };
  }

  /** The report of one incident: to people as the way to it, to programs as a record. */
  async function ofIncident(mail: OwedMail, number: number): Promise<Composed> {
    const incident = await parts.incident(number);
    if (!incident) return { kind: 'never', why: 'the incident is not there any more' };
    const { state } = incident;
    if (mail.via === 'webhook') {
      const hook = parts.hook(mail.to);
      if (!hook) return { kind: 'never', why: 'the book has no such webhook any more' };
      const { url: address, secret, reference } = hook;
      if (secret === undefined) return { kind: 'later', why: `${reference} is not set: nothing is sent unsigned` };
      return { kind: 'hook', url: address, secret, body: incidentRecord(incident, parts.incidentUrl(state)) };
    }
    const link = parts.incidentUrl(state, mail.to);
    if (link === undefined) return { kind: 'later', why: NO_URL };
    const language = parts.language();
    const titles = incidentPaperWords(language);
    // Of what is covert not even the kind stands in a mail.
    const about = state.covert ? '' : titleOfIncident(state, wordsIn(language));
    const title = `${titles.title} ${label(number)}`;
    return {
      kind: 'letter',
      way: 'news',
      letter: reportMail({ title, period: about, url: link }, phoneWords(language)),
    };
  }

  return async (mail) => {
    const number = incidentOfReport(mail.reportId);
    if (number !== undefined) return await ofIncident(mail, number);
    const kept = await load(mail.reportId);
    if (!kept) return { kind: 'never', why: 'the report is not there any more' };
    if (mail.via === 'sms') {
      const { title, language } = titleOf(kept);
      return { kind: 'text', text: words(language).passphrase(title, passphrase(letterOf(mail))) };
    }
    if (kept.kind === 'weekly') return news(kept);
    const to = reader(kept.report.client.id, mail.to);
    if (!to) return { kind: 'never', why: 'the book names nobody with this address for reports any more' };
    return await letter(mail, kept, to);
  };
}
