import { close, constants, fdatasync, ftruncate, open, readFileSync, write } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { storeFolder } from './files.js';

const openFile = promisify(open);
const closeFile = promisify(close);
const syncFile = promisify(fdatasync);
const writeFile = promisify(write);
const truncateFile = promisify(ftruncate);

/** For how long marks are gathered: the file is written this often at most, and not for every flush. */
const GATHER_MS = 20;
const LINE = /^acknowledged up to frame (\d{16}) ([0-9a-f]{8})\n$/;

export const markFile = (dataDir: string): string => join(storeFolder(dataDir), 'acknowledged');

const check = (sequence: string): string => crc32(sequence).toString(16).padStart(8, '0');

function lineOf(sequence: number): Buffer {
  const text = String(sequence).padStart(16, '0');
  return Buffer.from(`acknowledged up to frame ${text} ${check(text)}\n`);
}

/** What the mark of a folder says: a frame's number, `none`, or `unreadable`. */
export function readMark(dataDir: string): number | 'none' | 'unreadable' {
  let text: string;
  try {
    text = readFileSync(markFile(dataDir), 'latin1');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'none';
    throw error;
  }
  const [, sequence = '', sum] = LINE.exec(text) ?? [];
  return sum === check(sequence) ? Number(sequence) : 'unreadable';
}

/**
 * The number of the newest frame that is known to be on disk, in a file of its own. A log whose end is gone looks like one
 * that was never longer; with the mark, recovery knows better. It is written after the frame and not waited for, so it never
 * says too much: at most the last moment before a kill is missing, and after a power cut whatever the kernel had not written.
 */
export class Mark {
  private wanted = 0;
  private timer: NodeJS.Timeout | undefined;
  private writing: Promise<void> | undefined;

  private constructor(private readonly descriptor: number) {}

  static async open(dataDir: string, sequence: number): Promise<Mark> {
    const descriptor = await openFile(markFile(dataDir), constants.O_CREAT | constants.O_WRONLY, 0o600);
    const mark = new Mark(descriptor);
    mark.wanted = sequence;
    await mark.write();
    await truncateFile(descriptor, lineOf(sequence).length);
    await syncFile(descriptor);
    return mark;
  }

  note(sequence: number): void {
    this.wanted = sequence;
    this.timer ??= setTimeout(() => this.begin(), GATHER_MS);
  }

  /** Writes the last state and has it on disk. */
  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.writing;
    try {
      await this.write();
      await syncFile(this.descriptor);
    } finally {
      await closeFile(this.descriptor);
    }
  }

  private begin(): void {
    this.timer = undefined;
    // An older mark is as true as a newer one, so a failure is left to the log's own next write to find.
    this.writing = this.write().catch(() => {});
  }

  private async write(): Promise<void> {
    const line = lineOf(this.wanted);
    await writeFile(this.descriptor, line, 0, line.length, 0);
  }
}
