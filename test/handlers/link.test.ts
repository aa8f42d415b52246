import { describe, expect, it } from 'vitest';
import { createLinking } from '../../handlers/link.js';
import type { PersonActor } from '../../src/incident/index.js';

const ana: PersonActor = { kind: 'person', id: 'ana', name: 'Ana Beck', roles: ['responder'], via: 'slack' };
const guest: PersonActor = { ...ana, id: 'teams:29:x', name: 'X', via: 'teams' };
const account = { surface: 'teams', chatId: '29:x' } as const;

function house() {
  let now = Date.parse('2026-01-06T02:00:00Z');
  let made = 0;
  const kept = new Map<string, { personId: string; until: Date }>();
  const linked: string[] = [];
  const linking = createLinking({
    codes: {
      keep: (hash, personId, until) => Promise.resolve(void kept.set(hash, { personId, until })),
      take(hash, at) {
        const row = kept.get(hash);
        kept.delete(hash);
        return Promise.resolve(row && row.until > at ? row.personId : undefined);
      },
    },
    directory: {
      link: (surface, chatId, personId) => Promise.resolve(void linked.push(`${surface}:${chatId} is ${personId}`)),
      people: () => [{ id: 'ana', name: 'Ana Beck', roles: [] }],
    },
    newCode: () => `CODE${++made}`,
    clock: { now: () => new Date(now) },
  });
  return { linking, linked, kept, wind: (ms: number) => (now += ms) };
}

describe('a code that links two accounts', () => {
  it('works once, for whoever brings it, and is kept as a hash', async () => {
    const { linking, linked, kept } = house();
    expect(await linking.command(undefined, ana)).toMatchObject({
      kind: 'done',
      text: expect.stringContaining('CODE1'),
    });
    expect(JSON.stringify([...kept])).not.toContain('CODE1');
    expect(await linking.redeem(' code1 ', account)).toEqual({
      kind: 'done',
      text: 'From now on you are Ana Beck here as well.',
    });
    expect(await linking.redeem('CODE1', account)).toMatchObject({ kind: 'refused' });
    expect(linked).toEqual(['teams:29:x is ana']);
  });

  it('is taken of a guest by the same word, and tells those who are known that they are', async () => {
    const { linking, linked } = house();
    expect(await linking.command(undefined, guest)).toMatchObject({ kind: 'refused' });
    await linking.command(undefined, ana);
    expect(await linking.command('CODE1', ana)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('Ana Beck'),
    });
    expect(await linking.command('CODE1', guest)).toMatchObject({ kind: 'done' });
    expect(linked).toEqual(['teams:29:x is ana']);
  });

  it('is not guessed, and does not hold for ever', async () => {
    const { linking, linked, wind } = house();
    await linking.command(undefined, ana);
    for (let turn = 0; turn < 5; turn++) await linking.redeem(`GUESS${turn}`, account);
    expect(await linking.redeem('CODE1', account)).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('Too many'),
    });
    wind(11 * 60_000);
    expect(await linking.redeem('CODE1', account)).toMatchObject({ kind: 'refused' });
    expect(linked).toEqual([]);
  });
});
