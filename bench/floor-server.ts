import { fdatasync, openSync, writev } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * The least that a durable way in can do: append each body to a file, flush many of them together, and answer 202.
 * It checks nothing and understands nothing. What the product reaches is told as a share of what this reaches.
 */
const file = openSync(process.argv[2] ?? '', 'a', 0o600);
const ANSWER = JSON.stringify({ status: 'accepted' });
const HEADERS = { 'content-type': 'application/json', 'content-length': ANSWER.length };

let waiting: { readonly body: Buffer; readonly response: ServerResponse }[] = [];
let flushing = false;

function flush(): void {
  if (flushing || waiting.length === 0) return;
  flushing = true;
  const batch = waiting;
  waiting = [];
  writev(
    file,
    batch.map(({ body }) => body),
    (failed) => {
      if (failed) throw failed;
      fdatasync(file, (unsafe) => {
        if (unsafe) throw unsafe;
        flushing = false;
        flush();
        for (const { response } of batch) response.writeHead(202, HEADERS).end(ANSWER);
      });
    },
  );
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    waiting.push({ body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks), response });
    flush();
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ ready: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
