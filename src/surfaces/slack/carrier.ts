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

function socket({ apiUrl, logger, failed }: CarrierParts, appToken: string): Carrier {
  const receiver = new SocketModeReceiver({
    appToken,
    logger,
    installerOptions: { clientOptions: { ...(apiUrl ? { slackApiUrl: apiUrl } : {}), timeout: 10_000 } },
  });
  return {
    receiver,
    // A line that cannot be opened must not keep alarms from being taken: people are told by what else is on.
    start() {
      receiver.start().catch((error: unknown) => {
        failed('opening the line to Slack (Socket Mode)', error);
      });
    },
    stop: () => receiver.stop(),
  };
}
