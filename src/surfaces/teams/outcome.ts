import type { Outcome } from '../../incident/index.js';
import { TeamsError } from './transport.js';

/**
 * What became of a call, as delivery understands it (learn.microsoft.com, "Status codes from bot conversational APIs"). What may have
 * been carried out all the same is in doubt.
 */
export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof TeamsError))
    return { kind: 'retry', error: error instanceof Error ? error.name : 'unknown error', inDoubt: true };
  const { message } = error;
  const { status, retryAfterMs, signIn, code } = error.about;
  if (signIn) return { kind: 'dead', error: message, everywhere: true };
  switch (status) {
    case undefined:
      // Nobody listened: it was not even sent.
      return { kind: 'retry', error: message, inDoubt: code !== 'ECONNREFUSED' && code !== 'ENOTFOUND' };
    case 401:
      return { kind: 'dead', error: message, everywhere: true };
    case 404:
      // Of an update: the message is gone. Of a post: so is the channel, see `postOutcome`.
      return { kind: 'lost', error: message };
    case 412:
      // "Precondition failed": another change of the same message was under way.
      return { kind: 'retry', error: message };
    case 429:
      return { kind: 'retry', error: message, afterMs: retryAfterMs ?? 1_000 };
    case 408:
    case 500:
    case 502:
    case 503:
    case 504:
      return { kind: 'retry', error: message, inDoubt: true, ...(retryAfterMs ? { afterMs: retryAfterMs } : {}) };
    default:
      // 400, 403 (not in the conversation any more), 413 (too large): the same again gives the same answer.
      return status >= 500 ? { kind: 'retry', error: message, inDoubt: true } : { kind: 'dead', error: message };
  }
}

/** A post has no message that could be gone: it is the conversation. */
export function postOutcome(error: unknown): Outcome {
  const outcome = outcomeOf(error);
  return outcome.kind === 'lost' ? { kind: 'dead', error: outcome.error } : outcome;
}
