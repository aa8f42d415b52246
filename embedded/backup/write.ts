import { createHash } from 'node:crypto';
import { existsSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { syncFolder } from '../storage/disk.js';
import { frame } from '../storage/frame.js';
import { FIRST_LINE, type Summary, Tally } from './format.js';
import { bodySize, decodePart, type Encoded, encodePart, type Part, splitPart } from './parts.js';

const compress = promisify(deflate);
/** Fast: about a third smaller is worth it, the last tenth is not. */
const LEVEL = { level: 1 };

/** The name under which a backup is written until it is whole. */
export const partialOf = (file: string): string => `${file}.partial`;

export interface BackupOptions {
  /** Replace a file that is there. */
  readonly force?: boolean;
  /** Files that go with the store, by their names in the data folder. */
  readonly files?: readonly { readonly name: string; readonly bytes: Buffer }[];
}

function checkFree(file: string, force: boolean): void {
  if (existsSync(file) && !force)
    throw new Error(
      `${file} is there already and was left as it is; choose another name, or add --force to replace it`,
    );
  if (!existsSync(dirname(file)))
    throw new Error(`there is no folder ${dirname(file)}; make it, or choose another place`);
}

function told(error: unknown, partial: string): Error {
  const known = error instanceof Error ? error : new Error(String(error));
  const code = 'code' in known ? known.code : undefined;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new Error(`no space left on the disk of ${partial}; it was removed, and the store is as it was`, {
      cause: known,
    });
  return known;
}

/** A backup while it is written: frames, and the digest of all bytes so far. */
class Growing {
  private readonly hash = createHash('sha256');
  private readonly tally = new Tally();
  private sequence = 1;
  private bytes = 0;

  constructor(private readonly handle: FileHandle) {}

  async begin(): Promise<void> {
    await this.put(FIRST_LINE);
  }

  async add(part: Part, encoded: Encoded): Promise<void> {
    this.tally.add(part);
    const body = encoded.body.length === 0 ? encoded.body : await compress(encoded.body, LEVEL);
    await this.put(frame(this.sequence++, [encoded.meta, body]));
  }

  /** Writes the end and has everything on disk. */
  async finish(): Promise<Summary> {
    const { documents, files } = this.tally;
    const end: Part = { kind: 'end', documents, sha256: this.hash.copy().digest() };
    await this.add(end, encodePart(end));
    await this.handle.sync();
    const { at = new Date(0), collections = [] } = this.tally.head ?? {};
    const sha256 = this.hash.digest('hex');
    return { at, documents, collections: collections.length, bytes: this.bytes, sha256, files };
  }

  private async put(bytes: Buffer): Promise<void> {
    this.hash.update(bytes);
    await this.handle.writeFile(bytes);
    this.bytes += bytes.length;
  }
}

async function fill(handle: FileHandle, parts: AsyncIterable<Buffer>, options: BackupOptions): Promise<Summary> {
  const growing = new Growing(handle);
  await growing.begin();
  for await (const bytes of parts) {
    const { meta, body } = splitPart(bytes);
    if (bodySize(meta) !== body.length)
      throw new Error(`a part of ${body.length} bytes where ${bodySize(meta)} were announced`);
    await growing.add(decodePart(meta, body), { meta: bytes.subarray(0, bytes.length - body.length), body });
  }
  for (const { name, bytes } of options.files ?? []) {
    const part: Part = { kind: 'file', name, bytes };
    await growing.add(part, encodePart(part));
  }
  return await growing.finish();
}

/**
 * Writes a backup: to `FILE.partial` (mode 0600), and when it is whole and on disk, under its own name. When anything fails,
 * a full disk say, nothing is left behind. `parts` are the encoded parts of one cut, its head first.
 */
export async function writeBackup(
  name: string,
  parts: AsyncIterable<Buffer>,
  options: BackupOptions = {},
): Promise<Summary> {
  const file = resolve(name);
  const partial = partialOf(file);
  const force = options.force === true;
  checkFree(file, force);
  // What a killed backup left.
  rmSync(partial, { force: true });
  const handle = await open(partial, 'wx', 0o600);
  try {
    const summary = await fill(handle, parts, options);
    checkFree(file, force);
    const [written, named] = [await handle.stat(), statSync(partial, { throwIfNoEntry: false })];
    if (named?.ino !== written.ino) throw new Error(`another backup writes to ${partial} as well; choose another name`);
    await rename(partial, file);
    await syncFolder(dirname(file));
    return summary;
  } catch (error) {
    rmSync(partial, { force: true });
    throw told(error, partial);
  } finally {
    await handle.close();
  }
}
