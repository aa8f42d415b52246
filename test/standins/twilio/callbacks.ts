import { createHmac } from 'node:crypto';
import type { Answered, Params } from './types.js';

/**
 * Twilio's signature, written from its documentation and not with its library: HMAC-SHA1 over the address and all
 * parameters by name.
 */
export const signature = (authToken: string, url: string, params: Params): string =>
  createHmac('sha1', authToken)
    .update(
      url +
        Object.keys(params)
          .sort()
          .map((name) => name + params[name])
          .join(''),
    )
    .digest('base64');

/** Sends what Twilio sends to a bot. The bot stands behind its public address; here it is reached directly. */
export class Callbacks {
  botUrl: string | undefined;
  publicUrl = '';
  /** Requests that were answered by neither 2xx nor an expected refusal. */
  readonly trouble: string[] = [];

  constructor(private readonly authToken: string) {}

  async post(url: string, params: Params, signedWith?: string): Promise<Answered> {
    if (this.botUrl === undefined) throw new Error('The stand-in does not know where the bot listens: call connect().');
    const reach = url.startsWith(this.publicUrl) ? this.botUrl + url.slice(this.publicUrl.length) : url;
    const response = await fetch(reach, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'x-twilio-signature': signedWith ?? signature(this.authToken, url, params),
      },
      body: new URLSearchParams(params).toString(),
      signal: AbortSignal.timeout(15_000),
    });
    const body = await response.text();
    return { status: response.status, body, contentType: response.headers.get('content-type') ?? '' };
  }

  /** A receipt: Twilio does not mind how it is answered, a test does. */
  async tell(url: string, params: Params): Promise<void> {
    try {
      const { status } = await this.post(url, params);
      if (status >= 400) this.trouble.push(`${url} answered ${status}`);
    } catch (error) {
      this.trouble.push(`${url}: ${(error as Error).message}`);
    }
  }
}
