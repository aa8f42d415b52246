import type { IncidentState } from './incident.js';

/** Who has the report of an incident once it is over: addresses of the book's people and lists, and webhooks by id. */
export interface ReportPlan {
  readonly to: readonly string[];
  readonly webhooks: readonly string[];
}

/** It is over, its protocol wants a report sent, and the one about this ending was not sent yet. */
export const reportWanted = (state: IncidentState): ReportPlan | undefined => {
  const { report } = state.plan;
  if (!report || state.status !== 'resolved') return undefined;
  return state.reportedAt !== undefined && state.reportedAt >= state.resolution.at ? undefined : report;
};
