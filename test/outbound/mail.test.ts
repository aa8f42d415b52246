import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type ClosableMailer, createMailer, type MailOptions } from '../../src/outbound/mail.js';
import { type SmtpOptions, type SmtpStandIn, startSmtp } from '../standins/smtp.js';

const FROM = 'Tocsin <alarm@riverside.example>';
let sink: SmtpStandIn;
beforeAll(async () => {
  sink = await startSmtp();
});
afterAll(() => sink.stop());

const ends: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** As to another machine: TLS is required, although all of this is on the loopback. */
function mailerTo(server: SmtpStandIn, more: MailOptions & { url?: string } = {}): ClosableMailer {
  const { url, ...options } = more;
  const address = url ?? `smtp://${server.user}:${encodeURIComponent(server.password)}@127.0.0.1:${server.port}`;
  const mailer = createMailer(
    { url: address, from: FROM },
    { ca: server.ca, requireTls: true, timeoutMs: 2_000, ...options },
  );
  ends.push(mailer.close);
  return mailer;
}
async function sinkWith(options: SmtpOptions): Promise<SmtpStandIn> {
  const server = await startSmtp(options);
  ends.push(server.stop);
  return server;
}
const page = (to = 'ana@riverside.example', more: Partial<{ subject: string; token: string }> = {}) => ({
  to,
  subject: 'INC-42 CRITICAL: Forced door',
  text: 'A door was forced.\n',
  html: '<p>A door was forced: Übergang &amp; Co.</p>',
  token: 'i-42/page-7',
  ...more,
});

describe('a mail', () => {
  it('goes out over STARTTLS with a login, in two forms, and its id tells that it is the same one', async () => {
    const mailer = mailerTo(sink);
    const sent = await mailer.send(page());
    expect(sent).toEqual({ kind: 'sent', ref: expect.stringMatching(/^<[0-9a-f]{40}@riverside\.example>$/) });
    expect(await mailer.send(page())).toEqual(sent);
    const [first, second] = sink.arrived.slice(-2);
    expect(first).toMatchObject({
      secure: true,
      user: sink.user,
      from: 'alarm@riverside.example',
      to: ['ana@riverside.example'],
    });
    expect(first?.mail).toMatchObject({
      subject: 'INC-42 CRITICAL: Forced door',
      from: { name: 'Tocsin', address: 'alarm@riverside.example' },
      messageId: sent.kind === 'sent' ? sent.ref : '',
    });
    expect(first?.mail.text).toContain('A door was forced.');
    expect(first?.mail.html).toContain('Übergang &amp; Co.');
    expect(first?.mail.attachments).toEqual([]);
    expect(first?.mail.headers).toContainEqual(
      expect.objectContaining({ key: 'auto-submitted', value: 'auto-generated' }),
    );
    expect(second?.mail.messageId).toBe(first?.mail.messageId);
    expect(sink.connections()).toBe(1);
    expect((await mailer.send(page(undefined, { token: 'i-42/page-8' }))).kind).toBe('sent');
    expect(sink.arrived.at(-1)?.mail.messageId).not.toBe(first?.mail.messageId);
  });

  it('cannot be given more headers, readers or files than it has', async () => {
    const mailer = mailerTo(sink);
    const before = sink.arrived.length;
    await mailer.send(page(undefined, { subject: 'INC-42\r\nBcc: eve@evil.example\r\n\r\n<script>' }));
    expect(sink.arrived.at(-1)).toMatchObject({ to: ['ana@riverside.example'] });
    expect(sink.arrived.at(-1)?.mail.headers.some(({ key }) => key === 'bcc')).toBe(false);
    expect(sink.arrived.at(-1)?.mail.subject).toBe('INC-42 Bcc: eve@evil.example <script>');
    for (const to of ['a@b.example, eve@evil.example', 'a@b.example\r\nBcc: x@y.example', '<a@b.example>', 'a', ''])
      expect(await mailer.send(page(to))).toEqual({ kind: 'refused', error: 'this is not a mail address' });
    expect(sink.arrived).toHaveLength(before + 1);
  });

  it('several at once share a few connections', async () => {
    const [mailer, before] = [mailerTo(sink), sink.connections()];
    const sent = await Promise.all(
      Array.from({ length: 12 }, (_, at) => mailer.send(page(undefined, { token: `many-${at}` }))),
    );
    expect(sent.map(({ kind }) => kind)).toEqual(sent.map(() => 'sent'));
    expect(sink.connections() - before).toBeLessThanOrEqual(3);
  });
});

