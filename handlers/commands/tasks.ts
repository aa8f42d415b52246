import { answerCard } from '../../cards/answer-card.js';
import { type TaskLinks, taskCard, taskItem } from '../../cards/task-card.js';
import { en } from '../../cards/words/en.js';
import { COMMANDS, LISTED, said } from '../../cards/words/en-commands.js';
import { numberIn, type PersonActor } from '../../src/incident/index.js';
import type { IncidentStore } from '../../src/ports.js';
import type { TaskStore } from '../../src/ports-tasks.js';
import type { Tasking } from '../tasks.js';
import { type Command, found, nearestOf, refused, shown } from './command.js';

export interface TaskCommandParts {
  readonly tasks: Pick<TaskStore, 'list' | 'loadByNumber'>;
  readonly incidents: Pick<IncidentStore, 'loadByNumber'>;
  readonly tasking: Pick<Tasking, 'ask'>;
  readonly sites: () => readonly { readonly id: string; readonly name: string }[];
  readonly links: TaskLinks;
}

/** `tasks`: mine, those of a site or all, one of them, or a new one. */
export function taskCommand({ tasks, incidents, tasking, sites, links }: TaskCommandParts): Command {
  async function list(who: PersonActor | undefined, siteId?: string) {
    const of = who && { personId: who.id, roles: who.roles };
    const { items } = await tasks.list({
      live: true,
      order: 'due',
      limit: LISTED,
      ...(of ? { of } : {}),
      ...(siteId ? { siteId } : {}),
    });
    const title = en.task.title(items.length, who !== undefined);
    return shown(
      answerCard(
        title,
        items.map(({ state }) => taskItem(state, links)),
        said.tasks.how,
      ),
    );
  }

  return {
    name: 'tasks',
    async run([first = '', second = '', ...rest], who) {
      const word = first.toLowerCase();
      if (word === '') return await list(who);
      if (word === 'all') return await list(undefined);
      if (word === 'new') {
        if (second === '') return tasking.ask(who, en);
        const incident = await incidents.loadByNumber(numberIn(second, 'INC'));
        return incident ? tasking.ask(who, en, incident.state) : refused(said.noIncident(second.slice(0, 40)));
      }
      if (/^(task-|#)?\d+$/.test(word)) {
        const task = await tasks.loadByNumber(numberIn(word, 'TASK'));
        return task ? shown(taskCard(task.state, { viewer: who })) : refused(said.tasks.none(first.slice(0, 40)));
      }
      const name = [first, second, ...rest].join(' ').trim();
      const site = found(name, sites());
      if (site) return await list(undefined, site.id);
      return refused(`${said.noSite(name.slice(0, 40), nearestOf(name, sites()))} ${said.usage(COMMANDS.tasks.usage)}`);
    },
  };
}
