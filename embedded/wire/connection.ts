import type { Socket } from 'node:net';
import { Int32 } from 'bson';
import { dispatch } from '../commands/registry.js';
import { StoreError } from '../errors.js';
import { nextTurn } from '../query/effort.js';
import { LIMITS } from '../values/limits.js';
import type { Document, Value } from '../values/value.js';
import { type Message, messageLength, readMessage, writeReply } from './message.js';
import type { Scram } from './scram.js';
import type { Server } from './server.js';

/** Reading stops while this much waits, so that a client cannot fill memory faster than its commands run. */
const QUEUE_LIMIT = 64;
const QUEUE_BYTES = 64 * 1024 * 1024;

function errorReply(error: unknown): Document {
  const known =
    error instanceof StoreError
      ? error
      : new StoreError('InternalError', `internal error: ${error instanceof Error ? error.message : String(error)}`);
  return new Map<string, Value>([
    ['ok', 0],
    ['errmsg', known.message],
    ['code', new Int32(known.code)],
    ['codeName', known.codeName],
    ...Object.entries(known.extra).map(([name, value]): [string, Value] => [name, value as Value]),
  ]);
}

/** One client: cuts its bytes into messages and answers them one after the other. */
export class Connection {
  scram: Scram | undefined;
  user: string | undefined;
  private chunks: Buffer[] = [];
  private buffered = 0;
  private wanted = 0;
  private readonly queue: { readonly message: Message; readonly bytes: number }[] = [];
  private queued = 0;
  private busy = false;

  constructor(
    readonly id: number,
    private readonly socket: Socket,
    private readonly server: Server,
    public authorised: boolean,
  ) {
    socket.on('data', (chunk: Buffer) => this.receive(chunk));
  }

  close(): void {
    this.socket.destroy();
  }

  private receive(chunk: Buffer): void {
    this.chunks.push(chunk);
    this.buffered += chunk.length;
    if (this.buffered < this.wanted) return;
    try {
      this.cut();
    } catch (error) {
      // What follows a malformed length or section cannot be found any more.
      this.server.report(`connection ${this.id}: ${error instanceof Error ? error.message : error}`);
      this.close();
      return;
    }
    if (this.queue.length > QUEUE_LIMIT || this.queued > QUEUE_BYTES) this.socket.pause();
    if (!this.busy && this.queue.length > 0) void this.work();
  }

  private cut(): void {
    const [only] = this.chunks;
    let bytes = this.chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.chunks, this.buffered);
    for (;;) {
      const length = messageLength(bytes, this.authorised ? LIMITS.messageBytes : LIMITS.strangerBytes);
      this.wanted = length ?? 4;
      if (length === undefined || bytes.length < length) break;
      this.queue.push({ message: readMessage(bytes.subarray(0, length)), bytes: length });
      this.queued += length;
      bytes = bytes.subarray(length);
    }
    this.chunks = bytes.length > 0 ? [bytes] : [];
    this.buffered = bytes.length;
  }

  private async work(): Promise<void> {
    this.busy = true;
    await this.server.ready;
    let since = performance.now();
    for (;;) {
      const next = this.queue.shift();
      if (next === undefined) break;
      this.queued -= next.bytes;
      if (this.socket.isPaused() && this.queue.length < QUEUE_LIMIT / 2) this.socket.resume();
      const reply = await this.answer(next.message);
      if (!next.message.silent && !this.socket.destroyed && !this.socket.write(reply)) await this.drained();
      // Answers from memory come without a turn of the event loop: a client with many questions must not take all turns.
      if (performance.now() - since < LIMITS.sliceMs) continue;
      await nextTurn();
      since = performance.now();
    }
    this.busy = false;
  }

  /** Waits for a client that does not read its answers, so that they do not pile up here. */
  private drained(): Promise<void> {
    if (this.socket.destroyed) return Promise.resolve();
    return new Promise((resolve) => {
      const done = (): void => {
        this.socket.off('drain', done);
        this.socket.off('close', done);
        resolve();
      };
      this.socket.on('drain', done);
      this.socket.on('close', done);
    });
  }

  private async answer(message: Message): Promise<Buffer> {
    try {
      if (message.refusal !== undefined) throw message.refusal;
      const reply = writeReply(message, await dispatch(this.server, this, message));
      this.server.answered(this);
      if (reply.length <= LIMITS.messageBytes) return reply;
      throw new StoreError(
        'BSONObjectTooLarge',
        `the answer has ${reply.length} bytes, and a message at most ${LIMITS.messageBytes}`,
      );
    } catch (error) {
      if (!(error instanceof StoreError))
        this.server.report(`internal error: ${error instanceof Error ? error.stack : error}`);
      return writeReply(message, errorReply(error));
    }
  }
}
