import { layerEdges } from './layer.js';
import { holderAt } from './on-call.js';
import type { Holder, Rotation, Shift } from './rotation.js';
import { DAY_MS } from './wall.js';

/** A plan is looked at for a year at most, so that nobody can ask for a century. */
const MOST_MS = 366 * DAY_MS;
const MOST_CHANGES = 10_000;

/** A range of a rotation that is too long to be laid out. */
export class RangeTooLong extends Error {
  override readonly name = 'RangeTooLong';
}

/**
 * Who is on call from `from` to `to`: pieces that follow one another without gap or overlap and fill the range; where
 * nobody is on call, a piece without holder. Throws `RangeTooLong` for more than 366 days or 10,000 changes.
 */
export function shifts(rotation: Rotation, from: Date, to: Date): Shift[] {
  const [start, end] = [from.getTime(), to.getTime()];
  if (!(start < end)) return [];
  if (end - start > MOST_MS)
    throw new RangeTooLong(
      `rotation "${rotation.id}" is laid out for a year at most, and this is ${Math.ceil((end - start) / DAY_MS)} days: ask for a shorter range`,
    );
  const laid: Shift[] = [];
  let begun = start;
  let holder = holderAt(rotation, start);
  for (const edge of edgesOf(rotation, start, end)) {
    const now = holderAt(rotation, edge);
    if (same(now, holder)) continue;
    laid.push({ from: new Date(begun), to: new Date(edge), holder });
    [begun, holder] = [edge, now];
  }
  return [...laid, { from: new Date(begun), to: new Date(end), holder }];
}

/** Stretches in which nobody is on call. A change of the clock never makes one by itself. */
export const gapsIn = (rotation: Rotation, from: Date, to: Date): Shift[] =>
  shifts(rotation, from, to).filter(({ holder }) => holder === undefined);

function edgesOf(rotation: Rotation, start: number, end: number): number[] {
  const edges = new Set<number>();
  const add = (at: number): void => {
    if (at <= start || at >= end) return;
    edges.add(at);
    if (edges.size > MOST_CHANGES)
      throw new RangeTooLong(
        `rotation "${rotation.id}" changes more than ${MOST_CHANGES} times in this range: ask for a shorter one`,
      );
  };
  for (const layer of rotation.layers) for (const at of layerEdges(layer, rotation.timezone, start, end)) add(at);
  for (const { from, to } of rotation.overrides) {
    add(from.getTime());
    add(to.getTime());
  }
  return [...edges].sort((a, b) => a - b);
}

const same = (a: Holder | undefined, b: Holder | undefined): boolean =>
  a?.person === b?.person && a?.layer === b?.layer && a?.insteadOf === b?.insteadOf;
