import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsIn, onCall, shifts } from '../../src/oncall/index.js';
import type { Rotation, Turns } from '../../src/oncall/rotation.js';
import { instantOf, wallAt } from '../../src/oncall/wall.js';
import { type Change, changesOf, wallMinutes, ZONES } from './changes.js';
import { between, DAY, faultsOf, HOUR, rotation, turns } from './given.js';

/** Every zone, in parts small enough for a test each: `Africa/Abidjan …`. */
const PARTS = Array.from({ length: Math.ceil(ZONES.length / 40) }, (_, part) =>
  ZONES.slice(part * 40, part * 40 + 40),
).map((zones) => [`${zones[0]} to ${zones.at(-1)}`, zones] as const);
const clock = (minutes: number): string => {
  const day = ((minutes % 1440) + 1440) % 1440;
  return `${String(Math.floor(day / 60)).padStart(2, '0')}:${String(day % 60).padStart(2, '0')}`;
};

/** Wall times of a change at which a plan could break: where the skipped or repeated hour begins, in it, where it ends. */
function edgesOf({ at, before, after }: Change): number[] {
  const wall = Math.floor(at / 60_000) + Math.min(before, after);
  const size = Math.abs(after - before);
  return [wall, wall + Math.floor(size / 2), wall + size].map((each) => ((each % 1440) + 1440) % 1440);
}

/** What is wrong with the hand-overs of a layer around a change, read off the wall with nothing of ours. */
function handoverFaults({ zone, at, before, after }: Change, layer: Turns, whole: Rotation): string[] {
  const [from, to] = [new Date(at - 1.5 * DAY), new Date(at + 1.5 * DAY)];
  const pieces = shifts(whole, from, to);
  const faults = faultsOf(pieces, from, to);
  if (gapsIn(whole, from, to).length > 0) faults.push('nobody is on call');
  const handovers = pieces.slice(1).map((piece) => piece.from.getTime());
  if (handovers.length !== 3) faults.push(`${handovers.length} hand-overs in three days`);
  for (const each of handovers) {
    const shown = wallMinutes(zone, each);
    const said = ((shown % 1440) + 1440) % 1440;
    if (said === layer.handover) {
      // One that exists twice counts once, the first time.
      const earlier = each - (before - after) * 60_000;
      if (earlier < at && each >= at && wallMinutes(zone, earlier) === shown) faults.push('second time');
      continue;
    }
    // Then it does not exist on this day, and the first instant after the jump is taken.
    const begins = Math.floor(at / 60_000) + before;
    const skipped = (((layer.handover - begins) % 1440) + 1440) % 1440 < after - before;
    if (each !== at || !skipped) faults.push(`hand-over at ${clock(shown)}`);
  }
  return faults;
}

describe.each(PARTS)('around every change of the clock from 2024 to 2034, from %s,', (_names, zones) => {
  it('hands over once a day, at the time said, with no gap and no overlap', () => {
    const faults: string[] = [];
    for (const change of zones.flatMap(changesOf))
      for (const handover of edgesOf(change)) {
        const layer = turns(['ana', 'ben', 'chi'], { handover });
        for (const fault of handoverFaults(change, layer, rotation([layer], change.zone)))
          faults.push(`${change.zone} ${new Date(change.at).toISOString()} at ${clock(handover)}: ${fault}`);
      }
    expect(faults).toEqual([]);
  });

  it('leaves nobody out where one restriction begins when the other ends, and says the same for an instant', () => {
    const faults: string[] = [];
    for (const change of zones.flatMap(changesOf)) {
      const [first, middle, last] = edgesOf(change);
      for (const [open, close] of [
        [first, middle],
        [middle, last],
      ]) {
        const restrict = (a: number, b: number) => ({ restrict: between(`${clock(a)}-${clock(b)}`), handover: a });
        const whole = rotation(
          [turns(['ana', 'ben'], restrict(open!, close!)), turns(['chi', 'dee', 'eve'], restrict(close!, open!))],
          change.zone,
        );
        const [from, to] = [new Date(change.at - 1.25 * DAY), new Date(change.at + 1.25 * DAY)];
        const pieces = shifts(whole, from, to);
        const where = `${change.zone} ${from.toISOString()} ${clock(open!)}-${clock(close!)}`;
        for (const fault of faultsOf(pieces, from, to)) faults.push(`${where}: ${fault}`);
        if (pieces.some(({ holder }) => holder === undefined)) faults.push(`${where}: nobody`);
        for (const piece of pieces) {
          const inside = new Date((piece.from.getTime() + piece.to.getTime()) / 2);
          for (const instant of [piece.from, inside])
            if (onCall(whole, instant)?.person !== piece.holder?.person)
              faults.push(`${where}: ${instant.toISOString()}`);
        }
      }
    }
    expect(faults).toEqual([]);
  });
});

