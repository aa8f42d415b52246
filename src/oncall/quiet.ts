import { everyDay, isWithin } from './restrict.js';
import type { Window } from './rotation.js';

/** Hours in which somebody wants to hear of grave things only. */
export interface Quiet {
  readonly quiet?: Window | undefined;
  /** IANA. */
  readonly timezone: string;
}

/** Whether an instant lies in somebody's quiet hours, on their own wall clock; without quiet hours never. */
export const isQuiet = ({ quiet, timezone }: Quiet, at: Date): boolean =>
  quiet !== undefined && isWithin(everyDay(quiet), timezone, at.getTime());
