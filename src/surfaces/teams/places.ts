import type { Clock } from '../../ports.js';
import type { TeamsPlaceStore } from '../../ports-chats.js';
import type { Address } from './transport.js';

/** What Microsoft documents for a bot that was never told where to call. */
const GLOBAL = 'https://smba.trafficmanager.net/teams/';

/** Noted again so often, for whoever looks when it was last heard of. */
const NOTE_EVERY_MS = 24 * 3_600_000;
/** Others may have been told meanwhile. */
const LOOK_EVERY_MS = 30_000;

/** A conversation without the message of a thread in it. */
export const bare = (conversation: string): string => conversation.split(';')[0] ?? conversation;

/** Channels have threads; chats have none. */
export const hasThreads = (conversation: string): boolean => /@thread\.(tacv2|skype)$/.test(bare(conversation));

interface PlacesParts {
  readonly anonymous: boolean;
  readonly failed: (error: unknown) => void;
}

/** Where Teams wants to be called for each conversation: as it said itself, kept over restarts. */
export async function createPlaces(store: TeamsPlaceStore, clock: Clock, parts: PlacesParts) {
  const known = new Map<string, { serviceUrl: string; notedAt: number }>();
  /** By what Teams calls somebody, the chat with them alone. */
  let own = new Map<string, string>();
  let newest: string | undefined;
  let lookedAt = 0;

  async function look(): Promise<void> {
    lookedAt = clock.now().getTime();
    const all = await store.all();
    // Whoever asks meanwhile still finds what was known.
    const met = new Map<string, string>();
    for (const { conversation, serviceUrl, user = [], at } of all) {
      // Somebody tried it on this machine, with the same store.
      if (!parts.anonymous && !serviceUrl.startsWith('https:')) continue;
      known.set(conversation, { serviceUrl, notedAt: at.getTime() });
      newest = serviceUrl;
      for (const id of user) met.set(id, conversation);
    }
    own = met;
  }
  await look();
  const isOld = (): boolean => Math.abs(clock.now().getTime() - lookedAt) > LOOK_EVERY_MS;

  return {
    /** Teams has called us from there. `user`: whoever is alone with us there, by every name that Teams has for them. */
    async heard(conversation: string, serviceUrl: string, user?: readonly string[]): Promise<void> {
      const key = bare(conversation);
      const at = clock.now();
      const before = known.get(key);
      newest = serviceUrl;
      const fresh = before && Math.abs(at.getTime() - before.notedAt) < NOTE_EVERY_MS;
      const met = user?.every((id) => own.get(id) === key) ?? true;
      if (fresh && met && before.serviceUrl === serviceUrl) return;
      known.set(key, { serviceUrl, notedAt: at.getTime() });
      for (const id of user ?? []) own.set(id, key);
      await store.note({ conversation: key, serviceUrl, ...(user ? { user } : {}), at });
    },

    async gone(conversation: string): Promise<void> {
      const key = bare(conversation);
      known.delete(key);
      for (const [user, chat] of own) if (chat === key) own.delete(user);
      await store.forget(key);
    },

    /** The chat with somebody alone; `undefined` for whoever never opened one, or removed Tocsin from it. */
    chatWith(user: string): string | undefined {
      if (isOld()) look().catch(parts.failed);
      return own.get(user);
    },

    /** The address of a conversation; `undefined` when nobody ever said one. */
    async addressOf(conversation: string): Promise<Address | undefined> {
      if (isOld()) await look();
      // One organisation has one region: what Teams said for another conversation holds for this one too.
      const serviceUrl = known.get(bare(conversation))?.serviceUrl ?? newest ?? (parts.anonymous ? undefined : GLOBAL);
      return serviceUrl === undefined ? undefined : { serviceUrl, conversation };
    },
  };
}

export type Places = Awaited<ReturnType<typeof createPlaces>>;
