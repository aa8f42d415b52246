import { Binary } from 'bson';
import { StoreError, WAY_OUT } from '../errors.js';
import { Effort } from '../query/effort.js';
import { LIMITS } from '../values/limits.js';
import { type Document, isDocument } from '../values/value.js';
import type { Connection } from '../wire/connection.js';
import type { Message } from '../wire/message.js';
import type { Server } from '../wire/server.js';
import { AGGREGATE } from './aggregate.js';
import { AUTH } from './auth.js';
import { BACKUP } from './backup.js';
import { COLLECTIONS } from './collections.js';
import type { Command, Commands } from './command.js';
import { DELETE } from './delete.js';
import { EXPLAIN } from './explain.js';
import { Fields } from './fields.js';
import { FIND } from './find.js';
import { FIND_AND_MODIFY } from './find-and-modify.js';
import { HANDSHAKE } from './handshake.js';
import { INDEXES } from './indexes.js';
import { INSERT } from './insert.js';
import { checkOptions, concerns } from './options.js';
import { SESSIONS } from './sessions.js';
import { STATS } from './stats.js';
import { UPDATE } from './update.js';

/** Every command of the store. */
const COMMANDS: Commands = {
  ...HANDSHAKE,
  ...AUTH,
  ...SESSIONS,
  ...FIND,
  ...AGGREGATE,
  ...INSERT,
  ...UPDATE,
  ...DELETE,
  ...FIND_AND_MODIFY,
  ...COLLECTIONS,
  ...INDEXES,
  ...EXPLAIN,
  ...STATS,
  ...BACKUP,
};

function find(name: string): Command {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command !== undefined) return command;
  throw new StoreError(
    'CommandNotFound',
    `no such command: '${name}'; it is not part of the embedded store; ${WAY_OUT}`,
  );
}

function sessionOf(body: Document): string | undefined {
  const lsid = body.get('lsid');
  const id = isDocument(lsid) ? lsid.get('id') : undefined;
  return id instanceof Binary ? Buffer.from(id.buffer).toString('hex') : undefined;
}

/** Runs one message's command. Resolves when its answer may be sent: for a write, when it is on disk. */
export async function dispatch(server: Server, connection: Connection, message: Message): Promise<Document> {
  const { body, sequences } = message;
  const [name = ''] = body.keys();
  const command = find(name);
  if (command.open !== true && !connection.authorised) {
    throw new StoreError('Unauthorized', `Command ${name} requires authentication`);
  }
  checkOptions(name, command, body);
  const { unacknowledged, durableReads } = concerns(body);
  const fields = new Fields(name, body);
  const limit = fields.count('maxTimeMS') ?? 0;
  const database = body.get('$db');
  const session = sessionOf(body);
  if (session !== undefined) server.sessions.touch(session);
  // Also for a write that changed nothing: its answer, or its error, may rest on another client's write that is not on disk yet.
  const waits = command.writes === true && !unacknowledged;
  const effort = new Effort({
    // getMore's maxTimeMS is how long a tailable cursor waits, not a deadline.
    withinMs: name === 'getMore' ? 0 : limit,
    // A write that has begun goes on to its end; it pauses, too.
    ...(command.writes === true ? {} : { workMs: LIMITS.queryMs }),
  });
  const running = async () =>
    command.run({
      name,
      database: typeof database === 'string' ? database : 'admin',
      body,
      fields,
      sequences,
      store: server.store,
      server,
      connection,
      effort,
      session,
    });
  const reply = await running()
    .catch(async (error: unknown) => {
      if (waits) await server.store.log.settled();
      throw error;
    })
    .finally(() => {
      server.scanned += effort.documents;
    });
  if (waits || durableReads) await server.store.log.settled();
  else if (command.writes === true) await server.store.log.room();
  return reply;
}
