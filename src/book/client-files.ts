import { X509Certificate } from 'node:crypto';
import type { ReadPlan } from './plans.js';
import type { BookProblem } from './references.js';
import type { BookData } from './schema.js';

/** More is no logo; every report carries it. */
const MOST = 300_000;
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
/** What makes a drawing read something else, or run. */
const REACHES_OUT = /<!ENTITY|<script|<image|<foreignObject|<use[^>]*href\s*=\s*["'](?!#)|@import|url\(\s*["']?(?!#)/i;

export interface ClientFiles {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly problems: readonly BookProblem[];
}

/** Reads the logos and certificates that clients name. One that cannot be used refuses the book. */
export function readClientFiles({ clients }: BookData, read: ReadPlan): ClientFiles {
  const files = new Map<string, Uint8Array>();
  const problems: BookProblem[] = [];
  const take = (name: string | undefined, path: BookProblem['path'], wrong: (bytes: Buffer) => string | undefined) => {
    if (name === undefined) return;
    const file = read(name);
    const why =
      'why' in file ? file.why : file.byteLength > MOST ? `more than ${MOST} bytes` : wrong(Buffer.from(file));
    if (why !== undefined) problems.push({ path, message: `${name}: ${why}` });
    else files.set(name, file as Uint8Array);
  };
  clients.forEach(({ brand, contacts }, i) => {
    take(brand?.logo, ['clients', i, 'brand', 'logo'], wrongLogo);
    contacts.forEach(({ certificate, email }, j) => {
      take(certificate, ['clients', i, 'contacts', j, 'certificate'], (bytes) => wrongCertificate(bytes, email));
    });
  });
  return { files, problems };
}

export const isDrawing = (bytes: Uint8Array): boolean =>
  /^\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<svg[\s>]/s.test(textOf(bytes));
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

function wrongLogo(bytes: Buffer): string | undefined {
  if (bytes.subarray(0, PNG.length).equals(PNG) || bytes.subarray(0, JPEG.length).equals(JPEG)) return undefined;
  if (!isDrawing(bytes)) return 'neither SVG nor PNG nor JPEG';
  return REACHES_OUT.test(textOf(bytes)) ? 'the drawing refers to something outside of itself' : undefined;
}

/** Whether it is still valid is looked at when something is sent. */
function wrongCertificate(bytes: Buffer, email: string): string | undefined {
  try {
    return new X509Certificate(bytes).checkEmail(email) === undefined
      ? `the certificate is not for ${email}`
      : undefined;
  } catch {
    return 'no certificate in PEM';
  }
}
