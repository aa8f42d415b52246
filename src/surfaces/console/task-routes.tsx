import express, { type Router } from 'express';
import type { HandleInbound } from '../../inbound.js';
import type { Digest, PersonActor } from '../../incident/index.js';
import type { ConsoleAccount } from '../../ports-accounts.js';
import type { TaskStore } from '../../ports-tasks.js';
import { mayUseTasks, type Task, taskFaults } from '../../task/index.js';
import type { Guards } from './account-routes.js';
import { FormView } from './card.js';
import { type EvidenceDesk, evidenceRoutes } from './evidence-routes.js';
import { handRoutes } from './hand-routes.js';
import { page } from './page.js';
import { TaskPage, Tasks } from './tasks.js';
import { told } from './told.js';

export interface TasksDesk {
  readonly tasks: Pick<TaskStore, 'list' | 'loadByNumber'>;
  readonly evidence: EvidenceDesk;
  readonly handle: HandleInbound;
  readonly actorOf: (account: ConsoleAccount) => PersonActor;
  readonly digest: Digest;
}

const SHOWN = 200;
const OVER = 30;
const BASE = '/console/tasks';

const numberOf = (name: string): number => (/^\d{1,9}$/.test(name) ? Number(name) : 0);

/** `/console/tasks`: the list, each task, its buttons and forms, and a new one. */
export function taskRoutes(
  { tasks, evidence, handle, actorOf, digest }: TasksDesk,
  { inside, changing }: Guards,
): Router {
  const router = express.Router();
  const working: Guards['inside'] = (run) =>
    inside(async (request, response, me) => {
      if (mayUseTasks(actorOf(me.account))) return await run(request, response, me);
      response.status(403).send(told('Not for you', 'Tasks are for the desk.'));
    });

  router.get(
    '/',
    working(async (_request, response, me) => {
      const who = actorOf(me.account);
      const [mine, open, over] = await Promise.all([
        tasks.list({ live: true, of: { personId: who.id, roles: who.roles }, order: 'due', limit: SHOWN }),
        tasks.list({ live: true, order: 'due', limit: SHOWN }),
        tasks.list({ live: false, order: 'newest', limit: OVER }),
      ]);
      const body = <Tasks mine={mine.items} open={open.items} over={over.items} />;
      response.send(page('Tasks · Tocsin', body, { styles: ['oncall.css', 'tasks.css'] }));
    }),
  );

  router.get(
    '/new',
    working(async (_request, response, me) => {
      const asked = await handle({ kind: 'press', action: 'task', about: '', who: actorOf(me.account) });
      if (asked.kind !== 'ask')
        return void response.status(403).send(told('Not done', asked.kind === 'refused' ? asked.text : ''));
      const form = (
        <FormView form={asked.form} at={`${BASE}/new`} back={BASE} csrf={me.session.csrf} values={{}} faults={{}} />
      );
      response.send(page(asked.form.title, <main class="sheet">{form}</main>));
    }),
  );

  router.get(
    '/:name',
    working(async (request, response, me) => {
      const task = await tasks.loadByNumber(numberOf(String(request.params.name)));
      if (!task) return void response.status(404).send(told('No such task', 'There is none with this number.'));
      const view = <TaskPage task={task} viewer={actorOf(me.account)} csrf={me.session.csrf} faults={faultsOf(task)} />;
      response.send(page(`TASK-${task.state.number} · Tocsin`, view, { styles: ['oncall.css', 'tasks.css'] }));
    }),
  );

  const find = async (name: string) => (await tasks.loadByNumber(numberOf(name)))?.state;
  const idOf = async (name: string): Promise<string | undefined> => (name === 'new' ? '' : (await find(name))?.id);
  const files = { desk: evidence, handle, actorOf, base: BASE, form: 'task-note' as const, find };
  router.use(evidenceRoutes(files, { inside: working }));
  router.use(handRoutes({ handle, actorOf, base: BASE, idOf }, { changing }));
  return router;

  function faultsOf(task: Task): string[] {
    return taskFaults(task, digest).map(({ seq, what }) => `entry ${seq}: ${what}`);
  }
}
