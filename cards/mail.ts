import type { IncidentState } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import type { Card, CardElement } from './card.js';
import { clip } from './card.js';
import { incidentCard } from './incident-card.js';
import { mailPage } from './mail-page.js';
import { phoneFacts } from './phone-facts.js';
import { plainName, plainText } from './plain-name.js';
import { en } from './words/en.js';
import type { PhoneWords } from './words/phone.js';
import type { Words } from './words/words.js';

export interface MailView {
  readonly now: Date;
  /** Leads this one reader to the incident: absolute, or it is left out. Nobody can follow it otherwise. */
  readonly link: string;
  readonly phone: PhoneWords;
  /** The card's own words. */
  readonly words?: Words;
  /** It may have been sent already. */
  readonly repeat?: boolean;
}

export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/**
 * An incident as a mail, from the same card that Slack and the console show. Its subject, and of a covert incident the whole
 * mail, says nothing that a locked screen should not show: the link leads to the rest.
 */
export function incidentMail(state: IncidentState, view: MailView): MailText {
  const { phone, link } = view;
  const { mail } = phone;
  const again = view.repeat ? `${mail.repeat} ` : '';
  if (state.covert) {
    const said = mail.covert(label(state.number));
    const lines: MailLine[] = [{ kind: 'header', text: said }];
    return made(`${again}${said}`, 'done', lines, view);
  }
  const { label: name, band, what, zone, site } = phoneFacts(state, phone);
  const where = [...(zone === undefined ? [] : [clip(zone, 60)]), clip(site, 60)].join(', ');
  const card = incidentCard(state, { now: view.now, live: false, words: view.words ?? en, machine: 'elsewhere' });
  const lines = [...linesOf(card, phone), ...machineLines(state, phone)];
  return made(`${again}${mail.subject({ label: name, band, what, where })}`, card.accent, lines, { link, phone });
}

/** Names that people give themselves in a chat have no limit; mail programs cut a mail at about 100,000 characters. */
const LONGEST_LINE = 700;

/** A part of the mail, for both of its forms. */
export type MailLine =
  | { readonly kind: 'header' | 'small' | 'plain' | 'strong' | 'alert'; readonly text: string }
  /** Somebody else's words, and whose. */
  | { readonly kind: 'quote'; readonly by: string; readonly text: string };

function made(
  title: string,
  accent: Card['accent'],
  said: readonly MailLine[],
  { link, phone: { mail, voice } }: Pick<MailView, 'link' | 'phone'>,
): MailText {
  const subject = plainName(title);
  const lines = said.map((line) => ({ ...line, text: clip(plainText(line.text), LONGEST_LINE) }));
  const leads = /^https?:\/\//.test(link) ? [`${mail.open}: ${link}`] : [];
  const text = [...lines.map(plain), ...leads, `-- \n${mail.footer}`].join('\n\n');
  return { subject, text: `${text}\n`, html: mailPage({ subject, accent, lines, link, language: voice, mail }) };
}

const plain = (line: MailLine): string =>
  line.kind === 'quote' ? `${line.by}\n${line.text.replace(/^/gm, '> ')}` : line.text;

/** The card without what a mail cannot do: pictures would be fetched from the detector, buttons need a session. */
const linesOf = (card: Card, phone: PhoneWords): MailLine[] =>
  card.elements.flatMap((element): MailLine[] => lineOf(element, phone));

function lineOf(element: CardElement, { mail }: PhoneWords): MailLine[] {
  switch (element.kind) {
    case 'header':
      return [{ kind: 'header', text: element.text }];
    case 'context':
      return [{ kind: 'small', text: element.text }];
    case 'text':
      return element.tone === 'quote'
        ? [{ kind: 'quote', by: mail.quoted, text: element.text }]
        : [{ kind: element.tone, text: element.text }];
    case 'list':
      return element.items.map(({ text }) => ({ kind: 'plain', text }));
    case 'image':
    case 'actions':
      return [];
    default:
      return element satisfies never;
  }
}

/** In the card they would be taken for the words of the detector. */
const machineLines = ({ explanation }: IncidentState, { mail }: PhoneWords): MailLine[] =>
  explanation
    ? [{ kind: 'quote', by: mail.machine(clip(explanation.model, 60)), text: clip(explanation.summary, 600) }]
    : [];
