import type { Hidden, IncidentState, Place } from '../src/incident/index.js';

/** Whether the book leaves that out there. */
export const hides = ({ hides: hidden }: { readonly hides?: readonly Hidden[] }, what: Hidden): boolean =>
  hidden?.includes(what) ?? false;

/** Without what a detector said in its own words. */
export function wordless(state: IncidentState): IncidentState {
  const { details: _said, unrecognised: _why, ...rest } = state;
  return { ...rest, subject: '', place: uncalled(state.place) } as IncidentState;
}

/** Without what the detector calls it. */
export function uncalled({ named: _called, ...place }: Place): Place {
  return place;
}
