import type { Card } from './card.js';
import type { MailLine } from './mail.js';
import type { PhoneWords } from './words/phone.js';

/** The accents of the console, dark enough for white letters. */
const COLOURS = {
  critical: '#b42318',
  high: '#b54708',
  medium: '#7a6000',
  low: '#175cd3',
  done: '#3f4a56',
} as const satisfies Record<Card['accent'], string>;

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const STYLES = {
  header: 'font-size:20px;line-height:26px;font-weight:700;color:#14181d',
  small: 'font-size:14px;line-height:20px;color:#4a545f',
  plain: 'font-size:16px;line-height:24px;color:#14181d',
  strong: 'font-size:16px;line-height:24px;font-weight:700;color:#14181d',
  alert: 'font-size:16px;line-height:24px;font-weight:700;color:#b42318',
} as const satisfies Record<Exclude<MailLine['kind'], 'quote'>, string>;

/**
 * A page that mail programs draw alike: tables, styles on each cell, at most 600 pixels wide and as narrow as a phone. Dark
 * on white, nothing fetched, nothing that runs.
 */
export function mailPage({
  subject,
  accent,
  lines,
  link,
  language,
  mail,
}: {
  readonly subject: string;
  readonly accent: Card['accent'];
  readonly lines: readonly MailLine[];
  readonly link: string;
  /** BCP 47, for who has it read out. */
  readonly language: string;
  readonly mail: PhoneWords['mail'];
}): string {
  const colour = COLOURS[accent];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="supported-color-schemes" content="light">
<title>${escaped(subject)}</title>
</head>
<body style="margin:0;padding:0;background:#ffffff;color:#14181d">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff"><tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;border:1px solid #d5dae0">
<tr><td height="6" bgcolor="${colour}" style="height:6px;line-height:6px;font-size:6px;background:${colour}">&nbsp;</td></tr>
${lines.map(row).join('\n')}
${button(link, colour, mail.open)}
<tr><td style="padding:12px 20px;border-top:1px solid #d5dae0;${FONT};font-size:13px;line-height:18px;color:#4a545f">${escaped(mail.footer)}</td></tr>
</table>
</td></tr></table>
</body>
</html>
`;
}

function button(link: string, colour: string, label: string): string {
  if (!/^https?:\/\//.test(link)) return '';
  const style = `display:inline-block;padding:12px 20px;${FONT};font-size:16px;line-height:20px;font-weight:700;color:#ffffff;text-decoration:none`;
  return `<tr><td style="padding:12px 20px 20px"><table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td bgcolor="${colour}" style="background:${colour};border-radius:4px"><a href="${escaped(link)}" style="${style}">${escaped(label)}</a></td></tr></table></td></tr>`;
}

function row(line: MailLine): string {
  if (line.kind !== 'quote') return cell(STYLES[line.kind], escaped(line.text));
  const by = `<div style="${STYLES.small}">${escaped(line.by)}</div>`;
  return cell(
    STYLES.plain,
    `${by}<div style="border-left:3px solid #c4cad1;padding-left:12px;color:#333b44">${escaped(line.text)}</div>`,
  );
}

/** A word without an end must not make the page wider than a phone. */
const cell = (style: string, html: string): string =>
  `<tr><td style="padding:12px 20px 0;${FONT};${style};word-break:break-word;overflow-wrap:anywhere">${html}</td></tr>`;

/** Text as text, whatever is in it. */
const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll('\n', '<br>');
