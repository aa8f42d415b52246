import { isWithin, restrictionEdges } from './restrict.js';
import type { Layer, Plan, Turns } from './rotation.js';
import { instantOf, wallAt } from './wall.js';

/** How many coming shifts of a plan are looked at for who comes next. */
const LOOK_AHEAD = 50;

/** When turn `k` of a layer begins; the first is 0. */
export function handoverOf({ every, startDay, handover }: Turns, zone: string, k: number): number {
  return every.unit === 'days'
    ? instantOf(zone, startDay + k * every.days, handover)
    : instantOf(zone, startDay, handover) + k * every.ms;
}

/** Which turn it is, found by counting days and not by walking; negative before the first. */
export function turnAt(layer: Turns, zone: string, at: number): number {
  const { every, startDay } = layer;
  if (every.unit === 'elapsed') return Math.floor((at - handoverOf(layer, zone, 0)) / every.ms);
  let k = Math.floor((wallAt(zone, at).day - startDay) / every.days);
  // The day says it up to one turn; where a zone skipped a whole day, up to two.
  while (at < handoverOf(layer, zone, k)) k--;
  while (at >= handoverOf(layer, zone, k + 1)) k++;
  return k;
}

const inForce = ({ restrict }: Layer, zone: string, at: number): boolean =>
  restrict === undefined || isWithin(restrict, zone, at);

/** The last shift of a plan that begins at or before an instant; -1 when none does. */
function shiftAt({ shifts }: Plan, at: number): number {
  let [low, high] = [0, shifts.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((shifts[middle]?.from.getTime() ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Who of this layer is on call, if it is in force. */
export function personAt(layer: Layer, zone: string, at: number): string | undefined {
  if (!inForce(layer, zone, at)) return undefined;
  if (layer.kind === 'plan') {
    const shift = layer.shifts[shiftAt(layer, at)];
    return shift && at < shift.to.getTime() ? shift.person : undefined;
  }
  const turn = turnAt(layer, zone, at);
  return turn < 0 ? undefined : layer.people[turn % layer.people.length];
}

/** Everybody of the layer in the order of their turns, beginning with who has it. */
export function orderAt(layer: Layer, zone: string, at: number): string[] {
  if (layer.kind === 'plan') {
    const first = Math.max(0, shiftAt(layer, at));
    return [...new Set(layer.shifts.slice(first, first + LOOK_AHEAD).map(({ person }) => person))];
  }
  const index = Math.max(0, turnAt(layer, zone, at)) % layer.people.length;
  return [...new Set([...layer.people.slice(index), ...layer.people.slice(0, index)])];
}

/** Everybody who is ever on call in this layer. */
export const membersOf = (layer: Layer): readonly string[] =>
  layer.kind === 'plan' ? layer.shifts.map(({ person }) => person) : layer.people;

/** The instants, in no order, between which this layer may change; some of them lie outside of the range. */
export function* layerEdges(layer: Layer, zone: string, from: number, to: number): Generator<number> {
  if (layer.restrict) yield* restrictionEdges(layer.restrict, zone, from, to);
  if (layer.kind === 'plan') {
    for (let i = Math.max(0, shiftAt(layer, from)); i < layer.shifts.length; i++) {
      const shift = layer.shifts[i];
      if (!shift || shift.from.getTime() >= to) return;
      yield shift.from.getTime();
      yield shift.to.getTime();
    }
    return;
  }
  for (let k = Math.max(0, turnAt(layer, zone, from)); ; k++) {
    const at = handoverOf(layer, zone, k);
    if (at >= to) return;
    yield at;
  }
}
