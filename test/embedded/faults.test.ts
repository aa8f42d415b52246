import { describe, expect, it } from 'vitest';
import { storeDamage } from '../../bench/store-faults/damage.js';
import { diskFull } from '../../bench/store-faults/disk-full.js';
import { fileLimit } from '../../bench/store-faults/file-limit.js';
import { killCompaction } from '../../bench/store-faults/kill-compaction.js';
import { killStorm } from '../../bench/store-faults/kill-storm.js';
import type { Fault } from '../../bench/store-faults/stage/fault.js';

/** The short version of what `npm run proof` does at length. */
describe('the store under fire', () => {
  it.each<[string, Fault, number]>([
    ['killed with sixteen writers on it', killStorm, 2],
    ['killed while it compacts', killCompaction, 1],
    ['with flipped bits and cut files', storeDamage, 40],
    ['on a disk that becomes full', diskFull, 1],
    ['with a log that may not grow', fileLimit, 1],
  ])(
    'loses nothing: %s',
    async (_, fault, rounds) => {
      const seed = Date.now() % 1_000_000;
      const lines = [`seed ${seed}`];
      const result = await fault({ rounds, seed, log: (line) => lines.push(line) });
      expect(result.lost, lines.join('\n')).toBe(0);
      // A disk of one's own is for root only, and not everywhere: then it was skipped, with the reason, and has not passed.
      if (result.skipped !== undefined) process.stderr.write(`${result.name} skipped: ${result.skipped}\n`);
      else expect(result.rounds).toBe(rounds);
    },
    60_000,
  );
});
