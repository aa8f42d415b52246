import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCovers } from '../../handlers/covers.js';
import { coverStore } from '../../models/covers.js';
import { createRoster } from '../../src/app/oncall.js';
import { createBook } from '../../src/book/book.js';
import { parseBook } from '../../src/book/parse.js';
import type { Cover } from '../../src/oncall/index.js';
import type { CoverStore, Covers } from '../../src/ports-oncall.js';
import { type Opened, openStore } from '../embedded/store.js';
import { at } from './given.js';

const BOOK = `organisation: { name: N, timezone: Europe/Berlin, currency: EUR }
sites: [ { id: mall, name: Mall } ]
people: [ ${['ana', 'ben', 'chi', 'sam'].map((id) => `{ id: ${id}, name: ${id}, roles: [responder] }`).join(', ')} ]
rotations:
  - { id: night, timezone: Europe/Berlin, layers: [ { people: [ana, ben, chi], handover: "18:00", every: 1d, start: 2026-01-05 } ] }
`;

let opened: Opened;
let connection: mongoose.Connection;
let store: CoverStore;

beforeAll(async () => {
  opened = await openStore();
  connection = await mongoose.createConnection(opened.store.uri, { dbName: 'covers' }).asPromise();
  store = coverStore(connection);
  await connection.models.Cover?.createIndexes();
});
afterAll(async () => {
  await connection.close();
  await opened.close();
});

const cover = (id: string, from: string, to: string): Cover => ({
  id,
  rotation: 'night',
  asker: 'ben',
  from: at(from),
  to: at(to),
  why: '',
  askedAt: at('2026-01-01T00:00Z'),
  status: 'offered',
});

describe('the store of covers', () => {
  it('gives back what it was given, and finds what touches a range', async () => {
    const one = cover('one', '2025-01-06T17:00Z', '2025-01-07T17:00Z');
    await store.add(one);
    await store.add(cover('two', '2025-01-03T17:00Z', '2025-01-06T17:00Z'));
    expect(await store.find('one')).toEqual(one);
    expect(await store.find('none')).toBeUndefined();
    const within = async (from: string, to: string) => (await store.within(at(from), at(to))).map(({ id }) => id);
    expect(await within('2025-01-06T17:00Z', '2025-01-06T18:00Z')).toEqual(['one']);
    expect(await within('2025-01-06T16:59Z', '2025-01-06T17:01Z')).toEqual(['two', 'one']);
    expect(await within('2025-01-07T17:00Z', '2025-02-06T17:00Z')).toEqual([]);
  });

  it('closes one that is offered, once, and shows withdrawn ones no more', async () => {
    const three = cover('three', '2025-02-06T17:00Z', '2025-02-07T17:00Z');
    await store.add(three);
    const taken: Cover = { ...three, status: 'taken', by: 'chi', closedAt: at('2025-02-01T00:00Z') };
    expect(await store.close(taken)).toBe(true);
    expect(await store.close({ ...taken, by: 'ana' })).toBe(false);
    expect(await store.close({ ...three, status: 'withdrawn', closedAt: at('2025-02-01T00:00Z') })).toBe(false);
    expect(await store.find('three')).toEqual(taken);
    const four = cover('four', '2025-03-06T17:00Z', '2025-03-07T17:00Z');
    await store.add(four);
    expect(await store.close({ ...four, status: 'withdrawn', closedAt: at('2025-03-01T00:00Z') })).toBe(true);
    expect(await store.within(four.from, four.to)).toEqual([]);
  });
});

describe('covers, as people ask for and take them', () => {
  const book = createBook(parseBook(BOOK, 't.yml'));
  const clock = { now: () => at('2026-01-06T08:00Z') };
  let covers: Covers;
  let rung = 0;
  let ids = 0;
  const roster = () => createRoster(() => book, store);
  beforeAll(() => {
    covers = createCovers({
      covers: store,
      roster: roster(),
      clock,
      newId: () => `new-${ids++}`,
      changed: () => rung++,
    });
  });
  const wish = { rotation: 'night', from: '2026-01-06T18:00', to: '2026-01-07T06:00', why: 'dentist' };

  it('are read in the wall times of the rotation, and say by field what is wrong', async () => {
    expect(await covers.ask('ben', { ...wish, from: 'now', to: '' })).toEqual({
      ok: false,
      faults: { from: 'Please write a day and a time.', to: 'Please write a day and a time.' },
    });
    expect(await covers.ask('ben', { ...wish, to: '2026-02-30T06:00' })).toEqual({
      ok: false,
      faults: { to: 'There is no such day.' },
    });
    expect(await covers.ask('ben', { ...wish, rotation: 'day' })).toMatchObject({
      refusal: { code: 'unknown-rotation' },
    });
    expect(await covers.ask('ana', wish)).toMatchObject({ refusal: { code: 'not-on-call' } });
    expect(rung).toBe(0);
    const asked = await covers.ask('ben', wish);
    expect(asked).toMatchObject({ ok: true, cover: { from: at('2026-01-06T17:00Z'), to: at('2026-01-07T05:00Z') } });
    expect(await covers.ask('ben', wish)).toMatchObject({ refusal: { code: 'asked-already' } });
    expect(rung).toBe(1);
  });

  it('are taken by one of many who press at once; everybody else is told who it was', async () => {
    const [offered] = await store.within(at('2026-01-06T17:00Z'), at('2026-01-07T05:00Z'));
    const answers = await Promise.all(['ana', 'chi', 'ana', 'chi', 'sam'].map((by) => covers.take(by, offered!.id)));
    const winner = answers.find((answer) => answer.ok);
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    const by = winner?.ok && winner.cover.status === 'taken' ? winner.cover.by : '';
    const refused = answers.flatMap((answer) => (!answer.ok && 'refusal' in answer ? [answer.refusal] : []));
    expect(refused).toHaveLength(4);
    for (const each of refused)
      expect([{ code: 'already-taken', by }, { code: 'not-in-rotation' }]).toContainEqual(each);
    expect(refused.filter(({ code }) => code === 'already-taken').length).toBeGreaterThanOrEqual(3);
    expect(await roster().onCall('night', at('2026-01-06T20:00Z'))).toMatchObject({ person: by, insteadOf: 'ben' });
    expect((await roster().onCall('night', at('2026-01-07T06:00Z')))?.person).toBe('ben');
    const onShift = await roster().onShift(at('2026-01-06T20:00Z'));
    expect([onShift(by), onShift('ben'), onShift('sam')]).toEqual([true, false, undefined]);
    expect(await covers.withdraw('ben', offered!.id)).toMatchObject({ refusal: { code: 'already-taken', by } });
    expect(await covers.take('ana', 'none')).toMatchObject({ refusal: { code: 'unknown-cover' } });
  });

  it('tells who was faster also when that was between reading and deciding', async () => {
    const late = cover('late', '2025-04-06T17:00Z', '2025-04-07T17:00Z');
    const [from, to] = [at('2026-01-09T17:00Z'), at('2026-01-10T17:00Z')];
    await store.add({ ...late, from, to });
    let first = true;
    const racing: CoverStore = {
      ...store,
      async find(id) {
        const found = await store.find(id);
        if (found && first) await store.close({ ...found, status: 'taken', by: 'chi', closedAt: clock.now() });
        first = false;
        return found;
      },
    };
    const second = createCovers({ covers: racing, roster: roster(), clock, newId: () => 'x', changed: () => {} });
    expect(await second.take('ana', 'late')).toEqual({ ok: false, refusal: { code: 'already-taken', by: 'chi' } });
  });
});
