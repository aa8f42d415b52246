import { pause } from '../faults/dice.js';
import type { FaultOptions, FaultResult } from './stage/fault.js';
import { filesOf, storm } from './stage/storm.js';

/** `kill -9` while the store compacts: from the first byte of the snapshot to the removal of the old files. */
export async function killCompaction(options: FaultOptions): Promise<FaultResult> {
  return await storm(options, {
    name: 'kill-compaction',
    compactFromBytes: 1024 * 1024,
    documents: 2_000,
    moment: async (dataDir, dice) => {
      const begun = (): boolean => filesOf(dataDir).some((name) => name.endsWith('.tmp'));
      const until = performance.now() + 8_000;
      while (!begun() && performance.now() < until) await pause(1);
      const hit = begun();
      await pause(dice.between(0, 18));
      return hit;
    },
    hits: 'while a snapshot was written or just named',
    leastHits: (rounds) => Math.ceil(0.75 * rounds),
  });
}
