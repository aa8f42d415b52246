import express from 'express';
import { createDebts } from '../jobs/debts.js';
import { createNear } from '../jobs/near.js';
import { openAnswering } from './app/answering.js';
import { createBell } from './app/bell.js';
import { openCalendarJobs } from './app/calendar.js';
import { openConsole } from './app/console.js';
import { openDoor } from './app/door.js';
import { openExplaining } from './app/explaining.js';
import { openHands } from './app/hands.js';
import { openJobs } from './app/jobs.js';
import { consoleLinks } from './app/links.js';
import { openNews } from './app/news.js';
import { openOnTest } from './app/on-test.js';
import { openOnCall } from './app/oncall.js';
import { openReports } from './app/reports.js';
import { type App, type AppOptions, systemClock } from './app/running.js';
import { createRush } from './app/rush.js';
import { openSources } from './app/sources.js';
import { openCollections, openStore } from './app/store.js';
import { openPlaces, openSurfaces, switchedOn } from './app/surfaces.js';
import { openWeb } from './app/web.js';
import { createDirectory } from './book/directory.js';
import { loadBook } from './book/load.js';
import { unroutedSites } from './book/routes.js';
import { createDesk } from './desk.js';
import { digest } from './digest.js';
import { createOrder } from './identity.js';
import { createInterpret } from './interpret.js';
import { told } from './log.js';
import { createMetrics } from './metrics.js';
import { createOpenings } from './openings.js';
import { madeSecrets } from './secrets.js';

export type { App, AppOptions } from './app/running.js';

