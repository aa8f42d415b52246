import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { Express } from 'express';
import type { PlainAnswer, PlainRequest } from '../http.js';
import { problem } from '../http.js';

export type TakeAlarm = (source: string, request: PlainRequest) => Promise<PlainAnswer>;

export interface ServerParts {
  readonly web: Express;
  readonly takeAlarm: TakeAlarm;
  /** Bytes of the largest body that any source may send. */
  readonly bodyLimit: number;
  /** Proxies in front of us whose X-Forwarded-For counts. */
  readonly trustProxy: number;
  readonly failed: (what: string, error: unknown) => void;
}

const ALARM = /^\/alarms\/([^/?]{1,200})\/?(?:\?(.*))?$/;
/** A sender that dribbles its body holds a socket for this long at most. */
const BODY_MS = 10_000;

/**
 * The one HTTP server. Alarms are taken before any framework sees them: they are the hot path, and need the raw
 * bytes. Everything else is Express.
 */
export function createServer({ web, takeAlarm, bodyLimit, trustProxy, failed }: ServerParts): http.Server {
  const server = http.createServer(
    { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 30_000 },
    (request, response) => {
      const match = ALARM.exec(request.url ?? '');
      if (!match) return void web(request, response);
      alarm(request, response, decode(match[1] ?? ''), match[2] ?? '').catch((error: unknown) => {
        failed('taking an alarm', error);
        send(
          response,
          problem(500, 'internal', 'Something went wrong here', 'The alarm was not taken. Send it again.'),
        );
      });
    },
  );
  server.maxHeadersCount = 100;
  return server;

  async function alarm(
    request: IncomingMessage,
    response: ServerResponse,
    source: string,
    query: string,
  ): Promise<void> {
    if (request.method !== 'POST') {
      const answer = problem(405, 'method', 'This method is not taken', 'Alarms are sent with POST.');
      return send(response, { ...answer, headers: { ...answer.headers, allow: 'POST' } });
    }
    const body = await readBody(request, bodyLimit);
    if (!Buffer.isBuffer(body)) {
      // The rest of the body is not worth reading: the answer closes the connection.
      response.setHeader('connection', 'close');
      send(response, body);
      // Read on for a moment, so that the sender sees the answer instead of a reset connection.
      request.resume();
      setTimeout(() => request.destroy(), 2_000).unref();
      return;
    }
    const answer = await takeAlarm(source, {
      method: 'POST',
      path: `/alarms/${source}`,
      headers: request.headers as PlainRequest['headers'],
      query: Object.fromEntries(new URLSearchParams(query)),
      body,
      remote: remoteOf(request, trustProxy),
    });
    send(response, answer);
  }
}

/** The whole body, or the answer to one that is too large, too slow or breaks off. */
function readBody(request: IncomingMessage, limit: number): Promise<Buffer | PlainAnswer> {
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
      if (size > limit) return end(tooLarge);
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
