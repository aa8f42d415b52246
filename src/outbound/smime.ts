import { X509Certificate } from 'node:crypto';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { Certificate, ContentInfo, EnvelopedData, id_ContentType_Data, id_ContentType_EnvelopedData } from 'pkijs';
import type { Letter } from '../ports-outbound.js';

/** Mails that one reader alone can open: CMS enveloped data (RFC 5652) as S/MIME (RFC 8551), AES-256-CBC. */

/** Why nothing is encrypted to a certificate; nothing in place of it is sent in clear. */
export class UnusableCertificate extends Error {
  override readonly name = 'UnusableCertificate';
}

const CRLF = '\r\n';
const LINE = /(.{1,76})/g;
const KEY_USES = new Set(['keyEncipherment', 'keyAgreement']);

/** The certificate, if it can be used now. */
function usable(pem: string, now: Date): Certificate {
  const told = new X509Certificate(pem);
  const [from, to] = [new Date(told.validFrom), new Date(told.validTo)];
  if (now < from)
    throw new UnusableCertificate(`the certificate is not valid before ${from.toISOString().slice(0, 10)}`);
  if (now > to) throw new UnusableCertificate(`the certificate has expired on ${to.toISOString().slice(0, 10)}`);
  const certificate = Certificate.fromBER(new Uint8Array(told.raw));
  const uses = usesOf(certificate);
  if (uses && !uses.some((use) => KEY_USES.has(use)))
    throw new UnusableCertificate('the certificate is for signing alone, nothing can be encrypted to it');
  return certificate;
}

const KEY_USAGE = '2.5.29.15';
const BITS = ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement'];

/** What its key may be used for; `undefined` when it does not say. */
function usesOf({ extensions }: Certificate): string[] | undefined {
  const usage = extensions?.find(({ extnID }) => extnID === KEY_USAGE)?.parsedValue as
    | { readonly valueBlock: { readonly valueHexView: Uint8Array } }
    | undefined;
  const [first = 0] = usage?.valueBlock.valueHexView ?? [];
  return usage && BITS.filter((_, bit) => (first & (0x80 >> bit)) !== 0);
}

export interface Sealed {
  readonly from: string | { readonly name: string; readonly address: string };
  readonly to: string;
  readonly messageId: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly letter: Letter;
  readonly certificate: string;
  readonly now: Date;
}

/** A whole mail, ready to be handed over as it is. Its subject stands outside, so it says nothing. */
export async function sealedMail({ from, to, messageId, headers, letter, certificate, now }: Sealed): Promise<Buffer> {
  const reader = usable(certificate, now);
  const { subject, text, html, attachments = [] } = letter;
  const inner = await built({ text, html, attachments: attachments.map((file) => ({ ...file })) });
  const outer = await built({ from, to: { name: '', address: to }, subject, messageId, headers, text: '-' });
  const content = Buffer.concat([Buffer.from(headersOf(inner, true) + CRLF + CRLF), bodyOf(inner)]);
  const enveloped = new EnvelopedData();
  enveloped.addRecipientByCertificate(reader, {
    oaepHashAlgorithm: 'SHA-256',
    kdfAlgorithm: 'SHA-256',
    kekEncryptionLength: 256,
  });
  await enveloped.encrypt({ name: 'AES-CBC', length: 256 } as Algorithm, arrayOf(content));
  enveloped.encryptedContentInfo.contentType = id_ContentType_Data;
  const wrapped = new ContentInfo({ contentType: id_ContentType_EnvelopedData, content: enveloped.toSchema() });
  const der = Buffer.from(wrapped.toSchema().toBER());
  return Buffer.from(
    [
      headersOf(outer, false),
      'MIME-Version: 1.0',
      'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="smime.p7m"',
      '',
      (der.toString('base64').match(LINE) ?? []).join(CRLF),
      '',
    ].join(CRLF),
  );
}

const arrayOf = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;

const built = async (mail: ConstructorParameters<typeof MailComposer>[0]): Promise<Buffer> =>
  await new MailComposer({ ...mail, newline: 'windows', disableFileAccess: true, disableUrlAccess: true })
    .compile()
    .build();

const endOfHead = (mail: Buffer): number => mail.indexOf(CRLF + CRLF);
const bodyOf = (mail: Buffer): Buffer => mail.subarray(endOfHead(mail) + 4);

/** What is about the content belongs inside, everything else outside. */
function headersOf(mail: Buffer, content: boolean): string {
  const lines = mail
    .subarray(0, endOfHead(mail))
    .toString('utf8')
    .replace(/\r\n[ \t]+/g, ' ')
    .split(CRLF);
  return lines.filter((line) => /^(content-|mime-version:)/i.test(line) === content).join(CRLF);
}
