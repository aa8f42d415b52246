/** Calls per minute and method that Slack allows (tiers 3 and 4, and `auth.test`, which has a rule of its own). */
export const PER_MINUTE: Readonly<Record<string, number>> = {
  'chat.update': 50,
  'chat.delete': 50,
  'conversations.history': 50,
  'conversations.replies': 50,
  'conversations.open': 50,
  'chat.postEphemeral': 100,
  'views.open': 100,
  'views.update': 100,
  'views.publish': 100,
  'users.info': 100,
  'files.completeUploadExternal': 100,
  'files.getUploadURLExternal': 100,
  'files.info': 100,
  'auth.test': 600,
};

const MINUTE_MS = 60_000;

/** Counts calls the way Slack does: one post a second and channel, so many calls a minute of anything else. */
export class Rates {
  readonly #calls = new Map<string, number[]>();
  readonly #posts = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly postBurst: number) {}

  /** 0 when the call may pass, else the seconds of `Retry-After`. A refused call does not count. */
  take(method: string, channel: string, now: number): number {
    return method === 'chat.postMessage' ? this.#takePost(channel, now) : this.#takeCall(method, now);
  }

  #takePost(channel: string, now: number): number {
    const bucket = this.#posts.get(channel) ?? { tokens: this.postBurst, at: now };
    const tokens = Math.min(this.postBurst, bucket.tokens + Math.max(0, now - bucket.at) / 1_000);
    const passes = tokens >= 0.999;
    this.#posts.set(channel, { tokens: passes ? tokens - 1 : tokens, at: now });
    return passes ? 0 : Math.max(1, Math.ceil(1 - tokens));
  }

  #takeCall(method: string, now: number): number {
    const limit = PER_MINUTE[method];
    if (limit === undefined) return 0;
    const recent = (this.#calls.get(method) ?? []).filter((at) => now - at < MINUTE_MS);
    this.#calls.set(method, recent);
    const [oldest] = recent;
    if (recent.length < limit || oldest === undefined) {
      recent.push(now);
      return 0;
    }
    return Math.max(1, Math.ceil((oldest + MINUTE_MS - now) / 1_000));
  }
}
