import { Int32 } from 'bson';
import { StoreError } from '../errors.js';
import { select } from '../query/select.js';
import { type Document, doc } from '../values/value.js';
import type { Commands, Request } from './command.js';
import { Fields } from './fields.js';
import { filterOf, hinted, target } from './find.js';
import { runStatements, statements } from './insert.js';
import { checkStatement } from './options.js';
import { decoded } from './update.js';

const STATEMENT = { q: 'used', limit: 'used', hint: 'used', collation: 'only simple' } as const;

function deleteSome(request: Request, statement: Document): number {
  checkStatement('delete', STATEMENT, statement);
  const fields = new Fields('delete.deletes', statement);
  const filter = filterOf(fields.document('q'));
  const limit = fields.count('limit');
  if (limit !== 0 && limit !== 1)
    throw new StoreError('FailedToParse', 'The limit field in delete objects must be 0 or 1.');
  const { collection } = target(request);
  if (collection === undefined) return 0;
  const rows = [...select(collection, { filter, limit, ...hinted(collection, statement.get('hint')) }, request.effort)];
  for (const row of rows) collection.remove(row);
  return rows.length;
}

function remove(request: Request): Document {
  let n = 0;
  const list = statements(request, 'deletes');
  const errors = runStatements(request, list, (one) => {
    n += deleteSome(request, decoded(one));
  });
  request.server.counters.delete += list.length;
  return doc({ n: new Int32(n), writeErrors: errors.length > 0 ? errors : undefined, ok: 1 });
}

export const DELETE: Commands = {
  delete: { options: { deletes: 'used', ordered: 'used' }, writes: true, run: remove },
};
