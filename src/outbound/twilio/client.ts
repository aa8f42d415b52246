import twilio from 'twilio';
import type RequestClient from 'twilio/lib/base/RequestClient.js';
import { z } from 'zod';

export interface TwilioSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** Our number, E.164. */
  readonly from: string;
  /** Where Twilio reaches us, without a slash at the end. */
  readonly publicUrl: string;
  /** For stand-ins; Twilio's own when absent. */
  readonly apiUrl?: string;
}

/** Twilio refused. It carries codes and nothing of what was sent or said: Twilio's own texts quote numbers. */
export class TwilioRefused extends Error {
  constructor(
    readonly status: number,
    readonly twilioCode: number | undefined,
    readonly retryAfterMs: number | undefined,
  ) {
    super(`Twilio answered HTTP ${status}${twilioCode === undefined ? '' : `, ${twilioCode}`}`);
    this.name = 'TwilioRefused';
  }
}

/** Bytes of an answer; a page of fifty messages has about 60,000. */
const LARGEST = 2 * 1_048_576;
const fault = z.object({ code: z.int().optional() });

/**
 * Twilio's client waits 30 s, can only reach Twilio, and throws away `Retry-After`. This one waits as long as it is told,
 * for the whole of an answer, and can be sent to a stand-in.
 */
class Line extends twilio.RequestClient {
  constructor(
    private readonly base: string | undefined,
    timeoutMs: number,
  ) {
    super({ timeout: timeoutMs, autoRetry: false, keepAlive: true });
    this.axios.interceptors.request.use((config) => {
      // The client's own limit counts silence only: an answer that drips would hold a page up for ever.
      config.signal = AbortSignal.timeout(timeoutMs);
      config.maxContentLength = LARGEST;
      return config;
    });
  }

  override async request<TData>(options: RequestClient.RequestOptions<TData>) {
    const url = new URL(options.uri);
    const uri = this.base === undefined ? options.uri : `${this.base}${url.pathname}${url.search}`;
    const response = await super.request<TData>({ ...options, uri });
    if (response.statusCode >= 400) throw refusedBy(response);
    return response;
  }
}

function refusedBy({ statusCode, body, headers }: { statusCode: number; body: unknown; headers: unknown }) {
  const { code } = fault.catch({}).parse(typeof body === 'string' ? jsonOf(body) : body);
  const after = Number((headers as Record<string, unknown> | undefined)?.['retry-after']);
  return new TwilioRefused(statusCode, code, after > 0 ? Math.min(after, 3_600) * 1_000 : undefined);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function twilioClient({ accountSid, authToken, apiUrl }: TwilioSettings, timeoutMs: number): twilio.Twilio {
  return twilio(accountSid, authToken, { httpClient: new Line(apiUrl?.replace(/\/+$/, ''), timeoutMs) });
}
