import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import { type PersonActor, provenBy } from '../../src/incident/index.js';
import {
  decideTask,
  evolveTask,
  isTaskLive,
  openItems,
  overdueAt,
  remindAt,
  type TaskCommand,
  type TaskState,
  taskDueAt,
  tellings,
} from '../../src/task/index.js';
import { later } from '../../src/time.js';
import { ana, ben, client, clock, minute, NIGHT, ops, person, sam } from '../incident/given.js';
import { anaAlone, openTask, TASK, taskAfter, toAna } from './given.js';

const guest = person('slack:U9', 'Guest', 'client');
const people = [ana, ben, sam, client, guest];
const tick: TaskCommand = {
  type: 'tick',
  actor: clock,
  leads: { people: [{ id: 'sam', name: 'Sam' }], destinations: [] },
};

const anyActor = fc.constantFrom(...people);
const anyText = fc.oneof(fc.constantFrom('', 'why', '\ud800', ' '), fc.string({ unit: 'binary', maxLength: 30 }));
const anyCommand: fc.Arbitrary<TaskCommand> = fc.oneof(
  fc.record({ type: fc.constant('accept' as const), actor: anyActor }),
  fc.record({
    type: fc.constant('hand-over' as const),
    actor: anyActor,
    to: fc.constantFrom(
      toAna,
      { kind: 'person', id: 'ben', name: 'Ben' } as const,
      {
        kind: 'role',
        id: 'responder',
        name: 'responder',
      } as const,
    ),
    destinations: fc.constantFrom([ops], [anaAlone], []),
  }),
  fc.record({
    type: fc.constant('check' as const),
    actor: anyActor,
    item: fc.constantFrom('p1', 'p2', 'p9'),
    result: fc.constantFrom('ok' as const, 'problem' as const),
    note: anyText,
  }),
  fc.record({ type: fc.constant('note' as const), actor: anyActor, text: anyText }),
  fc.record({
    type: fc.constant('put-off' as const),
    actor: anyActor,
    dueAt: fc.integer({ min: -100, max: 10_000 }).map(minute),
    why: anyText,
  }),
  fc.record({
    type: fc.constant('finish' as const),
    actor: anyActor,
    outcome: fc.constantFrom('in-order' as const, 'found' as const, 'not-possible' as const),
    note: anyText,
  }),
  fc.record({ type: fc.constant('cancel' as const), actor: anyActor, why: anyText }),
  fc.constant(tick),
);
/** Commands with times that only go forward. */
const anyStory = fc.array(fc.tuple(anyCommand, fc.integer({ min: 0, max: 120 })), { maxLength: 25 }).map((steps) => {
  let at = 0;
  return steps.map(([command, wait]) => {
    at += wait;
    return [command, minute(at)] as const;
  });
});

const newsOf = (task: Parameters<typeof tellings>[0]) =>
  tellings(task).flatMap((telling) => ('news' in telling ? [telling.news] : []));

describe('whatever is asked of a task', () => {
  it('is proved by its history, and ends only once', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { state, timeline, chain } = taskAfter(openTask(), ...story);
        const faults = provenBy(
          { taskId: TASK },
          { timeline, head: chain, state },
          digest,
          (folded: TaskState | undefined, entry) => evolveTask(folded, entry, TASK),
        );
        expect(faults).toEqual([]);
        const ends = timeline.filter(({ event }) => event.type === 'done' || event.type === 'cancelled');
        expect(ends.length).toBe(isTaskLive(state) ? 0 : 1);
        if (!isTaskLive(state)) expect(timeline.at(-1)).toBe(ends[0]);
      }),
    );
  });

  it('is in order only when every required point was looked at', () => {
    fc.assert(
      fc.property(anyStory, (story) => {
        const { state } = taskAfter(openTask(), ...story);
        if (state.status === 'done' && state.done.outcome !== 'not-possible') expect(openItems(state)).toEqual([]);
      }),
    );
  });

  it('is changed by nobody but whoever is to do it, gave it, or leads; a client changes nothing', () => {
    const own = new Set(['accepted', 'checked', 'done', 'handed-over', 'put-off', 'cancelled']);
    fc.assert(
      fc.property(anyStory, (story) => {
        let state: TaskState | undefined;
        for (const { actor, event, ...entry } of taskAfter(openTask(), ...story).timeline) {
          const before = state;
          state = evolveTask(state, { actor, event, ...entry }, TASK);
          if (actor.kind !== 'person' || !before) continue;
          expect(actor.roles).not.toContain('client');
          if (!own.has(event.type) || actor.id === 'sam') continue;
          const who = before.status === 'accepted' ? before.accepted.by.id : before.to.id;
          expect([actor.id, ...actor.roles], event.type).toContain(who);
        }
      }),
    );
  });

  it('rings at most as often as there are times for it', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 40 }), (waits) => {
        const times = waits.toSorted((a, b) => a - b).map((at) => [tick, minute(at)] as const);
        const { timeline } = taskAfter(openTask(), ...times);
        expect(timeline.filter(({ event }) => event.type === 'reminded').length).toBeLessThanOrEqual(1);
        expect(timeline.filter(({ event }) => event.type === 'overdue').length).toBeLessThanOrEqual(4);
        for (const { event, at } of timeline) {
          if (event.type === 'reminded') expect(at >= minute(45)).toBe(true);
          if (event.type === 'overdue') expect(at >= minute(60)).toBe(true);
        }
      }),
    );
  });
});

