import { z } from 'zod';
import type { Sending } from '../ports-outbound.js';

/** What nodemailer hangs on its errors; never their text, which quotes the server and what was sent. */
const failure = z.object({
  code: z.string().catch('unknown'),
  originalCode: z.string().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  responseCode: z.int().min(200).max(599).optional().catch(undefined),
  response: z.string().optional().catch(undefined),
});

/** Certificates that Node does not accept, by its own codes. */
const CERTIFICATE: ReadonlySet<string> = new Set([
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'ERR_TLS_CERT_ALTNAME_INVALID',
]);

const NO_TLS =
  'no TLS with the mail server, or a certificate that cannot be verified: nothing was sent. Use a server that offers it, by the name in its certificate (SMTP_URL), and NODE_EXTRA_CA_CERTS for an authority of your own';

/** nodemailer's own codes of trouble before a server answered; a code that is not here is trouble on the way. */
const CODES: Readonly<Record<string, Sending>> = {
  ENOAUTH: { kind: 'refused', error: 'the mail server wants a login: put user and password into SMTP_URL' },
  EAUTH: { kind: 'refused', error: 'the mail server takes no login that we know: check SMTP_URL' },
  EENVELOPE: { kind: 'refused', error: 'the mail server cannot take this address' },
  EMESSAGE: { kind: 'refused', error: 'the mail is larger than the server takes' },
  ECONFIG: { kind: 'refused', error: 'the mail settings are not right: check SMTP_URL' },
};

/**
 * An error of sending as a named outcome. A server that answered has decided: 4xx may pass later, 5xx stays. Anything else is
 * repeated, and is in doubt only if the server was reading the message (`reading`): a mail that never left is not.
 */
export function mailFailure(error: unknown, reading: boolean): Sending {
  const { code, originalCode = '', command = '', responseCode, response } = failure.catch(UNKNOWN).parse(error);
  if (CERTIFICATE.has(originalCode)) return { kind: 'refused', error: `${NO_TLS} (${originalCode})` };
  // A server that offers no TLS answers STARTTLS with a code of its own, which says nothing of this mail.
  const noTls = code === 'ETLS' || code === 'EREQUIRETLS';
  if (noTls && !(responseCode !== undefined && responseCode < 500)) return { kind: 'refused', error: NO_TLS };
  if (responseCode !== undefined && responseCode >= 400) return answered(responseCode, response ?? '', command, code);
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (known && !reading) return known;
  const why = /^[A-Z0-9_]{1,60}$/.test(originalCode) ? originalCode : /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown';
  return reading
    ? { kind: 'retry', error: `the connection to the mail server broke while it took the mail: ${why}`, inDoubt: true }
    : { kind: 'retry', error: `the mail server could not be reached: ${why}` };
}

const UNKNOWN = { code: 'unknown', originalCode: undefined, command: undefined } as const;

/** SMTP's reply codes (RFC 5321, 4.2.3) with what they mean for a page. */
const REPLIES: Readonly<Record<number, string>> = {
  421: 'it is closing',
  450: 'the mailbox is busy, or it wants to be asked again (greylisting)',
  451: 'trouble of its own, or it wants to be asked again (greylisting)',
  452: 'it has no room',
  454: 'its login does not work at the moment',
  521: 'it takes no mail',
  523: 'the mail is too large',
  530: 'it wants a login, or TLS first: check SMTP_URL',
  534: 'the login is too weak for it: check SMTP_URL',
  535: 'the login is wrong: check SMTP_URL',
  550: 'it does not know this mailbox, or does not take mail from us',
  551: 'the mailbox is not there',
  552: 'the mailbox is full, or the mail too large',
  553: 'it does not accept the address: check MAIL_FROM',
  554: 'it does not take this mail',
  556: 'the domain takes no mail',
};

function answered(status: number, response: string, command: string, code: string): Sending {
  // The enhanced code (RFC 3463) is a number; the words after it are the server's and may quote the address.
  const enhanced = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const reason = REPLIES[status];
  const where = /^AUTH\b/.test(command) || code === 'EAUTH' ? ' to the login' : '';
  const said = `the mail server answered ${status}${enhanced ? ` ${enhanced}` : ''}${where}${reason ? `: ${reason}` : ''}`;
  // 503 is about the order of commands, not about this mail: another connection may take it.
  const later = status < 500 || status === 503;
  return later ? { kind: 'retry', error: said } : { kind: 'refused', error: said };
}
