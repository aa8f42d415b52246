import { nameOf } from '../../cards/answering.js';
import { type IncidentState, recordOf } from '../incident/index.js';

/** How an incident is answered, for programs: protocol, procedure, who was told and sent. */
export const answeringOf = (state: IncidentState) => ({
  protocol: { id: state.plan.protocol, version: state.plan.version, because: state.because },
  procedure: state.plan.procedure
    ? {
        id: state.plan.procedure.id,
        steps: state.plan.procedure.steps.map(({ id, kind, text, required }) => {
          const record = recordOf(state.steps, id);
          return {
            id,
            kind,
            text,
            required,
            result: record ? { ...record.result, by: record.by, at: record.at } : null,
          };
        }),
      }
    : null,
  pages: state.pages.map((page) => ({
    to: page.to.kind === 'person' ? { id: page.to.id, name: page.to.name } : { name: nameOf(page) },
    via: page.via,
    state: page.state,
    at: page.state === 'due' ? page.notBefore : page.at,
    error: page.error ?? null,
  })),
  responders: state.responders.map(({ who, state: is, at, because }) => ({ ...who, state: is, at, because })),
  emergencyCalls: state.emergencyCalls ?? [],
  validations: state.avsHistory,
});
