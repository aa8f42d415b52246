import { createHmac } from 'node:crypto';
import type { Hooks, Sending } from '../ports-outbound.js';
import { boundedFetch, TooLarge } from './bounded-fetch.js';

/** Nobody reads what the other side says, but it has to come to an end. */
const ANSWER_BYTES = 64 * 1_024;
const TIMEOUT_MS = 10_000;

/**
 * Posts JSON to an address of the book, signed as our own alarms are: `X-Tocsin-Signature: t=<unix seconds>,v1=<hex
 * hmac-sha256(secret, t + "." + body)>`, and with `X-Tocsin-Delivery`, the same for the same thing however often it is sent. No
 * redirect is followed.
 */
export function createHooks({ timeoutMs = TIMEOUT_MS, now = () => new Date() } = {}): Hooks {
  const post = boundedFetch(ANSWER_BYTES);
  return {
    async send({ url, secret, body, token }): Promise<Sending> {
      const text = JSON.stringify(body);
      const at = Math.floor(now().getTime() / 1_000);
      const mac = createHmac('sha256', secret).update(`${at}.${text}`).digest('hex');
      try {
        const { status, headers } = await post(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Tocsin',
            'x-tocsin-signature': `t=${at},v1=${mac}`,
            'x-tocsin-delivery': token,
          },
          body: text,
          signal: AbortSignal.timeout(timeoutMs),
        });
        if (status >= 200 && status < 300) return { kind: 'sent', ref: `${status}` };
        const error = `the webhook answered ${status}`;
        // Whoever has moved away for good says so; everything else somebody may mend.
        if (status === 410) return { kind: 'refused', error };
        const wish = Number(headers.get('retry-after'));
        const afterMs = Number.isFinite(wish) && wish > 0 ? Math.min(wish, 3_600) * 1_000 : undefined;
        return {
          kind: status >= 500 || status === 429 || status === 408 ? 'retry' : 'refused',
          error,
          ...(afterMs ? { afterMs } : {}),
        };
      } catch (error) {
        if (error instanceof TooLarge) return { kind: 'sent', ref: 'answered at length' };
        const why =
          (error as { name?: string }).name === 'TimeoutError' ? 'did not answer in time' : 'could not be reached';
        return { kind: 'retry', error: `the webhook ${why}`, inDoubt: true };
      }
    },
  };
}
