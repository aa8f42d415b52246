import { StoreError } from '../errors.js';
import { specDocument } from '../storage/meta.js';
import type { Store } from '../storage/store.js';
import type { CollectionHead, Part } from './parts.js';

const BLOCK_BYTES = 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/** Everything that the store holds at one instant. */
export interface Cut {
  readonly head: Part & { readonly kind: 'head' };
  /** The documents, about a megabyte at a time. What has been given is let go. Can be walked once. */
  blocks(): Generator<Part & { readonly kind: 'block' }>;
  /** Lets go of everything that has not been given; a walk that goes on then throws. */
  release(): void;
}

/**
 * Takes a cut through all collections. A stored document's bytes are never changed, only replaced, so holding on to the
 * bytes that are there now is enough: eight bytes per document, whatever its size, and a few milliseconds for a hundred
 * thousand. While the cut is held, what is replaced or deleted meanwhile stays in memory too.
 */
export function cutOf(store: Store, at: Date): Cut {
  const collections = store.collections();
  const heads: CollectionHead[] = collections.map((one) => ({
    database: one.database,
    name: one.name,
    uuid: one.uuid,
    documents: one.rows.size,
    bytes: one.bytes,
    indexes: one.indexes.slice(1).map((index) => specDocument(index.spec)),
  }));
  let held: Buffer[][] | undefined = collections.map((one) => {
    const raws: Buffer[] = new Array(one.rows.size).fill(NOTHING);
    let at = 0;
    for (const row of one.rows.values()) raws[at++] = row.raw;
    return raws;
  });

  function* blocks(): Generator<Part & { readonly kind: 'block' }> {
    for (const collection of heads.keys()) {
      let from = 0;
      let bytes = 0;
      for (let to = 0; ; to++) {
        const raws = held?.[collection];
        if (raws === undefined)
          throw new StoreError(
            'CursorNotFound',
            'the backup was given up, since nobody fetched its next part for long',
          );
        const last = to === raws.length;
        if (to > from && (last || bytes + (raws[to]?.length ?? 0) > BLOCK_BYTES)) {
          const part = Buffer.concat(raws.slice(from, to), bytes);
          raws.fill(NOTHING, from, to);
          yield { kind: 'block', collection, documents: to - from, bytes: part };
          from = to;
          bytes = 0;
        }
        if (last) break;
        bytes += raws[to]?.length ?? 0;
      }
    }
  }
  return {
    head: { kind: 'head', at, collections: heads },
    blocks,
    release: () => {
      held = undefined;
    },
  };
}
