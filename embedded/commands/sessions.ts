import { randomBytes } from 'node:crypto';
import { Binary, Int32 } from 'bson';
import { type Document, doc, isDocument } from '../values/value.js';
import type { Commands, Request } from './command.js';

function start({ server }: Request): Document {
  const id = randomBytes(16);
  server.sessions.touch(id.toString('hex'));
  return doc({ id: doc({ id: new Binary(id, 4) }), timeoutMinutes: new Int32(30), ok: 1 });
}

function ids(request: Request): string[] {
  return (request.fields.list(request.name) ?? []).flatMap((session) => {
    const id = isDocument(session) ? session.get('id') : undefined;
    return id instanceof Binary ? [Buffer.from(id.buffer).toString('hex')] : [];
  });
}

function end(request: Request): Document {
  for (const id of ids(request)) {
    request.server.sessions.end(id);
    request.server.cursors.endSession(id);
  }
  return doc({ ok: 1 });
}

function refresh(request: Request): Document {
  for (const id of ids(request)) request.server.sessions.touch(id);
  return doc({ ok: 1 });
}

/** Sessions are names for groups of cursors here: there is nothing to commit. */
export const SESSIONS: Commands = {
  startSession: { options: {}, run: start },
  endSessions: { options: {}, open: true, run: end },
  killSessions: { options: {}, run: end },
  refreshSessions: { options: {}, run: refresh },
};
