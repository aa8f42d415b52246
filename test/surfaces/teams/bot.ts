import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { HandleInbound, Inbound } from '../../../src/inbound.js';
import type { PersonActor } from '../../../src/incident/index.js';
import type { TeamsPlace, TeamsPlaceStore } from '../../../src/ports-chats.js';
import { startTeams } from '../../../src/surfaces/teams/bot.js';
import { type BotFrameworkSettings, botFramework } from '../../../src/surfaces/teams/botframework.js';
import { createPlaces } from '../../../src/surfaces/teams/places.js';

export const ANA: PersonActor = { kind: 'person', id: 'ana', name: 'Ana Beck', roles: ['responder'], via: 'teams' };
export const OPS = '19:ops@thread.tacv2';
export const CLIENT = '19:client@thread.tacv2';

/** The bot's side of Teams over HTTP, with handlers that answer as the test wants. */
export async function startBot(options: {
  app?: BotFrameworkSettings['app'];
  openIdUrl?: string;
  answer?: HandleInbound;
}) {
  const web = express();
  const handled: Inbound[] = [];
  const failures: { what: string; error: unknown }[] = [];
  const seen = new Set<string>();
  const places = new Map<string, TeamsPlace>();
  const clock = { now: () => new Date() };
  const failed = (what: string, error: unknown) => {
    failures.push({ what, error });
  };
  const anonymous = options.app === undefined;
  const store: TeamsPlaceStore = {
    all: () => Promise.resolve([...places.values()]),
    note: (place) => {
      places.set(place.conversation, place);
      return Promise.resolve();
    },
    forget: (conversation) => {
      places.delete(conversation);
      return Promise.resolve();
    },
  };
  const { surface } = startTeams({
    transport: botFramework({ app: options.app, openIdUrl: options.openIdUrl }),
    anonymous,
    web,
    handle: (inbound) => {
      handled.push(inbound);
      return options.answer?.(inbound) ?? Promise.resolve({ kind: 'done', text: 'INC-42: you have it.' });
    },
    directory: {
      who: ({ id }) => Promise.resolve(id === '29:ana' ? ANA : undefined),
      chatId: () => undefined,
      nameOf: () => undefined,
      audienceOf: (_surface, channel) => ({ [OPS]: 'team' as const, [CLIENT]: 'client' as const })[channel],
      people: () => [],
    },
    places: await createPlaces(store, clock, {
      anonymous,
      failed: (error) => {
        failed('places', error);
      },
    }),
    seen: {
      first: (key) => {
        const first = !seen.has(key);
        seen.add(key);
        return Promise.resolve(first);
      },
    },
    clock,
    failed,
  });
  const server = createServer(web);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`;
  return {
    surface,
    handled,
    failures,
    places,
    url,
    send: (activity: object | string, headers: Readonly<Record<string, string>> = {}) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      }),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

let last = 0;

/** An activity as Teams sends it. */
export const activity = (serviceUrl: string, more: object = {}) => ({
  type: 'message',
  id: `f:${++last}`,
  timestamp: new Date().toISOString(),
  channelId: 'msteams',
  serviceUrl,
  from: { id: '29:ana', name: 'Ana Beck', aadObjectId: '00000000-0000-0000-0000-000000000020' },
  recipient: { id: '28:tocsin', name: 'Tocsin' },
  conversation: { id: `${OPS};messageid=1`, conversationType: 'channel', tenantId: TENANT },
  channelData: { tenant: { id: TENANT } },
  ...more,
});

export const TENANT = '00000000-0000-0000-0000-000000000001';

/** A press of a button of ours. */
export const pressing = (serviceUrl: string, action: string, values: object = {}, tocsin: object = {}) =>
  activity(serviceUrl, {
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: {
      action: {
        type: 'Action.Execute',
        verb: 'tocsin',
        data: { tocsin: { action, about: 'i-1', ...tocsin }, ...values },
      },
      trigger: 'manual',
    },
  });
