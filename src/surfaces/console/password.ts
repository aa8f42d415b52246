import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

/** OWASP's parameters for scrypt: 128 MiB and about a quarter of a second each. */
const COST = { N: 2 ** 17, r: 8, p: 1 } as const;
const KEY_BYTES = 32;
/** A flood of sign-ins must not become a flood of memory: one at a time, the rest wait, too many are refused. */
const MOST_WAITING = 20;

export const MIN_PASSWORD = 12;

let waiting = 0;
let tail: Promise<unknown> = Promise.resolve();

/** Too many sign-ins at once. */
export class SignInBusy extends Error {}

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST.N, COST.r, COST.p);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$');
}

/** Compares in constant time. Without a stored hash it takes as long, so that a wrong name looks like a wrong password. */
export async function checkPassword(password: string, stored: string | undefined): Promise<boolean> {
  const [kind, N, r, p, salt, key] = (
    stored ?? `scrypt$${COST.N}$${COST.r}$${COST.p}$${'A'.repeat(22)}==$${'A'.repeat(43)}=`
  ).split('$');
  if (kind !== 'scrypt' || salt === undefined || key === undefined)
    throw new Error('a stored password has an unknown form');
  const expected = Buffer.from(key, 'base64');
  const given = await derive(password, Buffer.from(salt, 'base64'), Number(N), Number(r), Number(p));
  return given.length === expected.length && timingSafeEqual(given, expected) && stored !== undefined;
}

function derive(password: string, salt: Buffer, N: number, r: number, p: number): Promise<Buffer> {
  if (waiting >= MOST_WAITING)
    return Promise.reject(new SignInBusy('too many people sign in at this moment; try again in a few seconds'));
  waiting += 1;
  const run = tail.then(
    () =>
      new Promise<Buffer>((resolve, reject) => {
        // Composed and decomposed accents of the same password are the same password.
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
          error ? reject(error) : resolve(key),
        );
      }),
  );
  tail = run
    .catch(() => undefined)
    .finally(() => {
      waiting -= 1;
    });
  return run;
}
