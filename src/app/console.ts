import { incidentPaper } from '../../cards/incident-paper.js';
import { incidentPaperWords } from '../../cards/words/incident-papers.js';
import { wordsIn } from '../../cards/words/languages.js';
import { accountActor } from '../book/directory.js';
import type { LoadedBook } from '../book/load.js';
import { placeOf } from '../book/locate.js';
import type { Config } from '../config.js';
import { digest } from '../digest.js';
import { wholeTimeline } from '../history.js';
import type { HandleInbound } from '../inbound.js';
import { mayReadReports } from '../incident/index.js';
import type { Clock } from '../ports.js';
import type { BoardParts } from '../surfaces/console/board-data.js';
import { createFirstLink } from '../surfaces/console/first-link.js';
import { createLive } from '../surfaces/console/live.js';
import type { OfficersDesk } from '../surfaces/console/officers.js';
import { consoleRoutes } from '../surfaces/console/routes.js';
import { createSessions } from '../surfaces/console/session.js';
import type { OpenAssets } from './assets.js';
import { watchedDevices } from './device-watch.js';
import type { OpenEvidence } from './evidence.js';
import type { OpenOnTest } from './on-test.js';
import type { OpenOnCall } from './oncall.js';
import { codesOf } from './patrols.js';
import type { Print } from './printing.js';
import type { OpenReports } from './reports.js';
import type { openSources } from './sources.js';
import type { Collections, OpenStore } from './store.js';
import { storeState } from './store-state.js';

export interface ConsoleChapter {
  readonly config: Config;
  readonly secret: string;
  readonly patrolSecret: string;
  readonly stores: Collections;
  readonly loaded: LoadedBook;
  readonly sources: ReturnType<typeof openSources>;
  readonly store: OpenStore;
  readonly handle: HandleInbound;
  readonly officers?: OfficersDesk;
  readonly onCall: OpenOnCall;
  readonly onTest?: OpenOnTest;
  readonly evidence: Pick<OpenEvidence, 'desk'>;
  readonly assets: OpenAssets;
  readonly print: Print;
  readonly reports: OpenReports;
  readonly clock: Clock;
  readonly surfaces: BoardParts['surfaces'];
  readonly level: BoardParts['threat'];
}

/** The control room's own surface. */
export async function openConsole({
  config,
  secret,
  patrolSecret,
  stores,
  loaded,
  sources,
  store,
  handle,
  officers,
  onCall,
  onTest,
  evidence,
  assets,
  print,
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
      devices: () => watchedDevices(book, stores.sightings),
      store: () => storeState(store),
      surfaces,
      threat: level,
      onCall: onCall.page,
      onTest: () => onTest?.now().map(({ siteName }) => siteName) ?? [],
    },
    handle,
    incident: async (number) => (await stores.incidents.loadByNumber(number))?.state,
    accounts: stores.accounts,
    sessions: createSessions({ ...stores, clock, secret, secure }),
    live,
    ...(officers ? { officers } : {}),
    onCall: onCall.page,
    evidence: evidence.desk,
    async incidentPaper(number) {
      const incident = await stores.incidents.loadByNumber(number);
      if (!incident) return undefined;
      const { name, language } = book.data.organisation;
      const timeline = await wholeTimeline(incident, stores.incidents);
      return await print(`incident/${number}/${incident.version}`, () =>
        incidentPaper({
          organisation: name,
          incident,
          timeline,
          madeAt: clock.now(),
          words: wordsIn(language),
          labels: incidentPaperWords(language),
        }),
      );
    },
    tasks: stores,
    patrols: {
      scans: stores.scans,
      codes: () => codesOf(book, patrolSecret),
      nameOf: (id) => book.person(id)?.name ?? id,
      siteName: (id) => book.site(id)?.name ?? id,
      timezone: () => book.data.organisation.timezone,
    },
    assets: {
      register: assets.register,
      nameOfPlace: ({ siteId, zoneId }) => {
        const { siteName, zoneName } = placeOf(book, { siteId, ...(zoneId ? { zoneId } : {}) });
        return zoneName ? `${siteName}, ${zoneName}` : siteName;
      },
    },
    reports: {
      ...reports,
      mayRead: mayReadReports,
      timezone: reports.zone,
    },
    retention: { receipts: stores.ended.receipts, mayRead: mayReadReports, timezone: reports.zone },
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
