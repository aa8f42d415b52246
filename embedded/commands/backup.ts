import { Binary } from 'bson';
import { type Cut, cutOf } from '../backup/cut.js';
import { bytesOf, type Part } from '../backup/parts.js';
import { StoreError } from '../errors.js';
import { type Document, doc, RawDocument } from '../values/value.js';
import { writeDocument } from '../values/write.js';
import type { Commands, Request } from './command.js';

/** For how long a cut waits for a client that may have died. */
const PATIENCE_MS = 120_000;

const encoded = (part: Part): RawDocument => new RawDocument(writeDocument(doc({ part: new Binary(bytesOf(part)) })));

/** The parts of a cut, one document each. The cut is let go when nobody has asked for the next one for a while. */
function* parts(cut: Cut, patienceMs: number): Generator<RawDocument> {
  let timer = setTimeout(cut.release, patienceMs).unref();
  try {
    yield encoded(cut.head);
    for (const block of cut.blocks()) {
      clearTimeout(timer);
      timer = setTimeout(cut.release, patienceMs).unref();
      yield encoded(block);
    }
  } finally {
    clearTimeout(timer);
  }
}

/**
 * `tocsinBackup`: a cursor over everything that the store holds at this instant. The client writes the file: so its disk,
 * its rights and its end are no concern of the store.
 */
async function backup(request: Request): Promise<Document> {
  const { database, effort, server, session, store } = request;
  if (database !== 'admin')
    throw new StoreError('Unauthorized', 'tocsinBackup may only be run against the admin database.');
  if (store.log.failure !== undefined) {
    throw new StoreError(
      'IllegalOperation',
      `${store.log.failure.message} Memory is ahead of the disk: stop the bot and take the backup then, from what is on disk.`,
    );
  }
  const cut = cutOf(store, new Date());
  // What was written but not yet answered is part of the cut: it is handed out only when it is on disk as well.
  await store.log.settled();
  const namespace = `${database}.$cmd.${request.name}`;
  const how = { effort, namespace, session, batchSize: 1, single: false, lasting: false };
  const { batch, id } = await server.cursors.start(parts(cut, PATIENCE_MS), how);
  return doc({ cursor: doc({ firstBatch: batch, id, ns: namespace }), ok: 1 });
}

export const BACKUP: Commands = {
  tocsinBackup: { options: {}, run: backup },
};
