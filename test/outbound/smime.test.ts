import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMailer } from '../../src/outbound/mail.js';
import { type SmtpStandIn, startSmtp } from '../standins/smtp.js';
import { unsealed } from './unsealed.js';

type Pems = Awaited<ReturnType<typeof generate>>;
const OFFICE = 'office@riverside.example';

const pemsFor = (keyType: 'rsa' | 'ec', days?: { from: Date; to: Date }, keyUsage: object = {}): Promise<Pems> =>
  generate([{ name: 'commonName', value: OFFICE }], {
    keyType,
    keySize: 2048,
    algorithm: 'sha256',
    ...(days ? { notBeforeDate: days.from, notAfterDate: days.to } : {}),
    extensions: [
      { name: 'basicConstraints', cA: false },
      ...(Object.keys(keyUsage).length > 0 ? [{ name: 'keyUsage', ...keyUsage } as never] : []),
      { name: 'subjectAltName', altNames: [{ type: 1, value: OFFICE }] },
    ],
  });

const hasOpenssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let sink: SmtpStandIn;
beforeAll(async () => {
  sink = await startSmtp();
});
afterAll(() => sink.stop());

const letter = {
  to: OFFICE,
  subject: 'Ihr Bericht',
  text: 'Grüße aus Łódź 🏬\n',
  html: '<p>Grüße</p>',
  token: 'client/riverside/2026-10 office',
  attachments: [
    { filename: 'bericht.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF-1.7 €371,803.41') },
  ],
};

async function sent(certificate: string) {
  const url = `smtp://${sink.user}:${encodeURIComponent(sink.password)}@127.0.0.1:${sink.port}`;
  const mailer = createMailer({ url, from: 'Tøcsin <reports@northgate.example>' }, { ca: sink.ca, requireTls: true });
  const before = sink.arrived.length;
  const outcome = await mailer.send({ ...letter, certificate });
  mailer.close();
  return { outcome, raw: sink.arrived.slice(before)[0]?.raw ?? '' };
}

describe('a mail to a certificate', () => {
  it.each(['rsa', 'ec'] as const)('is opened by its key (%s), and by no other one', async (keyType) => {
    const [mine, theirs] = await Promise.all([pemsFor(keyType), pemsFor(keyType)]);
    const { outcome, raw } = await sent(mine.cert);
    expect(outcome).toEqual({ kind: 'sent', ref: expect.stringContaining('@northgate.example>') });
    expect(raw).toContain('application/pkcs7-mime; smime-type=enveloped-data');
    // Neither a word nor a figure of it stands outside.
    expect(raw).not.toMatch(/371|Łódź|Gr=C3|bericht\.pdf/);
    const mail = await unsealed(raw, mine);
    expect(mail.text).toContain('Grüße aus Łódź 🏬');
    expect(mail.attachments[0]).toMatchObject({ filename: 'bericht.pdf', mimeType: 'application/pdf' });
    expect(Buffer.from(mail.attachments[0]?.content as ArrayBuffer).toString()).toBe('%PDF-1.7 €371,803.41');
    await expect(unsealed(raw, theirs)).rejects.toThrow();
  });

  it.skipIf(!hasOpenssl).each(['rsa', 'ec'] as const)('is opened by openssl (%s)', async (keyType) => {
    const folder = mkdtempSync(join(tmpdir(), 'tocsin-smime-'));
    try {
      const [mine, theirs] = await Promise.all([pemsFor(keyType), pemsFor(keyType)]);
      const { raw } = await sent(mine.cert);
      const file = (name: string, text: string): string => {
        writeFileSync(join(folder, name), text);
        return join(folder, name);
      };
      const mail = file('mail.eml', raw);
      const open = (pems: Pems) =>
        execFileSync(
          'openssl',
          [
            'cms',
            '-decrypt',
            '-in',
            mail,
            '-inkey',
            file('key.pem', pems.private),
            '-recip',
            file('cert.pem', pems.cert),
          ],
          { stdio: ['ignore', 'pipe', 'ignore'] },
        ).toString();
      expect(open(mine)).toContain('Content-Type: application/pdf; name=bericht.pdf');
      expect(() => open(theirs)).toThrow();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('that has expired, is not valid yet or only signs is not sent at all, and says why', async () => {
    const day = (offset: number): Date => new Date(Date.now() + offset * 86_400_000);
    const refused = async (pems: Pems): Promise<string> => {
      const { outcome, raw } = await sent(pems.cert);
      expect(raw).toBe('');
      return outcome.kind === 'refused' ? outcome.error : outcome.kind;
    };
    expect(await refused(await pemsFor('rsa', { from: day(-20), to: day(-10) }))).toMatch(
      /the certificate has expired on \d{4}-\d\d-\d\d: nothing was sent/,
    );
    expect(await refused(await pemsFor('rsa', { from: day(10), to: day(20) }))).toContain('not valid before');
    expect(await refused(await pemsFor('rsa', undefined, { digitalSignature: true }))).toContain('for signing alone');
  });

  it('goes out over TLS or not at all', async () => {
    const plain = await startSmtp({ tls: 'none' });
    const mailer = createMailer(
      { url: `smtp://127.0.0.1:${plain.port}`, from: 'reports@northgate.example' },
      { requireTls: true },
    );
    const { cert } = await pemsFor('rsa');
    for (const certificate of [undefined, cert])
      expect(await mailer.send({ ...letter, ...(certificate ? { certificate } : {}) })).toMatchObject({
        kind: 'refused',
        error: expect.stringContaining('nothing was sent'),
      });
    expect(plain.arrived).toEqual([]);
    mailer.close();
    await plain.stop();
  });
});
