import { pause } from './dice.js';
import type { Fleet } from './fleet.js';
import { type Judgement, judge } from './judge.js';
import { openLedger } from './ledger.js';

const LOOK_MS = 300;

/** Waits until everything is understood and delivered, at most so long, and judges what there is then. */
export async function aftermath(
  fleet: Fleet,
  acknowledged: Iterable<string>,
  withinMs: number,
): Promise<{ judgement: Judgement; settledMs: number }> {
  const ledger = await openLedger(fleet.dataDir);
  try {
    const begun = Date.now();
    while (Date.now() - begun < withinMs) {
      if ((await ledger.waiting()) === 0 && (await ledger.owing()) === 0) break;
      await pause(LOOK_MS);
    }
    const settledMs = Date.now() - begun;
    return { judgement: await judge({ ledger, slack: fleet.slack, acknowledged }), settledMs };
  } finally {
    await ledger.close();
  }
}
