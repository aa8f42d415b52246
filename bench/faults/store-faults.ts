import { backupFull } from '../store-faults/backup-full.js';
import { storeDamage } from '../store-faults/damage.js';
import { diskFull } from '../store-faults/disk-full.js';
import { fileLimit } from '../store-faults/file-limit.js';
import { killCompaction } from '../store-faults/kill-compaction.js';
import { killStorm } from '../store-faults/kill-storm.js';
import { restoreKill } from '../store-faults/restore-kill.js';
import type { Fault } from '../store-faults/stage/fault.js';
import type { Scenario } from './scenario.js';

/** A scenario of the store alone as one of the table: whatever was acknowledged and is not readable is lost. */
const alone =
  (fault: Fault): Scenario =>
  async ({ rounds, seed, log }) => {
    const {
      lost,
      faults,
      short,
      acknowledged,
      detail,
      tookMs,
      skipped,
      rounds: done,
    } = await fault({ rounds, seed, log });
    return {
      ...{ rounds: done, acknowledged, lost, stale: 0, doubled: 0, broken: short.length },
      figures: [detail],
      faults: [...faults, ...short],
      tookMs,
      ...(skipped === undefined ? {} : { skipped }),
    };
  };

/** The embedded store under fire, without a bot. */
export const STORE_SCENARIOS = [
  { name: 'store-kill', about: '`kill -9` of the store under 16 writers', run: killStorm, full: 50, quick: 4 },
  { name: 'store-compaction', about: '`kill -9` while it compacts', run: killCompaction, full: 50, quick: 4 },
  { name: 'store-damage', about: 'flipped bits and cut files', run: storeDamage, full: 200, quick: 60 },
  { name: 'store-disk-full', about: 'a full disk at every phase', run: diskFull, full: 4, quick: 1 },
  { name: 'store-file-limit', about: 'a write that the system refuses', run: fileLimit, full: 6, quick: 1 },
  { name: 'store-backup-full', about: 'a full disk under a backup', run: backupFull, full: 6, quick: 1 },
  { name: 'store-restore-kill', about: '`kill -9` while it restores', run: restoreKill, full: 40, quick: 3 },
].map(({ full, quick, run, ...row }) => ({ ...row, run: alone(run), rounds: { full, quick } }));
