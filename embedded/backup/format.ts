import type { CollectionHead, Part } from './parts.js';

/**
 * The file: this line, then frames like those of the log (a number, a length, and CRC-32s of header and contents), one part
 * of the backup in each: its description as BSON, and its body deflated. The last part has the SHA-256 of all bytes before
 * its frame. So a reader sees every changed byte, every missing one and every one too many, and can say where.
 */
const VERSION = 1;
export const FIRST_LINE = Buffer.from(`tocsin backup ${VERSION}\n`);

/** No part is larger: one document of 16 MiB, or about a megabyte of smaller ones. */
export const LARGEST_BODY = 17 * 1024 * 1024;

/** What a whole backup holds. */
export interface Summary {
  /** The instant of which it is a copy. */
  readonly at: Date;
  readonly documents: number;
  readonly collections: number;
  /** Bytes of the file. */
  readonly bytes: number;
  /** Of the whole file, hex: what `sha256sum FILE` prints. */
  readonly sha256: string;
  /** Names of the files in it beside the store. */
  readonly files: readonly string[];
}

/** Holds the parts of a backup to their order and to the counts of its head. Each check throws with the reason. */
export class Tally {
  documents = 0;
  readonly files: string[] = [];
  head: (Part & { readonly kind: 'head' }) | undefined;
  private readonly seen: { documents: number; bytes: number }[] = [];
  private newest = 0;
  private ended = false;

  add(part: Part): void {
    if (this.ended) throw new Error('something follows its end');
    if (part.kind === 'head') {
      if (this.head !== undefined) throw new Error('it has two heads');
      this.head = part;
      for (const _ of part.collections) this.seen.push({ documents: 0, bytes: 0 });
      return;
    }
    if (this.head === undefined) throw new Error('it does not begin with a head');
    if (part.kind === 'block') this.addBlock(part);
    else if (part.kind === 'file') this.files.push(part.name);
    else {
      this.checkCounts(this.head.collections);
      if (part.documents !== this.documents)
        throw new Error(`its end counts ${part.documents} documents, ${this.documents} are in it`);
      this.ended = true;
    }
  }

  /** Throws when a collection is not there as the head says. */
  checkCounts(collections: readonly CollectionHead[]): void {
    for (const [at, { database, name, documents, bytes }] of collections.entries()) {
      const seen = this.seen[at];
      if (seen?.documents !== documents || seen.bytes !== bytes)
        throw new Error(
          `${database}.${name} should have ${documents} documents (${bytes} bytes) and has ${seen?.documents} (${seen?.bytes} bytes)`,
        );
    }
  }

  private addBlock({ collection, documents, bytes }: Part & { readonly kind: 'block' }): void {
    const seen = this.seen[collection];
    if (seen === undefined || collection < this.newest)
      throw new Error(`a block of collection ${collection} is out of place`);
    this.newest = collection;
    seen.documents += documents;
    seen.bytes += bytes.length;
    this.documents += documents;
  }
}
