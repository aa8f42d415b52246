import { createAlarms } from '../../handlers/alarms.js';
import { createBodies } from '../../handlers/bodies.js';
import type { Book } from '../book/book.js';
import type { Desk } from '../desk.js';
import type { Interpreter } from '../interpret.js';
import type { Logger } from '../log.js';
import type { Metrics } from '../metrics.js';
import type { Clock } from '../ports.js';
import type { TaskDesk } from '../task-desk.js';
import { openAccess } from './access.js';
import { watchDevices } from './device-watch.js';
import { engagementsIn } from './engagements.js';
import { openPatrols } from './patrols.js';
import { openPositions } from './positions.js';
import { watchSources } from './source-watch.js';
import type { openSources } from './sources.js';
import type { Collections } from './store.js';

export interface DoorChapter {
  readonly book: () => Book;
  readonly sources: ReturnType<typeof openSources>;
  readonly stores: Collections;
  readonly interpreter: Pick<Interpreter, 'note'>;
  readonly onShift: (personId: string, at: Date) => boolean | undefined;
  readonly clock: Clock;
  readonly order: () => number;
  readonly holder: string;
  readonly taskDesk: TaskDesk;
  /** Of the codes on the walls. */
  readonly patrolSecret: string;
  /** Key of the hashes of badges. */
  readonly secret: string;
  readonly desk: Desk;
  /** An alarm was made durable. */
  readonly wake: (grave: boolean) => void;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly failed: (what: string, error: unknown) => void;
}

/** The way in: alarms, and the positions of officers. */
export function openDoor(parts: DoorChapter) {
  const { sources, stores, interpreter, clock, order, holder, wake, metrics, failed } = parts;
  const health = watchSources(stores.sourceHealth, clock, (error) => {
    failed('noting source health', error);
  });
  const devices = watchDevices({
    ...parts,
    store: stores.sightings,
    failed: (error) => {
      failed('noting which devices are heard of', error);
    },
  });
  const alarms = createAlarms({
    sources: () => sources.live,
    notReady: sources.why,
    inbox: stores.inbox,
    clock,
    order,
    bodies: createBodies(() => performance.now(), holder),
    note: interpreter.note,
    heard: devices.heard,
    wake,
    observe(source, outcome) {
      metrics.alarms.inc({ source, outcome });
      health.note(source, outcome);
    },
    failed: (error) => {
      failed('making an alarm durable', error);
    },
  });
  const positions = openPositions({
    ...parts,
    alarms,
    health,
    engagements: () => engagementsIn(stores.incidents),
  });
  const patrols = openPatrols({ ...parts, alarms, health });
  const access = openAccess({ ...parts, alarms, health });
  access.start();
  return {
    alarms,
    positions,
    patrols,
    access,
    async stop(): Promise<void> {
      await access.stop();
      await devices.stop();
      await health.stop();
    },
  };
}
