import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOnTest } from '../../handlers/on-test.js';
import { onTestStore } from '../../models/on-test.js';
import type { PersonActor, Role } from '../../src/incident/index.js';
import { later } from '../../src/time.js';
import { type Opened, openStore } from '../embedded/store.js';
import { NIGHT } from '../incident/given.js';
import { handWound } from '../jobs/kept.js';

let opened: Opened;
let connection: mongoose.Connection;

beforeAll(async () => {
  opened = await openStore();
  connection = await mongoose.createConnection(opened.store.uri, { dbName: 'ontest' }).asPromise();
});
afterAll(async () => {
  await connection.close();
  await opened.close();
});

const who = (...roles: Role[]): PersonActor => ({ kind: 'person', id: 'sam', name: 'Sam Okafor', roles, via: 'slack' });
const supervisor = who('supervisor');
const wish = { site: 'mall', for: '2h', why: 'Camera service' };

function desk() {
  const clock = handWound(NIGHT);
  const store = onTestStore(connection);
  const told: string[] = [];
  const on = createOnTest({
    store,
    site: (id) => (id === 'nowhere' ? undefined : { name: id }),
    clock,
    async changed({ test }) {
      told.push(`${test.siteId} ${test.ended ? 'over' : 'on'}`);
    },
  });
  return { clock, store, told, on, is: (site: string) => store.at(site, clock.now()) !== undefined };
}

describe('a site on test', () => {
  it('is so until its time is over, for every instance that looks', async () => {
    const { clock, on, is } = desk();
    const other = onTestStore(connection);
    expect(await on.begin(supervisor, wish)).toMatchObject({
      ok: true,
      test: { siteId: 'mall', from: NIGHT, until: later(NIGHT, 7_200_000), by: { id: 'sam', name: 'Sam Okafor' } },
    });
    expect([is('mall'), is('shop')]).toEqual([true, false]);
    await other.look(clock.now());
    expect(other.at('mall', clock.now())).toMatchObject({ why: 'Camera service' });
    expect(other.at('mall', later(NIGHT, -1))).toBeUndefined();
    clock.wind(7_200_000);
    expect(is('mall')).toBe(false);
  });

  it('is ended before its time, once; what it was until then is still known of late alarms', async () => {
    const { clock, store, told, on, is } = desk();
    await on.begin(supervisor, { ...wish, site: 'ends' });
    clock.wind(60_000);
    expect(await on.end(supervisor, 'ends')).toMatchObject({ ok: true, test: { ended: { by: { id: 'sam' } } } });
    expect(is('ends')).toBe(false);
    expect(store.at('ends', later(NIGHT, 30_000))).toBeDefined();
    expect(await on.end(supervisor, 'ends')).toEqual({ ok: false, missing: true });
    expect(told).toEqual(['ends on', 'ends over']);
  });

  it('begins anew with another span, and is one and not two', async () => {
    const { clock, store, on, is } = desk();
    await on.begin(supervisor, { ...wish, site: 'twice' });
    clock.wind(1_000);
    await on.begin(supervisor, { ...wish, site: 'twice', for: '30m' });
    expect(store.all(clock.now()).filter(({ siteId }) => siteId === 'twice')).toHaveLength(1);
    clock.wind(30 * 60_000);
    expect(is('twice')).toBe(false);
  });

  it('is for those who lead', async () => {
    const { on, told } = desk();
    for (const role of ['responder', 'loss-prevention', 'client'] as const) {
      expect(await on.begin(who(role), wish)).toMatchObject({ ok: false, refusal: { code: 'not-permitted' } });
      expect(await on.end(who(role), 'mall')).toMatchObject({ ok: false, refusal: { code: 'not-permitted' } });
    }
    expect(told).toEqual([]);
  });

  it.each([
    [{ ...wish, site: '' }, 'site'],
    [{ ...wish, site: 'nowhere' }, 'site'],
    [{ ...wish, for: '13h' }, 'for'],
    [{ ...wish, for: 'a while' }, 'for'],
    [{ ...wish, for: '10s' }, 'for'],
    [{ ...wish, why: '  ' }, 'why'],
    [{ site: 'mall' }, 'why'],
  ])('says what is wrong with %j', async (given, field) => {
    const answer = await desk().on.begin(supervisor, given as Record<string, string>);
    expect(answer).toMatchObject({ ok: false, faults: { [field]: expect.any(String) } });
  });
});
