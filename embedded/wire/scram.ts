import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto';
import { StoreError } from '../errors.js';

/** SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's side. */
export interface Credentials {
  readonly user: string;
  readonly salt: Buffer;
  readonly iterations: number;
  readonly storedKey: Buffer;
  readonly serverKey: Buffer;
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** Derives what the server keeps of a password. The password is taken as it is: ours are hexadecimal. */
export function credentials(user: string, password: string): Credentials {
  const salt = randomBytes(28);
  const iterations = 15_000;
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const storedKey = createHash('sha256').update(hmac(salted, 'Client Key')).digest();
  return { user, salt, iterations, storedKey, serverKey: hmac(salted, 'Server Key') };
}

const failed = (): StoreError => new StoreError('AuthenticationFailed', 'Authentication failed.');

function attributes(text: string): Map<string, string> {
  return new Map(text.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

/** One conversation: the client's first message gives a challenge, the final one proves the password. */
export class Scram {
  done = false;
  private first = '';
  private challenge = '';
  private nonce = '';

  constructor(private readonly known: Credentials) {}

  start(message: string): string {
    const bare = /^n,[^,]*,(.*)$/s.exec(message)?.[1];
    if (bare === undefined) throw failed();
    const given = attributes(bare);
    const user = given.get('n')?.replaceAll('=2C', ',').replaceAll('=3D', '=');
    const nonce = given.get('r');
    if (user !== this.known.user || nonce === undefined || nonce === '') throw failed();
    this.first = bare;
    this.nonce = nonce + randomBytes(24).toString('base64');
    this.challenge = `r=${this.nonce},s=${this.known.salt.toString('base64')},i=${this.known.iterations}`;
    return this.challenge;
  }

  finish(message: string): string {
    const given = attributes(message);
    const proof = Buffer.from(given.get('p') ?? '', 'base64');
    const withoutProof = message.slice(0, message.lastIndexOf(',p='));
    if (this.challenge === '' || given.get('r') !== this.nonce || given.get('c') !== 'biws') throw failed();
    const whole = `${this.first},${this.challenge},${withoutProof}`;
    const signature = hmac(this.known.storedKey, whole);
    if (proof.length !== signature.length) throw failed();
    const clientKey = proof.map((byte, at) => byte ^ (signature[at] ?? 0));
    if (!timingSafeEqual(createHash('sha256').update(clientKey).digest(), this.known.storedKey)) throw failed();
    this.done = true;
    return `v=${hmac(this.known.serverKey, whole).toString('base64')}`;
  }
}
