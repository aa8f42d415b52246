import mongoose from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createIndexes, incidentStore } from '../../models/index.js';
import { digest } from '../../src/digest.js';
import type { Command, Incident } from '../../src/incident/index.js';
import { apply, decide } from '../../src/incident/index.js';
import type { IncidentStore } from '../../src/ports.js';
import { type Opened, openStore } from '../embedded/store.js';
import { ana, ben, intake, minute, NIGHT, note, opening, ops } from '../incident/given.js';

let opened: Opened;
let connection: mongoose.Connection;
let store: IncidentStore;

beforeAll(async () => {
  opened = await openStore();
  connection = await mongoose.createConnection(opened.store.uri, { dbName: 'writes' }).asPromise();
  store = incidentStore(connection);
  await createIndexes(connection);
});
afterAll(async () => {
  await connection.close();
  await opened.close();
});
beforeEach(async () => {
  await connection.collection('incidents').deleteMany({});
});

const incident = (index: number): Incident =>
  apply(`i-${index}`, undefined, [opening({ number: index, destinations: [ops] })], {
    actor: intake,
    now: NIGHT,
    digest,
  });

function changed(before: Incident, command: Command): Incident {
  const decision = decide(before.state, command, minute(1));
  if (!decision.ok) throw new Error(decision.refusal.code);
  return apply(before.state.id, before, decision.events, { actor: command.actor, now: minute(1), digest });
}

type Rows = { bulkWrite: (...all: never[]) => Promise<unknown> };
/** Something happens right after the store has taken the next write of incidents, before anybody is told. */
function afterNextWrite(happens: () => Promise<void>): void {
  const rows = connection.collection('incidents') as unknown as Rows;
  const { bulkWrite } = rows;
  rows.bulkWrite = async (...all) => {
    rows.bulkWrite = bulkWrite;
    const result = await bulkWrite.apply(rows, all);
    await happens();
    return result;
  };
}

describe('a save', () => {
  it('that arrived is known as ours although others in the same command were too late, and somebody has written since', async () => {
    const [one, two] = [incident(1), incident(2)];
    for (const each of [one, two]) await store.insert(each);
    const theirs = changed(two, note(ben, 'was faster') as Command);
    await store.save(theirs, { tells: true });
    const ours = changed(one, note(ana, 'written once') as Command);
    afterNextWrite(async () => {
      const there = (await store.load('i-1'))!;
      await store.save(changed(there, note(ben, 'and on top of it') as Command), { tells: true });
    });
    const saved = await Promise.all([
      store.save(ours, { tells: true }),
      store.save(changed(two, note(ana, 'too late') as Command), { tells: true }),
    ]);
    expect(saved).toEqual([true, false]);
  });

  it('whose answer was lost is sent again, and counts once', async () => {
    const [one, two] = [incident(3), incident(4)];
    for (const each of [one, two]) await store.insert(each);
    afterNextWrite(() => Promise.reject(new Error('connection closed')));
    const together = await Promise.all(
      [one, two].map((each) => store.save(changed(each, note(ana, 'hello') as Command), { tells: true })),
    );
    expect(together).toEqual([true, true]);
  });

  it('that tells nothing and was too late is not taken for one that arrived', async () => {
    const one = incident(6);
    await store.insert(one);
    expect(await store.save({ ...one, owed: [] }, { tells: false })).toBe(true);
    expect(await store.save({ ...one, cards: [] }, { tells: false })).toBe(false);
  });
});

describe('what is owed', () => {
  it('is found behind thousands that are known, and what is paid is told', async () => {
    for (let index = 10; index < 30; index++) await store.insert(incident(index));
    const known = new Map<string, number>();
    const { news } = await store.owing(known);
    expect(news).toHaveLength(20);
    for (const { state, version } of news) known.set(state.id, version);
    const paid = (await store.load('i-12'))!;
    await store.save({ ...paid, owed: [] }, { tells: false });
    const later = (await store.load('i-15'))!;
    await store.save({ ...later, cards: [] }, { tells: false });
    const look = await store.owing(known);
    expect(look.paid).toEqual(['i-12']);
    expect(look.news.map(({ state }) => state.id)).toEqual(['i-15']);
  });
});
