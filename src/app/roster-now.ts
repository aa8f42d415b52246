import { createLoop } from '../../jobs/loop.js';
import { members, type OnCall, onCall, type Rotation } from '../oncall/index.js';
import type { Clock } from '../ports.js';
import type { Roster } from '../ports-oncall.js';

/** Somebody who takes a shift over is on call within this. */
const LOOK_MS = 1_000;
const AROUND_MS = 3_600_000;

/**
 * Who is on call, without asking the store: deciding whom to page must not wait. Covers are read once a second, and at
 * once when one was taken here.
 */
export async function openRosterNow(roster: Roster, clock: Clock, failed: (error: unknown) => void) {
  let rotations = new Map<string, Rotation>();
  const look = async (): Promise<void> => {
    const now = clock.now().getTime();
    const found = await roster.rotations(new Date(now - AROUND_MS), new Date(now + AROUND_MS));
    rotations = new Map(found.map((rotation) => [rotation.id, rotation]));
  };
  await look();
  const loop = createLoop(
    async () => {
      await look();
      return 'idle';
    },
    LOOK_MS,
    failed,
  );
  return {
    onCall(id: string, at: Date): OnCall | undefined {
      const rotation = rotations.get(id);
      return rotation && onCall(rotation, at);
    },
    /** Whether somebody is on call anywhere; `undefined` for whom no rotation names. */
    onShift(personId: string, at: Date): boolean | undefined {
      const all = [...rotations.values()];
      if (all.some((rotation) => onCall(rotation, at)?.person === personId)) return true;
      return all.some((rotation) => members(rotation).includes(personId)) ? false : undefined;
    },
    start: () => {
      loop.start();
    },
    changed: () => {
      loop.wake();
    },
    stop: () => loop.stop(),
  };
}
