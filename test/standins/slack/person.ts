import { viewComplaints } from './blocks.js';
import { shown } from './chat.js';
import { asMessages, isRecord } from './check.js';
import { choiceOf, elementIn, filledIn } from './choices.js';
import { FORM, JSON_TYPE, signed } from './sign.js';
import type { Click, Json, Reply, Sent, Submitted } from './types.js';
import { toldView } from './views.js';
import type { Workspace } from './workspace.js';
import { BOT, TEAM } from './workspace.js';

/** Slack shows an error to the person when the bot takes longer. */
const ACK_MS = 3_000;
/** A bot that answers nothing at all must not hang a test. */
const GIVE_UP_MS = 10_000;

export interface PersonParts {
  readonly workspace: Workspace;
  readonly signingSecret: string;
  readonly botUrl: () => string;
  /** Where response URLs are served. */
  readonly respondUrl: () => string;
}

/** Plays the people: presses, fills in, and holds the bot to the three seconds. */
export class Person {
  constructor(private readonly parts: PersonParts) {}

  /** Presses a button or chooses from an overflow menu. Throws when the bot does not answer 200 in three seconds. */
  async click({ channel, ts, actionId, user, value }: Click): Promise<Reply & { sent: Sent; triggerId: string }> {
    const { workspace } = this.parts;
    const message = workspace.message(channel, ts);
    if (!message) throw new Error(`There is no message ${ts} in ${channel} to press on.`);
    const found = elementIn(message.blocks, actionId);
    if (!found) throw new Error(`Message ${ts} has no element "${actionId}".`);
    const triggerId = workspace.newTrigger(user);
    const name = workspace.channels.get(channel)?.name ?? channel;
    const sent = this.interaction({
      type: 'block_actions',
      user: this.#user(user),
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: channel,
        is_ephemeral: false,
        ...(message.thread_ts ? { thread_ts: message.thread_ts } : {}),
      },
      trigger_id: triggerId,
      channel: { id: channel, name },
      message: shown(message, false),
      state: { values: {} },
      response_url: `${this.parts.respondUrl()}${workspace.newResponse({ channel, user, ts })}`,
      actions: [{ ...choiceOf(found.element, value), block_id: found.blockId, action_ts: workspace.nextTs() }],
    });
    return { ...inTime(await this.raw(sent.body, sent.headers)), sent, triggerId };
  }

  /** Fills in an open view and submits it. `values` are by block id; of a menu, the option's value. */
  async submit({
    viewId,
    user,
    values,
    files,
  }: {
    viewId: string;
    user: string;
    values: Readonly<Record<string, string>>;
    files?: Readonly<Record<string, readonly Json[]>>;
  }): Promise<Submitted> {
    const { workspace } = this.parts;
    const open = workspace.views.find((view) => view.id === viewId);
    if (!open) throw new Error(`View ${viewId} is not open.`);
    const sent = this.interaction({
      type: 'view_submission',
      user: this.#user(user),
      trigger_id: workspace.newTrigger(user),
      view: toldView(open, filledIn(open.view, values, files)),
      response_urls: [],
    });
    const reply = inTime(await this.raw(sent.body, sent.headers));
    return { ...reply, sent, ...this.#answered(viewId, open.view, reply.body) };
  }

  /** What Slack makes of the answer to a submission. It throws where Slack shows an error. */
  #answered(viewId: string, view: Json, body: string): Pick<Submitted, 'action' | 'errors'> {
    const { workspace } = this.parts;
    const answer: unknown = body === '' ? {} : JSON.parse(body);
    if (!isRecord(answer)) throw new Error(`The answer to a submission is not an object: ${body}`);
    switch (answer.response_action) {
      case undefined:
        workspace.closeView(viewId);
        return { action: 'close', errors: {} };
      case 'clear':
        workspace.views.splice(0);
        return { action: 'clear', errors: {} };
      case 'update': {
        const found = viewComplaints(answer.view);
        if (found.length > 0) throw new Error(`Slack refuses the updated view: ${asMessages(found).join('; ')}`);
        const current = workspace.views.find((each) => each.id === viewId);
        if (isRecord(answer.view)) workspace.keepView(current?.user ?? '', answer.view, viewId);
        return { action: 'update', errors: {} };
      }
      case 'errors':
        return { action: 'errors', errors: errorsFor(view, answer.errors) };
      default:
        throw new Error(`Slack knows no response_action "${String(answer.response_action)}".`);
    }
  }

  /** An interaction payload, signed and ready to be sent. */
  interaction(payload: Json): Sent {
    const whole = {
      team: TEAM,
      api_app_id: BOT.appId,
      token: 'legacy-verification-token',
      enterprise: null,
      is_enterprise_install: false,
      ...payload,
    };
    return this.sign(new URLSearchParams({ payload: JSON.stringify(whole) }).toString(), FORM);
  }

  /** An Events API body (also `url_verification`), signed and ready to be sent. */
  event(body: Json): Sent {
    return this.sign(JSON.stringify(body), JSON_TYPE);
  }

  /** A slash command, signed and ready to be sent. */
  command(command: string, text: string, user: string, channel: string): Sent {
    const { workspace, respondUrl } = this.parts;
    const about = {
      team_id: TEAM.id,
      team_domain: TEAM.domain,
      channel_id: channel,
      user_id: user,
      user_name: workspace.users.get(user)?.name ?? user,
    };
    const answer = {
      response_url: `${respondUrl()}${workspace.newResponse({ channel, user, ts: '' })}`,
      trigger_id: workspace.newTrigger(user),
    };
    return this.sign(
      new URLSearchParams({ command, text, api_app_id: BOT.appId, ...about, ...answer }).toString(),
      FORM,
    );
  }

  sign(
    body: string,
    contentType: string,
    { atMs = this.parts.workspace.now(), secret = this.parts.signingSecret } = {},
  ): Sent {
    return signed(body, contentType, secret, atMs);
  }

  /** Sends bytes to the bot as they are, forged or not, and reports what came back. */
  async raw(body: string, headers: Readonly<Record<string, string>>): Promise<Reply> {
    const started = performance.now();
    const response = await fetch(this.parts.botUrl(), {
      method: 'POST',
      body,
      headers,
      signal: AbortSignal.timeout(GIVE_UP_MS),
    });
    const text = await response.text();
    return { status: response.status, body: text, ms: performance.now() - started };
  }

  #user(id: string): Json {
    const name = this.parts.workspace.users.get(id)?.name ?? id.toLowerCase();
    return { id, username: name, name, team_id: TEAM.id };
  }
}

function inTime(reply: Reply): Reply {
  if (reply.ms > ACK_MS)
    throw new Error(`The bot answered after ${Math.round(reply.ms)} ms; Slack waits ${ACK_MS} ms.`);
  if (reply.status !== 200) throw new Error(`The bot answered HTTP ${reply.status}: ${reply.body.slice(0, 200)}`);
  return reply;
}

/** Slack takes errors only of input blocks that are in the view. */
function errorsFor(view: Json, errors: unknown): Readonly<Record<string, string>> {
  const inputs = (Array.isArray(view.blocks) ? view.blocks : []).filter(
    (block) => isRecord(block) && block.type === 'input',
  );
  const ids = new Set(inputs.map((block: Json) => block.block_id));
  const told = Object.entries(isRecord(errors) ? errors : {});
  if (told.length === 0) throw new Error('response_action "errors" names no error');
  for (const [id, text] of told) {
    if (!ids.has(id)) throw new Error(`The view has no input block "${id}" to show an error on.`);
    if (typeof text !== 'string' || text === '') throw new Error(`The error of "${id}" is not a text.`);
  }
  return Object.fromEntries(told.map(([id, text]) => [id, String(text)]));
}
