import { pause } from '../faults/dice.js';
import type { FaultOptions, FaultResult } from './stage/fault.js';
import { filesOf, storm } from './stage/storm.js';

/** `kill -9` of the store at a random moment, with 16 writers on it. */
export async function killStorm(options: FaultOptions): Promise<FaultResult> {
  return await storm(options, {
    name: 'kill-storm',
    compactFromBytes: 2 * 1024 * 1024,
    documents: 100,
    moment: async (dataDir, dice) => {
      const before = filesOf(dataDir).join();
      await pause(dice.between(60, 900));
      return filesOf(dataDir).join() !== before;
    },
    hits: 'with a compaction just before',
    leastHits: (rounds) => Math.floor(rounds / 10),
  });
}
