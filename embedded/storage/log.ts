import { close, constants, fdatasync, fstat, fsync, ftruncate, open, write } from 'node:fs';
import { open as openPath, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { frame } from './frame.js';

/** On Linux a write to an O_DSYNC file returns when its data is on disk: one trip to the thread pool instead of two. */
const SYNCED = process.platform === 'linux' ? constants.O_DSYNC : 0;
// Plain descriptors: a FileHandle's promises cost a tenth of a small write.
const openFile = promisify(open);
const closeFile = promisify(close);
const syncDescriptor = promisify(fsync);
const statFile = promisify(fstat);
const truncateFile = promisify(ftruncate);
/**
 * The file is filled with zeros ahead of the frames. A flush into blocks that are allocated already waits for its own data
 * only; one that makes the file longer waits for the file system's journal too, with whatever other processes put there
 * (measured: half the latency on a busy disk). Bulk loads go without: their flushes are large anyway.
 */
const AHEAD_BYTES = 4 * 1024 * 1024;
const SMALL_FLUSH = 256 * 1024;
const ZEROS = Buffer.alloc(AHEAD_BYTES);
const GROUP_BYTES = 32 * 1024 * 1024;

interface Waiter {
  readonly upTo: number;
  readonly done: () => void;
  readonly failed: (error: StoreError) => void;
}

/** Makes what was written to a file durable. */
export async function syncFile(file: string): Promise<void> {
  const handle = await openPath(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a new name in a folder durable. */
export const syncFolder = (folder: string): Promise<void> => syncFile(folder);

/** No room, as the operating system says it. */
const FULL = new Map([
  ['ENOSPC', 'no space left on the disk of'],
  ['EDQUOT', 'no space left in the disk quota for'],
  ['EFBIG', 'no file may become larger (see ulimit -f):'],
]);

function failureOf(error: unknown, file: string): StoreError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const text = error instanceof Error ? error.message : String(error);
  const full = FULL.get(code);
  const cause = full === undefined ? `cannot write ${file}: ${text}` : `${full} ${file}`;
  return new StoreError(
    full === undefined ? 'LogWriteFailed' : 'OutOfDiskSpace',
    `${cause}. The store takes no writes until it is restarted; reads go on.`,
  );
}

/**
 * The newest log file. Entries that arrive while a flush runs go out together with the next one (group commit); there is no
 * delay of its own. After a failed flush memory is ahead of the disk, so nothing more is taken.
 */
export class Log {
  failure: StoreError | undefined;
  /** Called when a flush fails, once. */
  onFailure: (error: StoreError) => void = () => {};
  /** Called with the number of a frame that is on disk. */
  onDurable: (sequence: number) => void = () => {};
  private pending: Uint8Array[] = [];
  private unflushed = 0;
  private appended = 0;
  private flushed = 0;
  private running: Promise<void> | undefined;
  private waiters: Waiter[] = [];
  private descriptor: number | undefined;
  private allocated = 0;

  constructor(
    private file: string,
    public bytes: number,
    private sequence: number,
  ) {}

  /** Takes an entry; it is durable once `settled` says so. Throws when the log has failed. */
  append(entry: readonly Uint8Array[]): void {
    if (this.failure !== undefined) throw this.failure;
    for (const piece of entry) {
      this.pending.push(piece);
      this.unflushed += piece.length;
    }
    this.appended++;
    this.running ??= this.run();
  }

  /** Resolves when everything appended so far, by whomever, is on disk. Rejects when it will never be. */
  settled(): Promise<void> {
    if (this.flushed === this.appended) return Promise.resolve();
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return new Promise((done, failed) => this.waiters.push({ upTo: this.appended, done, failed }));
  }

  /** Waits for the disk when much is waiting for it, so that what waits does not fill the memory. */
  async room(): Promise<void> {
    if (this.unflushed > LIMITS.unflushedBytes) await this.settled();
  }

  /** Ends this file and goes on in another, whose first frame is `head`. */
  async rotate(file: string, head: readonly Uint8Array[]): Promise<void> {
    while (this.running !== undefined) await this.running;
    if (this.failure !== undefined) throw this.failure;
    const turn = this.switchTo(file, head);
    this.running = turn
      .catch(() => {})
      .finally(() => {
        this.running = undefined;
        if (this.pending.length > 0 && this.failure === undefined) this.running = this.run();
      });
    await turn;
  }

  /** Flushes what is pending and closes the file. */
  async close(): Promise<void> {
    while (this.running !== undefined) await this.running.catch(() => {});
    this.failure ??= new StoreError('ShutdownInProgress', 'the store is shutting down');
    const { descriptor } = this;
    if (descriptor === undefined) return;
    this.descriptor = undefined;
    try {
      await truncateFile(descriptor, this.bytes);
    } finally {
      await closeFile(descriptor);
    }
  }

  private async switchTo(file: string, head: readonly Uint8Array[]): Promise<void> {
    const next = await openFile(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | SYNCED, 0o600);
    const first = frame(this.sequence, head);
    try {
      await writeAll(next, first, 0);
      await syncDescriptor(next);
      await syncFolder(dirname(file));
    } catch (error) {
      await closeFile(next).catch(() => {});
      await rm(file, { force: true });
      throw error;
    }
    const [old, end] = [this.descriptor, this.bytes];
    this.descriptor = next;
    this.file = file;
    this.bytes = first.length;
    this.allocated = first.length;
    this.onDurable(this.sequence++);
    if (old === undefined) return;
    // The zeros behind the last frame are read as an end too: it does not matter when they cannot be cut off.
    await truncateFile(old, end).catch(() => {});
    await closeFile(old);
  }

  private async run(): Promise<void> {
    // One turn of the event loop: whatever other connections have sent by now shares this flush.
    await new Promise(setImmediate);
    try {
      while (this.pending.length > 0) await this.flush();
    } catch (error) {
      this.fail(failureOf(error, this.file));
    } finally {
      this.running = undefined;
    }
  }

  private async flush(): Promise<void> {
    const upTo = this.appended;
    const group = this.pending;
    this.pending = [];
    const bytes = this.unflushed;
    this.descriptor ??= await openFile(this.file, constants.O_WRONLY | SYNCED);
    for (const part of parts(group)) {
      const made = frame(this.sequence, part);
      if (made.length < SMALL_FLUSH && this.bytes + made.length > this.allocated) await this.allocate(this.descriptor);
      await writeAll(this.descriptor, made, this.bytes);
      this.bytes += made.length;
      this.onDurable(this.sequence++);
    }
    this.unflushed -= bytes;
    this.flushed = upTo;
    const ready = this.waiters.filter((waiter) => waiter.upTo <= upTo);
    this.waiters = this.waiters.filter((waiter) => waiter.upTo > upTo);
    for (const waiter of ready) waiter.done();
  }

  private async allocate(descriptor: number): Promise<void> {
    const size = (await statFile(descriptor)).size;
    this.allocated = Math.max(size, this.bytes + AHEAD_BYTES);
    // When there is no room for zeros, the frame itself may still fit; if not, its own write says so.
    if (size < this.allocated)
      await writeAll(
        descriptor,
        ZEROS.subarray(0, this.allocated - Math.max(size, this.bytes)),
        Math.max(size, this.bytes),
      ).catch(() => {});
  }

  private fail(error: StoreError): void {
    this.failure = error;
    this.pending = [];
    this.unflushed = 0;
    const waiters = this.waiters;
    this.waiters = [];
    for (const waiter of waiters) waiter.failed(error);
    this.onFailure(error);
  }
}

/** Splits a very large group into frames; an entry's pieces may fall apart only between frames of the same group. */
function* parts(group: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  let part: Uint8Array[] = [];
  let bytes = 0;
  for (const piece of group) {
    part.push(piece);
    bytes += piece.length;
    // Headers are short: never end a frame between an entry's header and its document.
    if (bytes >= GROUP_BYTES && piece.length > 16) {
      yield part;
      part = [];
      bytes = 0;
    }
  }
  if (part.length > 0) yield part;
}

/** Writes all bytes and has them on disk. */
function writeAll(to: number, bytes: Uint8Array, position: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const some = (from: number): void => {
      write(to, bytes, from, bytes.length - from, position + from, (error, written) => {
        if (error !== null) reject(error);
        else if (from + written < bytes.length) some(from + written);
        else if (SYNCED !== 0) resolve();
        else fdatasync(to, (failed) => (failed === null ? resolve() : reject(failed)));
      });
    };
    some(0);
  });
}
