import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEndedRetention } from '../../jobs/ended-retention.js';
import {
  createIndexes,
  endedStore,
  inboxStore,
  incidentStore,
  numberStore,
  signalStore,
  taskStore,
} from '../../models/index.js';
import { createDesk } from '../../src/desk.js';
import { digest, sha256 } from '../../src/digest.js';
import type { GivenFile, Incident, IncidentEvent } from '../../src/incident/index.js';
import { apply } from '../../src/incident/index.js';
import type { EndedRule } from '../../src/retention/index.js';
import { createTaskDesk } from '../../src/task-desk.js';
import { type Opened, openStore } from '../embedded/store.js';
import { ana, archive, delivery, intake, NIGHT, opening, sam, signal } from '../incident/given.js';
import { inboxRow } from '../intake/given.js';
import { openTask } from '../task/given.js';
import { type Fate, lifeOf, untilCrash } from './crash.js';
import { handWound } from './kept.js';

const DAY = 86_400_000;
const RULES: readonly EndedRule[] = [
  { class: 'incident', keepMs: 365 * DAY },
  { class: 'video', keepMs: 30 * DAY },
];

let opened: Opened;
let connection: mongoose.Connection;
beforeAll(async () => {
  opened = await openStore();
  connection = await mongoose.createConnection(opened.store.uri, { dbName: 'ended' }).asPromise();
  for (const make of [incidentStore, taskStore, signalStore, inboxStore, endedStore, numberStore]) make(connection);
  await createIndexes(connection);
});
afterAll(async () => {
  await connection?.close();
  await opened?.close();
});

const COLLECTIONS = ['incidents', 'tasks', 'signals', 'inbox', 'timelinepages', 'ended_receipts'];

/** One world: what is kept outlives every process of ours. */
async function world() {
  for (const name of COLLECTIONS) await connection.collection(name).deleteMany({});
  const stores = {
    incidents: incidentStore(connection),
    tasks: taskStore(connection),
    signals: signalStore(connection),
    inbox: inboxStore(connection),
    ended: endedStore(connection),
  };
  const clock = handWound(NIGHT);
  const bytes = new Map<string, string>();
  const bell = { saved: () => undefined };
  const failures: string[] = [];

  const file = (content: string): GivenFile => ({ id: `f-${content}`, name: `${content}.jpg`, from: 'here:x' });
  const put = (content: string, type = 'image/jpeg') => {
    const hash = sha256(Buffer.from(content));
    bytes.set(hash, content);
    return { sha256: hash, bytes: content.length, type };
  };
  const given = (content: string, type?: string): IncidentEvent[] => [
    { type: 'evidence-given', files: [file(content)] },
    { type: 'evidence-kept', file: `f-${content}`, name: `${content}.jpg`, kept: put(content, type) },
  ];

  async function incident(number: number, contents: readonly string[], end: 'archived' | 'resolved' = 'archived') {
    const id = `i-${number}`;
    const step = (before: Incident | undefined, event: IncidentEvent, actor: Parameters<typeof apply>[3]['actor']) =>
      apply(id, before, [event], { actor, now: NIGHT, digest });
    let made = step(undefined, opening({ number }), intake);
    for (const event of contents.flatMap((content) => given(content)))
      made = step(made, event, event.type === 'evidence-given' ? ana : delivery);
    made = step(made, { type: 'resolved', disposition: 'confirmed', note: '' }, sam);
    if (end === 'archived') made = step(made, { type: 'archived' }, archive);
    await stores.incidents.insert(made);
    const inboxId = `m-${number}`;
    await stores.inbox.put({ ...inboxRow(Buffer.from(`raw ${number}`), { receivedAt: NIGHT }), id: inboxId });
    await stores.inbox.settle([{ id: inboxId, outcome: '1 signals' }], NIGHT);
    await stores.signals.add([{ ...signal(`k-${number}`), inboxId, incidentId: id, batchId: `b-${number}` }]);
    await connection
      .collection('timelinepages')
      .insertOne({ _id: `${id}:0` as never, incidentId: id, page: 0, entries: [] });
    return made;
  }

  function process(options: { rules?: readonly EndedRule[]; held?: readonly number[]; fate?: Fate } = {}) {
    const life = lifeOf(options.fate ?? {});
    const tasks = life.port('tasks', stores.tasks);
    const incidents = life.port('incidents', stores.incidents);
    const { endedBefore, fileOwners, ...ended } = stores.ended;
    return createEndedRetention({
      store: { ...life.port('ended', ended), endedBefore, fileOwners },
      incidents,
      tasks,
      desk: createDesk({ incidents, clock, digest, bell }),
      taskDesk: createTaskDesk({ tasks, numbers: numberStore(connection), clock, digest, bell }),
      files: life.port('files', { delete: async (hash: string) => void bytes.delete(hash) }),
      leases: { take: async () => ({ fence: 1, leftMs: () => 1_000 }) },
      holder: 'me',
      rules: () => options.rules ?? RULES,
      held: () => options.held ?? [],
      clock,
      failed: (what, error) => {
        if ((error as Error).message.includes('crash') || (error as Error).message.includes('dead')) throw error;
        failures.push(`${what}: ${(error as Error).message}`);
      },
    });
  }

  const left = async (name: string) => await connection.collection(name).countDocuments();
  const receipt = async (id: string) => (await stores.ended.receipt(id))?.state;
  return { stores, clock, bytes, failures, incident, given, put, file, process, left, receipt };
}

