import { constants, fstat, ftruncate } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { closeFile, failureOf, openDurable, syncDescriptor, syncFolder, writeDurably } from './disk.js';
import { frame } from './frame.js';

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

/** A wish to go on in another file. */
interface Turn {
  readonly file: string;
  readonly head: readonly Uint8Array[];
  readonly done: (bytes: number) => void;
  readonly failed: (error: unknown) => void;
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
  private readonly turns: Turn[] = [];
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

  /**
   * Ends this file and goes on in another, whose first frame is `head`; between two flushes, however fast others write. Gives
   * the length of the ended file in bytes. When it rejects, this file goes on, unless the log has failed.
   */
  rotate(file: string, head: readonly Uint8Array[]): Promise<number> {
    if (this.failure !== undefined) return Promise.reject(this.failure);
    return new Promise((done, failed) => {
      this.turns.push({ file, head, done, failed });
      this.running ??= this.run();
    });
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

  private async switchTo(file: string, head: readonly Uint8Array[]): Promise<number> {
    const next = await openDurable(file, constants.O_CREAT | constants.O_EXCL);
    const first = frame(this.sequence, head);
    try {
      await writeDurably(next, first, 0);
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
    if (old === undefined) return end;
    // The zeros behind the last frame are read as an end too: it does not matter when they cannot be cut off.
    await truncateFile(old, end).catch(() => {});
    // The other file is in use already, and everything in this one is on disk: an error of its end takes nothing back.
    await closeFile(old).catch(() => {});
    return end;
  }

  private async run(): Promise<void> {
    // One turn of the event loop: whatever other connections have sent by now shares this flush.
    await new Promise(setImmediate);
    try {
      for (;;) {
        const turn = this.turns.shift();
        if (turn !== undefined) await this.switchTo(turn.file, turn.head).then(turn.done, turn.failed);
        else if (this.pending.length > 0) await this.flush();
        else break;
      }
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
    this.descriptor ??= await openDurable(this.file);
    for (const part of parts(group)) {
      const made = frame(this.sequence, part);
      if (made.length < SMALL_FLUSH && this.bytes + made.length > this.allocated) await this.allocate(this.descriptor);
      await writeDurably(this.descriptor, made, this.bytes);
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
      await writeDurably(
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
    for (const turn of this.turns.splice(0)) turn.failed(error);
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
