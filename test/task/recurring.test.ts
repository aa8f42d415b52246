import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRecurring } from '../../jobs/recurring.js';
import { digest } from '../../src/digest.js';
import { occurrences, type Recurring } from '../../src/task/index.js';

const rule = (change: Partial<Recurring> = {}, timezone = 'Europe/Berlin'): Recurring => ({
  id: 'night-tour',
  kind: 'patrol',
  title: 'Night tour',
  to: 'role:responder',
  withinMs: 3_600_000,
  checklist: [],
  place: { siteId: 'mall', siteName: 'Mall', timezone },
  at: [{ hour: 22, minute: 0 }],
  ...change,
});
const names = (given: Recurring, from: string, to: string): string[] =>
  occurrences(given, new Date(from), new Date(to)).map(({ name }) => name);

describe('what comes again', () => {
  it('comes on the wall clock of its site, on its days', () => {
    expect(names(rule(), '2026-11-20T20:59:00Z', '2026-11-22T21:00:00Z')).toEqual([
      '2026-11-20T22:00',
      '2026-11-21T22:00',
      '2026-11-22T22:00',
    ]);
    // 20 November 2026 is a Friday.
    expect(names(rule({ weekdays: new Set([6, 7]) }), '2026-11-19T00:00:00Z', '2026-11-23T23:00:00Z')).toEqual([
      '2026-11-21T22:00',
      '2026-11-22T22:00',
    ]);
    expect(names(rule({ dayOfMonth: 1 }), '2026-09-15T00:00:00Z', '2026-11-15T00:00:00Z')).toEqual([
      '2026-10-01T22:00',
      '2026-11-01T22:00',
    ]);
  });

  it('comes once where the clocks go back, and an hour later where they leave its time out', () => {
    const twice = rule({ at: [{ hour: 2, minute: 30 }] });
    expect(names(twice, '2026-10-24T22:00:00Z', '2026-10-25T22:00:00Z')).toEqual(['2026-10-25T02:30']);
    const [gone] = occurrences(twice, new Date('2026-03-28T23:00:00Z'), new Date('2026-03-29T21:00:00Z'));
    expect(gone?.at.toISOString()).toBe('2026-03-29T01:30:00.000Z');
  });

  it('comes exactly once, however the time is cut into looks', () => {
    const start = Date.parse('2026-03-20T00:00:00Z');
    const hours = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 });
    const zones = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati', 'Australia/Lord_Howe');
    fc.assert(
      fc.property(hours, zones, fc.integer({ min: 0, max: 23 }), (steps, zone, hour) => {
        const given = rule({ at: [{ hour, minute: 30 }] }, zone);
        let at = start;
        const looked = steps.flatMap((step) => {
          const from = new Date(at);
          at += step * 3_600_000;
          return occurrences(given, from, new Date(at)).map(({ name }) => name);
        });
        expect(looked).toEqual(occurrences(given, new Date(start), new Date(at)).map(({ name }) => name));
        expect(new Set(looked).size).toBe(looked.length);
      }),
    );
  });
});

describe('giving it', () => {
  function house() {
    let now = new Date('2026-11-22T20:00:00Z');
    const given = new Map<string, Date>();
    const failures: unknown[] = [];
    const marked = new Map<string, Date>();
    let broken = false;
    const instance = () =>
      createRecurring({
        rules: () => [rule()],
        taskDesk: {
          async open(id, command) {
            if (broken) throw new Error('the store is away');
            if (!given.has(id)) given.set(id, command.dueAt);
            return { ok: true, task: {} as never, events: [] };
          },
        },
        marks: {
          begin: async (name, at) => {
            if (!marked.has(name)) marked.set(name, at);
            return marked.get(name) ?? at;
          },
          advance: async (name, at) => void marked.set(name, at),
        },
        planning: { destinations: () => [] },
        assignee: () => ({ kind: 'role', id: 'responder', name: 'responder' }),
        digest,
        clock: { now: () => now },
        failed: (_what, error) => failures.push(error),
      });
    return {
      instance,
      given,
      failures,
      at: (moment: string) => {
        now = new Date(moment);
      },
      breaks: (is: boolean) => {
        broken = is;
      },
    };
  }

  it('gives it once, whoever looks and however often, with the time that runs from when it was to be given', async () => {
    const { instance, given, at } = house();
    const [one, two] = [instance(), instance()];
    await one();
    // Nobody waits for what was to be given before the book knew of it.
    expect(given.size).toBe(0);
    at('2026-11-22T21:00:20Z');
    await Promise.all([one(), two(), one()]);
    expect([...given.values()]).toEqual([new Date('2026-11-22T22:00:00Z')]);
    // That of a night in which nobody was there is given late, so that it is seen to be missing; older ones are past.
    at('2026-11-25T10:00:00Z');
    await two();
    expect([...given.values()].slice(1)).toEqual([new Date('2026-11-25T10:00:01Z')]);
  });

  it('tries again what failed', async () => {
    const { instance, given, failures, at, breaks } = house();
    const one = instance();
    await one();
    at('2026-11-22T21:00:20Z');
    breaks(true);
    await one();
    expect([given.size, failures.length]).toEqual([0, 1]);
    breaks(false);
    await one();
    expect(given.size).toBe(1);
  });
});
