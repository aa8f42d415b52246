import { describe, expect, it } from 'vitest';
import type { TeamsPlace } from '../../../src/ports-chats.js';
import { createPlaces } from '../../../src/surfaces/teams/places.js';

async function house() {
  let now = Date.parse('2026-01-06T02:00:00Z');
  const kept = new Map<string, TeamsPlace>();
  const failures: unknown[] = [];
  let broken = false;
  const places = await createPlaces(
    {
      all: async () => {
        if (broken) throw new Error('the store is away');
        return [...kept.values()];
      },
      note: async (place) => void kept.set(place.conversation, place),
      forget: async (conversation) => void kept.delete(conversation),
    },
    { now: () => new Date(now) },
    { anonymous: false, failed: (error) => failures.push(error) },
  );
  return {
    places,
    kept,
    failures,
    wind: (ms: number) => {
      now += ms;
    },
    breakStore: () => {
      broken = true;
    },
  };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the chat with somebody alone', () => {
  it('is known by every name of theirs, and stays known however long nothing happens', async () => {
    const { places, wind } = await house();
    await places.heard('a:1', 'https://smba.example/', ['29:ana', 'entra-ana']);
    for (const ms of [0, 31_000, 3_600_000]) {
      wind(ms);
      expect(places.chatWith('29:ana')).toBe('a:1');
      await settled();
      expect(places.chatWith('entra-ana')).toBe('a:1');
    }
    expect(places.chatWith('29:ben')).toBeUndefined();
  });

  it('stays known while the store is away, which is told', async () => {
    const { places, wind, breakStore, failures } = await house();
    await places.heard('a:1', 'https://smba.example/', ['29:ana']);
    breakStore();
    wind(31_000);
    places.chatWith('29:ana');
    await settled();
    expect(places.chatWith('29:ana')).toBe('a:1');
    expect(failures).toHaveLength(1);
  });

  it('that another instance was told of is found a little later', async () => {
    const { places, kept, wind } = await house();
    kept.set('a:2', { conversation: 'a:2', serviceUrl: 'https://smba.example/', user: ['29:ben'], at: new Date() });
    wind(31_000);
    places.chatWith('29:ben');
    await settled();
    expect(places.chatWith('29:ben')).toBe('a:2');
  });

  it('is forgotten when they remove Tocsin from it', async () => {
    const { places, kept } = await house();
    await places.heard('a:1', 'https://smba.example/', ['29:ana']);
    await places.gone('a:1');
    expect(places.chatWith('29:ana')).toBeUndefined();
    expect(kept.size).toBe(0);
  });
});
