import type { Checkpoint } from '../patrol/index.js';
import type { Book } from './book.js';

/** As far as a code may be scanned from its wall, when the book does not say. */
const RADIUS_M = 45;

const known = new WeakMap<Book, ReadonlyMap<string, Checkpoint>>();

/** The points of the book, by id. */
export function checkpointsIn(book: Book): ReadonlyMap<string, Checkpoint> {
  const have = known.get(book);
  if (have) return have;
  const all = new Map(
    book.data.checkpoints.map(({ id, site, zone, name, at, radius, code }): [string, Checkpoint] => [
      id,
      {
        id,
        siteId: site,
        name: name ?? id,
        radiusM: radius ?? RADIUS_M,
        code,
        ...(zone === undefined ? {} : { zoneId: zone }),
        ...(at === undefined ? {} : { at }),
      },
    ]),
  );
  known.set(book, all);
  return all;
}
