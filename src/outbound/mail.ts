import type { Readable } from 'node:stream';
import { createTransport } from 'nodemailer';
import { sha256 } from '../digest.js';
import { isLoopback } from '../loopback.js';
import type { Mailer, Sending } from '../ports-outbound.js';
import { mailFailure } from './mail-outcomes.js';

export interface MailSettings {
  /** `smtp://user:password@host:587` (STARTTLS) or `smtps://…:465`. */
  readonly url: string;
  /** `Tocsin <alarm@example.com>` or the address alone. */
  readonly from: string;
}

export interface MailOptions {
  /** A certificate authority besides those that Node knows, as PEM. */
  readonly ca?: string;
  /** Refuse to go on without TLS; by default unless the host is this machine. */
  readonly requireTls?: boolean;
  /** For one mail, from its place in the queue to the server's last word. */
  readonly timeoutMs?: number;
}

export type ClosableMailer = Mailer & { close(): void };

/** Nobody's absence note comes back. */
const HEADERS = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' } as const;

const TIMEOUT_MS = 30_000;
const CONNECTIONS = 3;
/** One address and nothing that a mail program could read as two, or as a header. */
const ADDRESS = /^[^\s<>()[\],;:"\\@]{1,64}@[^\s<>()[\],;:"\\@]{1,253}$/;

/**
 * Mails by one SMTP server, over connections that are kept. Without TLS nothing is sent to another machine, and its
 * certificate is verified always. Nothing is retried here except a mail of which no byte had left.
 */
export function createMailer({ url, from }: MailSettings, options: MailOptions = {}): ClosableMailer {
  const server = new URL(url);
  const host = server.hostname.replace(/^\[|\]$/g, '');
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
  const secure = server.protocol === 'smtps:';
  const transport = createTransport({
    pool: true,
    host,
    port: server.port === '' ? (secure ? 465 : 587) : Number(server.port),
    secure,
    requireTLS: !secure && (options.requireTls ?? !isLoopback(host)),
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(options.ca === undefined ? {} : { ca: options.ca }) },
    ...(server.username === ''
      ? {}
      : { auth: { user: decodeURIComponent(server.username), pass: decodeURIComponent(server.password) } }),
    maxConnections: CONNECTIONS,
    maxRequeues: 1,
    idleTimeout: 60_000,
    connectionTimeout: Math.min(10_000, timeoutMs),
    greetingTimeout: Math.min(10_000, timeoutMs),
    dnsTimeout: Math.min(5_000, timeoutMs),
    socketTimeout: Math.min(20_000, timeoutMs),
    // What is sent is text that others wrote in part: it must not make us read a file or fetch an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  // Errors of idle connections; a mail that is under way is told by its own outcome.
  transport.on('error', () => undefined);
  // Once the server reads the message, it may have taken it, whatever happens then.
  const bodies = new Map<string, Readable>();
  transport.use('stream', (mail, done) => {
    mail.message.processFunc((body) => {
      bodies.set(mail.message.messageId(), body as Readable);
      return body;
    });
    done();
  });
  const address = /<([^<>]+)>\s*$/.exec(from)?.[1] ?? from;
  const named = (sender: string | undefined) => (sender === undefined ? from : { name: sender, address });
  const domain = /@([^\s>]+)>?$/.exec(from)?.[1] ?? 'tocsin.invalid';

  return {
    async send({ to, token, certificate, sender, ...letter }): Promise<Sending> {
      if (!ADDRESS.test(to)) return { kind: 'refused', error: 'this is not a mail address' };
      const messageId = `<${sha256(token).slice(0, 40)}@${domain}>`;
      const subject = letter.subject.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 300);
      try {
        const content =
          certificate === undefined
            ? {
                ...letter,
                attachments: letter.attachments?.map((file) => ({ ...file })) ?? [],
                from: named(sender),
                to: { name: '', address: to },
                subject,
                messageId,
                headers: HEADERS,
              }
            : {
                envelope: { from, to },
                messageId,
                raw: await (await import('./smime.js')).sealedMail({
                  from: named(sender),
                  to,
                  messageId,
                  headers: HEADERS,
                  letter: { ...letter, subject },
                  certificate,
                  now: new Date(),
                }),
              };
        const { messageId: ref } = await transport.sendMail({ ...content, signal: AbortSignal.timeout(timeoutMs) });
        return { kind: 'sent', ref };
      } catch (error) {
        if ((error as Error).name === 'UnusableCertificate')
          return { kind: 'refused', error: `${(error as Error).message}: nothing was sent` };
        return mailFailure(error, bodies.get(messageId)?.readableDidRead ?? false);
      } finally {
        bodies.delete(messageId);
      }
    },
    close: () => {
      transport.close();
    },
  };
}
