import type { Express, Router } from 'express';
import type { Debts } from '../../jobs/debts.js';
import type { Book } from '../book/book.js';
import type { LoadedBook } from '../book/load.js';
import type { Config } from '../config.js';
import type { Desk } from '../desk.js';
import type { HandleInbound } from '../inbound.js';
import type { Interpreter } from '../interpret.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Clock } from '../ports.js';
import type { TaskDesk } from '../task-desk.js';
import type { OpenAnswering } from './answering.js';
import type { OpenAssets } from './assets.js';
import { openConsole } from './console.js';
import { openDoor } from './door.js';
import type { OpenEvidence } from './evidence.js';
import type { OpenNews } from './news.js';
import type { OpenOnTest } from './on-test.js';
import type { OpenOnCall } from './oncall.js';
import type { Print } from './printing.js';
import type { OpenReports } from './reports.js';
import type { openSources } from './sources.js';
import type { Collections, OpenStore } from './store.js';
import { openWeb } from './web.js';

export interface WayInChapter {
  readonly config: Config;
  readonly web: Express;
  readonly handle: HandleInbound;
  readonly book: () => Book;
  readonly loaded: LoadedBook;
  readonly sources: ReturnType<typeof openSources>;
  readonly stores: Collections;
  readonly store: OpenStore;
  readonly interpreter: Interpreter;
  readonly answering: OpenAnswering;
  readonly onCall: OpenOnCall;
  readonly onTest: OpenOnTest;
  readonly reports: OpenReports;
  readonly portal: Router;
  readonly evidence: Pick<OpenEvidence, 'desk'>;
  readonly assets: OpenAssets;
  readonly print: Print;
  readonly news: OpenNews;
  readonly debts: Debts;
  /** Chats that are switched on. */
  readonly surfaces: readonly string[];
  readonly secret: string;
  readonly patrolSecret: string;
  readonly taskDesk: TaskDesk;
  readonly desk: Desk;
  readonly order: () => number;
  /** Something waits in the inbox; `grave` when it speaks of life safety. */
  readonly wake: (grave: boolean) => void;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly failed: (what: string, error: unknown) => void;
}

/** Everything that the world can reach: the door for alarms, the console, and the server in front of both. */
export async function openWayIn(parts: WayInChapter) {
  const { stores, store, answering, onCall, news, surfaces } = parts;
  const door = openDoor({ ...parts, onShift: answering.onShift, holder: store.holder });
  const desktop = await openConsole({
    ...parts,
    officers: door.positions.desk,
    level: news.level,
    surfaces: () =>
      surfaces.map((name) => ({
        name,
        trouble: news.health.troubles().find(({ surface }) => surface === name),
      })),
  });
  const server = await openWeb({
    ...parts,
    register: parts.assets.register,
    console: desktop.router,
    stores,
    store,
    alarms: door.alarms,
    positions: door.positions.door,
    patrols: door.patrols,
    access: door.access.door,
    onCall,
    ...(answering.routes ? { phones: answering.routes } : {}),
  });
  return { door, desktop, server };
}
