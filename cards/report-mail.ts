import type { MailText } from './mail.js';
import { mailPage } from './mail-page.js';
import { plainText } from './plain-name.js';
import type { PhoneWords } from './words/phone.js';

/**
 * Says that a report is there, and leads to it. Its figures are not for a mail that anybody on the way can read: whoever
 * follows the link signs in.
 */
export function reportMail(
  { title, period, url }: { readonly title: string; readonly period: string; readonly url: string },
  { mail, voice }: PhoneWords,
): MailText {
  const subject = plainText(`${title}, ${period}`);
  const lines = [
    { kind: 'header' as const, text: plainText(title) },
    { kind: 'plain' as const, text: plainText(period) },
  ];
  const text = [...lines.map((line) => line.text), `${mail.open}: ${url}`, `-- \n${mail.footer}`].join('\n\n');
  return {
    subject,
    text: `${text}\n`,
    html: mailPage({ subject, accent: 'done', lines, link: url, language: voice, mail }),
  };
}
