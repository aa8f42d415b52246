import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import { HEADER_BYTES, type Header, isSound, readHeader } from '../storage/frame.js';
import { checkDocument } from '../values/read.js';
import { FIRST_LINE, LARGEST_BODY, type Summary, Tally } from './format.js';
import { bodySize, decodePart, type Part, splitPart } from './parts.js';

const expand = promisify(inflate);
const NOTHING = Buffer.alloc(0);

/** A backup that is not as it was written. Names the file and the byte; nothing was done with it. */
export class BackupDamage extends Error {
  constructor(
    readonly file: string,
    readonly offset: number,
    reason: string,
  ) {
    super(`${file} is damaged at byte ${offset}: ${reason}. Nothing was changed. Use another backup.`);
    this.name = 'BackupDamage';
  }
}

async function bodyOf(part: { meta: ReturnType<typeof splitPart>['meta']; body: Buffer }): Promise<Buffer> {
  const size = bodySize(part.meta);
  if (size > LARGEST_BODY) throw new Error(`a part of ${size} bytes, at most ${LARGEST_BODY} are possible`);
  if (size === 0 && part.body.length === 0) return NOTHING;
  const body = await expand(part.body, { maxOutputLength: Math.max(1, size) });
  if (body.length !== size) throw new Error(`a part of ${body.length} bytes where ${size} were announced`);
  return body;
}

/** The documents that stand one after the other in a block. Throws where they are not well formed. */
export function* documentsIn(bytes: Buffer): Generator<Buffer> {
  let at = 0;
  while (at < bytes.length) {
    const size = bytes.length - at >= 5 ? bytes.readInt32LE(at) : 0;
    if (size < 5 || at + size > bytes.length) throw new Error(`a document of ${size} bytes in a block`);
    const raw = bytes.subarray(at, at + size);
    checkDocument(raw);
    yield raw;
    at += size;
  }
}

function checkBlock({ documents, bytes }: Part & { readonly kind: 'block' }): void {
  let found = 0;
  for (const _ of documentsIn(bytes)) found++;
  if (found !== documents) throw new Error(`a block of ${found} documents where ${documents} were announced`);
}

/** Walks through the file, frame by frame, with a digest of what it has passed. */
class Walk {
  private readonly hash = createHash('sha256');
  private readonly tally = new Tally();
  private offset = 0;
  private sequence = 1;

  constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
    private readonly size: number,
  ) {}

  damage(reason: string): BackupDamage {
    return new BackupDamage(this.file, this.offset, reason);
  }

  async firstLine(): Promise<void> {
    const line = await this.bytes(Math.min(FIRST_LINE.length, this.size));
    if (!line.equals(FIRST_LINE))
      throw this.damage(
        `it begins with ${JSON.stringify(line.toString('latin1'))} and not with ${JSON.stringify(FIRST_LINE.toString())}`,
      );
    this.pass(line);
  }

  /** The next part, after every check that can be made of it. */
  async next(): Promise<Part> {
    if (this.offset === this.size) throw this.damage('the file ends before its end: it was cut off');
    const head = await this.bytes(HEADER_BYTES);
    const header = readHeader(head);
    if (head.length < HEADER_BYTES) throw this.damage(`the file ends inside frame ${this.sequence}: it was cut off`);
    if (header === undefined) throw this.damage(`the header of frame ${this.sequence} has changed`);
    const payload = await this.payload(header);
    const part = await this.understand(payload);
    this.pass(head);
    this.pass(payload);
    this.sequence++;
    return part;
  }

  /** Only behind the end: nothing may follow. */
  finish(): Summary {
    if (this.offset !== this.size) throw this.damage(`${this.size - this.offset} bytes follow its end`);
    const { documents, files, head } = this.tally;
    const { at = new Date(0), collections = [] } = head ?? {};
    const sha256 = this.hash.digest('hex');
    return { at, documents, collections: collections.length, bytes: this.size, sha256, files };
  }

  private async payload(header: Header): Promise<Buffer> {
    if (header.sequence !== this.sequence)
      throw this.damage(`frame ${this.sequence} is missing, frame ${header.sequence} stands in its place`);
    const start = this.offset + HEADER_BYTES;
    if (start + header.length > this.size)
      throw this.damage(
        `the file ends inside frame ${this.sequence}, which needs ${start + header.length - this.size} bytes more: it was cut off`,
      );
    const payload = await this.bytes(header.length, start);
    if (!isSound(header, payload)) throw this.damage(`the contents of frame ${this.sequence} have changed`);
    return payload;
  }

  private async understand(payload: Buffer): Promise<Part> {
    try {
      const { meta, body } = splitPart(payload);
      const part = decodePart(meta, await bodyOf({ meta, body }));
      if (part.kind === 'block') checkBlock(part);
      this.tally.add(part);
      if (part.kind === 'end' && !part.sha256.equals(this.hash.copy().digest()))
        throw new Error('the digest of everything before it is another one');
      return part;
    } catch (error) {
      throw this.damage(`frame ${this.sequence}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private pass(bytes: Buffer): void {
    this.hash.update(bytes);
    this.offset += bytes.length;
  }

  private async bytes(length: number, at = this.offset): Promise<Buffer> {
    const into = Buffer.allocUnsafe(Math.max(0, Math.min(length, this.size - at)));
    let filled = 0;
    while (filled < into.length) {
      const { bytesRead } = await this.handle.read(into, filled, into.length - filled, at + filled);
      if (bytesRead === 0) throw this.damage('the file became shorter while it was read');
      filled += bytesRead;
    }
    return into;
  }
}

/**
 * Gives the parts of a backup, each after its own checks (number, length, checksums, form, counts), and at the end what all
 * of it is. Throws a BackupDamage at the first byte that is not as it was written: so nothing that is given may be relied on
 * before the walk has ended.
 */
export async function* readBackup(file: string): AsyncGenerator<Part, Summary> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOENT' ? new Error(`there is no file ${file}`) : error;
  });
  try {
    const walk = new Walk(file, handle, (await handle.stat()).size);
    await walk.firstLine();
    for (;;) {
      const part = await walk.next();
      if (part.kind !== 'end') yield part;
      else {
        const summary = walk.finish();
        yield part;
        return summary;
      }
    }
  } finally {
    await handle.close();
  }
}

/** Reads a backup from its first byte to its last. Throws a BackupDamage when one of them is wrong. */
export async function checkBackup(file: string): Promise<Summary> {
  const parts = readBackup(file);
  for (;;) {
    const step = await parts.next();
    if (step.done === true) return step.value;
  }
}