describe('time', () => {
  it('reminds a quarter of an hour before, of a short task after two thirds of its time', () => {
    expect(remindAt({ since: NIGHT, dueAt: minute(60) })).toEqual(minute(45));
    expect(remindAt({ since: NIGHT, dueAt: minute(9) })).toEqual(minute(6));
  });

  it('says that it is overdue at once, then after one, four and 24 hours, and then no more', () => {
    const at = [0, 1, 2, 3, 4].map((overdue) => overdueAt({ dueAt: NIGHT, overdue }));
    expect(at).toEqual([NIGHT, minute(60), minute(240), minute(24 * 60), undefined]);
  });

  it('begins anew when it is put off', () => {
    const { state } = taskAfter(
      openTask(),
      [tick, minute(61)],
      [{ type: 'put-off', actor: sam, dueAt: minute(180), why: 'rain' }, minute(62)],
    );
    expect(state).toMatchObject({ overdue: 0, reminded: false });
    expect(taskDueAt(state)).toEqual(minute(165));
  });

  it('acts on nothing that is over', () => {
    const { state } = taskAfter(openTask(), [{ type: 'cancel', actor: sam, why: 'given twice' }, minute(1)]);
    expect(taskDueAt(state)).toBeUndefined();
    expect(decideTask(state, tick, later(minute(60), 86_400_000))).toEqual({ ok: true, events: [] });
  });
});

describe('who has it', () => {
  const role = { kind: 'role', id: 'responder', name: 'responder' } as const;
  const accept = (actor: PersonActor) => ({ type: 'accept', actor }) as const;

  it('is the first of a role, and nobody after that', () => {
    const { state } = taskAfter(openTask({ to: role }), [accept(ana), minute(1)]);
    expect(decideTask(state, accept(ben), minute(2))).toMatchObject({
      ok: false,
      refusal: { code: 'not-yours', whose: { kind: 'person', name: 'Ana Beck' } },
    });
    expect(decideTask(state, accept(ana), minute(2))).toEqual({ ok: true, events: [] });
    expect(decideTask(state, accept(sam), minute(2))).toMatchObject({ refusal: { code: 'already-accepted' } });
  });

  it('its incident is told each time that it stands otherwise, once', () => {
    const incident = { id: 'i-1', number: 42 };
    const task = taskAfter(
      openTask({ incident }),
      [accept(ana), minute(1)],
      [{ type: 'note', actor: ana, text: 'on my way' }, minute(2)],
      [tick, minute(50)],
      [tick, minute(61)],
      [{ type: 'finish', actor: ana, outcome: 'not-possible', note: 'locked' }, minute(70)],
    );
    expect(newsOf(task).map((news) => [news.status, news.who, news.seq])).toEqual([
      ['open', 'Ana Beck', 1],
      ['accepted', 'Ana Beck', 2],
      ['overdue', 'Ana Beck', 5],
      ['done', 'Ana Beck', 6],
    ]);
    expect(newsOf({ ...task, told: 2 }).map(({ status }) => status)).toEqual(['overdue', 'done']);
  });
});

