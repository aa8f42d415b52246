/** How arrivals are estimated and what counts beside them. The reasons stand in `docs/dispatch.md`, the book may change each. */
export interface DispatchRules {
  /** Way on the ground by distance as the crow flies. */
  readonly detour: number;
  readonly walkKmh: number;
  readonly driveKmh: number;
  /** Until somebody with a car at hand is under way in it. */
  readonly vehicleAfterMs: number;
  /** Until somebody who has none at hand is under way in one. */
  readonly carAfterMs: number;
  /** From this age a fix is called stale, and says nothing any more of who is driving. */
  readonly staleAfterMs: number;
  /** From this age a fix says nothing any more of where somebody is. */
  readonly forgetAfterMs: number;
  /** A fix with a wider radius is called inaccurate. */
  readonly inaccurateM: number;
  /** What arriving without the keys costs, where the book names holders of keys. */
  readonly withoutKeysMs: number;
  /** What each incident costs that an officer has in hand. Not counted when a person may be dying. */
  readonly perIncidentMs: number;
  /** What it costs to take somebody away from another incident, for life safety. */
  readonly takenAwayMs: number;
}

const MINUTE = 60_000;

/** Ours. See `docs/dispatch.md`. */
export const DEFAULT_DISPATCH: DispatchRules = {
  detour: 1.3,
  walkKmh: 5,
  driveKmh: 30,
  vehicleAfterMs: MINUTE,
  carAfterMs: 10 * MINUTE,
  staleAfterMs: 2 * MINUTE,
  forgetAfterMs: 30 * MINUTE,
  inaccurateM: 100,
  withoutKeysMs: 2 * MINUTE,
  perIncidentMs: 5 * MINUTE,
  takenAwayMs: 2 * MINUTE,
};
