import type { Effort } from '../query/effort.js';
import type { Store } from '../storage/store.js';
import type { Document } from '../values/value.js';
import type { Connection } from '../wire/connection.js';
import type { Server } from '../wire/server.js';
import type { Fields } from './fields.js';

/**
 * How a command treats one of its options: it uses it, it may ignore it because no answer could differ, or it takes it only
 * where it says what happens anyway (`false`, or the simple collation). What is not in the table is refused by name.
 */
export type Treatment = 'used' | 'ignored' | 'only false' | 'only simple';

/** One call of a command. */
export interface Request {
  readonly name: string;
  readonly database: string;
  readonly body: Document;
  readonly fields: Fields;
  /** Documents that came as an OP_MSG sequence, still encoded. */
  readonly sequences: ReadonlyMap<string, readonly Buffer[]>;
  readonly store: Store;
  readonly server: Server;
  readonly connection: Connection;
  /** Says when the command has to pause and when it has to end. */
  readonly effort: Effort;
  /** The id of the session, as hex; cursors belong to it. */
  readonly session: string | undefined;
}

export interface Command {
  readonly options: Readonly<Record<string, Treatment>>;
  /** Answered only when everything before it is on disk. */
  readonly writes?: boolean;
  /** Allowed before authentication. */
  readonly open?: boolean;
  readonly run: (request: Request) => Document | Promise<Document>;
}

export type Commands = Readonly<Record<string, Command>>;
