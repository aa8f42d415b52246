import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Express } from 'express';
import type { PlainAnswer, PlainRequest } from '../http.js';
import { problem } from '../http.js';

/** A way in for what detectors and trackers send. */
export interface Door {
  /** Before the body is read: the most bytes it may have, or the answer. */
  admit(source: string, request: Omit<PlainRequest, 'body'>): number | PlainAnswer;
  take(source: string, request: PlainRequest): Promise<PlainAnswer>;
}

export interface ServerParts {
  readonly web: Express;
  readonly alarms: Door;
  readonly positions?: Door;
  readonly patrols?: Door;
  readonly access?: Door;
  /** Proxies in front of us whose X-Forwarded-For counts. */
  readonly trustProxy: number;
  readonly failed: (what: string, error: unknown) => void;
}

const DOOR = /^\/(alarms|positions|patrols|access)\/([^/?]{1,200})\/?(?:\?(.*))?$/;
/** A sender that dribbles its body holds a socket for this long at most. */
const BODY_MS = 10_000;

/** A file of 25 MB on a telephone's line takes its time; doors and forms have shorter limits of their own. */
const REQUEST_MS = 150_000;

/** Bytes of bodies under way, all senders together: who holds many half-sent ones must not take the memory of all. */
const ROOM = 64 * 1_048_576;

/**
 * The one HTTP server. Alarms and positions are taken before any framework sees them: they are the hot path, and need
 * the raw bytes. Everything else is Express.
 */
export function createServer({
  web,
  alarms,
  positions,
  patrols,
  access,
  trustProxy,
  failed,
}: ServerParts): http.Server {
  const server = http.createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: 10_000, keepAliveTimeout: 30_000 },
    (request, response) => {
      const [, kind, source = '', query = ''] = DOOR.exec(request.url ?? '') ?? [];
      const doors: Readonly<Record<string, Door | undefined>> = { alarms, positions, patrols, access };
      const door = kind === undefined ? undefined : doors[kind];
      if (!kind || !door) return void web(request, response);
      enter(door, kind, request, response, decode(source), query).catch((error: unknown) => {
        failed(`taking ${kind}`, error);
        send(response, problem(500, 'internal', 'Something went wrong here', 'It was not taken. Send it again.'));
      });
    },
  );
  server.maxHeadersCount = 100;
  const room = { left: ROOM };
  return server;

  async function enter(
    door: Door,
    kind: string,
    request: IncomingMessage,
    response: ServerResponse,
    source: string,
    query: string,
  ): Promise<void> {
    if (request.method !== 'POST') {
      const answer = problem(405, 'method', 'This method is not taken', `Send ${kind} with POST.`);
      return send(response, { ...answer, headers: { ...answer.headers, allow: 'POST' } });
    }
    const head = {
      method: 'POST',
      path: `/${kind}/${source}`,
      headers: request.headers as PlainRequest['headers'],
      query: Object.fromEntries(new URLSearchParams(query)),
      remote: remoteOf(request, trustProxy),
    };
    const admitted = door.admit(source, head);
    const body = typeof admitted === 'number' ? await readBody(request, admitted, room) : admitted;
    if (!Buffer.isBuffer(body)) {
      // The rest of the body is not worth reading: the answer closes the connection.
      response.setHeader('connection', 'close');
      send(response, body);
      // Read on for a moment, so that the sender sees the answer instead of a reset connection.
      request.resume();
      setTimeout(() => request.destroy(), 2_000).unref();
      return;
    }
    const answer = await door.take(source, { ...head, body });
    send(response, answer);
  }
}

/** The whole body, or the answer to one that is too large, too slow or breaks off. */
function readBody(request: IncomingMessage, limit: number, room: { left: number }): Promise<Buffer | PlainAnswer> {
  return new Promise((resolve) => {
    const tooLarge = problem(
      413,
      'too-large',
      'The body is too large',
      `At most ${limit} bytes are taken; send pictures as links.`,
    );
    if (Number(request.headers['content-length'] ?? 0) > limit) return resolve(tooLarge);
    const chunks: Buffer[] = [];
    let size = 0;
    const end = (result: Buffer | PlainAnswer) => {
      clearTimeout(timer);
      room.left += size;
      size = 0;
      request.removeAllListeners('data');
      resolve(result);
    };
    const timer = setTimeout(() => {
      end(
        problem(
          408,
          'slow-body',
          'The body did not arrive in time',
          `It must arrive within ${BODY_MS / 1_000} s. Send it again.`,
        ),
      );
    }, BODY_MS);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      room.left -= chunk.length;
      if (size > limit) return end(tooLarge);
      if (room.left < 0) return end(crowded());
      chunks.push(chunk);
    });
    request.on('end', () => {
      end(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks));
    });
    const broken = () => {
      end(problem(400, 'broken-off', 'The body broke off', 'Send it again.'));
    };
    request.on('aborted', broken);
    request.on('error', broken);
  });
}

function send(response: ServerResponse, answer: PlainAnswer): void {
  if (response.headersSent || response.destroyed) return;
  const body = JSON.stringify(answer.body);
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    ...answer.headers,
    'content-length': Buffer.byteLength(body),
  });
  response.end(body);
}

function crowded(): PlainAnswer {
  const answer = problem(
    503,
    'crowded',
    'Too much is being sent at once',
    'Send it again in a few seconds; it was not taken.',
  );
  return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
}

/** Address of the sender: the socket's, or what the outermost trusted proxy saw. */
function remoteOf(request: IncomingMessage, proxies: number): string {
  const hops = [
    ...String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((hop) => hop.trim()),
    request.socket.remoteAddress ?? '',
  ];
  return hops.filter((hop) => hop !== '').at(-1 - proxies) ?? request.socket.remoteAddress ?? '';
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
