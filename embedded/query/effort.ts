import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';

/** What a scan hands out instead of a row when its slice of time is over: the command lets the other clients have a turn. */
export const PAUSE = Symbol('pause');
export type Paused<T> = T | typeof PAUSE;

/** The clock is read after this many documents. */
const STRIDE = 16;

/** The next turn of the event loop: messages that wait are read, and the log's flush goes on. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export interface Allowance {
  /** The client's `maxTimeMS`, counted from the arrival of the command. */
  readonly withinMs?: number;
  /** How long the command may work altogether, its pauses not counted. */
  readonly workMs?: number;
  /** How long it may work without a pause. */
  readonly holdMs?: number;
}

/** Between two looks at the clock lie microseconds. What is much longer was not work: the process was stopped, or starved. */
const JUMP_MS = 1_000;

/** What a command has read so far (explain shows it), how long it has worked, and when it has to pause or to end. */
export class Effort {
  keys = 0;
  documents = 0;
  private uncounted = 0;
  private workedMs = 0;
  private heldMs = 0;
  private seenAt = performance.now();
  private deadline: number;
  private readonly workMs: number;
  private readonly holdMs: number;

  constructor({ withinMs = 0, workMs = Number.POSITIVE_INFINITY, holdMs = LIMITS.holdMs }: Allowance = {}) {
    this.deadline = withinMs > 0 ? this.seenAt + withinMs : Number.POSITIVE_INFINITY;
    this.workMs = workMs;
    this.holdMs = holdMs;
  }

  /** The next batch of a cursor begins: the client's own pauses between two batches do not count against any limit. */
  renew(): void {
    this.deadline = Number.POSITIVE_INFINITY;
    this.workedMs = 0;
    this.heldMs = 0;
    this.seenAt = performance.now();
  }

  /** Counts a document, and says whether a pause is due. */
  document(weight = 1): boolean {
    this.documents++;
    return this.step(weight);
  }

  /** Counts a piece of a search. Says whether a pause is due; throws MaxTimeMSExpired when there is no time left. */
  step(weight = 1): boolean {
    if (!this.look(weight)) return false;
    if (this.seenAt > this.deadline) throw new StoreError('MaxTimeMSExpired', 'operation exceeded time limit');
    if (this.heldMs > this.holdMs) throw this.overtime(this.holdMs, 'in which others wait');
    if (this.workedMs > this.workMs) throw this.overtime(this.workMs, 'of work');
    return this.heldMs > LIMITS.sliceMs;
  }

  /** Counts a write that was done. Says whether a pause is due; never throws, since it was done. */
  wrote(): boolean {
    return this.look(1) && this.heldMs > LIMITS.sliceMs;
  }

  /** Gives the other clients a turn. */
  async pause(): Promise<void> {
    await nextTurn();
    this.heldMs = 0;
    this.seenAt = performance.now();
  }

  private look(weight: number): boolean {
    this.uncounted += weight;
    if (this.uncounted < STRIDE) return false;
    this.uncounted = 0;
    const now = performance.now();
    const passed = Math.min(now - this.seenAt, JUMP_MS);
    this.seenAt = now;
    this.workedMs += passed;
    this.heldMs += passed;
    return true;
  }

  private overtime(limitMs: number, what: string): StoreError {
    return new StoreError(
      'MaxTimeMSExpired',
      `operation exceeded the embedded store's own time limit of ${limitMs / 1000} s ${what}, after ${this.documents} ` +
        'documents; an index for its filter and sort makes it short; set MONGODB_URI to use a full server',
    );
  }
}

/** Hands everything of a scan to `visit`; where the scan pauses, the other clients have their turn. */
export async function each<T>(from: Iterable<Paused<T>>, effort: Effort, visit: (one: T) => void): Promise<void> {
  for (const one of from) {
    if (one === PAUSE) await effort.pause();
    else visit(one);
  }
}

/** The first of a scan that does not pause. */
export function first<T>(from: Iterable<Paused<T>>): T | undefined {
  for (const one of from) if (one !== PAUSE) return one;
  return undefined;
}