describe('an incident that was kept as long as the book wants', () => {
  it('is marked, goes a week later with all that is its own, and leaves the head of its chain', async () => {
    const { clock, incident, process, bytes, left, receipt, stores, failures } = await world();
    const gone = await incident(1, ['a', 'shared']);
    await incident(2, ['shared', 'b'], 'resolved');
    const rules = [RULES[0]!];
    clock.wind(365 * DAY - 1);
    await process({ rules })();
    expect(await receipt('incident/INC-1')).toBeUndefined();
    clock.wind(1);
    await process({ rules })();
    expect(await receipt('incident/INC-1')).toBe('marked');
    clock.wind(7 * DAY - 1);
    await process({ rules })();
    expect(await left('incidents')).toBe(2);
    clock.wind(1);
    await process({ rules })();
    expect(failures).toEqual([]);
    expect(await Promise.all(['incidents', 'signals', 'inbox', 'timelinepages'].map(left))).toEqual([1, 1, 1, 1]);
    // What another incident has as well stays.
    expect([...bytes.values()].sort()).toEqual(['b', 'shared']);
    expect(await stores.ended.receipt('incident/INC-1')).toMatchObject({
      state: 'done',
      class: 'incident',
      digest: gone.chain.hash,
      count: gone.chain.seq,
      why: 'incident, 365 days',
    });
  });

  it.each<[string, object, { held?: readonly number[]; rules?: readonly EndedRule[] }]>([
    ['a legal hold', {}, { held: [1] }],
    ['a longer rule', {}, { rules: [{ class: 'incident', keepMs: 400 * DAY }] }],
    ['no rule any more', {}, { rules: [] }],
  ])('stays when this comes between: %s; and is marked again when it is over', async (_why, _none, change) => {
    const { clock, incident, process, left, receipt } = await world();
    await incident(1, []);
    const rules = [RULES[0]!];
    clock.wind(365 * DAY);
    await process({ rules })();
    clock.wind(8 * DAY);
    await process({ rules, ...change })();
    expect([await left('incidents'), await receipt('incident/INC-1')]).toEqual([1, 'kept']);
    clock.wind(60 * DAY);
    await process({ rules })();
    expect(await receipt('incident/INC-1')).toBe('marked');
    clock.wind(7 * DAY);
    await process({ rules })();
    expect([await left('incidents'), await receipt('incident/INC-1')]).toEqual([0, 'done']);
  });

  it('waits for its tasks, which go with it', async () => {
    const { clock, incident, process, left, stores } = await world();
    const { state } = await incident(1, []);
    const numbers = numberStore(connection);
    const taskDesk = createTaskDesk({ tasks: stores.tasks, numbers, clock, digest, bell: { saved: () => undefined } });
    const { number: _number, ...task } = openTask({ checklist: [], incident: { id: state.id, number: 1 } });
    await taskDesk.open('task:1', task as never);
    const rules = [RULES[0]!];
    clock.wind(365 * DAY);
    await process({ rules })();
    clock.wind(8 * DAY);
    await process({ rules })();
    expect([await left('incidents'), await left('tasks')]).toEqual([1, 1]);
    await taskDesk.execute('task:1', { type: 'cancel', actor: sam, why: 'over' });
    await process({ rules })();
    clock.wind(8 * DAY);
    await process({ rules })();
    expect([await left('incidents'), await left('tasks')]).toEqual([0, 0]);
  });

  it('is gone whole, with its receipt, wherever the one who deletes it dies', async () => {
    for (const way of ['before', 'after'] as const) {
      for (let at = 1; at < 20; at++) {
        const { clock, incident, process, bytes, left, receipt } = await world();
        await incident(1, ['a', 'b']);
        clock.wind(365 * DAY);
        await process()();
        clock.wind(8 * DAY);
        await untilCrash(process({ fate: { at, way } }));
        await process()();
        await process()();
        const what = `${way} call ${at}`;
        expect(await Promise.all(['incidents', 'signals', 'inbox', 'timelinepages'].map(left)), what).toEqual([
          0, 0, 0, 0,
        ]);
        expect([...bytes.values()], what).toEqual([]);
        expect(await receipt('incident/INC-1'), what).toBe('done');
      }
    }
  }, 60_000);
});

