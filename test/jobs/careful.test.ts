import { describe, expect, it } from 'vitest';
import { createCarefulUnderstanding } from '../../jobs/careful.js';
import type { InboxRow, Interpretation } from '../../src/ports.js';

const row = (id: string) => ({ id, source: 'generic' }) as InboxRow;
const nothing: Interpretation = { signals: [], restores: [], ignored: [] };

/** An inbox of these rows, and an understanding that fails for some of them, alone or shown as unreadable. */
function desk(
  ids: readonly string[],
  bad: { readonly alone?: readonly string[]; readonly shown?: readonly string[]; readonly noting?: true },
  grave = false,
) {
  const waiting = new Set(ids);
  const calmed: string[] = [];
  const shown: string[] = [];
  const told: string[] = [];
  let now = 0;
  const tries = new Map<string, number>();
  const understandSome = createCarefulUnderstanding({
    clock: { now: () => new Date(now) },
    inbox: {
      waiting: (limit: number, { except }: { except: ReadonlySet<string> }) =>
        Promise.resolve(
          [...waiting]
            .filter((id) => !except.has(id))
            .slice(0, limit)
            .map(row),
        ),
      tried: (id: string) => {
        if (bad.noting) return Promise.reject(new Error('the store takes no writes'));
        tries.set(id, (tries.get(id) ?? 0) + 1);
        return Promise.resolve(tries.get(id));
      },
      calm: async (ids: readonly string[]) => {
        calmed.push(...ids);
        for (const id of ids) waiting.delete(id);
      },
    } as never,
    grave,
    understand: async (rows, { readAs }) => {
      for (const { id } of rows) {
        const refused = readAs ? bad.shown?.includes(id) : bad.alone?.includes(id);
        if (refused) throw new Error(`cannot take ${id}`);
      }
      for (const { id } of rows) {
        if (readAs) await readAs(row(id));
        waiting.delete(id);
      }
      return { settled: rows.length, postponed: new Map() };
    },
    unreadable: ({ id }, reason) => {
      shown.push(`${id}: ${reason}`);
      return nothing;
    },
    failed: (what) => told.push(what),
  });
  return {
    understandSome,
    waiting,
    shown,
    told,
    calmed,
    wind: (ms: number) => {
      now += ms;
    },
  };
}

describe('one bad message', () => {
  it('does not hold up those behind it', async () => {
    const { understandSome, waiting } = desk(['bad', 'a', 'b'], { alone: ['bad'] });
    expect(await understandSome(10)).toMatchObject({ settled: 2 });
    expect([...waiting]).toEqual(['bad']);
  });

  it('is shown as an alarm that nobody could understand, after three tries', async () => {
    const { understandSome, waiting, shown } = desk(['bad', 'a'], { alone: ['bad'] });
    await understandSome(10);
    await understandSome(10);
    expect(shown).toEqual([]);
    expect(await understandSome(10)).toMatchObject({ settled: 1 });
    expect(shown).toEqual(['bad: it could not be processed here: cannot take bad']);
    expect(waiting.size).toBe(0);
  });

  it('that cannot even be shown stays in the inbox, lets the next ones pass, and is tried again every minute', async () => {
    const hand = desk(['worse', 'a'], { alone: ['worse'], shown: ['worse'] });
    for (let pass = 0; pass < 3; pass++) await hand.understandSome(1);
    expect([...hand.waiting]).toEqual(['worse', 'a']);
    expect(await hand.understandSome(1)).toMatchObject({ settled: 1 });
    expect([...hand.waiting]).toEqual(['worse']);
    const tries = hand.told.length;
    await hand.understandSome(1);
    expect(hand.told).toHaveLength(tries);
    hand.wind(61_000);
    await hand.understandSome(1);
    expect(hand.told.length).toBeGreaterThan(tries);
    expect([...hand.waiting]).toEqual(['worse']);
  });

  it('of the grave lane is left to the ordinary one', async () => {
    const hand = desk(['bad', 'a'], { alone: ['bad'] }, true);
    for (let pass = 0; pass < 3; pass++) await hand.understandSome(10);
    expect(hand.calmed).toEqual(['bad']);
    expect(hand.shown).toEqual([]);
  });

  it('is nobody’s fault while the store takes no writes', async () => {
    const hand = desk(['good'], { alone: ['good'], noting: true });
    for (let pass = 0; pass < 10; pass++) await hand.understandSome(10);
    expect(hand.shown).toEqual([]);
    expect([...hand.waiting]).toEqual(['good']);
  });

  it('says nothing about itself when the inbox has passed to another instance', async () => {
    const hand = desk(['good'], { alone: ['good'] });
    let asked = 0;
    // Ours when the pass begins, and no longer when it fails.
    for (let pass = 0; pass < 10; pass++) await hand.understandSome(10, () => (asked++ % 2 === 0 ? 1_000 : 0));
    expect(hand.shown).toEqual([]);
  });

  it('a store that cannot even be read is nobody’s fault: nothing is counted', async () => {
    const broken = createCarefulUnderstanding({
      clock: { now: () => new Date(0) },
      inbox: { waiting: () => Promise.reject(new Error('gone')) } as never,
      understand: () => Promise.resolve({ settled: 0, postponed: new Map() }),
      grave: false,
      unreadable: () => nothing,
      failed: () => undefined,
    });
    await expect(broken(10)).rejects.toThrow('gone');
  });
});
