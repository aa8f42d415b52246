import type { Card } from '../cards/card.js';
import { taskCard, taskRing } from '../cards/task-card.js';
import { wordsIn } from '../cards/words/languages.js';
import type { Destination, Outcome, SystemActor } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { ChatSurface, Clock, Directory } from '../src/ports.js';
import type { TaskPlanning, TaskStore } from '../src/ports-tasks.js';
import { nextTaskStep, type Ring, type Task, type TaskCard, type TaskStep } from '../src/task/index.js';
import type { TaskDesk } from '../src/task-desk.js';
import { type RunErrand, runEach } from './errands.js';

export interface TaskCardParts {
  readonly tasks: Pick<TaskStore, 'owing' | 'load'>;
  readonly taskDesk: TaskDesk;
  readonly runErrand: RunErrand;
  readonly directory: Pick<Directory, 'chatId'>;
  readonly channels: TaskPlanning['channels'];
  readonly token: () => string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** Tasks that are looked at: those that wait for their chat must not hide the others. */
const AT_ONCE = 2_000;
/** After what people do about incidents, before diaries and news. */
const PRIORITY = 45;

const DELIVERY: SystemActor = { kind: 'system', id: 'delivery' };

interface OwedCard {
  readonly id: string;
  readonly to: Destination;
}

/** Brings what chats show of tasks up to date, and calls people there. */
export function createTaskCards({
  tasks,
  taskDesk,
  runErrand,
  directory,
  channels,
  token,
  clock,
  failed,
}: TaskCardParts) {
  const called = (ring: Ring | undefined, { surface }: Destination): string[] =>
    (ring?.to ?? []).flatMap(({ id }) => directory.chatId(id, surface) ?? []);

  async function pay({ id, to }: OwedCard): Promise<boolean> {
    const task = await tasks.load(id);
    const destination = destinationKey(to);
    const card = task?.cards.find((each) => destinationKey(each.destination) === destination);
    const step = task && card && nextTaskStep(task.state, card);
    if (!step || card.dueAt > clock.now()) return true;
    const ran = await runErrand({
      to,
      what: 'task',
      about: task.state.place.siteId,
      call: step.do === 'update' ? 'update' : step.do === 'ring' ? 'reply' : 'post',
      looksUp: card.attempt !== undefined && step.do !== 'update',
      priority: PRIORITY,
      run: (surface, calling) => carry(task, card, step, surface, calling),
    });
    if (ran === 'waits') return false;
    const outcome: Outcome =
      ran === 'off' ? { kind: 'dead', error: `the surface "${to.surface}" is switched off` } : ran;
    await taskDesk.settle(id, { destination, step, version: task.state.cardVersion }, outcome);
    // Nobody hears of it there: it stands where others see it.
    if (outcome.kind === 'dead' && to.person !== undefined) {
      const { place, covert = false } = task.state;
      await taskDesk.execute(id, { type: 'show', actor: DELIVERY, destinations: channels({ place, covert }) });
    }
    return true;
  }

  async function carry(
    task: Task,
    { destination: to, attempt }: TaskCard,
    step: TaskStep,
    surface: ChatSurface<Card>,
    calling: (call: () => Promise<Outcome>) => Promise<Outcome | undefined>,
  ): Promise<Outcome | undefined> {
    const words = wordsIn(to.language);
    const card = (): Card => taskCard(task.state, { words });
    if (step.do === 'update') return await calling(() => surface.update(to, step.ref, card()));
    const under = step.do === 'ring' ? step.ref : undefined;
    if (attempt) {
      const found = await calling(() => surface.find(to, attempt.token, attempt.at, under));
      if (found?.kind === 'retry') return { ...found, inDoubt: true, at: 'look-up' };
      if (found?.kind === 'delivered') return { ...found, lookedUp: true };
      if (found === undefined) return undefined;
    }
    const mark = attempt?.token ?? token();
    if (!(await taskDesk.beginAttempt(task, destinationKey(to), mark, step.ring?.seq))) return undefined;
    if (step.do === 'ring')
      return await calling(() =>
        surface.call(to, step.ref, taskRing(task.state, step.ring, words), mark, called(step.ring, to)),
      );
    // In somebody's own chat a new message rings by itself.
    const calls = to.person === undefined ? called(step.ring, to) : [];
    return await calling(() => surface.post(to, card(), mark, calls));
  }

  return async function tellTasks(): Promise<'idle' | number> {
    const now = clock.now();
    const owing = await tasks.owing(now, AT_ONCE);
    const owed = owing.flatMap(({ state, cards }) =>
      cards
        .filter((card) => card.dueAt <= now && nextTaskStep(state, card))
        .map(({ destination }): OwedCard => ({ id: state.id, to: destination })),
    );
    return await runEach(
      owed,
      ({ to }) => to,
      pay,
      ({ id, to }, error) => {
        failed(`showing ${id} in ${destinationKey(to)}`, error);
      },
    );
  };
}
