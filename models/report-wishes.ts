import type mongoose from 'mongoose';
import type { ReportWishes } from '../src/ports-reports.js';
import type { IncidentRow } from './incident-row.js';

export function reportWishes(connection: mongoose.Connection): ReportWishes {
  const rows = connection.collection<IncidentRow>('incidents');
  return {
    async wanted(limit) {
      const found = await rows
        .find<{ _id: string }>({ reportWanted: true }, { projection: { _id: 1 } })
        .limit(limit)
        .toArray();
      return found.map(({ _id }) => _id);
    },
  };
}
