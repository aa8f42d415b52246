/** What a test may say about the workspace. Everything has a default. */
export interface SlackOptions {
  /** Where interactions go: the bot's `/slack/events`. May be told later by `connect`. */
  readonly botUrl?: string;
  /** Epoch milliseconds for time stamps, rate windows, triggers and signatures. */
  readonly now?: () => number;
  readonly token?: string;
  readonly signingSecret?: string;
  readonly channels?: readonly ChannelSeed[];
  readonly users?: readonly UserSeed[];
  /** Scopes of the token; all when absent. */
  readonly scopes?: readonly string[];
  /** Posts that a channel takes at once before one a second holds; 1 when absent. */
  readonly postBurst?: number;
  /** `false` switches the rate limits off. */
  readonly rates?: boolean;
}

export interface ChannelSeed {
  readonly id: string;
  readonly name: string;
  readonly isPrivate?: boolean;
  /** Somebody's chat with the bot alone. */
  readonly isIm?: boolean;
  readonly isArchived?: boolean;
  /** Whether the bot was invited; yes when absent. */
  readonly hasBot?: boolean;
}

export interface UserSeed {
  readonly id: string;
  /** The handle, `ana.beck`. */
  readonly name: string;
  readonly realName: string;
  readonly email?: string;
  /** A guest of the workspace, or somebody of another one in a shared channel. */
  readonly guest?: 'restricted' | 'elsewhere';
}

export type Json = Record<string, unknown>;

export interface StoredMessage {
  readonly ts: string;
  readonly channel: string;
  readonly thread_ts?: string;
  readonly user: string;
  readonly bot_id?: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly files?: readonly Readonly<Record<'id' | 'name' | 'title', string>>[];
  readonly metadata?: { readonly event_type: string; readonly event_payload: Json };
  readonly edited?: { readonly user: string; readonly ts: string };
}

export interface Ephemeral {
  readonly ts: string;
  readonly channel: string;
  readonly to: string;
  readonly text: string;
  readonly blocks: readonly Json[];
  /** `api` is chat.postEphemeral, `response_url` an answer to a press. */
  readonly by: 'api' | 'response_url';
}

export interface StoredView {
  readonly id: string;
  readonly hash: string;
  readonly user: string;
  readonly view: Json;
}

/** One call of the Web API, as it came and as it was answered. `undefined` was never answered. */
export interface ApiCall {
  readonly method: string;
  readonly args: Json;
  readonly at: number;
  /** HTTP status, or what happened to the connection. */
  readonly status: number | 'dropped' | 'hanging';
  readonly answer: Json | undefined;
  /** Of a 429: the silence that it asked for. */
  readonly retryAfterS?: number;
}

/**
 * Something that goes wrong. `times` counts calls, `forMs` is a span of the stand-in's clock; without either it lasts
 * until `heal`. With `taken` the call is carried out all the same, and only its answer goes wrong.
 */
export type Fault = { readonly times?: number; readonly forMs?: number; readonly taken?: true } & (
  | { readonly kind: 'rate-limited'; readonly retryAfterS?: number; readonly header?: boolean }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'http'; readonly status: number; readonly body?: string }
  | { readonly kind: 'hang' }
  /** The connection breaks before anything was done. */
  | { readonly kind: 'drop-before' }
  /** Everything was done, and nothing is answered. */
  | { readonly kind: 'drop-after' }
  | { readonly kind: 'slow'; readonly ms: number }
  /** HTTP 200 with something that is no JSON. */
  | { readonly kind: 'garbled' }
  /** It answers as if all were well, and keeps nothing of what it was told. */
  | { readonly kind: 'forget' }
);

export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly ms: number;
}

/** Something that was sent to the bot, byte for byte, so that it can be sent again. */
export interface Sent {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Click {
  readonly channel: string;
  readonly ts: string;
  /** The whole id, `tocsin:claim`. */
  readonly actionId: string;
  readonly user: string;
  /** Of an overflow menu: the value or the label of the choice. Of a button: replaces the value that it carries. */
  readonly value?: string;
}

export type Submitted = Reply & {
  readonly sent: Sent;
  readonly action: 'close' | 'errors' | 'update' | 'clear';
  readonly errors: Readonly<Record<string, string>>;
};
