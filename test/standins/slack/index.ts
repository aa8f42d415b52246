import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Person } from './person.js';
import { pullsIn, visibleText } from './reading.js';
import { Api } from './server.js';
import type {
  ApiCall,
  Click,
  Ephemeral,
  Fault,
  Json,
  Reply,
  Sent,
  SlackOptions,
  StoredMessage,
  StoredView,
  Submitted,
} from './types.js';
import { Workspace } from './workspace.js';

export { messageComplaints, viewComplaints } from './blocks.js';
export { mrkdwnIn, pullsIn, visibleText } from './reading.js';
export type * from './types.js';

/**
 * A strict stand-in of Slack on 127.0.0.1. It keeps Slack's own rules (docs/slack.md says which), can be told to
 * misbehave, plays the people, and lets a test read everything back.
 */
export interface SlackStandIn {
  /** The base of the Web API, for `SLACK_API_URL`; ends in `/api/`. */
  readonly url: string;
  readonly token: string;
  readonly signingSecret: string;
  /** Tells where the bot listens: its `/slack/events`. */
  connect(botUrl: string): void;

  /** Messages of a channel, oldest first, those in threads left out. */
  messages(channel: string): readonly StoredMessage[];
  /** Answers below a message, oldest first, the message left out. */
  thread(channel: string, ts: string): readonly StoredMessage[];
  /** What only this person was told. */
  ephemerals(user: string): readonly Ephemeral[];
  /** The Home tab as this person sees it. */
  home(user: string): Json | undefined;
  /** Modals that this person has open, the topmost last. */
  openViews(user: string): readonly StoredView[];
  /** Every call of the Web API (and of response URLs, as `response_url`), oldest first. */
  calls(method?: string): readonly ApiCall[];
  visibleText(message: { readonly text: string; readonly blocks: readonly object[] }): string;
  /** What in it pings somebody or can be followed. */
  pulls: typeof pullsIn;

  click(click: Click): Promise<Reply & { readonly sent: Sent; readonly triggerId: string }>;
  /** `files` are those that `upload` gave, by field. */
  submit(form: {
    viewId: string;
    user: string;
    values: Readonly<Record<string, string>>;
    files?: Readonly<Record<string, readonly Json[]>>;
  }): Promise<Submitted>;
  /** Somebody's client uploads a file, as it does before a form with it is sent. */
  upload(user: string, name: string, bytes: Buffer): Json;
  /** What Slack has of a file. */
  fileBytes(id: string): Buffer | undefined;
  /** It is deleted in Slack. */
  deleteFile(id: string): void;
  /** Sends bytes to the bot as they are. */
  raw(body: string, headers: Readonly<Record<string, string>>): Promise<Reply>;
  sign(body: string, contentType: string, options?: { readonly atMs?: number; readonly secret?: string }): Sent;
  /** Lives for three seconds, and opens one form. */
  newTrigger(user: string): string;
  interaction(payload: Json): Sent;
  event(body: Json): Sent;
  command(command: string, text: string, user: string, channel: string): Sent;
  /** Somebody other than the bot says something. */
  say(channel: string, user: string, text: string, metadata?: StoredMessage['metadata']): StoredMessage;

  /** `method` is one of the Web API, `response_url`, or `*`. */
  fail(method: string, fault: Fault): void;
  heal(method?: string): void;
  /** A picture that Slack cannot fetch: messages with it are refused. */
  breakPicture(url: string): void;
  archive(channel: string): void;
  forget(channel: string, ts: string): void;
  stop(): Promise<void>;
}

/** Starts the stand-in on a free port of 127.0.0.1. */
export async function startSlackStandIn(options: SlackOptions = {}): Promise<SlackStandIn> {
  const now = options.now ?? Date.now;
  const token = options.token ?? 'xoxb-standin-0123456789-abcdefghijkl';
  const signingSecret = options.signingSecret ?? '8f742231b10e8888abcd99yyyzzz85a5';
  const workspace = new Workspace(options, now);
  const api = new Api(workspace, { ...options, token });
  const server = createServer(api.handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  workspace.base = base;
  let botUrl = options.botUrl;
  const person = new Person({
    workspace,
    signingSecret,
    respondUrl: () => `${base}/respond/`,
    botUrl: () => {
      if (botUrl === undefined) throw new Error('The stand-in does not know where the bot listens: call connect(url).');
      return botUrl;
    },
  });
  const nameOf = (id: string) => workspace.users.get(id)?.realName ?? id;

  return {
    url: `${base}/api/`,
    token,
    signingSecret,
    connect: (url) => {
      botUrl = url;
    },
    messages: (channel) =>
      workspace.messages.filter((each) => each.channel === channel && each.thread_ts === undefined),
    thread: (channel, ts) => workspace.messages.filter((each) => each.channel === channel && each.thread_ts === ts),
    ephemerals: (user) => workspace.ephemerals.filter((each) => each.to === user),
    newTrigger: (user) => workspace.newTrigger(user),
    home: (user) => workspace.homes.get(user),
    openViews: (user) => workspace.views.filter((each) => each.user === user),
    calls: (method) =>
      method === undefined ? workspace.calls : workspace.calls.filter((each) => each.method === method),
    visibleText: (message) => visibleText(message, nameOf),
    pulls: pullsIn,
    click: (click) => person.click(click),
    submit: (form) => person.submit(form),
    upload: (user, name, bytes) => {
      const id = workspace.nextId('F');
      workspace.files.set(id, { name, user, bytes });
      return {
        id,
        name,
        size: bytes.length,
        url_private_download: `${base}/files-pri/${id}/${encodeURIComponent(name)}`,
      };
    },
    fileBytes: (id) => workspace.files.get(id)?.bytes,
    deleteFile: (id) => {
      workspace.files.delete(id);
    },
    raw: (body, headers) => person.raw(body, headers),
    sign: (body, contentType, signing) => person.sign(body, contentType, signing),
    interaction: (payload) => person.interaction(payload),
    event: (body) => person.event(body),
    command: (command, text, user, channel) => person.command(command, text, user, channel),
    say: (channel, user, text, metadata) => {
      const message = { ts: workspace.nextTs(), channel, user, text, blocks: [], ...(metadata ? { metadata } : {}) };
      workspace.messages.push(message);
      return message;
    },
    fail: (method, fault) => {
      api.faults.set(method, fault, now());
    },
    heal: (method) => {
      api.faults.heal(method);
    },
    breakPicture: (url) => {
      workspace.brokenPictures.add(url);
    },
    archive: (channel) => {
      const known = workspace.channels.get(channel);
      if (known) workspace.channels.set(channel, { ...known, isArchived: true });
    },
    forget: (channel, ts) => {
      const index = workspace.messages.findIndex((each) => each.channel === channel && each.ts === ts);
      if (index >= 0) workspace.messages.splice(index, 1);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
