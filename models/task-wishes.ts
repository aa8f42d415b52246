import type mongoose from 'mongoose';
import type { TaskWishes } from '../src/ports-tasks.js';
import type { IncidentRow } from './incident-row.js';

/** Incidents that wait for tasks, by the field that every save of them derives. */
export function taskWishes(connection: mongoose.Connection): TaskWishes {
  const rows = connection.collection<IncidentRow>('incidents');
  return {
    async wanted(limit) {
      const found = await rows
        .find<{ _id: string }>({ tasksWanted: true }, { projection: { _id: 1 } })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },
  };
}
