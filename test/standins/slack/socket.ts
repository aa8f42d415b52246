import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: what the bot says is looked into as it is
type Said = any;

/**
 * Slack's Socket Mode: opens a line to whoever shows the app-level token, hands envelopes over it and takes what acknowledges
 * them. All other methods of the Web API go on to the stand-in behind it.
 */
export async function startSocketMode(options: { readonly api: string; readonly appToken: string }) {
  const lines: WebSocket[] = [];
  const answers = new Map<string, (payload: Said) => void>();
  const refusals: string[] = [];
  let opened = 0;
  let last = 0;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const json = (value: object): void => {
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    };
    if (request.url === '/api/apps.connections.open') {
      if (refusals.length > 0) return json({ ok: false, error: refusals.shift() });
      if (request.headers.authorization !== `Bearer ${options.appToken}`)
        return json({ ok: false, error: 'invalid_auth' });
      return json({ ok: true, url: `ws://127.0.0.1:${port}/link/?ticket=${++opened}` });
    }
    const forwarded = await fetch(new URL(request.url?.replace(/^\/api\//, '') ?? '', options.api), {
      method: request.method ?? 'POST',
      headers: {
        'content-type': request.headers['content-type'] ?? '',
        authorization: request.headers.authorization ?? '',
      },
      body,
    });
    const headers = Object.fromEntries(
      ['content-type', 'retry-after'].flatMap((name) => {
        const value = forwarded.headers.get(name);
        return value === null ? [] : [[name, value]];
      }),
    );
    response.writeHead(forwarded.status, headers).end(Buffer.from(await forwarded.arrayBuffer()));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (line) => {
    lines.push(line);
    line.send(JSON.stringify({ type: 'hello', num_connections: lines.length, debug_info: {}, connection_info: {} }));
    line.on('message', (data) => {
      const { envelope_id: id, payload } = JSON.parse(String(data));
      answers.get(id)?.(payload);
      answers.delete(id);
    });
    line.on('close', () => lines.splice(lines.indexOf(line), 1));
  });

  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    lines: () => lines.length,
    /** Hands something over; what it is acknowledged with, within Slack's three seconds. */
    async send(type: 'interactive' | 'slash_commands' | 'events_api', payload: Said): Promise<Said> {
      const id = `envelope-${++last}`;
      const answered = new Promise<Said>((resolve, reject) => {
        const timer = setTimeout(() => {
          reject(new Error(`${type} was not acknowledged within 3 s`));
        }, 3_000);
        answers.set(id, (acknowledged) => {
          clearTimeout(timer);
          resolve(acknowledged);
        });
      });
      lines.at(-1)?.send(JSON.stringify({ envelope_id: id, type, payload, accepts_response_payload: true }));
      return await answered;
    },
    /** No line is opened, as often as there are errors. */
    refuse: (...errors: string[]) => {
      refusals.push(...errors);
    },
    /** Slack closes lines now and then, and expects a new one. */
    drop(): void {
      for (const line of [...lines]) line.terminate();
    },
    async stop(): Promise<void> {
      for (const line of [...lines]) line.terminate();
      sockets.close();
      await new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      });
    },
  };
}

export type SocketMode = Awaited<ReturnType<typeof startSocketMode>>;
