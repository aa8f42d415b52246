import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

// biome-ignore lint/suspicious/noExplicitAny: what was sent is looked into as it is
type Said = any;

/** What the connector does next instead of answering. */
export type ConnectorFault =
  | { readonly status: number; readonly code?: string; readonly retryAfter?: number; readonly done?: true }
  | 'hang'
  | 'drop'
  /** It does what was asked, and answers after so many milliseconds. */
  | { readonly lateMs: number };

export interface Posted {
  readonly id: string;
  readonly conversation: string;
  activity: Said;
  deleted: boolean;
}

/** What Teams refuses (learn.microsoft.com, "Format your bot messages"): 100 KB of UTF-16, mentions included. */
const LIMIT = 100 * 1_024;

/** Microsoft's Bot Connector as Teams has it: threads in channels, messages in chats, and its own refusals. */
export async function startConnector(conversations: readonly string[]) {
  const messages: Posted[] = [];
  const faults: ConnectorFault[] = [];
  const calls: { method: string; path: string; authorization: string | undefined; at: number }[] = [];
  const members = new Map<string, Said>();
  let last = 1_700_000_000_000;

  const server = createServer((request, response) => {
    void handle(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  const known = (conversation: string): boolean => conversations.includes(conversation.split(';')[0] ?? '');
  const find = (id: string): Posted | undefined => messages.find((message) => message.id === id && !message.deleted);

  function post(conversation: string, activity: Said): Posted {
    const id = String(++last);
    const posted = { id, conversation, activity, deleted: false };
    messages.push(posted);
    return posted;
  }

  /** What Teams would say to that; it is done by saying it. */
  function carryOut(method: string, path: string, body: Said): { status: number; body?: object } {
    if (Buffer.byteLength(JSON.stringify(body ?? ''), 'utf16le') > LIMIT) return refusal(413, 'MessageSizeTooBig');
    if (method === 'POST' && path === '/v3/conversations') {
      if (body.isGroup === false) {
        const [member] = body.members;
        return { status: 201, body: { id: `a:${member.id}` } };
      }
      const channel = body.channelData?.channel?.id;
      if (!known(channel)) return refusal(404, 'ConversationNotFound');
      const { id } = post(channel, body.activity);
      return { status: 201, body: { id: `${channel};messageid=${id}`, activityId: id } };
    }
    const [, conversation = '', member] = /^\/v3\/conversations\/([^/]+)\/members\/([^/]+)$/.exec(path) ?? [];
    if (conversation !== '' && member !== undefined) {
      const found = members.get(member);
      return found ? { status: 200, body: found } : refusal(404, 'MemberNotFoundInConversation');
    }
    const [, to = '', id] = /^\/v3\/conversations\/([^/]+)\/activities(?:\/([^/]+))?$/.exec(path) ?? [];
    if (!known(to) && !to.startsWith('a:')) return refusal(404, 'ConversationNotFound');
    const thread = /;messageid=(\d+)/.exec(to)?.[1];
    if (thread !== undefined && !find(thread)) return refusal(404, 'ActivityNotFoundInConversation');
    if (method === 'POST' && id === undefined) return { status: 201, body: { id: post(to, body).id } };
    const message = find(id ?? '');
    if (!message) return refusal(404, 'ActivityNotFoundInConversation');
    if (method === 'DELETE') message.deleted = true;
    else message.activity = body;
    return { status: 200, body: { id: message.id } };
  }

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    const method = request.method ?? '';
    const path = decodeURIComponent(request.url ?? '');
    calls.push({ method, path, authorization: request.headers.authorization, at: Date.now() });
    const fault = faults.shift();
    if (fault === 'hang') return;
    if (fault === 'drop') return void request.socket.destroy();
    if (fault && 'status' in fault) {
      if (fault.done) carryOut(method, path, JSON.parse(text || 'null'));
      const { status, body } = refusal(fault.status, fault.code ?? 'ServiceError');
      return answer(response, status, body, fault.retryAfter);
    }
    const { status, body } = carryOut(method, path, JSON.parse(text || 'null'));
    if (fault) await new Promise((resolve) => setTimeout(resolve, fault.lateMs));
    answer(response, status, body);
  }

  return {
    url,
    messages,
    calls,
    members,
    /** What happens to the next calls, in order. */
    fail: (...next: ConnectorFault[]) => {
      faults.push(...next);
    },
    in: (conversation: string) =>
      messages.filter((message) => message.conversation === conversation && !message.deleted),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

export type Connector = Awaited<ReturnType<typeof startConnector>>;

const refusal = (status: number, code: string) => ({
  status,
  body: { error: { code, message: 'refused by the stand-in' } },
});

function answer(response: ServerResponse, status: number, body?: object, retryAfter?: number): void {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }),
  });
  response.end(body ? JSON.stringify(body) : '');
}
