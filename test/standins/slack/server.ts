import type { IncomingMessage, ServerResponse } from 'node:http';
import { chatMethods } from './chat.js';
import { isRecord } from './check.js';
import { Faults } from './faults.js';
import type { Answer, Method } from './method.js';
import { no, text } from './method.js';
import { Rates } from './rates.js';
import { readMethods } from './reads.js';
import { answerResponseUrl } from './response-url.js';
import { scopeFor } from './scopes.js';
import type { ApiCall, Fault, Json, SlackOptions } from './types.js';
import { takeUpload, uploadMethods } from './uploads.js';
import { viewMethods } from './views.js';
import type { Workspace } from './workspace.js';

const METHODS: Readonly<Record<string, Method>> = {
  ...chatMethods,
  ...readMethods,
  ...uploadMethods,
  ...viewMethods,
};
const BODY_MAX = 2_000_000;
/** Arguments that a form carries as JSON text. */
const JSON_ARGS = ['blocks', 'files', 'view', 'metadata', 'attachments'];

/** Slack's side of the wire: reads a call, holds the rules against it, answers, and remembers both. */
export class Api {
  readonly faults = new Faults();
  readonly #rates: Rates;
  readonly #token: string;

  constructor(
    private readonly workspace: Workspace,
    private readonly options: SlackOptions & { readonly token: string },
  ) {
    this.#rates = new Rates(options.postBurst ?? 1);
    this.#token = options.token;
  }

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    this.#answer(request, response).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  };

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const bytes = await read(request);
    const body = bytes.toString();
    const { pathname } = new URL(request.url ?? '/', 'http://slack.invalid');
    const [, room, name = ''] = pathname.split('/');
    if (room === 'api') return await this.#call(name, argsOf(request, body), request, response);
    if (room === 'files-pri') return this.#file(name, request, response);
    if (room === 'upload') return await this.#upload(name, bytes, request, response);
    if (room === 'respond') return await this.#respond(name, body, response);
    response.writeHead(404).end();
  }

  async #call(method: string, args: Json, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { token: inBody, ...kept } = args;
    const at = this.workspace.now();
    const log: Log = (status, answer, retryAfterS) => {
      const silence = retryAfterS === undefined ? {} : { retryAfterS };
      this.workspace.calls.push({ method, args: kept, at, status, answer, ...silence });
    };
    const fault = this.faults.meet(method, at);
    if (fault && !isTaken(fault) && (await cutShort(fault, response, log))) return;
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? text(inBody);
    const refused = this.#refusal(method, token, kept);
    if (refused) return end(response, 200, refused, log);
    if (this.options.rates !== false) {
      const seconds = this.#rates.take(method, text(kept.channel), at);
      if (seconds > 0) return tooMany(response, seconds, log);
    }
    const answer = this.#carryOut(method, kept, fault?.kind === 'forget');
    if (fault && isTaken(fault) && (await cutShort(fault, response, log))) return;
    end(response, 200, answer, log);
  }

  #carryOut(method: string, args: Json, forgetful: boolean): Answer {
    const { workspace } = this;
    const before = workspace.messages.length;
    const updated = method === 'chat.update' ? workspace.message(text(args.channel), text(args.ts)) : undefined;
    const answer = METHODS[method]?.(args, workspace) ?? no('unknown_method');
    if (forgetful) {
      workspace.messages.splice(before);
      if (updated) workspace.replace(updated);
    }
    return answer;
  }

  #refusal(method: string, token: string, args: Json): Answer | undefined {
    if (!Object.hasOwn(METHODS, method)) return no('unknown_method');
    if (token === '') return no('not_authed');
    if (token !== this.#token) return no('invalid_auth');
    const needed = scopeFor(method, this.workspace.channels.get(text(args.channel)));
    const { scopes } = this.options;
    if (!scopes || needed === undefined || scopes.includes(needed)) return undefined;
    return no('missing_scope', { needed, provided: scopes.join(',') });
  }

  /** Whoever has no token sees a page to sign in, with a 200: as Slack does it. */
  #file(id: string, request: IncomingMessage, response: ServerResponse): void {
    const file = this.workspace.files.get(id);
    const fault = this.faults.meet('files-pri', this.workspace.now());
    if (fault?.kind === 'http') return void response.writeHead(fault.status).end();
    if (!file) return void response.writeHead(404).end();
    if (request.headers.authorization !== `Bearer ${this.#token}`)
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
    response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(file.bytes);
  }

  async #upload(id: string, bytes: Buffer, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const fault = this.faults.meet('upload', this.workspace.now());
    if (fault?.kind === 'http') return void response.writeHead(fault.status).end();
    const status = await takeUpload(this.workspace, id, bytes, request.headers['content-type'] ?? '');
    response.writeHead(status, { 'content-type': 'text/plain' }).end(status === 200 ? `OK - ${bytes.length}` : '');
  }

  async #respond(id: string, body: string, response: ServerResponse): Promise<void> {
    const args = jsonOf(body);
    const log = (status: ApiCall['status'], answer: Answer | undefined) => {
      this.workspace.calls.push({
        method: 'response_url',
        args: isRecord(args) ? args : {},
        at: this.workspace.now(),
        status,
        answer,
      });
    };
    const fault = this.faults.meet('response_url', this.workspace.now());
    if (fault && (await cutShort(fault, response, log))) return;
    const { status, answer } = answerResponseUrl(id, isRecord(args) ? args : {}, this.workspace);
    end(response, status, answer, log);
  }
}

/** Whether the call is carried out before anything goes wrong. */
const isTaken = (fault: Fault): boolean => fault.taken === true || fault.kind === 'drop-after';

type Log = (status: ApiCall['status'], answer: Answer | undefined, retryAfterS?: number) => void;

/** Whether the fault was all that there is to say. */
async function cutShort(fault: Fault, response: ServerResponse, log: Log): Promise<boolean> {
  switch (fault.kind) {
    case 'rate-limited':
      tooMany(response, fault.header === false ? undefined : (fault.retryAfterS ?? 1), log);
      return true;
    case 'error':
      end(response, 200, no(fault.error), log);
      return true;
    case 'http':
      log(fault.status, undefined);
      response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.body ?? 'upstream trouble');
      return true;
    case 'hang':
      log('hanging', undefined);
      return true;
    case 'drop-before':
    case 'drop-after':
      log('dropped', undefined);
      response.destroy();
      return true;
    case 'garbled':
      log(200, undefined);
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"channel":');
      return true;
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return false;
    case 'forget':
      return false;
    default:
      return fault satisfies never;
  }
}

function tooMany(response: ServerResponse, seconds: number | undefined, log: Log): void {
  const answer = no('ratelimited');
  log(429, answer, seconds);
  const header = seconds === undefined ? {} : { 'retry-after': String(seconds) };
  response.writeHead(429, { 'content-type': 'application/json', ...header }).end(JSON.stringify(answer));
}

function end(response: ServerResponse, status: number, answer: Answer, log: Log): void {
  log(status, answer);
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(answer));
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > BODY_MAX) throw new Error('the body is larger than Slack takes');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function argsOf(request: IncomingMessage, body: string): Json {
  if (request.headers['content-type']?.startsWith('application/json')) {
    const args = jsonOf(body);
    return isRecord(args) ? args : {};
  }
  const args: Json = Object.fromEntries(new URLSearchParams(body));
  for (const name of JSON_ARGS) {
    if (typeof args[name] === 'string') args[name] = jsonOf(args[name]) ?? args[name];
  }
  return args;
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
