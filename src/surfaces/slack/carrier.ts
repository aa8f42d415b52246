import { ExpressReceiver, type Logger, type Receiver, SocketModeReceiver } from '@slack/bolt';
import type { Express } from 'express';
import type { Clock } from '../../ports.js';

/** By which way Slack reaches us. */
export type SlackWay =
  /** It calls `/slack/events`, and signs. */
  | { readonly signingSecret: string }
  /** We call Slack and keep the line open: nothing of ours has to be reachable from outside. */
  | { readonly appToken: string };

export interface CarrierParts {
  readonly way: SlackWay;
  readonly apiUrl: string | undefined;
  readonly web: Express;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly failed: (what: string, error: unknown) => void;
}

export interface Carrier {
  readonly receiver: Receiver;
  /** To be called once everything listens. */
  start(): void;
  stop(): Promise<void>;
}

const EVENTS = '/slack/events';
/** Slack's own window for signed requests; Bolt checks the past only. */
export const WINDOW_S = 300;

export const carrierOf = (parts: CarrierParts): Carrier =>
  'appToken' in parts.way ? socket(parts, parts.way.appToken) : http(parts, parts.way.signingSecret);

function http({ web, clock, logger }: CarrierParts, signingSecret: string): Carrier {
  web.use(EVENTS, (request, response, next) => {
    const stamp = Number(request.headers['x-slack-request-timestamp']);
    if (Math.abs(clock.now().getTime() / 1_000 - stamp) <= WINDOW_S) return next();
    response
      .status(401)
      .json({ error: `x-slack-request-timestamp is missing or more than ${WINDOW_S} s from our clock` });
  });
  const receiver = new ExpressReceiver({
    logger,
    signingSecret,
    app: web,
    endpoints: EVENTS,
    customPropertiesExtractor: (request) => ({ signature: request.headers['x-slack-signature'] }),
  });
  return { receiver, start: () => undefined, stop: () => Promise.resolve() };
}

/** Pauses before the line is opened again: from the first to the longest. */
const AGAIN_MS = { first: 500, most: 60_000 } as const;

function socket({ apiUrl, logger, failed }: CarrierParts, appToken: string): Carrier {
  // The library gives up for good at some answers, and says so to nobody: the line is kept open here.
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: { ...(apiUrl ? { slackApiUrl: apiUrl } : {}), timeout: 10_000, retryConfig: { retries: 0 } },
    },
  });
  let stopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;

  function again(): void {
    if (stopped || timer) return;
    timer = setTimeout(open, Math.min(AGAIN_MS.most, AGAIN_MS.first * 2 ** failures));
  }
  function open(): void {
    timer = undefined;
    receiver.start().then(
      () => {
        failures = 0;
      },
      (error: unknown) => {
        failures += 1;
        failed('opening the line to Slack (Socket Mode)', error);
        again();
      },
    );
  }
  // Slack itself closes lines now and then.
  receiver.client.on('disconnected', again);
  return {
    receiver,
    start: open,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await receiver.stop();
    },
  };
}
