import type { Dispatching } from '../../handlers/dispatch.js';
import { createTasking } from '../../handlers/tasks.js';
import { createLoop } from '../../jobs/loop.js';
import { createRecurring } from '../../jobs/recurring.js';
import { createTaskClock } from '../../jobs/task-clock.js';
import { createTaskRules } from '../../jobs/task-rules.js';
import type { Book } from '../book/book.js';
import { helpedBy } from '../book/helped.js';
import { placeOf as placeIn } from '../book/locate.js';
import { deviceItem, recurringOf } from '../book/recurring.js';
import type { Fallback } from '../book/routes.js';
import { createTaskPlaces } from '../book/task-places.js';
import type { Desk } from '../desk.js';
import { digest } from '../digest.js';
import type { Destination, Incident, IncidentState, TaskRule } from '../incident/index.js';
import { awaitsEvidence, tasksWanted } from '../incident/index.js';
import type { OnCall } from '../oncall/index.js';
import type { Clock, Directory, RaiseAlarm } from '../ports.js';
import {
  type Assignee,
  type Fault,
  hasNews,
  type TaskState,
  taskDueAt,
  taskLabel,
  taskPlaceOf,
} from '../task/index.js';
import { createTaskDesk } from '../task-desk.js';
import type { Collections } from './store.js';

export interface TasksChapter {
  readonly book: () => Book;
  readonly stores: Pick<Collections, 'tasks' | 'marks' | 'taskWishes' | 'incidents' | 'numbers'>;
  readonly desk: Desk;
  readonly directory: Directory;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly fallback?: Fallback;
  readonly ownChats: (personId: string) => readonly Pick<Destination, 'surface' | 'to'>[];
  readonly dispatching: Pick<Dispatching, 'choose'>;
  readonly onCall: (rotation: string, at: Date) => OnCall | undefined;
  readonly raise: RaiseAlarm;
  readonly clock: Clock;
  readonly pollMs: number;
  readonly failed: (what: string, error: unknown) => void;
}

const DEVICE = deviceItem('');

/** Whom a saved task concerns. */
interface TaskHearers {
  owed(): void;
  live(): void;
  evidence(): void;
}

/** What somebody is to do by when: given by people and by protocols, shown in chats, reminded of. */
export function openTasks(parts: TasksChapter) {
  const { book, stores, desk, directory, dispatching, onCall, clock, pollMs, failed } = parts;
  const { tasks, incidents } = stores;
  const nobody = (): void => undefined;
  /** They are there later than the desk that rings. */
  const hearers: TaskHearers = { owed: nobody, live: nobody, evidence: nobody };
  const planning = createTaskPlaces(parts);

  const taskDesk = createTaskDesk({
    tasks,
    numbers: stores.numbers,
    clock,
    digest,
    bell: {
      saved(task) {
        hearers.owed();
        hearers.live();
        if (awaitsEvidence(task.state)) hearers.evidence();
        const due = taskDueAt(task.state);
        if (hasNews(task) || (due && due <= clock.now())) ticking.wake();
      },
    },
  });

  const anybody: Assignee = { kind: 'role', id: 'responder', name: 'responder' };

  /** Whom the book means; when nobody of those is there, whoever responds. Whoever needs help themselves is not sent about it. */
  function meant(to: string, now: Date, helped: readonly string[] = []): Assignee {
    const [kind, id = ''] = to.split(':');
    const named = (personId: string | undefined): Assignee | undefined => {
      const person = personId === undefined || helped.includes(personId) ? undefined : book().person(personId);
      return person && { kind: 'person', id: person.id, name: person.name };
    };
    if (kind === 'role') return { kind: 'role', id, name: id };
    if (kind !== 'rotation') return named(id) ?? anybody;
    const duty = onCall(id, now);
    return [duty?.person, ...(duty?.next ?? [])].map(named).find((each) => each !== undefined) ?? anybody;
  }

  async function assignee({ to }: TaskRule, state: IncidentState, now: Date): Promise<Assignee> {
    const helped = helpedBy(book(), state);
    if (to !== 'nearest') return meant(to, now, helped);
    const chosen = await dispatching.choose(state, undefined);
    return 'nobody' in chosen ? anybody : meant(`person:${chosen.who.id}`, now, helped);
  }

  /** What an audit found is an alarm about that device, once. */
  async function raiseFault(
    { id, number, place }: TaskState,
    { item, text, note, by }: Fault,
    seq: number,
  ): Promise<void> {
    const deviceId = item.startsWith(DEVICE) ? item.slice(DEVICE.length) : undefined;
    await parts.raise({
      key: `${id}/${seq}`,
      kind: 'device-offline',
      siteId: place.siteId,
      ...(place.zoneId === undefined ? {} : { zoneId: place.zoneId }),
      ...(deviceId !== undefined && book().device(deviceId) ? { deviceId } : {}),
      subject: `${taskLabel(number)}: ${text} is not in order`,
      details: `${by}: ${note}`,
    });
  }

  const actOnTasks = createTaskClock({ tasks, taskDesk, desk, planning, raiseFault, clock, failed });
  const ticking = createLoop(actOnTasks, pollMs, (error) => {
    failed('due times of tasks', error);
  });
  const giveSome = createTaskRules({
    wishes: stores.taskWishes,
    incidents,
    taskDesk,
    planning,
    assignee,
    digest,
    clock,
    failed,
  });
  const giveRecurring = createRecurring({
    rules: () => recurringOf(book()),
    marks: stores.marks,
    taskDesk,
    planning,
    assignee: meant,
    digest,
    clock,
    failed,
  });
  const giving = createLoop(giveSome, pollMs, (error) => {
    failed('giving tasks', error);
  });

  const tasking = createTasking({
    desk: taskDesk,
    tasks,
    incidents,
    planning,
    directory,
    places: () => book().data.sites,
    placeOf(value) {
      const [siteId = '', zoneId] = value.split('/');
      const site = book().site(siteId);
      const known = site && (zoneId === undefined || site.zones.some(({ id }) => id === zoneId));
      if (!known) return undefined;
      return taskPlaceOf(placeIn(book(), { siteId, ...(zoneId === undefined ? {} : { zoneId }) }));
    },
    digest,
    clock,
  });

  return {
    tasking,
    taskDesk,
    planning,
    /** Gives what comes again and is due. */
    giveRecurring,
    hear(told: TaskHearers): void {
      Object.assign(hearers, told);
    },
    /** An incident was saved: its protocol may want a task. */
    saved({ state }: Incident): void {
      if (tasksWanted(state).length > 0) giving.wake();
    },
    start(): void {
      ticking.start();
      giving.start();
    },
    async stop(): Promise<void> {
      await Promise.all([ticking.stop(), giving.stop()]);
    },
  };
}

export type OpenTasks = ReturnType<typeof openTasks>;
