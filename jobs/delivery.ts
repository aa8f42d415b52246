import type { Card } from '../cards/card.js';
import type { Links } from '../cards/storm-card.js';
import type { Desk } from '../src/desk.js';
import type { Digest } from '../src/incident/index.js';
import type { CallLimits } from '../src/limits.js';
import type { ChatSurface, Clock, Directory, IncidentStore, Leases, StormStore } from '../src/ports.js';
import type { BulletinStore } from '../src/ports-news.js';
import type { TaskPlanning, TaskStore } from '../src/ports-tasks.js';
import type { TaskDesk } from '../src/task-desk.js';
import { createAttempts } from './attempts.js';
import { createAudit } from './audit.js';
import { createBulletins } from './bulletins.js';
import type { Delivery } from './calling.js';
import { createCalling } from './calling.js';
import { createCatchUp } from './catch-up.js';
import type { Debts } from './debts.js';
import { createDelivery } from './deliver.js';
import { createEnclosures, type EnclosureParts } from './enclosures.js';
import { createErrands } from './errands.js';
import { createPacing } from './pacing.js';
import { createStormNews } from './storm-news.js';
import { createStorms } from './storms.js';
import { createTaskCards } from './task-cards.js';
import { createThrottle } from './throttle.js';

export interface DeliveryParts {
  readonly incidents: IncidentStore;
  readonly stormStore: StormStore;
  readonly bulletins: BulletinStore;
  readonly papers: EnclosureParts['papers'];
  readonly tasks: Pick<TaskStore, 'owing' | 'load'>;
  readonly taskDesk: TaskDesk;
  /** Channels that show a task, where somebody's own chat takes nothing. */
  readonly taskChannels: TaskPlanning['channels'];
  readonly desk: Desk;
  readonly leases: Leases;
  readonly clock: Clock;
  readonly debts: Debts;
  readonly surfaces: ReadonlyMap<string, { readonly surface: ChatSurface<Card>; readonly limits: CallLimits }>;
  readonly links: Links;
  readonly directory: Pick<Directory, 'chatId'>;
  readonly digest: Digest;
  /** Who we are among the instances that share the store. */
  readonly holder: string;
  /** A fresh random text for each first post. */
  readonly token: () => string;
  readonly failed: (what: string, error: unknown) => void;
  readonly observe: (delivery: Delivery) => void;
}

/** Everything that stands between what is owed and a chat product. */
export function openDelivery(parts: DeliveryParts) {
  const { desk, debts, surfaces } = parts;
  const storms = createStorms({ store: parts.stormStore, debts });
  const pacing = createPacing({
    ...parts,
    limits: (surface) => surfaces.get(surface)?.limits,
    throttle: createThrottle(),
  });
  const calling = createCalling(parts);
  const catchUp = createCatchUp(parts);
  const chats = new Map([...surfaces].map(([name, { surface }]) => [name, surface]));
  const audit = createAudit({
    ...parts,
    surfaces: chats,
    crowded: (destination, now) => storms.view(destination, now).any,
  });
  const deliverNext = createDelivery({
    ...parts,
    pacing,
    storms,
    catchUp: catchUp.all,
    stormNews: createStormNews({ ...parts, storms, calling, audit }),
    attempt: createAttempts({ ...parts, calling, audit }),
    async giveUp({ state }, owed, error) {
      await desk.settle(state.id, { owedId: owed.id, reached: 0, token: '' }, { kind: 'dead', error });
    },
    surfaces: chats,
  });
  const runErrand = createErrands({ ...parts, surfaces: chats, pacing, calling, storms: storms.view });
  const tellBulletins = createBulletins({ ...parts, runErrand, enclosures: createEnclosures(parts) });
  const tellTasks = createTaskCards({ ...parts, runErrand, channels: parts.taskChannels });
  return { deliverNext, storms, audit, catchUp, tellBulletins, tellTasks, graveAtTheDoor: pacing.graveAtTheDoor };
}
