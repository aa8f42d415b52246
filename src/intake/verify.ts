import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Proof, VerifyInput } from './adapter.js';

/** A signed request is good for so long before and after its stamp: clocks drift both ways. */
const WINDOW_SECONDS = 300;
/** Two signatures are sent while a secret is being changed; more than a few are an attempt to make us work. */
const MAX_SIGNATURES = 10;

const fail = (why: string): Proof => ({ ok: false, why });
const NO_SECRET = fail('This source has no secret: set the one that its entry in the book names, then restart.');

/** Compares in a time that depends on neither content nor length: both sides are hashed first. */
function sameSecret(a: string | Buffer, b: string | Buffer): boolean {
  const hash = (value: string | Buffer) => createHash('sha256').update(value).digest();
  return timingSafeEqual(hash(a), hash(b));
}

/** HMAC-SHA256 over the parts, one after the other. */
function hmacSha256(secret: string, ...parts: readonly (string | Buffer)[]): Buffer {
  const hmac = createHmac('sha256', secret);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** A signature header that carries the time at which it was made. */
export interface StampedScheme {
  /** As the sender writes it; looked up in lower case. */
  readonly header: string;
  /** Shown when the header is missing or malformed. */
  readonly shape: string;
  /** Splits the header into the stamp as it was signed and the hex digests; `undefined` when it is malformed. */
  read(header: string): { readonly stamp: string; readonly digests: readonly string[] } | undefined;
  /** What was signed. */
  message(stamp: string, body: Buffer): readonly (string | Buffer)[];
}

/** Proves a stamped HMAC-SHA256 signature on the raw bytes: right digest first, then the age of the stamp. */
export function verifyStamped(input: VerifyInput, scheme: StampedScheme): Proof {
  if (input.secret === '') return NO_SECRET;
  const header = input.headers[scheme.header.toLowerCase()];
  if (header === undefined || header.trim() === '') {
    return fail(`The header ${scheme.header} is missing: send ${scheme.header}: ${scheme.shape}`);
  }
  const read = header.length > 4_096 ? undefined : scheme.read(header.trim());
  const digests = read?.digests.filter((digest) => /^[0-9a-f]{64}$/i.test(digest)).slice(0, MAX_SIGNATURES) ?? [];
  if (read === undefined || !/^\d{1,12}$/.test(read.stamp) || digests.length === 0) {
    return fail(`The header ${scheme.header} is malformed: expected ${scheme.shape}`);
  }
  const expected = hmacSha256(input.secret, ...scheme.message(read.stamp, input.body));
  // Every digest is looked at, so that the time does not tell which one was right.
  const matches = digests.map((digest) => timingSafeEqual(Buffer.from(digest, 'hex'), expected));
  if (!matches.includes(true)) {
    return fail(
      `The signature in ${scheme.header} does not fit this body: sign the raw bytes, unchanged, with this source's secret.`,
    );
  }
  return fresh(Number(read.stamp), input.now, scheme.header);
}

function fresh(stampSeconds: number, now: Date, header: string): Proof {
  const age = now.getTime() / 1000 - stampSeconds;
  if (Math.abs(age) <= WINDOW_SECONDS) return { ok: true };
  const how = `${Math.ceil(Math.abs(age))} s ${age > 0 ? 'old' : 'in the future'}`;
  return fail(
    `The stamp in ${header} is ${how}, the window is ${WINDOW_SECONDS} s: set the sender's clock and sign anew.`,
  );
}

/** `t=<unix seconds>,v1=<hex>[,v1=<hex>…]`, the form of our own signature. Unknown fields are skipped. */
export function readStampedFields(header: string): { stamp: string; digests: readonly string[] } | undefined {
  const fields = header.split(',').map((field) => field.trim().split('='));
  const stamps = fields.filter(([name]) => name === 't').map(([, value]) => value ?? '');
  const digests = fields.filter(([name]) => name === 'v1').map(([, value]) => value ?? '');
  const [stamp, second] = stamps;
  return stamp === undefined || second !== undefined ? undefined : { stamp, digests };
}

const TOKEN_PLACES =
  'Authorization: Bearer <token>, X-Tocsin-Token: <token>, HTTP Basic (as password) or ?token=<token>';

/** The tokens that a request presents, with where each stood. */
function presented({ headers, query }: VerifyInput): readonly { readonly where: string; readonly token: string }[] {
  const found: { where: string; token: string }[] = [];
  const [scheme = '', credentials = ''] = (headers.authorization ?? '').trim().split(/\s+/, 2);
  if (/^bearer$/i.test(scheme)) found.push({ where: 'Authorization (Bearer)', token: credentials });
  if (/^basic$/i.test(scheme)) {
    const pair = Buffer.from(credentials, 'base64').toString('utf8');
    const colon = pair.indexOf(':');
    if (colon !== -1) found.push({ where: 'Authorization (Basic password)', token: pair.slice(colon + 1) });
  }
  const header = headers['x-tocsin-token'];
  if (header !== undefined) found.push({ where: 'X-Tocsin-Token', token: header.trim() });
  if (query.token !== undefined) found.push({ where: '?token=', token: query.token });
  return found.filter(({ token }) => token !== '');
}

/**
 * Proves a shared token, for detectors that cannot sign. It proves who may send, neither that the body is untouched nor
 * that it is new: use TLS, and `from` in the book.
 */
export function verifyToken(input: VerifyInput): Proof {
  if (input.secret === '') return NO_SECRET;
  const tokens = presented(input);
  if (tokens.length === 0) return fail(`No token came with this request: send ${TOKEN_PLACES}.`);
  const matches = tokens.map(({ token }) => sameSecret(token, input.secret));
  if (matches.includes(true)) return { ok: true };
  const where = tokens.map((each) => each.where).join(' and ');
  return fail(`The token in ${where} is not this source's: compare it with the secret that the book names.`);
}

/** A signature over the raw body, or over a stamp, a separator and the body, in a header of the vendor's choice. */
export interface BodyHmac {
  readonly header: string;
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  readonly encoding: 'hex' | 'base64';
  /** Text before the digest, e.g. `sha256=`. */
  readonly prefix: string;
  /** Header with the unix time, when it is signed too. */
  readonly timestampHeader?: string | undefined;
  readonly separator: string;
}

/** Proves the signature of a `mapped` source. Without a stamp there is no protection against replays but the key. */
export function verifyBodyHmac(input: VerifyInput, scheme: BodyHmac): Proof {
  if (input.secret === '') return NO_SECRET;
  const header = input.headers[scheme.header.toLowerCase()]?.trim();
  if (header === undefined || header === '') {
    return fail(`The header ${scheme.header} is missing: send the ${scheme.algorithm} HMAC of the raw body in it.`);
  }
  if (header.length > 4_096 || !header.startsWith(scheme.prefix)) {
    return fail(`The header ${scheme.header} is malformed: expected ${scheme.prefix}<${scheme.encoding} digest>`);
  }
  const stamp = scheme.timestampHeader && input.headers[scheme.timestampHeader.toLowerCase()]?.trim();
  if (scheme.timestampHeader && !/^\d{1,13}$/.test(stamp ?? '')) {
    return fail(`The header ${scheme.timestampHeader} is missing or malformed: expected the unix time.`);
  }
  const hmac = createHmac(scheme.algorithm, input.secret);
  if (stamp) hmac.update(`${stamp}${scheme.separator}`);
  const expected = hmac.update(input.body).digest();
  if (!sameSecret(Buffer.from(header.slice(scheme.prefix.length), scheme.encoding), expected)) {
    return fail(
      `The signature in ${scheme.header} does not fit this body: compare secret, algorithm and encoding with the sender's.`,
    );
  }
  if (!stamp) return { ok: true };
  return fresh(stamp.length > 11 ? Number(stamp) / 1000 : Number(stamp), input.now, scheme.timestampHeader ?? '');
}
