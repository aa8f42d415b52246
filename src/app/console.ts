import { accountActor } from '../book/directory.js';
import type { LoadedBook } from '../book/load.js';
import type { Config } from '../config.js';
import { digest } from '../digest.js';
import type { HandleInbound } from '../inbound.js';
import { mayReadReports } from '../incident/index.js';
import type { Clock } from '../ports.js';
import type { BoardParts } from '../surfaces/console/board-data.js';
import { createFirstLink } from '../surfaces/console/first-link.js';
import { createLive } from '../surfaces/console/live.js';
import type { OfficersDesk } from '../surfaces/console/officers.js';
import { consoleRoutes } from '../surfaces/console/routes.js';
import { createSessions } from '../surfaces/console/session.js';
import type { OpenOnTest } from './on-test.js';
import type { OpenOnCall } from './oncall.js';
import type { OpenReports } from './reports.js';
import type { openSources } from './sources.js';
import type { Collections, OpenStore } from './store.js';
import { storeState } from './store-state.js';

export interface ConsoleChapter {
  readonly config: Config;
  readonly secret: string;
  readonly stores: Collections;
  readonly loaded: LoadedBook;
  readonly sources: ReturnType<typeof openSources>;
  readonly store: OpenStore;
  readonly handle: HandleInbound;
  readonly officers?: OfficersDesk;
  readonly onCall: OpenOnCall;
  readonly onTest?: OpenOnTest;
  readonly reports: OpenReports;
  readonly clock: Clock;
  readonly surfaces: BoardParts['surfaces'];
  readonly level: BoardParts['threat'];
}

/** The control room's own surface. */
export async function openConsole({
  config,
  secret,
  stores,
  loaded,
  sources,
  store,
  handle,
  officers,
  onCall,
  onTest,
  reports,
  clock,
  surfaces,
  level,
}: ConsoleChapter) {
  const { book } = loaded;
  const live = createLive();
  // Who is on call stands on every board.
  onCall.hear(() => {
    live.changed(0);
  });
  const firstLink = createFirstLink((await stores.accounts.count()) === 0, () => clock.now());
  const secure = config.publicUrl?.startsWith('https:') ?? false;
  const named = (list: readonly { id: string; name: string }[]) => list.map(({ id, name }) => ({ id, name }));
  const router = consoleRoutes({
    board: {
      incidents: stores.incidents,
      signals: stores.signals,
      health: stores.sourceHealth,
      clock,
      digest,
      choices: () => ({ clients: named(book.data.clients), sites: named(book.data.sites) }),
      sources: () =>
        book.data.sources.map(({ id, adapter }) => {
          const fault = sources.why(id);
          return { id, adapter, ...(fault ? { fault } : {}) };
        }),
      store: () => storeState(store),
      surfaces,
      threat: level,
      onCall: onCall.page,
      onTest: () => onTest?.now().map(({ siteName }) => siteName) ?? [],
    },
    handle,
    incidentId: async (number) => (await stores.incidents.loadByNumber(number))?.state.id,
    accounts: stores.accounts,
    sessions: createSessions({ ...stores, clock, secret, secure }),
    live,
    ...(officers ? { officers } : {}),
    onCall: onCall.page,
    reports: {
      ...reports,
      mayRead: mayReadReports,
      timezone: reports.zone,
    },
    mailLink: { incidents: stores.incidents, clock, secret },
    ...(onTest
      ? {
          onTest: {
            desk: onTest.desk,
            now: onTest.now,
            sites: () =>
              book.data.sites.map(({ id, name, timezone = book.data.organisation.timezone }) => ({
                id,
                name,
                timezone,
              })),
          },
        }
      : {}),
    firstLink,
    actorOf: (account) => accountActor(book, account),
    people: () => named(book.data.people),
  });
  return { router, live, firstToken: firstLink.token };
}