describe('TLS', () => {
  it('a server without it gets nothing, not even a login', async () => {
    const bare = await sinkWith({ tls: 'none' });
    const refused = await mailerTo(bare).send(page());
    expect(refused).toMatchObject({ kind: 'refused', error: expect.stringContaining('no TLS with the mail server') });
    expect(bare.arrived).toEqual([]);
  });

  it('unless it is this very machine', async () => {
    const bare = await sinkWith({ tls: 'none' });
    const mailer = createMailer({ url: `smtp://127.0.0.1:${bare.port}`, from: FROM });
    ends.push(mailer.close);
    expect(await mailer.send(page())).toMatchObject({ kind: 'sent' });
    expect(bare.arrived).toMatchObject([{ secure: false }]);
  });

  it('a certificate of an authority that nobody knows, or for another name, is refused', async () => {
    const stranger = createMailer(
      { url: `smtp://${sink.user}:${sink.password}@127.0.0.1:${sink.port}`, from: FROM },
      { requireTls: true },
    );
    ends.push(stranger.close);
    const other = await sinkWith({ name: 'mail.another.example' });
    const implicit = await sinkWith({ tls: 'implicit', name: 'mail.another.example' });
    const before = sink.arrived.length;
    for (const refused of [
      await stranger.send(page()),
      await mailerTo(other).send(page()),
      await mailerTo(implicit, { url: `smtps://u:p@127.0.0.1:${implicit.port}` }).send(page()),
    ])
      expect(refused).toMatchObject({
        kind: 'refused',
        error: expect.stringContaining('a certificate that cannot be verified'),
      });
    expect([sink.arrived.length - before, other.arrived.length, implicit.arrived.length]).toEqual([0, 0, 0]);
  });

  it('smtps has it from the first byte', async () => {
    const implicit = await sinkWith({ tls: 'implicit' });
    const url = `smtps://${implicit.user}:${implicit.password}@127.0.0.1:${implicit.port}`;
    expect(await mailerTo(implicit, { url }).send(page())).toMatchObject({ kind: 'sent' });
    expect(implicit.arrived).toMatchObject([{ secure: true }]);
  });
});

describe('what a server answers', () => {
  it.each([
    [
      'bounce@riverside.example',
      {
        kind: 'refused',
        error: 'the mail server answered 550 5.1.1: it does not know this mailbox, or does not take mail from us',
      },
    ],
    [
      'greylist@riverside.example',
      {
        kind: 'retry',
        error: 'the mail server answered 451 4.7.1: trouble of its own, or it wants to be asked again (greylisting)',
      },
    ],
    [
      'spam@riverside.example',
      { kind: 'refused', error: 'the mail server answered 554 5.7.1: it does not take this mail' },
    ],
    [
      'hang@riverside.example',
      {
        kind: 'retry',
        error: expect.stringMatching(
          /^the connection to the mail server broke while it took the mail: (EABORT|ETIMEDOUT)$/,
        ),
        inDoubt: true,
      },
    ],
    [
      'drop@riverside.example',
      {
        kind: 'retry',
        error: 'the connection to the mail server broke while it took the mail: ECONNECTION',
        inDoubt: true,
      },
    ],
  ])('%s', async (to, expected) => {
    const mailer = mailerTo(sink, { timeoutMs: 1_000 });
    expect(await mailer.send(page(to))).toEqual(expected);
    // Whatever it was, the next mail goes out.
    expect(await mailer.send(page())).toMatchObject({ kind: 'sent' });
  });

  it('a wrong login', async () => {
    const wrong = mailerTo(sink, { url: `smtp://${sink.user}:not-the-password@127.0.0.1:${sink.port}` });
    expect(await wrong.send(page())).toEqual({
      kind: 'refused',
      error: 'the mail server answered 535 to the login: the login is wrong: check SMTP_URL',
    });
  });

  it('a door that is closed, and one behind which nobody speaks: nothing has left, so nothing is in doubt', async () => {
    const closed = await startSmtp();
    await closed.stop();
    expect(await mailerTo(closed).send(page())).toEqual({
      kind: 'retry',
      error: 'the mail server could not be reached: ECONNREFUSED',
    });
    const mute = createServer(() => undefined);
    await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
    ends.push(() => void mute.close());
    const url = `smtp://u:p@127.0.0.1:${(mute.address() as AddressInfo).port}`;
    const silent = await mailerTo(sink, { url, timeoutMs: 300 }).send(page());
    expect(silent).toMatchObject({
      kind: 'retry',
      error: expect.stringMatching(/^the mail server could not be reached: E/),
    });
    expect(silent).not.toHaveProperty('inDoubt');
  });

  it('no outcome tells a password, an address or what was written', async () => {
    const told = [
      await mailerTo(sink).send(page('bounce@riverside.example')),
      await mailerTo(sink).send(page('greylist@riverside.example')),
      await mailerTo(sink, { url: `smtp://${sink.user}:a-wrong-secret@127.0.0.1:${sink.port}` }).send(page()),
      await mailerTo(await sinkWith({ tls: 'none' })).send(page()),
      await mailerTo(sink, { timeoutMs: 300 }).send(page('hang@riverside.example')),
    ];
    for (const secret of [sink.password, 'a-wrong-secret', 'riverside.example', 'Forced door', sink.user])
      expect(JSON.stringify(told)).not.toContain(secret);
  });
});
