import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leaseStore } from '../../models/leases.js';
import { stormStore } from '../../models/storms.js';
import type { Leases } from '../../src/ports.js';
import { type Opened, openStore } from '../embedded/store.js';

let opened: Opened;
const connections: mongoose.Connection[] = [];

beforeAll(async () => {
  opened = await openStore();
});
afterAll(async () => {
  for (const connection of connections) await connection.close();
  await opened.close();
});

/** An instance with a steady clock of its own. */
async function instance(gone: (holder: string) => boolean = () => false) {
  const connection = await mongoose.createConnection(opened.store.uri, { dbName: 'leases' }).asPromise();
  connections.push(connection);
  // Whole milliseconds: a fraction would be lost in the adding.
  let at = Math.floor(Math.random() * 1e6);
  const leases: Leases = leaseStore(connection, gone, () => at);
  const wind = (ms: number) => {
    at += ms;
  };
  return { leases, wind, connection };
}

const TTL = 30_000;

describe('a lease', () => {
  it('has one holder, who keeps it as long as it beats', async () => {
    const [one, two] = [await instance(), await instance()];
    expect((await one.leases.take('a', 'one', TTL))?.fence).toBe(1);
    for (let step = 0; step < 10; step++) {
      expect(await two.leases.take('a', 'two', TTL)).toBeUndefined();
      for (const { wind } of [one, two]) wind(20_000);
      expect((await one.leases.take('a', 'one', TTL))?.fence).toBe(1);
    }
  });

  it('passes on when the holder was silent for a whole time to live, as the other one watched it', async () => {
    const [one, two] = [await instance(), await instance()];
    const lease = await one.leases.take('b', 'one', TTL);
    expect(await two.leases.take('b', 'two', TTL)).toBeUndefined();
    two.wind(TTL - 1);
    expect(await two.leases.take('b', 'two', TTL)).toBeUndefined();
    two.wind(1);
    expect((await two.leases.take('b', 'two', TTL))?.fence).toBe(2);
    // One wakes up after a long stop: it knows by its own clock that the lease may be gone, and learns that it is.
    one.wind(90_000);
    expect(lease?.leftMs()).toBe(0);
    expect(await one.leases.take('b', 'one', TTL)).toBeUndefined();
  });

  it('is worth less and less, until it is renewed', async () => {
    const { leases, wind } = await instance();
    const lease = await leases.take('c', 'one', TTL);
    wind(10_000);
    expect(lease?.leftMs()).toBe(20_000);
    await leases.take('c', 'one', TTL);
    expect(lease?.leftMs()).toBe(20_000);
    wind(10_000);
    await leases.take('c', 'one', TTL);
    expect(lease?.leftMs()).toBe(30_000);
  });

  it('that was given up, or whose holder is gone for certain, is free at once', async () => {
    const [one, two, three] = [await instance(), await instance(), await instance((holder) => holder === 'two')];
    await one.leases.take('d', 'one', TTL);
    await one.leases.release('d', 'one');
    expect((await two.leases.take('d', 'two', TTL))?.fence).toBe(2);
    expect((await three.leases.take('d', 'three', TTL))?.fence).toBe(3);
    // Giving up what somebody else has by now takes nothing from them.
    await two.leases.release('d', 'two');
    expect(await (await instance()).leases.take('d', 'four', TTL)).toBeUndefined();
  });

  it('is taken by one of many that want it at once', async () => {
    const many = await Promise.all(Array.from({ length: 8 }, () => instance()));
    const taken = await Promise.all(many.map(({ leases }, index) => leases.take('e', `holder-${index}`, TTL)));
    expect(taken.filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  it('that the store gave while its answer was lost on the way is ours, and not a stranger’s', async () => {
    const { leases, connection } = await instance();
    await connection.collection('leases').insertOne({ _id: 'g', holder: 'one', fence: 4, beat: 0 } as never);
    expect((await leases.take('g', 'one', TTL))?.fence).toBe(5);
    expect(leases.held()).toEqual(['g']);
  });

  it('is asked for once by two tasks of one process', async () => {
    const { leases } = await instance();
    const [a, b] = await Promise.all([leases.take('f', 'one', TTL), leases.take('f', 'one', TTL)]);
    expect([a?.fence, b?.fence]).toEqual([1, 1]);
  });
});

describe('a storm that is kept', () => {
  it('is not written over by whoever held the channel before', async () => {
    const { connection } = await instance();
    const storms = stormStore(connection);
    const site = { name: 'Mall', timezone: 'UTC' };
    const storm = { destination: 'slack:C0OPS', siteId: 'mall', site, startedAt: new Date(0) };
    expect(await storms.save(storm, 2)).toBe(true);
    expect(await storms.save({ ...storm, ref: 'ts-1' }, 2)).toBe(true);
    expect(await storms.save({ ...storm, ref: 'ts-old' }, 1)).toBe(false);
    expect(await storms.all()).toEqual([{ ...storm, ref: 'ts-1' }]);
    expect(await storms.end(storm, 1)).toBe(false);
    expect(await storms.end(storm, 3)).toBe(true);
    expect(await storms.all()).toEqual([]);
  });
});
