import express, { type NextFunction, type Request, type Response, Router } from 'express';
import twilio from 'twilio';
import type { Clock, SeenStore } from '../../ports.js';
import type { PhoneCallers, Said } from '../../ports-outbound.js';
import type { TwilioSettings } from './client.js';
import { TWILIO_LIMITS } from './limits.js';
import { withoutNumbers } from './quiet.js';
import { hangUpTwiml, messageTwiml, voiceTwiml, waitTwiml } from './twiml.js';
import { type Form, receiptOf, textOf, type VoiceAsk, voiceAskOf } from './webhook.js';

export interface PhoneRouteParts {
  readonly settings: Pick<TwilioSettings, 'authToken' | 'publicUrl'>;
  readonly callers: PhoneCallers;
  readonly seen: SeenStore;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
  /** An answer that came too late to go out as the answer to the request. */
  readonly late?: (answer: { readonly to: string; readonly text: string; readonly ref: string }) => Promise<void>;
  /** How long the bot may take before Twilio is answered without it. */
  readonly withinMs?: number;
}

const BODY = '32kb';
/** Twilio's signature has no time in it: a request that was signed once is signed for ever, so it is remembered for long. */
const REMEMBERED_MS = { act: 365 * 86_400_000, receipt: 7 * 86_400_000 } as const;
const WRONG = 'Something went wrong here. It is in the log.';

/** What Twilio asks and tells: `/sms`, `/voice` and `/status`, to be mounted on `/twilio`. */
export function phoneRoutes(parts: PhoneRouteParts): Router {
  const { settings, callers, seen, clock, late } = parts;
  const { rounds, answerWithinMs } = TWILIO_LIMITS;
  const withinMs = parts.withinMs ?? answerWithinMs;
  const failed = (what: string) => (error: unknown) => {
    parts.failed(what, withoutNumbers(error));
  };
  const first = (key: string, keep: keyof typeof REMEMBERED_MS) =>
    seen.first(`twilio:${key}`, new Date(clock.now().getTime() + REMEMBERED_MS[keep]));
  const once = async <T>(key: string, keep: keyof typeof REMEMBERED_MS, work: () => Promise<T>) =>
    (await first(key, keep)) ? await work() : undefined;
  const router = Router();
  router.use(express.urlencoded({ extended: false, limit: BODY, parameterLimit: 100 }), signed(settings));

  router.post('/sms', async (request, response) => {
    const text = textOf(formOf(request));
    if (!text) return refuse(response, 400, 'This is not a text message.');
    const answering = once(`sms:${text.ref}`, 'act', () => callers.text(text));
    const answer = await soon(answering, withinMs, failed('answering a text message'));
    if (answer.kind === 'failed') return refuse(response, 500, WRONG);
    twiml(response, messageTwiml(answer.kind === 'in' ? answer.value : undefined));
    // Twilio does not wait; the person still does.
    if (answer.kind !== 'late') return;
    const said = await answer.rest;
    if (said !== undefined && late)
      await late({ to: text.from, text: said, ref: text.ref }).catch(failed('a late answer to a text message'));
  });

  router.post('/voice', async (request, response) => {
    const ask = voiceAskOf(formOf(request), request.query);
    if (!ask) return refuse(response, 400, 'This is not a question about a call.');
    // Nobody pressed a key after the last time it was said: the call ends, and nobody has acknowledged anything.
    if (ask.round >= rounds && !ask.key) return twiml(response, hangUpTwiml());
    const said = await soon(voice(ask), withinMs, failed('what to say on a call'));
    const next = `${settings.publicUrl}/twilio/voice?p=${encodeURIComponent(ask.token)}&n=${ask.round + 1}`;
    if (said.kind === 'in') return twiml(response, voiceTwiml(said.value, ask.round, next));
    // Asked again, by then without the key, it says how the incident stands: a key that counted is not lost.
    twiml(response, ask.round >= rounds ? hangUpTwiml() : waitTwiml(next));
  });

  router.post('/status', async (request, response) => {
    const receipt = receiptOf(formOf(request), request.query);
    if (receipt) {
      const noting = once(`status:${receipt.ref}:${receipt.status}`, 'receipt', () => callers.receipt(receipt));
      await soon(noting, withinMs, failed('noting a receipt'));
    }
    response.status(204).end();
  });

  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const { status } = error as { status?: number };
    if (status !== undefined && status < 500) return refuse(response, status, 'This request could not be read.');
    failed('a request of Twilio')(error);
    refuse(response, 500, WRONG);
  });
  return router;

  /** A key counts once: what was signed for one press must not claim again when somebody sends it again. */
  async function voice(ask: VoiceAsk): Promise<Said> {
    const { token, ref, machine, round } = ask;
    const pressed = ask.key !== undefined && ask.key !== '';
    const fresh = !pressed || (await first(`voice:${ref}:${round}:${ask.key}`, 'act'));
    const key = ask.key === undefined || !fresh ? {} : { key: ask.key };
    const said = await callers.voice({ token, ref, machine, round, ...key });
    // A mailbox presses no key, and there is nobody to listen to.
    return machine ? { ...said, after: 'hang-up' } : said;
  }
}

/** The middleware that refuses what Twilio did not sign. Nothing is looked at before. */
function signed({ authToken, publicUrl }: PhoneRouteParts['settings']) {
  return (request: Request, response: Response, next: NextFunction): void => {
    const signature = request.header('x-twilio-signature') ?? '';
    const url = `${publicUrl}${request.originalUrl}`;
    if (request.method !== 'POST') refuse(response.setHeader('allow', 'POST'), 405, 'Twilio is to use POST.');
    else if (typeof request.body !== 'object' || request.body === null)
      refuse(response, 415, 'A form (application/x-www-form-urlencoded) is taken here.');
    else if (!twilio.validateRequest(authToken, signature, url, formOf(request)))
      refuse(response, 403, 'The signature is wrong. It is made with TWILIO_AUTH_TOKEN over PUBLIC_URL and the path.');
    else next();
  };
}

const formOf = (request: Request): Form => ({ ...(request.body as Form) });

const twiml = (response: Response, xml: string): void => {
  response.type('text/xml').send(xml);
};

const refuse = (response: Response, status: number, text: string): void => {
  response.status(status).type('text').send(text);
};

/** What came of work within a time. A failure is told already. */
type Soon<T> =
  | { readonly kind: 'in'; readonly value: T }
  | { readonly kind: 'failed' }
  | { readonly kind: 'late'; readonly rest: Promise<T | undefined> };

async function soon<T>(work: Promise<T>, ms: number, failed: (error: unknown) => void): Promise<Soon<T>> {
  const safe = work.then(
    (value): Soon<T> => ({ kind: 'in', value }),
    (error: unknown): Soon<T> => {
      failed(error);
      return { kind: 'failed' };
    },
  );
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Soon<T>>((resolve) => {
    timer = setTimeout(() => {
      const rest = safe.then((came) => (came.kind === 'in' ? came.value : undefined));
      resolve({ kind: 'late', rest });
    }, ms);
  });
  const came = await Promise.race([safe, late]);
  clearTimeout(timer);
  return came;
}
