import { Int32 } from 'bson';
import { StoreError } from '../errors.js';
import { first } from '../query/effort.js';
import { gather, liveRow, select } from '../query/select.js';
import { type Document, doc } from '../values/value.js';
import type { Commands, Request } from './command.js';
import { Fields } from './fields.js';
import { filterOf, hinted, target } from './find.js';
import { checkStatement } from './options.js';
import { breathe, runStatements, statements } from './statements.js';
import { decoded } from './update.js';

const STATEMENT = { q: 'used', limit: 'used', hint: 'used', collation: 'only simple' } as const;

async function deleteSome(request: Request, statement: Document): Promise<number> {
  checkStatement('delete', STATEMENT, statement);
  const fields = new Fields('delete.deletes', statement);
  const filter = filterOf(fields.document('q'));
  const limit = fields.count('limit');
  if (limit !== 0 && limit !== 1)
    throw new StoreError('FailedToParse', 'The limit field in delete objects must be 0 or 1.');
  const { collection } = target(request);
  if (collection === undefined) return 0;
  const { effort, store } = request;
  const selection = { filter, limit, unbroken: limit === 1, ...hinted(collection, statement.get('hint')) };
  const found = select(collection, selection, effort);
  if (limit === 1) {
    const row = first(found);
    if (row !== undefined) collection.remove(row);
    return row === undefined ? 0 : 1;
  }
  let n = 0;
  for (const { row, raw } of await gather(found, effort)) {
    const live = liveRow(collection, row, raw, filter);
    if (live !== undefined) {
      collection.remove(live);
      n++;
    }
    if (effort.wrote()) await breathe(effort, store.log);
  }
  return n;
}

async function remove(request: Request): Promise<Document> {
  let n = 0;
  const list = statements(request, 'deletes');
  const errors = await runStatements(request, list, async (one) => {
    n += await deleteSome(request, decoded(one));
  });
  request.server.counters.delete += list.length;
  return doc({ n: new Int32(n), writeErrors: errors.length > 0 ? errors : undefined, ok: 1 });
}

export const DELETE: Commands = {
  delete: { options: { deletes: 'used', ordered: 'used' }, writes: true, run: remove },
};
