import express from 'express';
import { openAnswering } from './app/answering.js';
import { openAssets } from './app/assets.js';
import { openCalendarJobs } from './app/calendar.js';
import { openEvidence } from './app/evidence.js';
import { openExplaining } from './app/explaining.js';
import { openFigures } from './app/figures.js';
import { openGround } from './app/ground.js';
import { openHands } from './app/hands.js';
import { openJobs } from './app/jobs.js';
import { consoleLinks } from './app/links.js';
import { openNews } from './app/news.js';
import { openOnTest } from './app/on-test.js';
import { openOnCall } from './app/oncall.js';
import { ownChatsIn } from './app/own-chats.js';
import { openRetention } from './app/retention.js';
import { type App, type AppOptions, systemClock } from './app/running.js';
import { openPlaces, openSurfaces, switchedOn } from './app/surfaces.js';
import { openTasks } from './app/tasks.js';
import { openWayIn } from './app/way-in.js';
import { createDirectory } from './book/directory.js';
import { unroutedSites } from './book/routes.js';
import { digest } from './digest.js';
import { createInterpret } from './interpret.js';
import { createOpenings } from './openings.js';

export type { App, AppOptions } from './app/running.js';

/** The composition root: the only place that knows every part. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, clock = systemClock, pace = { pollMs: 500 } } = options;
  const { house, loaded, made, sources, order, debts, rush, near, hearers } = await openGround(options, {
    clock,
    pollMs: pace.pollMs,
  });
  const { book, stores, store, failed, secret } = house;
  const { connection } = store;

  // How people are reached.
  const inbox: { changed(grave: boolean): void } = { changed: () => undefined };
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
  const news = await openNews({ ...house, surfaces: on });
  hearers.news = news.saved;
  const places = await openPlaces(house);
  const ownChats = ownChatsIn({ directory, places, surfaces: on });
  const answering = await openAnswering({
    ...house,
    onCall,
    directory,
    ownChats,
    surfaces: on,
    isDown: news.health.isDown,
    order,
    wake: (grave) => {
      inbox.changed(grave);
    },
  });
  hearers.paging = answering.saved;
  const explaining = await openExplaining(house);
  hearers.explaining = explaining.saved;
  const tasks = openTasks({
    ...house,
    directory,
    surfaces: on,
    ...fallback,
    ownChats,
    dispatching: answering.dispatching,
    raise: answering.raise,
    onCall: answering.onCallNow,
  });
  hearers.tasks = tasks.saved;
  const onTest = await openOnTest({
    ...house,
    surfaces: on,
    ...fallback,
    changed: () => {
      hearers.live(0);
    },
  });
  const assets = await openAssets(house);
  const openings = createOpenings({
    register: assets.register,
    book,
    clock,
    digest,
    surfaces: on,
    ...fallback,
    planning: answering.planning,
    onTest: onTest.isOn,
  });

  const figures = openFigures({
    ...house,
    surfaces: on,
    register: assets.register,
    tasks,
    ...answering,
  });

  // People's hands: the handlers, and the surfaces that carry them.
  const asked = { directory, openings, answering, onCall, onTest, news, tasks, assets, ...figures };
  const handle = openHands({ ...house, ...asked });
  const web = express();
  const chats = await openSurfaces({ ...house, web, handle, directory, places });

  const { surfaces } = chats;
  const evidence = openEvidence({ ...house, taskDesk: tasks.taskDesk, chats: chats.fetchers });
  hearers.evidence = evidence.saved;

  // What time and the inbox ask for.
  const interpreter = createInterpret(book, () => sources.understood);
  const jobs = openJobs({
    ...house,
    taskDesk: tasks.taskDesk,
    taskChannels: tasks.planning.channels,
    papers: figures.reports.enclosures,
    debts,
    near,
    doorBusy: rush.busy,
    interpreter,
    openings,
    planning: answering.planning,
    raise: answering.raise,
    directory,
    surfaces,
    links: consoleLinks(config.publicUrl),
    saw: news.health.saw,
    pace,
  });
  inbox.changed = jobs.inboxChanged;
  news.hear(jobs.surfaceDown);
  hearers.owed = jobs.owedChanged;
  hearers.due = jobs.dueChanged;
  await Promise.all([tasks.giveRecurring(), figures.begin()]);
  const calendar = await openCalendarJobs({
    ...house,
    raise: answering.raise,
    reports: figures.due,
    recurring: tasks.giveRecurring,
    retention: openRetention({ ...house, taskDesk: tasks.taskDesk, files: evidence.files }),
    risks: figures.risk.daily,
    pace,
    connection,
  });

  // The way in.
  const { door, desktop, server } = await openWayIn({
    ...house,
    web,
    handle,
    loaded,
    sources,
    interpreter,
    answering,
    onCall,
    onTest,
    ...figures,
    evidence,
    assets,
    news,
    debts,
    surfaces: [...surfaces.keys()],
    patrolSecret: config.patrolSecret ?? made.make('PATROL_SECRET'),
    taskDesk: tasks.taskDesk,
    order,
    wake: (grave) => {
      rush.came();
      jobs.inboxChanged(grave);
    },
  });
  hearers.live = desktop.live.changed;
  tasks.hear({
    owed: jobs.tasksOwed,
    evidence: evidence.wake,
    live: () => {
      desktop.live.changed(0);
    },
  });
  for (const part of [answering, jobs, tasks, assets, evidence, news, onTest, chats, figures]) part.start();

  const publicUrl = config.publicUrl ?? server.url;
  return {
    url: server.url,
    book: loaded,
    sourceFaults: sources.faults,
    firstSignIn: desktop.firstToken ? `${publicUrl}/console/start?token=${desktop.firstToken}` : undefined,
    store: store.embedded ? `embedded in ${config.dataDir} (${store.embedded.role})` : 'MONGODB_URI',
    surfaces: [...surfaces.keys(), ...answering.ways],
    unrouted: on.size === 0 ? [] : unroutedSites(loaded.book, { surfaces: on, ...fallback }),
    connection,
    async stop() {
      desktop.live.close();
      // Whoever takes something in ends before whoever it is for.
      const first = [server, chats, explaining, news, onTest, evidence, assets, tasks];
      for (const part of [...first, jobs, calendar, figures, answering, door]) await part.stop();
      await store.close();
    },
  };
}