describe('an incident that is deleted', () => {
  const rules = [RULES[0]!];

  it('has the head that its chain had in the end: a file of it went in the week before', async () => {
    const { clock, incident, process, stores } = await world();
    await incident(1, ['a']);
    const both = [{ class: 'incident', keepMs: 31 * DAY }, RULES[1]!] as const;
    for (const days of [30, 1]) {
      clock.wind(days * DAY);
      await process({ rules: both })();
    }
    const marked = await stores.ended.receipt('incident/INC-1');
    // The file first, and a day later all of it.
    for (const days of [6, 1]) {
      clock.wind(days * DAY);
      await process({ rules: both })();
    }
    const gone = await stores.ended.receipt('incident/INC-1');
    expect([marked?.state, gone?.state]).toEqual(['marked', 'done']);
    expect(gone?.count).toBe((marked?.count ?? 0) + 1);
    expect(gone?.digest).not.toBe(marked?.digest);
  });

  it('leaves a message of which another incident speaks, and takes along what ended it before it was known', async () => {
    const { clock, incident, process, left, stores } = await world();
    await incident(1, []);
    await incident(2, [], 'resolved');
    // The body of the first says in the same breath that an alarm of the second is over.
    await stores.inbox.settle([{ id: 'm-1', outcome: '1 signals, 1 restores' }], NIGHT);
    await stores.signals.add([
      { ...signal('r-2'), inboxId: 'm-1', incidentId: 'i-2', clears: 'k-2' } as never,
      { ...signal('early'), inboxId: 'm-early', clears: 'k-1' } as never,
    ]);
    await stores.inbox.put({ ...inboxRow(Buffer.from('early'), { receivedAt: NIGHT }), id: 'm-early' });
    await stores.inbox.settle([{ id: 'm-early', outcome: '1 restores' }], NIGHT);
    clock.wind(365 * DAY);
    await process({ rules })();
    clock.wind(7 * DAY);
    await process({ rules })();
    expect(await left('incidents')).toBe(1);
    const bodies = await connection.collection('inbox').find({}).toArray();
    expect(bodies.map(({ _id }) => String(_id)).sort()).toEqual(['m-1', 'm-2']);
    const told = await connection.collection('signals').find({}).toArray();
    expect(told.map(({ _id }) => String(_id)).sort()).toEqual(['s-k-2', 's-r-2']);
  });

  it('is said to be broken off when a hold comes in the middle, and goes when the hold is over', async () => {
    const { clock, incident, process, bytes, left, receipt } = await world();
    await incident(1, ['a']);
    clock.wind(365 * DAY);
    await process({ rules })();
    clock.wind(7 * DAY);
    let at = 1;
    for (; bytes.size > 0 && at < 20; at++) await untilCrash(process({ rules, fate: { at, way: 'after' } }));
    expect([bytes.size, await left('incidents'), await receipt('incident/INC-1')]).toEqual([0, 1, 'begun']);
    await process({ rules, held: [1] })();
    expect([await left('incidents'), await receipt('incident/INC-1')]).toEqual([1, 'broken']);
    await process({ rules })();
    clock.wind(7 * DAY);
    await process({ rules })();
    expect([await left('incidents'), await receipt('incident/INC-1')]).toEqual([0, 'done']);
  });

  it('is listed as long as it is going, however much is gone already', async () => {
    const { clock, incident, process, stores } = await world();
    await incident(1, ['a']);
    await incident(2, ['b']);
    clock.wind(365 * DAY);
    await process({ rules, held: [2] })();
    clock.wind(7 * DAY);
    await process({ rules })();
    const [going, gone] = await Promise.all([
      stores.ended.receipts(['marked', 'begun', 'broken'], 1),
      stores.ended.receipts(['done'], 1),
    ]);
    expect([going.count, going.items.map(({ id }) => id)]).toEqual([1, ['incident/INC-2']]);
    expect([gone.count, gone.items.map(({ id }) => id)]).toEqual([1, ['incident/INC-1']]);
  });
});

