import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Account, shownCall, shownText } from './account.js';
import { type Answer, bodyOf, cutShort, isAddress, no, ok, page, send } from './answers.js';
import type { Exchange } from './exchange.js';
import type { PostOffice } from './post-office.js';
import type { Fault, Method, Params } from './types.js';

interface Asked {
  readonly method: Method;
  readonly params: Params;
  readonly lists: ReadonlyMap<string, readonly string[]>;
}

const PATH = /^\/2010-04-01\/Accounts\/([^/]+)\/(Messages|Calls)(?:\/(CA[0-9a-f]{32})\/Events)?\.json$/;
const E164 = /^\+[1-9]\d{6,14}$/;
/** What is known of each method; anything else is a mistake that Twilio would ignore in silence. */
const KNOWN: Readonly<Record<Exclude<Method, '*'>, readonly string[]>> = {
  'messages.create': ['To', 'From', 'Body', 'StatusCallback', 'ValidityPeriod'],
  'messages.list': ['To', 'From', 'PageSize', 'Page', 'DateSent', 'DateSent>', 'DateSent<'],
  'calls.create': [
    'To',
    'From',
    'Url',
    'Method',
    'StatusCallback',
    'StatusCallbackMethod',
    'StatusCallbackEvent',
    'Timeout',
    'TimeLimit',
    'MachineDetection',
  ],
  'calls.list': ['To', 'From', 'PageSize', 'Page'],
  'calls.events': ['PageSize', 'Page'],
};

/** Twilio's REST API, as far as a bot needs it, and as strict as it is. */
export class Api {
  readonly faults = new Map<Method, { readonly fault: Fault; left: number }>();
  /** Every request, by method. */
  readonly requests: Method[] = [];

  constructor(
    private readonly account: Account,
    private readonly posts: PostOffice,
    private readonly exchange: Exchange,
  ) {}

  readonly handle = (request: IncomingMessage, response: ServerResponse): void => {
    void this.#serve(request, response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  };

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://twilio');
    const form = new URLSearchParams(request.method === 'POST' ? await bodyOf(request) : url.search);
    const match = PATH.exec(url.pathname);
    const method = match && methodOf(request.method ?? '', match[2] ?? '', match[3]);
    if (!method) return send(response, no(404, 20404, `The requested resource ${url.pathname} was not found`));
    this.requests.push(method);
    const fault = this.#meet(method);
    if (fault && cutShort(fault, response)) return;
    const answer = this.#authorised(request, match[1] ?? '') ?? this.#answer(asked(method, form), match[3] ?? '');
    if (fault?.kind === 'drop-after') return void response.destroy();
    send(response, answer);
  }