it('finds the changes that the laws are about', () => {
  const berlin = changesOf('Europe/Berlin');
  expect(berlin).toHaveLength(22);
  expect(new Date(berlin[0]!.at).toISOString()).toBe('2024-03-31T01:00:00.000Z');
  expect(changesOf('Australia/Lord_Howe')[0]).toMatchObject({ before: 660, after: 630 });
  expect(changesOf('Asia/Tokyo')).toEqual([]);
  expect(ZONES.flatMap(changesOf).length).toBeGreaterThan(2_000);
}, 10_000);

describe('a wall clock', () => {
  const minute = fc.integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2035, 0, 1) / 60_000 });

  it('finds the first instant that shows a time, of every zone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), minute, (zone, local) => {
        const day = Math.floor(local / 1440);
        const found = instantOf(zone, day, local - day * 1440);
        const shown = wallMinutes(zone, found);
        // Either it shows the time and nothing before did, or the clock jumped over it at this very instant.
        const jumped = shown > local && wallMinutes(zone, found - 1) < local;
        if (shown !== local) return jumped;
        return [30, 60, 120].every((back) => wallMinutes(zone, found - back * 60_000) !== local);
      }),
      { numRuns: 3_000 },
    );
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), minute, (zone, utc) => {
        const { day, ms } = wallAt(zone, utc * 60_000);
        expect(day * 1440 + ms / 60_000).toBe(wallMinutes(zone, utc * 60_000));
      }),
      { numRuns: 1_000 },
    );
  });

  it('takes a whole day that a zone left out as its end', () => {
    // Samoa went from the 29th to the 31st of December 2011.
    expect(new Date(instantOf('Pacific/Apia', 15_338, 720)).toISOString()).toBe('2011-12-30T10:00:00.000Z');
    const layer = turns(['ana', 'ben'], { handover: 720, startDay: 15_330 });
    const [from, to] = [new Date('2011-12-28T00:00Z'), new Date('2012-01-03T00:00Z')];
    const pieces = shifts(rotation([layer], 'Pacific/Apia'), from, to);
    expect(faultsOf(pieces, from, to)).toEqual([]);
    expect(Math.min(...pieces.slice(1, -1).map((each) => each.to.getTime() - each.from.getTime()))).toBe(12 * HOUR);
  });

  it('does not hand back what it handed over, where the clock is set back over midnight', () => {
    // In St. John's, at 00:01 of the 7th of November 2010, to 23:01 of the 6th.
    const layer = turns(['ana', 'ben'], { handover: 0, startDay: 14_919 });
    const whole = rotation([layer], 'America/St_Johns');
    expect(wallAt('America/St_Johns', Date.parse('2010-11-07T02:45Z')).day).toBe(14_919);
    const pieces = shifts(whole, new Date('2010-11-07T02:00Z'), new Date('2010-11-07T05:00Z'));
    expect(pieces.map((each) => [each.from.toISOString().slice(11, 16), each.holder?.person])).toEqual([
      ['02:00', 'ana'],
      ['02:30', 'ben'],
    ]);
    expect(onCall(whole, new Date('2010-11-07T02:45Z'))?.person).toBe('ben');
    // The same for a restriction: Saturday ends when Sunday begins, the first time.
    const on = (day: number) => ({ startDay: 14_900, restrict: new Map([[day, { from: 0, to: 1440 }]]) });
    const days = rotation([turns(['ana'], on(6)), turns(['ben'], on(7))], 'America/St_Johns');
    expect(onCall(days, new Date('2010-11-07T02:29Z'))?.person).toBe('ana');
    expect(onCall(days, new Date('2010-11-07T02:45Z'))?.person).toBe('ben');
  });
});