describe('what was still to be said and is not true any more', () => {
  const give = { type: 'hand-over', actor: sam, destinations: [] } as const;
  const role = { kind: 'role', id: 'responder', name: 'responder' } as const;

  it('is not said: put off, accepted, or given to nobody by name', () => {
    const late = taskAfter(openTask(), [tick, minute(61)]);
    expect(late.state.ring).toMatchObject({ why: 'overdue' });
    const putOff = { type: 'put-off', actor: sam, dueAt: minute(180), why: 'rain' } as const;
    expect(taskAfter(openTask(), [tick, minute(61)], [putOff, minute(62)]).state.ring).toBeUndefined();
    expect(taskAfter(openTask(), [{ type: 'accept', actor: ana }, minute(1)]).state.ring).toBeUndefined();
    expect(taskAfter(openTask(), [{ ...give, to: role }, minute(1)]).state.ring).toBeUndefined();
    expect(
      taskAfter(openTask(), [{ ...give, to: { kind: 'person', id: 'ben', name: 'Ben' } }, minute(1)]).state.ring,
    ).toMatchObject({
      why: 'given',
      to: [{ id: 'ben' }],
    });
  });

  it('after two days without us it is said once that it is overdue, and not for each time that was missed', () => {
    const { timeline, state } = taskAfter(openTask(), [tick, minute(3_000)], [tick, minute(3_001)]);
    expect(timeline.map(({ event }) => event.type)).toEqual(['opened', 'overdue']);
    expect(state.overdue).toBe(4);
  });
});

describe('the end', () => {
  const check = { type: 'check', actor: ana, item: 'p1', result: 'problem', note: 'lock broken' } as const;
  const finish = (outcome: 'in-order' | 'found') => ({ type: 'finish', actor: ana, outcome, note: 'lock' }) as const;

  it('is not in order where a point has a problem', () => {
    const { state } = taskAfter(openTask(), [check, minute(1)]);
    expect(decideTask(state, finish('in-order'), minute(2))).toMatchObject({ refusal: { field: 'outcome' } });
    expect(decideTask(state, finish('found'), minute(2)).ok).toBe(true);
  });

  it('is told with the name of whoever did it, and not of whoever was to', () => {
    const sams = { ...finish('found'), actor: sam };
    const task = taskAfter(openTask({ incident: { id: 'i-1', number: 42 } }), [check, minute(1)], [sams, minute(2)]);
    expect(newsOf(task).at(-1)).toMatchObject({ status: 'done', who: 'Sam Okafor' });
  });

  it('is always possible, however long the history is; nothing else is', () => {
    const notes = Array.from({ length: 600 }, (_, index) => [
      { ...check, result: index % 2 === 0 ? 'ok' : 'problem', note: `look ${index}` } as const,
      minute(1),
    ]) as [TaskCommand, Date][];
    const { state, timeline } = taskAfter(openTask(), ...notes);
    expect(timeline.length).toBe(500);
    expect(decideTask(state, check, minute(2))).toMatchObject({ refusal: { code: 'too-long' } });
    expect(decideTask(state, { type: 'cancel', actor: sam, why: 'enough' }, minute(2)).ok).toBe(true);
  });
});

describe('what cannot be', () => {
  const due = (dueAt: Date) => decideTask(undefined, openTask({ dueAt }), NIGHT);

  it('is refused with the field and the reason', () => {
    expect(due(NIGHT)).toMatchObject({ refusal: { code: 'invalid', field: 'due' } });
    expect(due(new Date(Number.NaN))).toMatchObject({ refusal: { code: 'invalid', field: 'due' } });
    expect(due(minute(400 * 24 * 60))).toMatchObject({
      refusal: { field: 'due', why: 'it is more than a year ahead' },
    });
    expect(decideTask(undefined, openTask({ title: ' ' }), NIGHT)).toMatchObject({ refusal: { field: 'title' } });
    const checklist = Array.from({ length: 41 }, (_, id) => ({ id: `p${id}`, text: 'x', required: true }));
    expect(decideTask(undefined, openTask({ checklist }), NIGHT)).toMatchObject({ refusal: { field: 'checklist' } });
  });
});
