import { pause } from './dice.js';
import type { Fleet } from './fleet.js';
import { type Judgement, judge } from './judge.js';
import { type Ledger, openLedger } from './ledger.js';

const LOOK_MS = 300;
const TELL_MS = 60_000;

/**
 * Waits until everything is understood and delivered, and gives the milliseconds that it took. What still waits or is
 * owed after `withinMs` is told as a fault: a debt that nobody pays is no better than a card that is not there.
 */
export async function drained(
  ledger: Ledger,
  withinMs: number,
  log: (line: string) => void = () => undefined,
): Promise<{ tookMs: number; faults: string[] }> {
  const begun = Date.now();
  let toldMs = 0;
  for (;;) {
    const [waiting, owing, tookMs] = [await ledger.waiting(), await ledger.owing(), Date.now() - begun];
    if (waiting === 0 && owing === 0) return { tookMs, faults: [] };
    if (tookMs > withinMs) {
      const left = `after ${(withinMs / 1_000).toFixed(0)} s ${waiting} alarms still waited to be understood and ${owing} incidents still owed something`;
      return { tookMs, faults: [left] };
    }
    if (tookMs - toldMs >= TELL_MS) {
      log(`${waiting} alarms still wait to be understood, ${owing} incidents still owe something`);
      toldMs = tookMs;
    }
    await pause(LOOK_MS);
  }
}

/** Waits until everything is understood and delivered, at most so long, and judges what there is then. */
export async function aftermath(
  fleet: Fleet,
  acknowledged: Iterable<string>,
  withinMs: number,
): Promise<{ judgement: Judgement; settledMs: number }> {
  const ledger = await openLedger(fleet.dataDir);
  try {
    const { tookMs, faults } = await drained(ledger, withinMs);
    const judgement = await judge({ ledger, slack: fleet.slack, acknowledged });
    return { judgement: { ...judgement, broken: [...faults, ...judgement.broken] }, settledMs: tookMs };
  } finally {
    await ledger.close();
  }
}
