import { createAttach } from '../../handlers/attach.js';
import { createInbound } from '../../handlers/inbound.js';
import type { Risks } from '../../jobs/risks.js';
import type { Book } from '../book/book.js';
import type { Config } from '../config.js';
import type { Desk } from '../desk.js';
import type { Clock, Directory, Openings } from '../ports.js';
import type { OpenAnswering } from './answering.js';
import type { OpenAssets } from './assets.js';
import { openCommands } from './commands.js';
import type { OpenNews } from './news.js';
import type { OpenOnTest } from './on-test.js';
import type { OpenOnCall } from './oncall.js';
import type { OpenReports } from './reports.js';
import type { Collections } from './store.js';
import type { OpenTasks } from './tasks.js';

export interface HandsChapter {
  readonly config: Pick<Config, 'publicUrl' | 'slack'>;
  readonly book: () => Book;
  readonly stores: Collections;
  readonly desk: Desk;
  readonly directory: Directory;
  readonly openings: Openings;
  readonly answering: OpenAnswering;
  readonly onCall: OpenOnCall;
  readonly onTest: OpenOnTest;
  readonly news: OpenNews;
  readonly tasks: OpenTasks;
  readonly assets: OpenAssets;
  readonly reports: OpenReports;
  readonly risk: Risks;
  readonly clock: Clock;
}

/** What people press, fill in and ask, on whatever surface. */
export function openHands(parts: HandsChapter) {
  const {
    config,
    book,
    stores,
    desk,
    directory,
    openings,
    answering,
    onCall,
    onTest,
    news,
    tasks,
    assets,
    reports,
    risk,
    clock,
  } = parts;
  const { tasking } = tasks;
  const { planning, dispatching, duress, raise } = answering;
  return createInbound({
    desk,
    incidents: stores.incidents,
    directory,
    planning,
    openings,
    dispatching,
    duress,
    tasking,
    assets: assets.hands,
    attaching: createAttach(stores.incidents),
    ...openCommands({
      book,
      stores,
      directory,
      onCall,
      onTest,
      level: news.level,
      raise,
      tasking,
      assets,
      reports,
      risk,
      fallback: config.slack?.channel,
      publicUrl: config.publicUrl,
      clock,
    }),
    clock,
    languageOf: (id) => book().person(id)?.language ?? book().data.organisation.language,
    currencyOf: (client) => book().currencyOf(client),
    respondWithinMs: (client, band) => book().respondWithinMs(client, band),
  });
}
