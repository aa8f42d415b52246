import { describe, expect, it } from 'vitest';
import { createSilence } from '../../jobs/silence.js';

function house(last: string | undefined) {
  let now = new Date('2026-11-22T12:00:00Z');
  let heard = last === undefined ? undefined : new Date(last);
  const raised = new Map<string, string>();
  const marked = new Map<string, Date>();
  const instance = () =>
    createSilence({
      heartbeats: () => [{ source: 'prometheus', everyMs: 5 * 60_000, siteId: 'museum' }],
      health: {
        all: async () =>
          heard ? [{ source: 'prometheus', lastAt: heard, lastOutcome: 'accepted', accepted: 1, refused: 0 }] : [],
      },
      marks: {
        begin: async (name, at) => {
          if (!marked.has(name)) marked.set(name, at);
          return marked.get(name) ?? at;
        },
      },
      listeningSince: async () => new Date(0),
      raise: async ({ key, details }) => void raised.set(key, details ?? ''),
      clock: { now: () => now },
      failed: (_what, error) => {
        throw error;
      },
    });
  return {
    instance,
    raised,
    wind: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000);
    },
    hear: () => {
      heard = now;
    },
  };
}

describe('a source that is to be heard of', () => {
  it('opens one incident for each silence, whoever looks, and none while it speaks', async () => {
    const { instance, raised, wind, hear } = house('2026-11-22T11:56:00Z');
    await instance()();
    wind(75);
    await instance()();
    expect(raised.size).toBe(0);
    wind(1);
    await Promise.all([instance()(), instance()()]);
    wind(600);
    await instance()();
    expect([...raised.keys()]).toEqual(['silence/prometheus/2026-11-22T11:56:00.000Z']);
    hear();
    await instance()();
    wind(316);
    await instance()();
    expect(raised.size).toBe(2);
  });

  it('that never spoke is missed from when the book first asked for it', async () => {
    const { instance, raised, wind } = house(undefined);
    await instance()();
    wind(300);
    await instance()();
    expect(raised.size).toBe(0);
    wind(16);
    await instance()();
    expect([...raised.values()]).toEqual([expect.stringContaining('Nothing has ever come from it')]);
  });
});
