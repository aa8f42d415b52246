import { afterEach, describe, expect, it } from 'vitest';
import type { Explained, ExplainParts, ExplainRules } from '../../jobs/explain.js';
import { createExplaining } from '../../jobs/explain.js';
import { createWaitingQuestions } from '../../jobs/waiting-questions.js';
import type { Explanation } from '../../src/incident/explanation.js';
import type { Band, Incident } from '../../src/incident/index.js';
import type { Answered, ExplanationStore, Question } from '../../src/ports-explain.js';
import { ALL_TAKEN, GOOD, NAMES } from '../explain/given.js';
import { until } from '../house.js';
import { ana, assessment, incidentAfter, NIGHT, opened, ops, resolved } from '../incident/given.js';
import { handWound } from './kept.js';

/** The memory of all instances. */
function memory(): ExplanationStore & { readonly asked: Set<string>; readonly days: Map<string, number> } {
  const asked = new Set<string>();
  const days = new Map<string, number>();
  return {
    asked,
    days,
    async first(id, version) {
      const key = `${id}:${version}`;
      if (asked.has(key)) return false;
      asked.add(key);
      return true;
    },
    async draw(day, tokens, limit) {
      const have = days.get(day) ?? 0;
      if (have + tokens > limit) return false;
      days.set(day, have + tokens);
      return true;
    },
    async correct(day, more) {
      days.set(day, (days.get(day) ?? 0) + more);
    },
  };
}

/** An incident whose card is posted. */
function carded(id: string, band: Band = 'high', change: Partial<Incident> = {}): Incident {
  const incident = incidentAfter(opened({ assessment: assessment(63, band) }));
  const cards = [{ destination: 'slack:C0OPS', ref: '1.2', shown: 1, diary: 1 }];
  return { ...incident, cards, state: { ...incident.state, id }, ...change };
}

