import { describe, expect, it } from 'vitest';
import { createArchiving } from '../../jobs/archive.js';
import { createDue } from '../../jobs/due.js';
import { createLoop } from '../../jobs/loop.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import { createSerial } from '../../src/serial.js';
import type { Past } from '../incident/given.js';
import { ana, HOUR, incidentAfter, minute, NIGHT, opened, resolved } from '../incident/given.js';
import { NOBODY_KNOWN } from '../planning.js';
import { handWound, incidentsIn, nothingKept } from './kept.js';

const LONG = 1_000_000;

/** Resolves when the task has run so many times. */
function counted(answers: readonly ('more' | 'idle' | Error)[]) {
  let runs = 0;
  const waiting: { at: number; done: () => void }[] = [];
  return {
    runs: () => runs,
    async task(): Promise<'more' | 'idle'> {
      const answer = answers[runs] ?? 'idle';
      runs += 1;
      for (const { at, done } of waiting) if (at === runs) done();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    reached: (at: number) => new Promise<void>((done) => (runs >= at ? done() : waiting.push({ at, done }))),
  };
}

describe('a loop', () => {
  it('begins at most so often, and after a silence at once', async () => {
    const starts: number[] = [];
    const loop = createLoop(
      async () => {
        starts.push(performance.now());
        return 'idle';
      },
      LONG,
      () => undefined,
      () => 40,
    );
    loop.start();
    for (let wake = 0; wake < 30; wake++) {
      loop.wake();
      await new Promise((done) => setTimeout(done, 5));
    }
    const gaps = starts.slice(1).map((at, index) => at - starts[index]!);
    expect(starts.length).toBeGreaterThan(1);
    expect(Math.min(...gaps)).toBeGreaterThan(35);
    await new Promise((done) => setTimeout(done, 100));
    const woken = performance.now();
    const before = starts.length;
    loop.wake();
    await new Promise((done) => setTimeout(done, 0));
    expect(starts.length).toBe(before + 1);
    expect(starts.at(-1)! - woken).toBeLessThan(20);
    await loop.stop();
  });

  it('runs at once while there is more, then rests until it is woken', async () => {
    const work = counted(['more', 'more', 'idle']);
    const loop = createLoop(work.task, LONG, () => undefined);
    loop.start();
    await work.reached(3);
    await new Promise((done) => setTimeout(done, 5));
    expect(work.runs()).toBe(3);
    loop.wake();
    await work.reached(4);
    await loop.stop();
    expect(work.runs()).toBe(4);
  });

  it('runs again for a call that comes while it runs', async () => {
    const work = counted(['idle', 'idle']);
    const loop: ReturnType<typeof createLoop> = createLoop(
      async () => {
        if (work.runs() === 0) loop.wake();
        return await work.task();
      },
      LONG,
      () => undefined,
    );
    loop.start();
    await work.reached(2);
    await loop.stop();
  });

  it('reports what fails, rests, and tries again', async () => {
    const failures: unknown[] = [];
    const work = counted([new Error('store is away'), 'idle']);
    const loop = createLoop(work.task, 1, (error) => failures.push(error));
    loop.start();
    await work.reached(2);
    await loop.stop();
    expect(failures).toEqual([new Error('store is away')]);
  });

  it('ends when it is told to, even in its rest', async () => {
    const work = counted(['idle']);
    const loop = createLoop(work.task, LONG, () => undefined);
    loop.start();
    await work.reached(1);
    await loop.stop();
    loop.wake();
    await new Promise((done) => setTimeout(done, 5));
    expect(work.runs()).toBe(1);
  });
});

describe('tasks of one key', () => {
  it('run one after another, and one that fails does not stop the next', async () => {
    const serial = createSerial();
    const seen: string[] = [];
    const task =
      (name: string, fails = false) =>
      async () => {
        seen.push(`${name} begins`);
        await new Promise((done) => setTimeout(done, 1));
        seen.push(`${name} ends`);
        if (fails) throw new Error(name);
      };
    const results = await Promise.allSettled([
      serial('a', task('one', true)),
      serial('a', task('two')),
      serial('b', task('other')),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(seen.indexOf('two begins')).toBeGreaterThan(seen.indexOf('one ends'));
    expect(seen.indexOf('other begins')).toBeLessThan(seen.indexOf('one ends'));
  });
});

describe('what time asks for', () => {
  function house(count: number, past: readonly Past[], start: Date) {
    const kept = nothingKept();
    for (let index = 0; index < count; index++) {
      const incident = incidentAfter(...past);
      kept.incidents.set(`i-${index}`, { ...incident, state: { ...incident.state, id: `i-${index}` } });
    }
    const incidents = incidentsIn(kept);
    const clock = handWound(start);
    const desk = createDesk({ incidents, clock, digest, bell: { saved: () => undefined } });
    const around = { planning: NOBODY_KNOWN, raise: async () => undefined, failed: () => undefined };
    return { kept, incidents, clock, desk, ...around };
  }

  it('is said of each overdue incident once, by however many instances', async () => {
    const home = house(3, [opened()], minute(5));
    const acts = [createDue(home), createDue(home)];
    await Promise.all(acts.map((act) => act()));
    expect(await Promise.all(acts.map((act) => act()))).toEqual(['idle', 'idle']);
    const told = [...home.kept.incidents.values()].map(({ timeline }) => timeline.map(({ event }) => event.type));
    expect(told).toEqual(Array(3).fill(['opened', 'overdue']));
  });

  it('is not done before its time', async () => {
    const home = house(1, [opened()], minute(4));
    await createDue(home)();
    expect(home.kept.incidents.get('i-0')!.timeline.length).toBe(1);
  });

  it('takes all that was resolved long ago off the board, a hundred at a time, and leaves the rest', async () => {
    const home = house(230, [opened(), resolved(ana)], new Date(NIGHT.getTime() + 25 * HOUR));
    expect(await createArchiving({ ...home, afterMs: () => 24 * HOUR })()).toBe(230);
    expect(await createArchiving({ ...home, afterMs: () => 24 * HOUR })()).toBe(0);
    const young = house(1, [opened(), resolved(ana)], new Date(NIGHT.getTime() + 23 * HOUR));
    expect(await createArchiving({ ...young, afterMs: () => 24 * HOUR })()).toBe(0);
  });

  it('comes to an end when nothing can be archived', async () => {
    const home = house(100, [opened(), resolved(ana)], new Date(NIGHT.getTime() + 25 * HOUR));
    const desk = { ...home.desk, execute: async () => ({ ok: false, refusal: { code: 'busy' } }) as const };
    expect(await createArchiving({ ...home, desk, afterMs: () => 24 * HOUR })()).toBe(0);
  });
});
