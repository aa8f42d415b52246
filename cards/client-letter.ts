import { mailPage } from './mail-page.js';
import { plainText } from './plain-name.js';
import type { ClientLetterWords } from './words/client-letter-words.js';
import type { PhoneWords } from './words/phone.js';

export interface ClientLetterParts {
  readonly organisation: string;
  readonly title: string;
  readonly period: string;
  /** `tail`: last digits of the number that has the passphrase. */
  readonly way:
    | { readonly kind: 'smime' }
    | { readonly kind: 'locked'; readonly tail: string }
    | { readonly kind: 'link' };
  /** Where the report is read, or where a mark is given. */
  readonly url: string | undefined;
  readonly words: ClientLetterWords;
  readonly mail: PhoneWords['mail'];
}

/** The letter that brings a report, or leads to it. Its figures stand in no letter that anybody on the way can read. */
export function clientLetter({ organisation, title, period, way, url, words, mail }: ClientLetterParts) {
  const subject = way.kind === 'smime' ? words.sealedSubject : plainText(`${title}, ${period}`);
  const said = way.kind === 'locked' ? words.locked(way.tail) : words[way.kind];
  const label = way.kind === 'link' ? words.open : words.rate;
  const footer = words.footer(plainText(organisation));
  const lines = [
    { kind: 'header' as const, text: plainText(title) },
    { kind: 'small' as const, text: plainText(period) },
    { kind: 'plain' as const, text: said },
  ];
  const text = [
    ...lines.map((line) => line.text),
    ...(url === undefined ? [] : [`${label}: ${url}`]),
    `-- \n${footer}`,
  ].join('\n\n');
  return {
    subject,
    text: `${text}\n`,
    html: mailPage({
      subject,
      accent: 'done',
      lines,
      link: url ?? '',
      language: words.locale,
      mail: { ...mail, open: label, footer },
    }),
  };
}