describe('a file that was kept as long as the book wants', () => {
  it('of a task is kept by the longest rule of its class, and while its incident is not archived', async () => {
    const { clock, incident, process, bytes, stores, file, put, receipt } = await world();
    const { state } = await incident(1, [], 'resolved');
    const bell = { saved: () => undefined };
    const taskDesk = createTaskDesk({ tasks: stores.tasks, numbers: numberStore(connection), clock, digest, bell });
    const { number: _number, ...task } = openTask({ checklist: [], incident: { id: state.id, number: 1 } });
    await taskDesk.open('task:1', task as never);
    await taskDesk.execute('task:1', { type: 'evidence', actor: sam, files: [file('lens')] });
    await taskDesk.execute('task:1', {
      type: 'fetched',
      actor: delivery,
      fetched: { file: 'f-lens', kept: put('lens') },
    });
    await taskDesk.execute('task:1', { type: 'finish', actor: sam, outcome: 'found', note: 'smeared' });
    const rules: readonly EndedRule[] = [
      { class: 'video', keepMs: 30 * DAY },
      { class: 'video', keepMs: 365 * DAY, kinds: ['theft'] },
    ];
    clock.wind(60 * DAY);
    await process({ rules })();
    expect(await receipt('file/task:1/f-lens')).toBeUndefined();
    clock.wind(305 * DAY);
    await process({ rules })();
    expect(await receipt('file/task:1/f-lens')).toBeUndefined();
    const archived = apply('i-1', (await stores.incidents.load('i-1'))!, [{ type: 'archived' }], {
      actor: archive,
      now: clock.now(),
      digest,
    });
    await stores.incidents.save(archived, { tells: true });
    await process({ rules })();
    clock.wind(7 * DAY);
    await process({ rules })();
    expect([bytes.size, await receipt('file/task:1/f-lens')]).toEqual([0, 'done']);
  });

  it('stays while the same bytes are on their way to somebody else', async () => {
    const { clock, incident, process, bytes, stores, put } = await world();
    await incident(1, ['same']);
    const { sha256: hash } = put('same');
    await incident(2, [], 'resolved');
    const loaded = (await stores.incidents.load('i-2'))!;
    const given = [{ id: 'f-new', name: 'same.jpg', from: `here:${hash}` }];
    const waiting = apply('i-2', loaded, [{ type: 'evidence-given', files: given }], {
      actor: ana,
      now: clock.now(),
      digest,
    });
    await stores.incidents.save(waiting, { tells: true });
    clock.wind(30 * DAY);
    await process()();
    clock.wind(7 * DAY);
    await process()();
    expect([...bytes.values()]).toEqual(['same']);
  });

  it('goes, its hash stays on the incident, and the chain still holds', async () => {
    const { clock, incident, process, bytes, stores, failures } = await world();
    await incident(1, ['a']);
    await incident(2, ['b'], 'resolved');
    clock.wind(30 * DAY);
    await process()();
    clock.wind(7 * DAY);
    await process()();
    expect(failures).toEqual([]);
    // The other incident is not archived.
    expect([...bytes.values()]).toEqual(['b']);
    const state = (await stores.incidents.load('i-1'))?.state;
    expect(state?.evidence).toMatchObject([{ state: 'deleted', was: { sha256: sha256(Buffer.from('a')) } }]);
    expect(await stores.ended.receipt('file/i-1/f-a')).toMatchObject({
      state: 'done',
      class: 'video',
      digest: sha256(Buffer.from('a')),
    });
  });

  it('stays while the same bytes are somewhere else, and on a legal hold', async () => {
    const { clock, incident, process, bytes, receipt } = await world();
    await incident(1, ['same']);
    await incident(2, ['same']);
    clock.wind(30 * DAY);
    await process({ held: [2] })();
    clock.wind(7 * DAY);
    await process({ held: [2] })();
    expect([await receipt('file/i-1/f-same'), await receipt('file/i-2/f-same')]).toEqual(['done', undefined]);
    expect([...bytes.values()]).toEqual(['same']);
    await process()();
    clock.wind(7 * DAY);
    await process()();
    expect([...bytes.values()]).toEqual([]);
  });

  it('is gone, and said to be, wherever the one who deletes it dies', async () => {
    for (const way of ['before', 'after'] as const) {
      for (let at = 1; at < 14; at++) {
        const { clock, incident, process, bytes, receipt, stores } = await world();
        await incident(1, ['a']);
        clock.wind(30 * DAY);
        await process()();
        clock.wind(8 * DAY);
        await untilCrash(process({ fate: { at, way } }));
        await process()();
        const what = `${way} call ${at}`;
        expect([...bytes.values()], what).toEqual([]);
        expect((await stores.incidents.load('i-1'))?.state.evidence?.[0]?.state, what).toBe('deleted');
        expect(await receipt('file/i-1/f-a'), what).toBe('done');
      }
    }
  }, 60_000);
});
