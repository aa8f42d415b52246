import type { Hidden, IncidentState } from '../src/incident/index.js';

/** Without what a detector said in its own words. */
export function wordless(state: IncidentState): IncidentState {
  const { details: _said, unrecognised: _why, ...rest } = state;
  const { named: _called, ...place } = state.place;
  return { ...rest, subject: '', place } as IncidentState;
}

export const hides = ({ hides: hidden }: { readonly hides?: readonly Hidden[] }, what: Hidden): boolean =>
  hidden?.includes(what) ?? false;
