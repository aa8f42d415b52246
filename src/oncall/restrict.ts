import type { Restriction, Window } from './rotation.js';
import { instantOf, wallAt, weekdayOf } from './wall.js';

/** From when to when the window of a day is, as instants: so that a change of the clock opens no gap between two. */
function stretchOf(zone: string, day: number, { from, to }: Window): readonly [number, number] {
  return [instantOf(zone, day, from), instantOf(zone, to > from ? day : day + 1, to)];
}

/** Whether an instant lies in a window of the restriction. */
export function isWithin(restrict: Restriction, zone: string, at: number): boolean {
  const { day } = wallAt(zone, at);
  // Yesterday's window may pass midnight; tomorrow's may have begun, where the clock is set back over midnight.
  for (const each of [day - 1, day, day + 1]) {
    const window = restrict.get(weekdayOf(each));
    if (!window) continue;
    const [from, to] = stretchOf(zone, each, window);
    if (at >= from && at < to) return true;
  }
  return false;
}

/** The instants at which windows open and close, from `from` to `to`. */
export function* restrictionEdges(restrict: Restriction, zone: string, from: number, to: number): Generator<number> {
  const last = wallAt(zone, to).day + 1;
  for (let day = wallAt(zone, from).day - 1; day <= last; day++) {
    const window = restrict.get(weekdayOf(day));
    if (window) yield* stretchOf(zone, day, window);
  }
}

/** The same window on every day of the week. */
export const everyDay = (window: Window): Restriction => new Map([1, 2, 3, 4, 5, 6, 7].map((day) => [day, window]));
