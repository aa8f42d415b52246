import { connect, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { Requests } from './alarms.js';

/** What one volley of requests came to. */
export interface Volley {
  readonly sent: number;
  /** Positions of the requests that were answered 202. */
  readonly accepted: readonly number[];
  /** Other answers, by status. */
  readonly refused: ReadonlyMap<number, number>;
  /** From the first request to the last answer. */
  readonly seconds: number;
  /** Milliseconds of each answer; at a given rate counted from the moment at which the request was due. */
  readonly latencies: readonly number[];
  /** How much of the time the generator was busy, 0–1: near 1 it is the bottleneck itself. */
  readonly busy: number;
}

/** For the answers to what was sent, once the sending is over. */
const PATIENCE_MS = 60_000;
const HEAD_END = Buffer.from('\r\n\r\n');

/** One kept connection with at most one request under way. */
class Line {
  private rest: Buffer | undefined;
  index = -1;
  since = 0;

  constructor(
    private readonly socket: Socket,
    answered: (line: Line, status: number) => void,
    broken: (error: Error) => void,
  ) {
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => {
      const whole = this.rest ? Buffer.concat([this.rest, chunk]) : chunk;
      const status = statusOf(whole);
      this.rest = status === undefined ? whole : undefined;
      if (status !== undefined) answered(this, status);
    });
    socket.on('error', broken);
    socket.on('close', () => {
      if (this.index >= 0) broken(new Error(`the connection closed while request ${this.index} was under way`));
    });
  }

  send(bytes: Buffer, index: number, since: number): void {
    this.index = index;
    this.since = since;
    this.socket.write(bytes);
  }

  end(): void {
    this.index = -1;
    this.socket.destroy();
  }
}

/** The status, once the whole answer is there. Answers without `content-length` are not expected of any server here. */
function statusOf(answer: Buffer): number | undefined {
  const end = answer.indexOf(HEAD_END);
  if (end < 0) return undefined;
  const head = answer.toString('latin1', 0, end);
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) throw new Error(`an answer without content-length: ${head}`);
  return answer.length < end + 4 + Number(length) ? undefined : Number(head.slice(9, 12));
}

function open(url: URL): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(url.port), url.hostname);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
    socket.once('error', reject);
  });
}

export interface Fire {
  readonly url: string;
  readonly requests: Requests;
  readonly connections: number;
  /** Most seconds of sending; fewer when the requests are used up. */
  readonly seconds: number;
  /** Requests a second, due at even distances whether or not the server keeps up; at full speed when left out. */
  readonly perSecond?: number;
  /** Ends the sending early; answers under way are still waited for. */
  readonly until?: AbortSignal;
}

/** Sends signed requests over kept connections, one under way on each, and waits for all answers. */
export async function fire({ url, requests, connections, seconds, perSecond, until }: Fire): Promise<Volley> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(new URL(url))));
  const accepted: number[] = [];
  const latencies: number[] = [];
  const refused = new Map<number, number>();
  const before = performance.eventLoopUtilization();
  const start = performance.now();
  let next = 0;
  let pending = 0;
  let last = start;
  let late: NodeJS.Timeout | undefined;

  const total = perSecond === undefined ? requests.count : Math.min(requests.count, Math.floor(seconds * perSecond));
  const dueAt = (index: number) => (perSecond === undefined ? performance.now() : start + (index * 1_000) / perSecond);

  await new Promise<void>((resolve, reject) => {
    const idle: Line[] = [];
    const over = () =>
      next >= total ||
      until?.aborted === true ||
      (perSecond === undefined && performance.now() - start >= seconds * 1_000);
    const push = (line: Line): boolean => {
      if (over() || dueAt(next) > performance.now()) return false;
      line.send(requests.bytes(next), next, dueAt(next));
      next += 1;
      pending += 1;
      return true;
    };
    const lines = sockets.map(
      (socket) =>
        new Line(
          socket,
          (line, status) => {
            last = performance.now();
            latencies.push(last - line.since);
            if (status === 202) accepted.push(line.index);
            else refused.set(status, (refused.get(status) ?? 0) + 1);
            line.index = -1;
            pending -= 1;
            if (!push(line)) idle.push(line);
            if (pending === 0 && over()) resolve();
          },
          reject,
        ),
    );
    for (const line of lines) if (!push(line)) idle.push(line);
    const pump = () => {
      while (idle.length > 0) {
        const line = idle.pop();
        if (line && !push(line)) {
          idle.push(line);
          break;
        }
      }
      if (!over()) setTimeout(pump, 1);
      else if (pending === 0) resolve();
    };
    late = setTimeout(
      () => reject(new Error(`${pending} of ${next} requests had no answer after ${PATIENCE_MS / 1_000} s`)),
      seconds * 1_000 + PATIENCE_MS,
    );
    if (perSecond !== undefined) pump();
    else if (pending === 0) resolve();
  }).finally(() => {
    clearTimeout(late);
    for (const socket of sockets) socket.removeAllListeners('close').destroy();
  });

  const { utilization } = performance.eventLoopUtilization(before);
  return { sent: next, accepted, refused, seconds: (last - start) / 1_000, latencies, busy: utilization };
}
