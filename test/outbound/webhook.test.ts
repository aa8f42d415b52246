import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createHooks } from '../../src/outbound/webhook.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

interface Got {
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

async function listening(
  answer: (got: Got) => { status: number; headers?: Record<string, string>; body?: string } | 'hang',
) {
  const got: Got[] = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { headers: request.headers, body: Buffer.concat(chunks).toString() };
      got.push(one);
      const said = answer(one);
      if (said !== 'hang') response.writeHead(said.status, said.headers).end(said.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { got, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` };
}

const send = (url: string) =>
  createHooks({ timeoutMs: 400, now: () => new Date('2026-01-06T02:10:00Z') }).send({
    url,
    secret: 'a secret',
    body: { incident: 'INC-1', note: 'Łódź 🏬' },
    token: 'incident/1/9 compliance',
  });

describe('a webhook', () => {
  it('is told in a signed body, under a name that stays the same', async () => {
    const { got, url } = await listening(() => ({ status: 204 }));
    expect(await send(url)).toEqual({ kind: 'sent', ref: '204' });
    const [{ headers, body } = { headers: {}, body: '' }] = got;
    expect(JSON.parse(body)).toEqual({ incident: 'INC-1', note: 'Łódź 🏬' });
    const at = Date.parse('2026-01-06T02:10:00Z') / 1_000;
    const mac = createHmac('sha256', 'a secret').update(`${at}.${body}`).digest('hex');
    expect(headers['x-tocsin-signature']).toBe(`t=${at},v1=${mac}`);
    expect(headers['x-tocsin-delivery']).toBe('incident/1/9 compliance');
  });

  it.each([
    [500, {}, { kind: 'retry', error: 'the webhook answered 500' }],
    [429, { 'retry-after': '7' }, { kind: 'retry', error: 'the webhook answered 429', afterMs: 7_000 }],
    [400, {}, { kind: 'refused', error: 'the webhook answered 400' }],
    [410, {}, { kind: 'refused', error: 'the webhook answered 410' }],
  ])('that answers %i', async (status, headers, outcome) => {
    const { url } = await listening(() => ({ status, headers }));
    expect(await send(url)).toEqual(outcome);
  });

  it('is not followed elsewhere, not waited for without end, and not read without end', async () => {
    const moved = await listening(() => ({ status: 302, headers: { location: 'http://127.0.0.1:9/' } }));
    expect(await send(moved.url)).toMatchObject({ kind: 'retry' });
    server?.close();
    const hangs = await listening(() => 'hang');
    expect(await send(hangs.url)).toEqual({
      kind: 'retry',
      error: 'the webhook did not answer in time',
      inDoubt: true,
    });
    server?.closeAllConnections();
    server?.close();
    // What it says at length is not read; how it says it counts.
    const long = await listening(() => ({ status: 500, body: 'x'.repeat(200_000) }));
    expect(await send(long.url)).toEqual({ kind: 'retry', error: 'the webhook answered 500' });
    expect(await send('http://127.0.0.1:9/')).toMatchObject({
      kind: 'retry',
      error: 'the webhook could not be reached',
    });
  });
});
