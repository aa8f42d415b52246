import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { HEADER_BYTES, type Header, isSound, MAGIC, readHeader } from './frame.js';

/** Acknowledged data that cannot be read any more. The store refuses to start and leaves the file as it is. */
export class DamageError extends Error {
  constructor(
    readonly file: string,
    readonly offset: number,
    reason: string,
    without = 'move the file away to start without what it holds',
  ) {
    super(
      `the store is damaged: ${file} at byte ${offset}: ${reason}. Nothing was changed. ` +
        `Keep a copy of the folder, then restore a backup, or ${without}.`,
    );
    this.name = 'DamageError';
  }
}

const WINDOW = 8 * 1024 * 1024;
const SECTOR = 512;

/** Reads a file through a window, so that a frame costs no system call of its own. */
class Reader {
  readonly size: number;
  private readonly fd: number;
  private window = Buffer.alloc(0);
  private start = 0;

  constructor(readonly file: string) {
    this.fd = openSync(file, 'r');
    this.size = fstatSync(this.fd).size;
  }

  /** The bytes from `offset`, fewer than asked for at the end of the file. Valid until the next call. */
  at(offset: number, length: number): Buffer {
    const end = Math.min(this.size, offset + length);
    if (offset < this.start || end > this.start + this.window.length) {
      const wanted = Math.min(this.size - offset, Math.max(WINDOW, end - offset));
      this.window = Buffer.allocUnsafe(Math.max(0, wanted));
      this.start = offset;
      let filled = 0;
      while (filled < wanted) {
        const count = readSync(this.fd, this.window, filled, wanted - filled, offset + filled);
        if (count === 0) break;
        filled += count;
      }
      this.window = this.window.subarray(0, filled);
    }
    return this.window.subarray(offset - this.start, end - this.start);
  }

  close(): void {
    closeSync(this.fd);
  }
}

function soundFrameAfter(reader: Reader, from: number): number | undefined {
  let offset = from;
  while (offset + HEADER_BYTES <= reader.size) {
    const window = reader.at(offset, WINDOW);
    const found = window.indexOf(MAGIC);
    if (found < 0) {
      offset += Math.max(1, window.length - MAGIC.length + 1);
      continue;
    }
    offset += found;
    const header = readHeader(reader.at(offset, HEADER_BYTES));
    if (header !== undefined && isSound(header, reader.at(offset + HEADER_BYTES, header.length))) return offset;
    offset++;
  }
  return undefined;
}

/** Whether a sector in the range was never written: what a power cut leaves of a file that had already grown. */
function hasUnwrittenSector(reader: Reader, from: number, to: number): boolean {
  const zeros = Buffer.alloc(SECTOR);
  const first = from - (from % SECTOR);
  for (let at = first; at < to; at += SECTOR) {
    const start = Math.max(at, from);
    const sector = reader.at(start, Math.min(at + SECTOR, to) - start);
    if (sector.equals(zeros.subarray(0, sector.length))) return true;
  }
  return false;
}

/** Whether only the zeros follow that the log writes ahead of its frames. */
function isEnd(reader: Reader, offset: number): boolean {
  const zeros = Buffer.alloc(64 * 1024);
  for (let at = offset; at < reader.size; at += zeros.length) {
    const piece = reader.at(at, zeros.length);
    if (!piece.equals(zeros.subarray(0, piece.length))) return false;
  }
  return true;
}

function judge(reader: Reader, offset: number, header: Header | undefined, newest: boolean): void {
  const damage = (reason: string): DamageError => new DamageError(reader.file, offset, reason);
  const next = soundFrameAfter(reader, offset + 1);
  if (next !== undefined) throw damage(`a broken frame, but a sound one follows at byte ${next}`);
  if (!newest) throw damage('the file ends in a broken frame, but a newer file follows');
  if (reader.size - offset < HEADER_BYTES) return;
  if (header !== undefined && offset + HEADER_BYTES + header.length > reader.size) return;
  const end = header === undefined ? reader.size : offset + HEADER_BYTES + header.length;
  if (!hasUnwrittenSector(reader, offset, end)) {
    throw damage('the last frame is complete but its bytes have changed');
  }
}

export interface Scanned {
  /** Where the sound part of the file ends. */
  readonly end: number;
  /** How many bytes of a write that never finished follow. */
  readonly torn: number;
  /** The sequence number that the next frame has to carry. */
  readonly next: number;
}

/**
 * Hands every frame of a file to `visit`, in order. A tail that a crash tore off is reported, since nobody was told that it
 * was stored; anything else that is broken is a DamageError.
 */
export function scanFrames(
  file: string,
  first: number | undefined,
  newest: boolean,
  visit: (payload: Buffer) => void,
): Scanned {
  const reader = new Reader(file);
  try {
    let offset = 0;
    let expected = first;
    while (offset < reader.size) {
      const header = readHeader(reader.at(offset, HEADER_BYTES));
      const payload = header && reader.at(offset + HEADER_BYTES, header.length);
      if (header === undefined || payload === undefined || !isSound(header, payload)) {
        if (header === undefined && isEnd(reader, offset)) return { end: offset, torn: 0, next: expected ?? 1 };
        judge(reader, offset, header, newest);
        break;
      }
      if (expected !== undefined && header.sequence !== expected) {
        throw new DamageError(
          file,
          offset,
          `frame ${expected} is missing, frame ${header.sequence} stands in its place`,
        );
      }
      visit(payload);
      expected = header.sequence + 1;
      offset += HEADER_BYTES + header.length;
    }
    return { end: offset, torn: reader.size - offset, next: expected ?? 1 };
  } finally {
    reader.close();
  }
}
