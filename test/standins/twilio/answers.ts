import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Account } from './account.js';
import type { Fault, Params } from './types.js';

export interface Answer {
  readonly status: number;
  readonly body: object;
  readonly headers?: Readonly<Record<string, string>>;
}

export function page(key: string, path: string, params: Params, { sid }: Account, items: readonly object[]): Answer {
  const size = Math.min(Number(params.PageSize ?? 50), 1_000);
  const number = Number(params.Page ?? 0);
  const uri = (at: number): string => {
    const query = new URLSearchParams({ ...params, PageSize: String(size), Page: String(at) });
    return `/2010-04-01/Accounts/${sid}/${path}.json?${query.toString()}`;
  };
  const next = (number + 1) * size < items.length ? uri(number + 1) : null;
  const shown = items.slice(number * size, (number + 1) * size);
  const body = {
    [key]: shown,
    page: number,
    page_size: size,
    first_page_uri: uri(0),
    next_page_uri: next,
    uri: uri(number),
  };
  return { status: 200, body };
}

export const ok = (body: object): Answer => ({ status: 201, body });

export const no = (status: number, code: number, message: string, headers: Answer['headers'] = {}): Answer => ({
  status,
  body: { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status },
  headers,
});

export const isAddress = (text: string | undefined): boolean =>
  text !== undefined &&
  URL.canParse(text) &&
  /^https?:$/.test(new URL(text).protocol) &&
  !new URL(text).hostname.includes('_');

/** Whether the fault was all that there is to say. */
export function cutShort(fault: Fault, response: ServerResponse): boolean {
  switch (fault.kind) {
    case 'error': {
      const wish = fault.retryAfterS === undefined ? {} : { 'retry-after': String(fault.retryAfterS) };
      send(response, no(fault.status, fault.code, 'Trouble with +15550001111 and a text', wish));
      return true;
    }
    case 'http':
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.body ?? '<h1>trouble</h1>');
      return true;
    case 'hang':
      return true;
    case 'drip': {
      response.writeHead(200, { 'content-type': 'application/json' });
      const drip = setInterval(() => response.write(' '), 50).unref();
      response.on('close', () => {
        clearInterval(drip);
      });
      return true;
    }
    case 'drop-before':
      response.destroy();
      return true;
    case 'drop-after':
      return false;
    default:
      return fault satisfies never;
  }
}

export function send(response: ServerResponse, { status, body, headers }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
