import express from 'express';
import type mongoose from 'mongoose';
import type { Card } from '../cards/card.js';
import { createAlarms } from '../handlers/alarms.js';
import { createBodies } from '../handlers/bodies.js';
import { createInbound } from '../handlers/inbound.js';
import { createArchiving } from '../jobs/archive.js';
import { openCalendar } from '../jobs/calendar.js';
import { createDebts } from '../jobs/debts.js';
import { createNear } from '../jobs/near.js';
import type { StoreWatch } from '../models/index.js';
import { openConsole } from './app/console.js';
import { openJobs, type Pace } from './app/jobs.js';
import { consoleLinks } from './app/links.js';
import { createRush } from './app/rush.js';
import { watchSources } from './app/source-watch.js';
import { openSources } from './app/sources.js';
import { openCollections, openStore } from './app/store.js';
import { openWeb } from './app/web.js';
import { createDirectory } from './book/directory.js';
import { type LoadedBook, loadBook } from './book/load.js';
import { unroutedSites } from './book/routes.js';
import type { Config } from './config.js';
import { createDesk } from './desk.js';
import { digest } from './digest.js';
import { createOrder } from './identity.js';
import type { Destination } from './incident/index.js';
import { createInterpret } from './interpret.js';
import type { CallLimits } from './limits.js';
import { type Logger, told } from './log.js';
import { createMetrics } from './metrics.js';
import { createOpenings } from './openings.js';
import type { ChatSurface, Clock } from './ports.js';
import { madeSecrets } from './secrets.js';
import type { SourceFault } from './sources.js';
import { startSlack } from './surfaces/slack/bot.js';
import { SLACK_CALLS } from './surfaces/slack/limits.js';

export interface AppOptions {
  readonly config: Config;
  readonly log: Logger;
  readonly clock?: Clock;
  readonly pace?: Pace;
  /** A book other than the one that the configuration names. */
  readonly book?: LoadedBook;
  readonly watch?: StoreWatch;
  /** The store is gone for good; only a new start of the program brings it back. */
  readonly lost?: (error: Error) => void;
}

/** Tocsin, running. */
export interface App {
  /** Where it listens: `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly book: LoadedBook;
  readonly sourceFaults: readonly SourceFault[];
  /** The way in for the first administrator, while nobody has an account. */
  readonly firstSignIn: string | undefined;
  readonly store: string;
  readonly surfaces: readonly string[];
  /** Sites whose incidents no channel shows, although a chat is on. */
  readonly unrouted: readonly string[];
  readonly connection: mongoose.Connection;
  /** Hands over what is under way and ends. */
  stop(): Promise<void>;
}

const systemClock: Clock = { now: () => new Date() };

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
  const debts = createDebts();
  const rush = createRush();
  const near = createNear(stores.incidents, clock);
  const live: { changed(number: number): void } = { changed: () => undefined };
  const wake: { inbox(grave: boolean): void; owed(): void } = { inbox: () => undefined, owed: () => undefined };
  const desk = createDesk({
    incidents: stores.incidents,
    clock,
    digest,
    bell: {
      saved(incident) {
        debts.learn(incident);
        near.saved(incident.state);
        wake.owed();
        live.changed(incident.state.number);
      },
    },
  });

  // People's hands: the handlers, and the surfaces that carry them.
  const directory = createDirectory(book, config.slack?.channel);
  const handle = createInbound({
    desk,
    incidents: stores.incidents,
    directory,
    clock,
    respondWithinMs: (client, band) => loaded.book.respondWithinMs(client, band),
  });
  const web = express();
  const surfaces = new Map<string, { surface: ChatSurface<Card>; limits: CallLimits }>();
  if (config.slack) {
    const { botToken, signingSecret, apiUrl } = config.slack;
    const settings = { botToken, signingSecret, ...(apiUrl ? { apiUrl } : {}) };
    surfaces.set('slack', {
      surface: startSlack({ settings, web, handle, directory, seen: stores.seen, clock, failed }),
      limits: SLACK_CALLS,
    });
  }

  // What time and the inbox ask for.
  const interpreter = createInterpret(book, () => sources.live);
  const on = new Set([...surfaces.keys()]) as ReadonlySet<Destination['surface']>;
  const fallback = config.slack?.channel ? { fallback: { surface: 'slack' as const, to: config.slack.channel } } : {};
  const jobs = openJobs({
    stores,
    desk,
    debts,
    near,
    doorBusy: rush.busy,
    book,
    interpreter,
    openings: createOpenings({ book, clock, digest, surfaces: on, ...fallback }),
    surfaces,
    links: consoleLinks(config.publicUrl),
    clock,
    holder: store.holder,
    log,
    metrics,
    pace,
  });
  wake.inbox = jobs.inboxChanged;
  wake.owed = jobs.owedChanged;
  const archive = createArchiving({
    incidents: stores.incidents,
    desk,
    clock,
    afterMs: () => loaded.book.data.archive.after,
  });
  const db = store.connection.db;
  if (!db) throw new Error('the store gave no database');
  const calendar = await openCalendar({ db: db as never, archive, failed });

  // The way in.
  const health = watchSources(stores.sourceHealth, clock, (error) => {
    failed('noting source health', error);
  });
  const alarms = createAlarms({
    sources: () => sources.live,
    notReady: sources.why,
    inbox: stores.inbox,
    clock,
    order: createOrder(() => clock.now()),
    bodies: createBodies(() => performance.now(), store.holder),
    note: interpreter.note,
    wake: (grave) => {
      rush.came();
      wake.inbox(grave);
    },
    observe(source, outcome) {
      metrics.alarms.inc({ source, outcome });
      health.note(source, outcome);
    },
    failed: (error) => {
      failed('making an alarm durable', error);
    },
  });
  const desktop = await openConsole({
    config,
    secret: config.sessionSecret ?? made.make('SESSION_SECRET'),
    stores,
    loaded,
    sources,
    store,
    handle,
    clock,
    surfaces: [...surfaces.keys()],
  });
  live.changed = desktop.live.changed;
  const server = await openWeb({
    config,
    web,
    console: desktop.router,
    stores,
    store,
    metrics,
    debts,
    alarms,
    failed,
  });
  jobs.start();

  const publicUrl = config.publicUrl ?? server.url;
  return {
    url: server.url,
    book: loaded,
    sourceFaults: sources.faults,
    firstSignIn: desktop.firstToken ? `${publicUrl}/console/start?token=${desktop.firstToken}` : undefined,
    store: store.embedded ? `embedded in ${config.dataDir} (${store.embedded.role})` : 'MONGODB_URI',
    surfaces: [...surfaces.keys()],
    unrouted: on.size === 0 ? [] : unroutedSites(loaded.book, { surfaces: on, ...fallback }),
    connection: store.connection,
    async stop() {
      desktop.live.close();
      await server.stop();
      await jobs.stop();
      await calendar.stop();
      await health.stop();
      await store.close();
    },
  };
}
