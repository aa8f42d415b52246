import type mongoose from 'mongoose';
import type { IncidentWishes } from '../src/ports.js';
import type { IncidentRow } from './incident-row.js';

/** Incidents that wait for something, by the field that every save of them derives. */
export function incidentWishes(connection: mongoose.Connection, field: 'tasksWanted' | 'reportWanted'): IncidentWishes {
  const rows = connection.collection<IncidentRow>('incidents');
  return {
    async wanted(limit) {
      const found = await rows
        .find<{ _id: string }>({ [field]: true }, { projection: { _id: 1 } })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },
  };
}
