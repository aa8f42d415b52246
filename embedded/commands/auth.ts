import { Binary, Int32 } from 'bson';
import { StoreError } from '../errors.js';
import { type Document, doc, type Value } from '../values/value.js';
import type { Connection } from '../wire/connection.js';
import { Scram } from '../wire/scram.js';
import type { Server } from '../wire/server.js';
import type { Commands, Request } from './command.js';

const text = (payload: Value | undefined): string =>
  payload instanceof Binary ? Buffer.from(payload.buffer).toString('utf8') : typeof payload === 'string' ? payload : '';

const answer = (payload: string, done: boolean): Document =>
  doc({ conversationId: new Int32(1), done, payload: new Binary(Buffer.from(payload)), ok: 1 });

function start(connection: Connection, server: Server, message: Document): Document {
  const mechanism = message.get('mechanism');
  if (server.credentials === undefined || mechanism !== 'SCRAM-SHA-256') {
    throw new StoreError(
      'AuthenticationFailed',
      `Authentication failed: the embedded store knows ${server.credentials === undefined ? 'no users' : 'SCRAM-SHA-256 only'}`,
    );
  }
  const scram = new Scram(server.credentials);
  const challenge = scram.start(text(message.get('payload')));
  connection.scram = scram;
  return answer(challenge, false);
}

/** The first step of an authentication that rides on `hello`; a failure is silent, the client then asks openly. */
export function speculate(connection: Connection, server: Server, message: Document): Document | undefined {
  try {
    return start(connection, server, message);
  } catch {
    return undefined;
  }
}

function proceed({ connection, server, body }: Request): Document {
  const { scram } = connection;
  if (scram === undefined) throw new StoreError('ProtocolError', 'No SASL session state found');
  if (scram.done) return answer('', true);
  try {
    const reply = scram.finish(text(body.get('payload')));
    connection.authorised = true;
    connection.user = server.credentials?.user;
    server.welcome(connection);
    return answer(reply, true);
  } catch (error) {
    connection.scram = undefined;
    throw error;
  }
}

/** SCRAM-SHA-256, wanted on TCP unless it was switched off. */
export const AUTH: Commands = {
  saslStart: {
    options: { mechanism: 'used', payload: 'used', autoAuthorize: 'ignored', options: 'ignored', db: 'ignored' },
    open: true,
    run: ({ connection, server, body }) => start(connection, server, body),
  },
  saslContinue: { options: { conversationId: 'ignored', payload: 'used' }, open: true, run: proceed },
  logout: { options: {}, open: true, run: () => doc({ ok: 1 }) },
};