/** The composition root: the only place that knows every part. */
export async function startApp({
  config,
  log,
  clock = systemClock,
  pace = { pollMs: 500 },
  book: given,
  watch,
  lost,
}: AppOptions): Promise<App> {
  const failed = (what: string, error: unknown) => {
    log.error({ what, error: told(error) }, `${what} failed`);
  };
  const metrics = createMetrics();

  // The organisation, and who may send alarms.
  const loaded = given ?? loadBook(config.bookFile);
  const book = () => loaded.book;
  const made = madeSecrets(config.dataDir);
  const sources = openSources(loaded.book, loaded.example, config, made);
  for (const { source, why } of sources.faults) log.warn({ source }, `the source "${source}" takes no alarms: ${why}`);

  // The store.
  const store = await openStore(config, log, watch, lost);
  const stores = await openCollections(store);

  // The desk: what is decided is saved, what is saved is told.
  const order = createOrder(() => clock.now());
  const debts = createDebts();
  const rush = createRush();
  const near = createNear(stores.incidents, clock);
  const { bell, hearers } = createBell({ debts, near, clock });
  const desk = createDesk({ incidents: stores.incidents, clock, digest, bell });

  // How people are reached.
  const inbox: { changed(grave: boolean): void } = { changed: () => undefined };
  const secret = config.sessionSecret ?? made.make('SESSION_SECRET');
  const on = switchedOn(config);
  const fallback = config.slack?.channel ? { fallback: { surface: 'slack' as const, to: config.slack.channel } } : {};
  const onCall = openOnCall({ book, covers: stores.covers, clock, secret });
  const directory = await createDirectory({
    book,
    fallbackChannel: config.slack?.channel,
    links: stores.links,
    clock,
    failed,
  });
  const news = await openNews({ book, stores, surfaces: on, clock, log, metrics, failed });
  hearers.news = news.saved;
  const places = await openPlaces({ config, stores, clock, failed });
  const answering = await openAnswering({
    config,
    book,
    stores,
    desk,
    onCall,
    directory,
    places,
    surfaces: on,
    isDown: news.health.isDown,
    secret,
    clock,
    order,
    wake: (grave) => {
      inbox.changed(grave);
    },
    secretOf: (reference) => config.secretOf(reference) ?? made.get(reference.replace(/^env:/, '')),
    holder: store.holder,
    log,
    metrics,
    pollMs: pace.pollMs,
    failed,
  });
  hearers.paging = answering.saved;
  const explaining = await openExplaining({ config, book, stores, desk, clock, log, metrics, failed });
  hearers.explaining = explaining.saved;
  const onTest = await openOnTest({
    book,
    stores,
    surfaces: on,
    ...fallback,
    clock,
    changed: () => {
      hearers.live(0);
    },
    failed,
  });
  const openings = createOpenings({
    book,
    clock,
    digest,
    surfaces: on,
    ...fallback,
    planning: answering.planning,
    onTest: onTest.isOn,
  });

  const { holder } = store;
  const { mailer } = answering;
  const reports = openReports({ config, book, stores, surfaces: on, mailer, holder, clock, failed });

  // People's hands: the handlers, and the surfaces that carry them.
  const asked = { directory, openings, answering, onCall, onTest, news, reports };
  const handle = openHands({ config, book, stores, desk, clock, ...asked });
  const web = express();
  const chats = await openSurfaces({ config, web, handle, directory, stores, places, clock, failed });

  const { surfaces } = chats;

  // What time and the inbox ask for.
  const interpreter = createInterpret(book, () => sources.understood);
  const jobs = openJobs({
    stores,
    desk,
    debts,
    near,
    doorBusy: rush.busy,
    book,
    interpreter,
    openings,
    planning: answering.planning,
    raise: answering.raise,
    directory,
    surfaces,
    links: consoleLinks(config.publicUrl),
    saw: news.health.saw,
    clock,
    holder: store.holder,
    log,
    metrics,
    pace,
  });
  inbox.changed = jobs.inboxChanged;
  news.hear(jobs.surfaceDown);
  hearers.owed = jobs.owedChanged;
  hearers.due = jobs.dueChanged;
  const { connection } = store;
  const due = { reports: reports.due, incidents: stores.incidents, pace };
  const calendar = await openCalendarJobs({ ...due, connection, desk, clock, book, failed });

  // The way in.
  const door = openDoor({
    book,
    sources,
    stores,
    interpreter,
    onShift: answering.onShift,
    clock,
    order,
    holder: store.holder,
    wake: (grave) => {
      rush.came();
      jobs.inboxChanged(grave);
    },
    log,
    metrics,
    failed,
  });
  const desktop = await openConsole({
    config,
    secret,
    officers: door.positions.desk,
    onCall,
    onTest,
    reports,
    stores,
    loaded,
    sources,
    store,
    handle,
    clock,
    level: news.level,
    surfaces: () =>
      [...surfaces.keys()].map((name) => ({
        name,
        trouble: news.health.troubles().find(({ surface }) => surface === name),
      })),
  });
  hearers.live = desktop.live.changed;
  const server = await openWeb({
    config,
    web,
    console: desktop.router,
    stores,
    store,
    metrics,
    debts,
    alarms: door.alarms,
    positions: door.positions.door,
    onCall,
    ...(answering.routes ? { phones: answering.routes } : {}),
    failed,
  });
  for (const part of [answering, jobs, news, onTest, chats, reports]) part.start();

  const publicUrl = config.publicUrl ?? server.url;
  return {
    url: server.url,
    book: loaded,
    sourceFaults: sources.faults,
    firstSignIn: desktop.firstToken ? `${publicUrl}/console/start?token=${desktop.firstToken}` : undefined,
    store: store.embedded ? `embedded in ${config.dataDir} (${store.embedded.role})` : 'MONGODB_URI',
    surfaces: [...surfaces.keys(), ...answering.ways],
    unrouted: on.size === 0 ? [] : unroutedSites(loaded.book, { surfaces: on, ...fallback }),
    connection: store.connection,
    async stop() {
      desktop.live.close();
      // Whoever takes something in ends before whoever it is for.
      for (const part of [server, chats, explaining, news, onTest, jobs, calendar, reports, answering, door])
        await part.stop();
      await store.close();
    },
  };
}
