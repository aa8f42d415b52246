import type { Role } from './incident/index.js';

/** Somebody who may sign in to the console. */
export interface ConsoleAccount {
  /** Lower-case. */
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** The person of the book who this is, so that a claim shows the same name everywhere. */
  readonly personId?: string;
  /** scrypt, with its parameters and salt. */
  readonly password: string;
  readonly failures: number;
  readonly lockedUntil?: Date;
  readonly createdAt: Date;
}

export interface AccountStore {
  count(): Promise<number>;
  find(login: string): Promise<ConsoleAccount | undefined>;
  list(): Promise<ConsoleAccount[]>;
  /** `false` when the login is taken. */
  add(account: ConsoleAccount): Promise<boolean>;
  failed(login: string, lockAfter: number, lockedUntil: Date): Promise<void>;
  succeeded(login: string): Promise<void>;
  /** Also unlocks; `false` when nobody has this login. */
  setPassword(login: string, password: string): Promise<boolean>;
  remove(login: string): Promise<boolean>;
}

export interface ConsoleSession {
  /** Hash of the cookie; the cookie itself is kept nowhere. */
  readonly id: string;
  readonly login: string;
  readonly csrf: string;
  readonly expiresAt: Date;
}

export interface SessionStore {
  open(session: ConsoleSession): Promise<void>;
  find(id: string, now: Date): Promise<ConsoleSession | undefined>;
  close(id: string): Promise<void>;
}
