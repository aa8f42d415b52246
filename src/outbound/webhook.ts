import { createHmac } from 'node:crypto';
import type { Hooks, Sending } from '../ports-outbound.js';

const TIMEOUT_MS = 10_000;

/**
 * Posts JSON to an address of the book, signed as our own alarms are: `X-Tocsin-Signature: t=<unix seconds>,v1=<hex
 * hmac-sha256(secret, t + "." + body)>`, and with `X-Tocsin-Delivery`, the same for the same thing however often it is sent. No
 * redirect is followed.
 */
export function createHooks({ timeoutMs = TIMEOUT_MS, now = () => new Date() } = {}): Hooks {
  return {
    async send({ url, secret, body, token }): Promise<Sending> {
      const text = JSON.stringify(body);
      const at = Math.floor(now().getTime() / 1_000);
      const mac = createHmac('sha256', secret).update(`${at}.${text}`).digest('hex');
      try {
        const response = await fetch(url, {
          method: 'POST',
          redirect: 'error',
          headers: {
            'content-type': 'application/json',
            'user-agent': 'Tocsin',
            'x-tocsin-signature': `t=${at},v1=${mac}`,
            'x-tocsin-delivery': token,
          },
          body: text,
          signal: AbortSignal.timeout(timeoutMs),
        });
        const { status, headers } = response;
        // Nobody reads what the other side says.
        void response.body?.cancel().catch(() => undefined);
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
        const why =
          (error as { name?: string }).name === 'TimeoutError' ? 'did not answer in time' : 'could not be reached';
        return { kind: 'retry', error: `the webhook ${why}`, inDoubt: true };
      }
    },
  };
}
