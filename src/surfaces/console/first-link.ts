import { sameText } from '../../digest.js';
import { freshToken } from './session.js';

const LIFE_MS = 24 * 3_600_000;

/** The one-time link for the first administrator. It lives in memory: a restart makes another. */
export interface FirstLink {
  readonly token: string | undefined;
  opens(token: string): boolean;
  /** `true` once. */
  spend(token: string): boolean;
}

/** `needed` is whether nobody has an account yet. */
export function createFirstLink(needed: boolean, now: () => Date): FirstLink {
  const token = needed ? freshToken() : undefined;
  const until = now().getTime() + LIFE_MS;
  let spent = !needed;
  const opens = (given: string): boolean =>
    !spent && token !== undefined && now().getTime() < until && sameText(given, token);
  return {
    token,
    opens,
    spend(given) {
      if (!opens(given)) return false;
      spent = true;
      return true;
    },
  };
}
