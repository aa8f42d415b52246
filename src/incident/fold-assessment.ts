import { type Actor, refOf } from './actor.js';
import type { Assessment, AvsReading } from './assessment.js';
import type { IncidentEvent } from './event.js';
import type { IncidentState } from './incident.js';

export type AssessmentEvent = Extract<IncidentEvent, { type: 'verified' | 'rated' | 'explained' | 'replanned' }>;

/** Readings kept of the validation level. */
const KEPT = 10;

/** The incident as it is assessed from now on. */
export function assessedAs(state: IncidentState, assessment: Assessment, actor: Actor, at: Date): IncidentState {
  return {
    ...state,
    assessment,
    assessed: state.assessed + 1,
    avsHistory: withReading(state.avsHistory, assessment, actor, at),
  };
}

/** A reading for each change of the level. */
export function withReading(
  have: readonly AvsReading[],
  { avs, indicators }: Assessment,
  actor: Actor,
  at: Date,
): readonly AvsReading[] {
  if (have.at(-1)?.level === avs) return have;
  const by = actor.kind === 'person' ? actor.name : 'Tocsin';
  return [...have, { level: avs, at, by, indicators }].slice(-KEPT);
}

/** Rules or people found it as bad as the model did, or worse. */
export function withoutRaise({ raisedFrom: _raised, ...state }: IncidentState): IncidentState {
  return state as IncidentState;
}

export function foldAssessment(
  state: IncidentState,
  { event, at, actor }: { readonly event: AssessmentEvent; readonly at: Date; readonly actor: Actor },
): IncidentState {
  switch (event.type) {
    case 'verified':
      return { ...assessedAs(event.rose ? withoutRaise(state) : state, event.assessment, actor, at), seen: event.seen };
    case 'rated': {
      if (actor.kind !== 'person') throw new Error(`incident ${state.id} rated by ${actor.id}: only a person may`);
      const by = refOf(actor);
      const rating = { band: event.to, by, at, why: event.why, score: state.assessment.score };
      return { ...withoutRaise(state), assessment: { ...state.assessment, band: event.to }, rating };
    }
    case 'explained': {
      const { explanation, assessed, rose } = event;
      const raised = state.explanation?.raised === true || rose !== undefined;
      const told: IncidentState = { ...state, explanation: { ...explanation, assessed, at, raised } };
      if (!rose || !explanation.raise) return told;
      return { ...told, raisedFrom: rose, assessment: { ...state.assessment, band: explanation.raise.to } };
    }
    case 'replanned':
      // What was done of the old procedure stays on record; steps of the same name stay done.
      return { ...state, plan: event.plan, because: event.because };
    default:
      return event satisfies never;
  }
}