  #meet(method: Method): Fault | undefined {
    const armed = this.faults.get(method) ?? this.faults.get('*');
    if (!armed || armed.left <= 0) return undefined;
    armed.left -= 1;
    return armed.fault;
  }

  #authorised(request: IncomingMessage, sid: string): Answer | undefined {
    const { account } = this;
    const expected = `Basic ${Buffer.from(`${account.sid}:${account.authToken}`).toString('base64')}`;
    if (request.headers.authorization === expected && sid === account.sid) return undefined;
    return no(401, 20003, 'Authentication Error - invalid username');
  }

  #answer(question: Asked, callSid: string): Answer {
    const { account } = this;
    const { method, params } = question;
    if (method === '*') return no(404, 20404, 'not found');
    for (const name of Object.keys(params))
      if (!KNOWN[method].includes(name)) account.complaints.push(`${method} has no ${name}`);
    switch (method) {
      case 'messages.create':
        return (
          this.#refusesText(params) ??
          ok(shownText(this.posts.take(params.To ?? '', params.Body ?? '', params), account.sid))
        );
      case 'calls.create': {
        const events = question.lists.get('StatusCallbackEvent') ?? [];
        return (
          this.#refusesCall(params) ?? ok(shownCall(this.exchange.take(params.To ?? '', params, events), account.sid))
        );
      }
      case 'messages.list':
        return page(
          'messages',
          'Messages',
          params,
          account,
          filtered(account.texts, params).map((each) => shownText(each, account.sid)),
        );
      case 'calls.list':
        return page(
          'calls',
          'Calls',
          params,
          account,
          filtered(account.calls, params).map((each) => shownCall(each, account.sid)),
        );
      case 'calls.events': {
        const made = account.calls.find(({ sid }) => sid === callSid)?.asked ?? [];
        return page(
          'events',
          `Calls/${callSid}/Events`,
          params,
          account,
          made.map((url) => ({ request: { method: 'POST', url }, response: {} })),
        );
      }
      default:
        return method satisfies never;
    }
  }

  #refusesText(params: Params): Answer | undefined {
    const { account } = this;
    const { To = '', From = '', Body = '' } = params;
    if (!E164.test(To)) return no(400, 21211, `The 'To' number ${To} is not a valid phone number.`);
    if (From !== account.from)
      return no(
        400,
        21606,
        `The 'From' phone number provided (${From}) is not a valid message-capable number for ${To}`,
      );
    if (Body === '') return no(400, 21602, 'Message body is required.');
    if (Body.length > 1_600) return no(400, 21617, 'The concatenated message body exceeds the 1600 character limit.');
    if (!isAddress(params.StatusCallback)) return no(400, 21609, 'The StatusCallback URL is not a valid URL');
    const valid = Number(params.ValidityPeriod ?? 36_000);
    if (!(valid >= 1 && valid <= 36_000)) account.complaints.push(`ValidityPeriod ${params.ValidityPeriod}`);
    if (account.optedOut.has(To)) return no(400, 21610, `Attempt to send to unsubscribed recipient ${To}`);
    return this.#tooFast();
  }

  #refusesCall(params: Params): Answer | undefined {
    const { account } = this;
    const { To = '', From = '' } = params;
    if (!E164.test(To)) return no(400, 21211, `The phone number you are attempting to call, ${To}, is not valid.`);
    if (From !== account.from) return no(400, 21210, `The source phone number provided, ${From}, is not yet verified`);
    if (!isAddress(params.Url)) return no(400, 21205, 'Url is not a valid URL');
    if (!isAddress(params.StatusCallback)) return no(400, 21609, 'The StatusCallback URL is not a valid URL');
    const ring = Number(params.Timeout ?? 60);
    if (!(ring >= 1 && ring <= 600)) account.complaints.push(`Timeout ${params.Timeout}`);
    if (params.MachineDetection !== undefined && !['Enable', 'DetectMessageEnd'].includes(params.MachineDetection))
      account.complaints.push(`MachineDetection ${params.MachineDetection}`);
    return this.#tooFast();
  }

  #tooFast(): Answer | undefined {
    const { account } = this;
    if (account.pace !== 'refuse') return undefined;
    if (account.now() < account.freeAt) return no(429, 20429, 'Too Many Requests', { 'retry-after': '1' });
    account.freeAt = account.now() + 1_000;
    return undefined;
  }
}

function methodOf(verb: string, resource: string, callSid: string | undefined): Method | undefined {
  if (callSid !== undefined) return verb === 'GET' ? 'calls.events' : undefined;
  const name = resource === 'Messages' ? 'messages' : 'calls';
  return verb === 'POST' ? `${name}.create` : verb === 'GET' ? `${name}.list` : undefined;
}

const asked = (method: Method, form: URLSearchParams): Asked => ({
  method,
  params: Object.fromEntries(form),
  lists: new Map([...new Set(form.keys())].map((name) => [name, form.getAll(name)])),
});

/** Newest first, as Twilio lists them. */
const filtered = <T extends { readonly to: string; readonly from: string }>(
  all: readonly T[],
  { To, From }: Params,
): T[] =>
  all.filter(({ to, from }) => (To === undefined || to === To) && (From === undefined || from === From)).reverse();
