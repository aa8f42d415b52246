import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { incidentCard } from '../../../cards/incident-card.js';
import type { Answer, Inbound } from '../../../src/inbound.js';
import type { Destination, IncidentState, PersonActor } from '../../../src/incident/index.js';
import { startSlack } from '../../../src/surfaces/slack/bot.js';
import type { SlackOptions } from '../../standins/slack/index.js';
import { startSlackStandIn } from '../../standins/slack/index.js';
import { plainState } from './plain.js';

export const OPS: Destination = { surface: 'slack', to: 'C0OPS', name: 'ops', audience: 'team', mention: 'none' };
export const ANA: PersonActor = { kind: 'person', id: 'ana', name: 'Ana Beck', roles: ['responder'], via: 'slack' };

export const cardOf = (state: IncidentState = plainState) => incidentCard(state, { now: new Date(), live: false });

/** The real Slack surface behind the real Bolt receiver, facing the stand-in; everything behind it is a fake. */
export async function startBot(options: SlackOptions = {}) {
  const slack = await startSlackStandIn({ postBurst: 50, ...options });
  const web = express();
  const handled: Inbound[] = [];
  const failures: { what: string; error: unknown }[] = [];
  const seen = new Set<string>();
  let storeMs = 0;
  let answering: (inbound: Inbound) => Promise<Answer> = () =>
    Promise.resolve({ kind: 'done', text: 'INC-42: you have it.' });
  const { surface } = startSlack({
    settings: { botToken: slack.token, way: { signingSecret: slack.signingSecret }, apiUrl: slack.url },
    web,
    clock: { now: () => new Date(options.now?.() ?? Date.now()) },
    handle: (inbound) => {
      handled.push(inbound);
      return answering(inbound);
    },
    directory: {
      who: ({ id }) => Promise.resolve(id === 'U0ANA' ? ANA : undefined),
    },
    seen: {
      first: async (key) => {
        await new Promise((resolve) => setTimeout(resolve, storeMs));
        const isFirst = !seen.has(key);
        seen.add(key);
        return isFirst;
      },
    },
    failed: (what, error) => {
      failures.push({ what, error });
    },
  });
  const server = createServer(web);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  slack.connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`);
  return {
    slack,
    surface,
    handled,
    failures,
    /** The store takes so long from now on. */
    slowStore: (ms: number) => {
      storeMs = ms;
    },
    /** What the desk answers from now on. */
    answer: (next: (inbound: Inbound) => Promise<Answer>) => {
      answering = next;
    },
    /** Posts a card and says where it stands. */
    posted: async (state?: IncidentState) => {
      const outcome = await surface.post(OPS, cardOf(state), 'token-0');
      if (outcome.kind !== 'delivered') throw new Error(`not posted: ${JSON.stringify(outcome)}`);
      return { channel: OPS.to, ts: outcome.ref };
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await slack.stop();
    },
  };
}

export type TestBot = Awaited<ReturnType<typeof startBot>>;

/** Waits for something to become true, looking every few milliseconds. */
export async function eventually<T>(look: () => T | undefined | false, withinMs = 3_000): Promise<T> {
  const end = performance.now() + withinMs;
  while (performance.now() < end) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`Nothing came within ${withinMs} ms.`);
}

/** What this person alone was told, once there is something. */
export const toldTo = (bot: TestBot, user: string) =>
  eventually(() => bot.slack.ephemerals(user).length > 0 && bot.slack.ephemerals(user));
