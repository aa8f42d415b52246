import type { TaskStore } from '../../src/ports-tasks.js';
import { doer, hasNews, isTaskLive, type Task, taskDueAt, taskOwedAt } from '../../src/task/index.js';

/** Tasks that lie in the store: they outlive the process that wrote them. By value, as a store gives and takes. */
export function tasksIn(kept: Map<string, Task>): TaskStore {
  const all = (): Task[] => [...kept.values()].map((task) => structuredClone(task));
  const byDue = (at: (task: Task) => Date | undefined, now: Date): Task[] =>
    all().filter((task) => {
      const due = at(task);
      return due !== undefined && due <= now;
    });
  return {
    load: async (id) => structuredClone(kept.get(id)),
    loadByNumber: async (number) => all().find(({ state }) => state.number === number),
    async insert(task) {
      if (kept.has(task.state.id)) return false;
      kept.set(task.state.id, structuredClone(task));
      return true;
    },
    async save(task) {
      if (kept.get(task.state.id)?.version !== task.version) return false;
      kept.set(task.state.id, structuredClone({ ...task, version: task.version + 1 }));
      return true;
    },
    async list({ live, of, limit }) {
      const found = all().filter(
        ({ state }) =>
          (live === undefined || isTaskLive(state) === live) && (of === undefined || doer(state)?.id === of.personId),
      );
      return { items: found.slice(0, limit) };
    },
    due: async (now, limit) =>
      byDue(({ state }) => taskDueAt(state), now)
        .slice(0, limit)
        .map(({ state }) => state.id),
    owing: async (now, limit) => byDue(taskOwedAt, now).slice(0, limit),
    telling: async (limit) => all().filter(hasNews).slice(0, limit),
  };
}
