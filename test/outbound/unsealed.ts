import { Certificate, ContentInfo, EnvelopedData } from 'pkijs';
import PostalMime, { type Email } from 'postal-mime';

/** Opens an S/MIME mail with the reader's key, as their mail program does. */
export async function unsealed(raw: string, pems: { readonly cert: string; readonly private: string }): Promise<Email> {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4).replace(/\s/g, '');
  const info = ContentInfo.fromBER(Buffer.from(body, 'base64'));
  const enveloped = new EnvelopedData({ schema: info.content });
  const content = await enveloped.decrypt(0, {
    recipientCertificate: Certificate.fromBER(der(pems.cert)),
    recipientPrivateKey: der(pems.private),
  });
  return await PostalMime.parse(Buffer.from(content));
}

const der = (pem: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64'));
