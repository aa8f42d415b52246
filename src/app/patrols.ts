import { createHmac } from 'node:crypto';
import type { Alarms } from '../../handlers/alarms.js';
import { createPatrols, type PatrolParts } from '../../handlers/patrols.js';
import type { Book } from '../book/book.js';
import { checkpointsIn } from '../book/checkpoints.js';
import { placeOf } from '../book/locate.js';
import type { PersonActor } from '../incident/index.js';
import type { Metrics } from '../metrics.js';
import { type Checkpoint, type KeptScan, type Mac, PATROL_RULES, tokenOf } from '../patrol/index.js';
import type { Clock } from '../ports.js';
import { openItems, pointItem, type TaskState } from '../task/index.js';
import type { TaskDesk } from '../task-desk.js';
import { localStamp } from '../time.js';
import type { openSources } from './sources.js';
import type { Collections } from './store.js';

export interface PatrolsChapter {
  readonly book: () => Book;
  readonly sources: Pick<ReturnType<typeof openSources>, 'live'>;
  readonly stores: Pick<Collections, 'scans' | 'tasks'>;
  readonly taskDesk: TaskDesk;
  readonly alarms: Alarms;
  /** Of the codes on the walls. */
  readonly patrolSecret: string;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly health: { note(source: string, outcome: string): void };
  readonly failed: (what: string, error: unknown) => void;
}

const TASKS = 100;
/** A patrol may be begun a moment before it was asked for by our clock. */
const EARLY_MS = 60_000;

export const patrolMac =
  (secret: string): Mac =>
  (text) =>
    createHmac('sha256', secret).update(text).digest('base64url');

/** What a code on a wall says, for each point of the book. */
export const codesOf = (book: Book, secret: string): readonly { checkpoint: Checkpoint; token: string }[] =>
  [...checkpointsIn(book).values()].map((checkpoint) => ({
    checkpoint,
    token: tokenOf(checkpoint, patrolMac(secret)),
  }));

/** The door for scans of codes: each is judged, and ticks off the point of the patrol that asks for it. */
export function openPatrols(parts: PatrolsChapter) {
  const { book, sources, stores, taskDesk, alarms, patrolSecret, clock, metrics, health, failed } = parts;
  const points = (): ReadonlyMap<string, Checkpoint> => checkpointsIn(book());

  const isTheirs = (state: TaskState, guard: PersonActor): boolean => {
    if (state.status === 'accepted') return state.accepted.by.id === guard.id;
    return state.to.kind === 'person' ? state.to.id === guard.id : guard.roles.some((role) => role === state.to.id);
  };

  const isOpen = ({ checks }: TaskState, item: string): boolean => !checks.some((check) => check.item === item);

  /** The task that is due first of those which ask this guard for that point. */
  async function choose(scan: KeptScan, checkpoint: Checkpoint, guard: PersonActor): Promise<number | undefined> {
    const { items } = await stores.tasks.list({
      live: true,
      kinds: ['patrol'],
      siteId: checkpoint.siteId,
      order: 'due',
      limit: TASKS,
    });
    const item = pointItem(checkpoint.id);
    const asks = (state: TaskState): boolean =>
      state.checklist.some(({ id }) => id === item) &&
      isOpen(state, item) &&
      scan.madeAt.getTime() >= state.openedAt.getTime() - EARLY_MS;
    return items.map((task) => task.state).find((each) => isTheirs(each, guard) && asks(each))?.number;
  }

  async function mark(
    number: number,
    item: string,
    guard: PersonActor,
    result: 'ok' | 'problem',
    noteOf: (state: TaskState) => string | undefined,
  ): Promise<void> {
    const state = (await stores.tasks.loadByNumber(number))?.state;
    const note = state && noteOf(state);
    if (!state || note === undefined) return;
    if (state.status === 'open') await taskDesk.execute(state.id, { type: 'accept', actor: guard });
    const done = await taskDesk.execute(state.id, { type: 'check', actor: guard, item, result, note });
    // What is refused for good stays refused: it is over, or somebody else's by now.
    if (!done.ok && done.refusal.code === 'busy') throw new Error(`TASK-${number} is busy`);
  }

  const saidOf = (scan: KeptScan): string =>
    `scan ${localStamp(scan.madeAt, scan.siteId === undefined ? 'UTC' : placeOf(book(), { siteId: scan.siteId }).timezone)}`;

  const tick: PatrolParts['tick'] = async (number, scan, checkpoint, guard) => {
    const item = pointItem(checkpoint.id);
    await mark(number, item, guard, 'ok', (state) => {
      if (!isOpen(state, item)) return undefined;
      const [next] = openItems(state);
      return [
        saidOf(scan),
        ...(scan.distanceM === undefined ? [] : [`${scan.distanceM} m`]),
        ...scan.remarks,
        ...(scan.madeAt > state.dueAt ? ['late'] : []),
        ...(state.ordered && next && next.id !== item ? ['out of order'] : []),
      ].join(', ');
    });
  };

  /** The point is as open as one with a problem: whoever finishes the patrol has to say something about it. */
  const untick: PatrolParts['untick'] = async (number, scan, checkpoint, guard) => {
    const item = pointItem(checkpoint.id);
    await mark(number, item, guard, 'problem', (state) =>
      isOpen(state, item) ? undefined : `${saidOf(scan)} is one of a burst: it proves nothing`,
    );
  };

  return createPatrols({
    sources: () => sources.live,
    alarms,
    scans: stores.scans,
    findCheckpoint: (siteId, id) => {
      const point = points().get(id);
      return point?.siteId === siteId ? point : undefined;
    },
    guard(id) {
      const person = book().person(id);
      return person && { kind: 'person', id: person.id, name: person.name, roles: person.roles, via: 'api' };
    },
    rules: PATROL_RULES,
    mac: patrolMac(patrolSecret),
    choose,
    tick,
    untick,
    clock,
    observe(source, outcome) {
      metrics.scans.inc({ source, outcome });
      health.note(source, outcome === 'unreadable' ? outcome : 'accepted');
    },
    failed: (error) => {
      failed('writing down a scan', error);
    },
  });
}
