import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request for a chat completion, taken apart. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** As it came over the wire. */
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into the JSON of a request
  readonly body: any;
  readonly rules: string;
  readonly data: string;
}

/** Answers one request; nothing at all is an answer, too. */
export type Reply = (asked: Asked, response: ServerResponse) => void;

/** What a well-behaved server answers. */
export function completion(content: unknown, change: Readonly<Record<string, unknown>> = {}) {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_767_665_400,
    model: 'stand-in',
    choices: [{ index: 0, message: { role: 'assistant', content: text, refusal: null }, finish_reason: 'stop' }],
    usage: { prompt_tokens: 700, completion_tokens: 200, total_tokens: 900 },
    ...change,
  };
}

export function send(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** A server on 127.0.0.1 that speaks chat completions and does as `reply` says. */
export async function startModelStandIn(first: Reply) {
  let reply = first;
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const body = JSON.parse(text === '' ? '{}' : text);
      const of = (role: string): string =>
        body.messages?.find((each: { role: string }) => each.role === role)?.content ?? '';
      const one = {
        path: request.url ?? '',
        headers: request.headers,
        text,
        body,
        rules: of('system'),
        data: of('user'),
      };
      asked.push(one);
      reply(one, response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    answers(next: Reply): void {
      reply = next;
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export type ModelStandIn = Awaited<ReturnType<typeof startModelStandIn>>;
