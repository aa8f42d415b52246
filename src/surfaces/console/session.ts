import { createHmac, randomBytes } from 'node:crypto';
import { parseCookie } from 'cookie';
import type { Request, Response } from 'express';
import type { Clock } from '../../ports.js';
import type { AccountStore, ConsoleAccount, ConsoleSession, SessionStore } from '../../ports-accounts.js';

const SESSION_MS = 12 * 3_600_000;

export interface SignedIn {
  readonly account: ConsoleAccount;
  readonly session: ConsoleSession;
}

export interface SessionParts {
  readonly sessions: SessionStore;
  readonly accounts: AccountStore;
  readonly clock: Clock;
  /** Key of the hash under which the store knows a session: without it a copy of the store opens nothing. */
  readonly secret: string;
  /** The console is reached over https. */
  readonly secure: boolean;
}

export const freshToken = (): string => randomBytes(32).toString('base64url');

/** Sessions of the console: a random cookie, of which the store holds only the hash. */
export function createSessions({ sessions, accounts, clock, secret, secure }: SessionParts) {
  const idOf = (token: string): string => createHmac('sha256', secret).update(token).digest('hex');
  // The prefix makes browsers insist on https, on this very host and on the whole path.
  const name = secure ? '__Host-tocsin' : 'tocsin';
  const cookie = { httpOnly: true, sameSite: 'lax', secure, path: '/' } as const;

  return {
    async open(response: Response, login: string): Promise<void> {
      const token = freshToken();
      const expiresAt = new Date(clock.now().getTime() + SESSION_MS);
      await sessions.open({ id: idOf(token), login, csrf: freshToken(), expiresAt });
      response.cookie(name, token, { ...cookie, maxAge: SESSION_MS });
    },

    async find(request: Request): Promise<SignedIn | undefined> {
      const token = parseCookie(request.headers.cookie ?? '')[name];
      if (!token || token.length > 100) return undefined;
      const session = await sessions.find(idOf(token), clock.now());
      const account = session && (await accounts.find(session.login));
      return session && account ? { session, account } : undefined;
    },

    async close(request: Request, response: Response): Promise<void> {
      const token = parseCookie(request.headers.cookie ?? '')[name];
      if (token) await sessions.close(idOf(token));
      response.clearCookie(name, cookie);
    },
  };
}

export type Sessions = ReturnType<typeof createSessions>;
