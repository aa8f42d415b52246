import { remember } from '../src/remember.js';

/** How long the same bytes, from a source that gives its messages no id, count as the same message sent again. */
const REPEAT_MS = 60_000;
/** Messages remembered; the oldest give way, and one that comes again after that counts as news. */
const MOST = 20_000;

/**
 * Keys for messages that bring none. A device without a clock sends the same bytes for its next alarm, so the bytes count
 * as a repetition for a minute only, on a clock that nobody can set; and never when they speak of life safety, where a
 * second card is better than a second press that nobody sees. What came before a restart, or through another instance, is
 * not remembered: counted twice rather than not at all.
 *
 * `steady` is in milliseconds; `mark` is one that no other start of the program has.
 */
export function createBodies(steady: () => number, mark: string) {
  const last = new Map<string, { readonly key: string; readonly at: number }>();

  return {
    /** `order` rises with every message. */
    keyOf(source: string, hash: string, grave: boolean, order: number): string {
      const fresh = `body:${hash}:${mark}:${order}`;
      if (grave) return fresh;
      const at = steady();
      const name = `${source} ${hash}`;
      const before = last.get(name);
      if (before && at - before.at < REPEAT_MS) return before.key;
      remember(last, name, { key: fresh, at }, MOST);
      return fresh;
    },
  };
}

export type Bodies = ReturnType<typeof createBodies>;