interface Call {
  readonly question: Question;
  answer(answer: Answered): void;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

function desk(
  change: Partial<ExplainRules> = {},
  more: { store?: ExplanationStore; fails?: boolean; parts?: Partial<ExplainParts> } = {},
) {
  const clock = handWound(NIGHT);
  const kept = new Map<string, Incident>();
  const calls: Call[] = [];
  const told: [string, number, Explanation][] = [];
  const outcomes: Explained[] = [];
  const faults: string[] = [];
  const store = more.store ?? memory();
  const explaining = createExplaining({
    incidents: { load: async (id) => kept.get(id) },
    explainer: {
      model: 'stand-in',
      explain: (question, signal) =>
        new Promise((resolve) => {
          calls.push({ question, answer: resolve });
          signal.addEventListener('abort', () => resolve({ failed: 'stopped' }));
        }),
    },
    questions: store,
    clock,
    rules: () => ({
      dailyTokens: 200_000,
      atOnce: 2,
      zone: 'Europe/Berlin',
      language: 'en',
      redact: ALL_TAKEN,
      names: NAMES,
      phones: [],
      ...change,
    }),
    assessedOf: (state) => state.assessed,
    stepsOf: () => ['Look at the live picture'],
    tell: async (id, version, explanation) => {
      if (more.fails) throw new Error('the desk is closed');
      told.push([id, version, explanation]);
    },
    observe: (outcome) => void outcomes.push(outcome),
    failed: (what, error) => void faults.push(`${what}: ${(error as Error).message}`),
    ...more.parts,
  });
  stops.push(() => explaining.stop());
  return {
    clock,
    calls,
    told,
    outcomes,
    faults,
    store,
    explaining,
    saved(incident: Incident): void {
      kept.set(incident.state.id, incident);
      explaining.saved(incident);
    },
    call: (index: number) => until(`question ${index + 1}`, () => calls[index]),
  };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('explaining', () => {
  it('asks once the card is there, and brings the answer to the desk', async () => {
    const here = desk();
    here.saved(carded('i-1', 'high', { cards: [] }));
    await turns();
    expect(here.calls.length).toBe(0);
    here.saved(carded('i-1'));
    (await here.call(0)).answer({ raw: GOOD, tokens: 900 });
    await until('the explanation', () => here.told.length === 1);
    expect(here.told[0]).toMatchObject(['i-1', 1, { summary: GOOD.summary, model: 'stand-in' }]);
    expect(here.outcomes).toEqual(['explained']);
    expect((here.store as ReturnType<typeof memory>).days.get('2026-01-06')).toBe(900);
  });

  it('does not wait for a card that never comes: without a channel, or with none that takes it', async () => {
    const here = desk();
    const bare = carded('i-1', 'high', { cards: [] });
    here.saved({ ...bare, state: { ...bare.state, destinations: [] }, owed: [] });
    await here.call(0);
    const stuck = bare.owed.map((row) => ({ ...row, stuck: true as const }));
    here.saved({ ...bare, state: { ...bare.state, id: 'i-2', destinations: [ops] }, owed: stuck });
    await here.call(1);
  });

  it('asks once about an assessment, however often the incident is saved', async () => {
    const here = desk();
    for (let times = 0; times < 5; times++) here.saved(carded('i-1'));
    (await here.call(0)).answer({ raw: GOOD });
    await until('the explanation', () => here.told.length === 1);
    for (let times = 0; times < 5; times++) here.saved(carded('i-1'));
    await turns();
    expect(here.calls.length).toBe(1);
  });

  it('asks again about a new assessment, but not at once: a storm makes many', async () => {
    const here = desk();
    here.saved(carded('i-1'));
    (await here.call(0)).answer({ raw: GOOD });
    await until('the explanation', () => here.told.length === 1);
    const next = carded('i-1');
    here.saved({ ...next, state: { ...next.state, assessed: 2 } });
    await turns();
    expect(here.calls.length).toBe(1);
    here.clock.wind(31_000);
    here.saved({ ...next, state: { ...next.state, assessed: 3 } });
    (await here.call(1)).answer({ raw: GOOD });
    await until('the second', () => here.told.length === 2);
    expect(here.told[1]?.[1]).toBe(3);
  });

  it('asks once across instances, and across a crash after the question left', async () => {
    const store = memory();
    const [one, two] = [desk({}, { store }), desk({}, { store })];
    one.saved(carded('i-1'));
    await one.call(0);
    two.saved(carded('i-1'));
    await turns();
    expect(two.calls.length).toBe(0);
    // What the other one drew for nothing is given back; what is out is still drawn.
    const drawn = store.days.get('2026-01-06') ?? 0;
    await one.explaining.stop();
    const born = desk({}, { store });
    born.saved(carded('i-1'));
    await turns();
    expect(born.calls.length).toBe(0);
    expect(store.days.get('2026-01-06')).toBe(drawn);
  });

  it('asks so many at once and no more, the gravest first and of those the newest', async () => {
    const here = desk({ atOnce: 1 });
    here.saved(carded('first', 'low'));
    await here.call(0);
    here.saved(carded('low', 'low'));
    here.saved(carded('high-old', 'high'));
    here.clock.wind(1_000);
    here.saved(carded('high-new', 'high'));
    const life = carded('life', 'low');
    here.saved({ ...life, state: { ...life.state, lifeSafety: true } });
    await turns();
    expect(here.calls.length).toBe(1);
    for (let index = 0; index < 5; index++) (await here.call(index)).answer({ raw: GOOD });
    await until('all of them', () => here.told.length === 5);
    expect(here.told.map(([id]) => id)).toEqual(['first', 'life', 'high-new', 'high-old', 'low']);
  });

  it('stops when the tokens of the day are used up, says so once, and begins again at midnight', async () => {
    const here = desk({ dailyTokens: 5_000, atOnce: 1 });
    here.saved(carded('i-1'));
    (await here.call(0)).answer({ raw: GOOD, tokens: 4_000 });
    await until('the first', () => here.told.length === 1);
    for (const id of ['i-2', 'i-3']) here.saved(carded(id));
    await turns();
    expect(here.calls.length).toBe(1);
    expect(here.outcomes).toEqual(['explained', 'over-budget']);
    // 03:10 in Berlin; 21 hours later it is another day.
    here.clock.wind(21 * 3_600_000);
    here.saved(carded('i-4'));
    await here.call(1);
  });

  it('asks nothing where the book allows nothing, and of nothing that is closed or was not understood', async () => {
    const off = desk({ dailyTokens: 0 });
    off.saved(carded('i-1'));
    const here = desk();
    const done = incidentAfter(opened(), resolved(ana));
    here.saved({ ...done, cards: carded('x').cards });
    const unread = carded('i-2');
    here.saved({ ...unread, state: { ...unread.state, unrecognised: 'body: nothing' } });
    await turns();
    expect([off.calls.length, here.calls.length]).toEqual([0, 0]);
  });

  it('lets the breaker open after five failures, tries one question, and goes on when it works', async () => {
    const here = desk({ atOnce: 1 });
    for (let index = 0; index < 8; index++) here.saved(carded(`i-${index}`));
    for (let index = 0; index < 5; index++) (await here.call(index)).answer({ failed: 'time-out' });
    await turns();
    expect([here.calls.length, here.explaining.health()]).toEqual([5, { breaker: 'open', waiting: 3, underWay: 0 }]);
    here.clock.wind(60_000);
    here.saved(carded('i-9', 'critical'));
    await here.call(5);
    await turns();
    expect(here.explaining.health()).toMatchObject({ breaker: 'trying', underWay: 1 });
    (await here.call(5)).answer({ raw: GOOD });
    await here.call(6);
    expect(here.explaining.health().breaker).toBe('closed');
    expect(here.outcomes.slice(0, 6)).toEqual([...Array.from({ length: 5 }, () => 'time-out'), 'explained']);
  });

  it('throws away what a machine may not say, and nobody sees anything of it', async () => {
    const here = desk();
    here.saved(carded('i-1'));
    (await here.call(0)).answer({ raw: { ...GOOD, summary: 'This incident is resolved.' } });
    await until('the outcome', () => here.outcomes.length === 1);
    expect([here.outcomes, here.told]).toEqual([['dropped'], []]);
  });

  it('survives a desk that fails, and goes on with the next', async () => {
    const here = desk({ atOnce: 1 }, { fails: true });
    here.saved(carded('i-1'));
    here.saved(carded('i-2'));
    (await here.call(0)).answer({ raw: GOOD });
    (await here.call(1)).answer({ raw: GOOD });
    await until('both faults', () => here.faults.length === 2);
    expect(here.faults[0]).toContain('explaining incident');
  });

  it('loses no answer when its price cannot be noted', async () => {
    const store = { ...memory(), correct: () => Promise.reject(new Error('the store is away')) };
    const here = desk({}, { store });
    here.saved(carded('i-1'));
    (await here.call(0)).answer({ raw: GOOD, tokens: 900 });
    await until('the explanation', () => here.told.length === 1);
    expect(here.faults).toEqual(['noting what a question cost: the store is away']);
  });

  it('holds nobody up: being told of an incident takes no time, whatever the model does', async () => {
    const here = desk();
    const incidents = Array.from({ length: 2_000 }, (_, index) => carded(`i-${index}`));
    const started = performance.now();
    for (const incident of incidents) here.saved(incident);
    expect(performance.now() - started).toBeLessThan(1_000);
    expect(here.calls.length).toBe(0);
    await here.call(1);
    await turns();
    expect(here.calls.length).toBe(2);
    expect(here.outcomes.filter((each) => each === 'forgotten').length).toBe(1_800);
  });

  it('breaks off what is under way when it stops', async () => {
    const here = desk();
    here.saved(carded('i-1'));
    await here.call(0);
    await here.explaining.stop();
    expect(here.outcomes).toEqual(['stopped']);
    here.saved(carded('i-2'));
    await turns();
    expect(here.calls.length).toBe(1);
  });
});

describe('those that wait', () => {
  const one = (incidentId: string, band: Band, at: number, from = at) => ({
    incidentId,
    lifeSafety: false,
    band,
    at,
    from,
  });

  it('give way when there is no room: the least grave, and of those the oldest', () => {
    const waiting = createWaitingQuestions(3);
    expect([one('a', 'low', 1), one('b', 'low', 2), one('c', 'high', 1)].map((each) => waiting.add(each))).toEqual([
      0, 0, 0,
    ]);
    expect(waiting.add(one('d', 'medium', 3))).toBe(1);
    expect(
      [waiting.take(9), waiting.take(9), waiting.take(9), waiting.take(9)].map((each) => each?.incidentId),
    ).toEqual(['c', 'd', 'b', undefined]);
  });

  it('are taken when their time has come', () => {
    const waiting = createWaitingQuestions(3);
    waiting.add(one('a', 'critical', 1, 50));
    waiting.add(one('b', 'low', 1, 20));
    expect([waiting.take(10), waiting.waitMs(10)]).toEqual([undefined, 10]);
    expect(waiting.take(30)?.incidentId).toBe('b');
    expect(waiting.waitMs(60)).toBe(0);
  });
});
