import type { Account } from './account.js';
import type { Callbacks } from './callbacks.js';
import { readTwiml, type Verb } from './twiml.js';
import type { Call, Holder, Params } from './types.js';

/** A call that goes round in circles is a defect of the bot. */
const MOST_REQUESTS = 20;

/** Places calls and plays what the bot wants said, with a person, a machine or nobody at the other end. */
export class Exchange {
  constructor(
    private readonly account: Account,
    private readonly callbacks: Callbacks,
  ) {}

  take(to: string, params: Params, events: readonly string[]): Call {
    const { account } = this;
    const call: Call = {
      sid: account.newSid('CA'),
      to,
      from: account.from,
      at: new Date(account.now()),
      url: params.Url ?? '',
      params,
      callback: params.StatusCallback,
      events: events.length > 0 ? events : ['completed'],
      status: 'queued',
      answeredBy: undefined,
      heard: [],
      asked: [],
      taken: false,
    };
    account.calls.push(call);
    account.soon(() => this.#place(call));
    return call;
  }

  async #place(call: Call): Promise<void> {
    const holder = this.account.holder(call.to);
    await this.#tell(call, 'ringing', 'ringing');
    const { answers } = holder;
    if (answers === 'nobody' || answers === 'busy')
      return await this.#tell(call, answers === 'busy' ? 'busy' : 'no-answer', 'completed');
    call.answeredBy = answers === 'machine' ? 'machine_start' : 'human';
    call.status = 'in-progress';
    try {
      await this.#play(call, call.url, holder);
    } catch (error) {
      this.account.complaints.push(`call to ${call.to}: ${(error as Error).message}`);
    }
    await this.#tell(call, 'completed', 'completed');
  }

  async #play(call: Call, first: string, holder: Holder): Promise<void> {
    const keys = [...(holder.keys ?? [])];
    let next: { url: string; digits?: string } | undefined = { url: first };
    for (let count = 0; next; count++) {
      if (count >= MOST_REQUESTS) throw new Error('it never ends');
      next = await this.#follow(call, await this.#ask(call, next), keys);
    }
  }

  async #ask(call: Call, { url, digits }: { url: string; digits?: string }): Promise<Verb[]> {
    const detects = call.params.MachineDetection !== undefined;
    call.asked.push(url);
    const answer = await this.callbacks.post(url, {
      AccountSid: this.account.sid,
      ApiVersion: '2010-04-01',
      CallSid: call.sid,
      CallStatus: 'in-progress',
      Direction: 'outbound-api',
      From: call.from,
      To: call.to,
      ...(detects ? { AnsweredBy: call.answeredBy ?? 'unknown' } : {}),
      ...(digits === undefined ? {} : { Digits: digits, FinishedOnKey: '', msg: 'Gather End' }),
    });
    if (answer.status !== 200) throw new Error(`11200: ${new URL(url).pathname} answered ${answer.status}`);
    if (!answer.contentType.startsWith('text/xml')) throw new Error(`12300: content type ${answer.contentType}`);
    return readTwiml(answer.body);
  }

  /** Where the call goes after these verbs; nowhere when it is over. */
  async #follow(
    call: Call,
    verbs: readonly Verb[],
    keys: string[],
  ): Promise<{ url: string; digits?: string } | undefined> {
    for (const verb of verbs) {
      switch (verb.verb) {
        case 'Say':
          call.heard.push({ text: verb.text, language: verb.language });
          break;
        case 'Pause':
          break;
        case 'Hangup':
          return undefined;
        case 'Redirect':
          return { url: verb.url };
        case 'Gather': {
          for (const inside of verb.inside)
            if (inside.verb === 'Say') call.heard.push({ text: inside.text, language: inside.language });
          const key = call.answeredBy === 'human' ? (keys.shift() ?? '') : '';
          if (key !== '' || verb.onEmpty) return { url: verb.action, digits: key };
          break;
        }
        case 'Message':
          throw new Error('12200: <Message> on a call');
        default:
          return verb satisfies never;
      }
    }
    return undefined;
  }

  async #tell(call: Call, status: string, event: string): Promise<void> {
    call.status = status;
    if (call.callback === undefined || !call.events.includes(event)) return;
    await this.callbacks.tell(call.callback, {
      AccountSid: this.account.sid,
      CallSid: call.sid,
      CallStatus: status,
      From: call.from,
      To: call.to,
      Direction: 'outbound-api',
      Timestamp: new Date(this.account.now()).toUTCString(),
      ...(call.answeredBy === undefined ? {} : { AnsweredBy: call.answeredBy }),
      ...(event === 'completed' ? { CallDuration: '12' } : {}),
    });
  }
}
