import type {
  ApiCall,
  ChannelSeed,
  Ephemeral,
  Json,
  SlackOptions,
  StoredMessage,
  StoredView,
  UserSeed,
} from './types.js';

export const TEAM = { id: 'T0TOCSIN', domain: 'riverside' };
export const BOT = { id: 'B0BOT', userId: 'U0BOT', appId: 'A0TOCSIN', name: 'tocsin' };

const CHANNELS: readonly ChannelSeed[] = [{ id: 'C0OPS', name: 'ops' }];
const USERS: readonly UserSeed[] = [
  { id: 'U0ANA', name: 'ana.beck', realName: 'Ana Beck' },
  { id: 'U0BEN', name: 'ben.ortiz', realName: 'Ben Ortiz' },
];

/** Slack's own spans: a trigger opens one view, soon; a response URL is used five times in half an hour. */
const TRIGGER_MS = 3_000;
const RESPONSE_MS = 30 * 60_000;
const RESPONSE_USES = 5;

interface ResponseUrl {
  readonly channel: string;
  readonly user: string;
  readonly ts: string;
  readonly at: number;
  uses: number;
}

/** What the workspace holds. Everything that is said of it is a copy of nothing: tests read it live. */
export class Workspace {
  readonly channels: Map<string, ChannelSeed>;
  readonly users: Map<string, UserSeed>;
  /** Of the token; all when absent. */
  readonly scopes: readonly string[] | undefined;
  readonly messages: StoredMessage[] = [];
  readonly ephemerals: Ephemeral[] = [];
  /** Modals that are open, the topmost of a person last. */
  readonly views: StoredView[] = [];
  readonly homes = new Map<string, Json>();
  readonly calls: ApiCall[] = [];
  readonly files = new Map<
    string,
    { readonly name: string; readonly user: string; readonly bytes: Buffer; readonly shares?: readonly string[] }
  >();
  /** Places for files that nobody sees yet. */
  readonly uploads = new Map<
    string,
    { readonly name: string; readonly length: number; readonly kept: boolean; readonly bytes?: Buffer }
  >();
  /** Where the stand-in listens. */
  base = '';
  /** Pictures that Slack cannot fetch. */
  readonly brokenPictures = new Set<string>();
  readonly #triggers = new Map<string, { readonly user: string; readonly at: number; used: boolean }>();
  readonly #responses = new Map<string, ResponseUrl>();
  #lastTs = 0;
  #ids = 0;

  constructor(
    options: SlackOptions,
    readonly now: () => number,
  ) {
    this.channels = new Map((options.channels ?? CHANNELS).map((channel) => [channel.id, channel]));
    this.scopes = options.scopes;
    this.users = new Map((options.users ?? USERS).map((user) => [user.id, user]));
  }

  /** `1700000000.000100`: never the same twice, always rising. */
  nextTs(): string {
    this.#lastTs = Math.max(Math.floor(this.now()) * 1_000, this.#lastTs + 1);
    return `${Math.floor(this.#lastTs / 1_000_000)}.${String(this.#lastTs % 1_000_000).padStart(6, '0')}`;
  }

  nextId(prefix: string): string {
    this.#ids += 1;
    return `${prefix}${String(this.#ids).padStart(8, '0')}`;
  }

  message(channel: string, ts: string): StoredMessage | undefined {
    return this.messages.find((message) => message.channel === channel && message.ts === ts);
  }

  replace(message: StoredMessage): void {
    const index = this.messages.findIndex((each) => each.channel === message.channel && each.ts === message.ts);
    if (index >= 0) this.messages[index] = message;
  }

  remove({ channel, ts }: StoredMessage): void {
    const index = this.messages.findIndex((each) => each.channel === channel && each.ts === ts);
    if (index >= 0) this.messages.splice(index, 1);
  }

  newTrigger(user: string): string {
    const id = `${this.nextId('1111111')}.2222222.${'ab'.repeat(16)}`;
    this.#triggers.set(id, { user, at: this.now(), used: false });
    return id;
  }

  /** The person whose press this is, or Slack's word for why it opens nothing. */
  useTrigger(id: unknown): { user: string } | { error: string } {
    const trigger = typeof id === 'string' ? this.#triggers.get(id) : undefined;
    if (!trigger) return { error: 'invalid_trigger_id' };
    if (trigger.used) return { error: 'exchanged_trigger_id' };
    if (this.now() - trigger.at > TRIGGER_MS) return { error: 'expired_trigger_id' };
    trigger.used = true;
    return { user: trigger.user };
  }

  newResponse(about: Pick<ResponseUrl, 'channel' | 'user' | 'ts'>): string {
    const id = this.nextId('R');
    this.#responses.set(id, { ...about, at: this.now(), uses: 0 });
    return id;
  }

  useResponse(id: string): ResponseUrl | { error: string } {
    const response = this.#responses.get(id);
    if (!response) return { error: 'unknown_url' };
    if (this.now() - response.at > RESPONSE_MS) return { error: 'expired_url' };
    if (response.uses >= RESPONSE_USES) return { error: 'used_url' };
    response.uses += 1;
    return response;
  }

  keepView(user: string, view: Json, replaces?: string): StoredView {
    const kept = {
      id: replaces ?? this.nextId('V'),
      hash: `${Math.floor(this.now() / 1_000)}.${this.nextId('h')}`,
      user,
      view,
    };
    const index = this.views.findIndex((each) => each.id === replaces);
    if (index >= 0) this.views[index] = kept;
    else this.views.push(kept);
    return kept;
  }

  closeView(id: string): void {
    const index = this.views.findIndex((view) => view.id === id);
    if (index >= 0) this.views.splice(index, 1);
  }
}
