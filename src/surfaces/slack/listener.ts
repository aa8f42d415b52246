import type webApi from '@slack/web-api';
import type { HandleInbound } from '../../inbound.js';
import type { WhoOnSlack } from './people.js';

/** What everything needs that listens to Slack and answers. */
export interface ListenerParts {
  readonly handle: HandleInbound;
  readonly who: WhoOnSlack;
  readonly interactive: webApi.WebClient;
  /** Said to somebody whom neither book nor channel knows. */
  readonly stranger: string;
  readonly failed: (what: string, error: unknown) => void;
}
