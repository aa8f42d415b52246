import type { Incident } from '../../src/incident/index.js';
import type { SlackStandIn } from '../../test/standins/slack/index.js';
import { ALL_SITES } from '../book.js';
import type { Sent } from './alarms.js';
import { pause } from './dice.js';
import type { Ledger } from './ledger.js';
import { stormFaults } from './storm-truth.js';
import { channelOf, names, shownIn } from './truth.js';

/** Milliseconds from the moment at which the alarm left to the one at which Slack took its card. */
export function cardAfter(slack: SlackStandIn, { sentAt }: Sent, subject: string): number {
  const post = slack
    .calls('chat.postMessage')
    .find(
      ({ status, answer, args }) =>
        status === 200 && answer?.ok === true && JSON.stringify(args.blocks ?? []).includes(subject),
    );
  return post ? post.at - sentAt : Number.POSITIVE_INFINITY;
}

/** Zones of incidents that none of these texts names. */
export const hiddenIn = (texts: readonly string[], incidents: readonly Incident[]): string[] =>
  incidents
    .filter((incident) => !texts.some((text) => names(text, incident)))
    .map(({ state }) => `${state.place.siteName} ${state.place.zoneName}`);

/** The longest time, in seconds, from the opening of an incident until some message named it. */
export function longestHidden(slack: SlackStandIn, incidents: readonly Incident[]): number {
  const left = new Set(incidents);
  let longest = 0;
  for (const { method, answer, at } of slack.calls()) {
    if (!/^chat\.(postMessage|update)$/.test(method) || answer?.ok !== true) continue;
    const { text = '', blocks = [] } = answer.message as { text?: string; blocks?: object[] };
    const shown = slack.visibleText({ text, blocks });
    for (const incident of left) {
      if (!names(shown, incident)) continue;
      left.delete(incident);
      longest = Math.max(longest, (at - incident.state.openedAt.getTime()) / 1_000);
    }
  }
  return left.size > 0 ? Number.POSITIVE_INFINITY : longest;
}

/** Seconds from the end of the storm until everything was understood and every card was true; at most a little over the limit. */
export async function settled(ledger: Ledger, slack: SlackStandIn, endedAt: number, withinS: number): Promise<number> {
  for (;;) {
    const now = Date.now();
    if (await allTrue(ledger, slack)) return (now - endedAt) / 1_000;
    if (now - endedAt > (withinS + 5) * 1_000) return Number.POSITIVE_INFINITY;
    await pause(1_000);
  }
}

async function allTrue(ledger: Ledger, slack: SlackStandIn): Promise<boolean> {
  if ((await ledger.waiting()) > 0) return false;
  const channel = channelOf(slack, ALL_SITES);
  const incidents = await ledger.incidents();
  if (stormFaults(channel, incidents, `slack:${ALL_SITES}`).length > 0) return false;
  for (const incident of incidents) {
    for (const destination of incident.state.destinations) {
      const { missing, stale } = shownIn(channel, incident, destination, []);
      if (missing !== undefined || stale !== undefined) return false;
    }
  }
  return true;
}
