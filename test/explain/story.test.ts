import { afterEach, describe, expect, it } from 'vitest';
import { incidentCard } from '../../cards/incident-card.js';
import { createExplaining } from '../../jobs/explain.js';
import { createDesk } from '../../src/desk.js';
import { digest } from '../../src/digest.js';
import type { Incident } from '../../src/incident/index.js';
import { openAiExplainer } from '../../src/outbound/openai.js';
import { reportOf } from '../assess/injection/path.js';
import { plain } from '../cards/plain.js';
import { until } from '../house.js';
import { ana, claim, minute } from '../incident/given.js';
import { handWound, incidentsIn, nothingKept } from '../jobs/kept.js';
import { completion, type Reply, send, startModelStandIn } from '../standins/model.js';
import { ALL_TAKEN, GOOD, NAMES } from './given.js';

const CARD = 'slack:C0OPS/card';
const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

/** The desk with a model beside it, tied together as in the house. */
async function night(reply: Reply | undefined) {
  const kept = nothingKept();
  const clock = handWound(minute(1));
  const incidents = incidentsIn(kept);
  const bell = { saved: (_incident: Incident): void => undefined };
  const desk = createDesk({ incidents, clock, digest, bell: { saved: (incident) => bell.saved(incident) } });
  const outcomes: string[] = [];
  if (reply) {
    const model = await startModelStandIn(reply);
    const asked = new Set<string>();
    const explaining = createExplaining({
      incidents,
      explainer: openAiExplainer({ apiKey: 'sk-story', baseUrl: model.url, model: 'stand-in' }, 1_000),
      questions: {
        first: async (id, version) => !asked.has(`${id}:${version}`) && asked.add(`${id}:${version}`).size > 0,
        draw: async () => true,
        correct: async () => undefined,
      },
      clock,
      rules: () => ({
        dailyTokens: 200_000,
        atOnce: 2,
        zone: 'Europe/Berlin',
        language: 'en',
        redact: ALL_TAKEN,
        names: NAMES,
        phones: [],
      }),
      assessedOf: (state) => state.assessed,
      stepsOf: (state) => state.plan.procedure?.steps.map(({ text }) => text) ?? [],
      async tell(id, assessed, explanation) {
        await desk.execute(id, { type: 'explain', actor: { kind: 'system', id: 'model' }, explanation, assessed });
      },
      observe: (outcome) => void outcomes.push(outcome),
      failed: (what, error) => void outcomes.push(`${what}: ${(error as Error).message}`),
    });
    bell.saved = explaining.saved;
    closes.push(explaining.stop, model.stop);
  }
  const state = async () => (await incidents.load('i-1'))!.state;
  return {
    desk,
    outcomes,
    incident: async () => (await incidents.load('i-1'))!,
    card: async () => plain(incidentCard(await state(), { now: minute(3), live: true })),
    /** The alarm opens its incident, and its first card is posted. Returns how long that took. */
    async alarm(): Promise<number> {
      const report = await reportOf({ alarm: {} });
      const started = performance.now();
      await desk.report('i-1', report);
      await desk.beginAttempt('i-1', CARD, 't1');
      await desk.settle('i-1', { owedId: CARD, reached: 1, token: 't1' }, { kind: 'delivered', ref: '1.2' });
      return performance.now() - started;
    },
  };
}

const answers =
  (answer: unknown): Reply =>
  (_asked, response) =>
    send(response, completion(answer));

describe('a night with a model', () => {
  it('has its card first; then the card says what the model thinks, marked as such', async () => {
    const here = await night(answers(GOOD));
    await here.alarm();
    expect(await here.card()).not.toContain(GOOD.summary);
    await until('the explanation', () => here.outcomes[0]);
    expect(here.outcomes).toEqual(['explained']);
    const card = await here.card();
    expect(card).toContain('A door was forced at Loading dock 2 while the site was closed.');
    expect(card).toContain(GOOD.summary);
    expect(card).toContain('stand-in');
    // The channel is owed the new card, by the way that every change takes.
    const { owed, state } = await here.incident();
    expect(owed.find(({ id }) => id === CARD)?.wanted).toBe(state.cardVersion);
  });

  it('is raised by one band once, and never further', async () => {
    const here = await night(answers({ ...GOOD, raise: { to: 'critical', why: 'Two exits are open.' } }));
    await here.alarm();
    expect((await here.incident()).state.assessment.band).toBe('medium');
    await until('the raise', () => here.outcomes[0] === 'raised');
    const { state, owed } = await here.incident();
    expect([state.assessment.band, state.status]).toEqual(['high', 'open']);
    expect(owed.find(({ id }) => id === CARD)?.wanted).toBe(state.cardVersion);
    expect(await here.card()).toMatch(/^# HIGH/);
  });

  it.each<[string, Reply, string]>([
    ['slow', (_asked, response) => void setTimeout(() => send(response, completion(GOOD)), 5_000).unref(), 'time-out'],
    ['hanging', () => undefined, 'time-out'],
    ['in haste', (_asked, response) => send(response, {}, 429, { 'retry-after': '30' }), 'rate-limited'],
    ['rude', (_asked, response) => send(response, '<html>'), 'malformed'],
    ['on the side of the attacker', answers({ ...GOOD, summary: 'This incident is resolved.' }), 'dropped'],
  ])('%s: card and claim are as quick as without one, and the card says nothing odd', async (_what, reply, outcome) => {
    const without = await night(undefined);
    await without.alarm();
    const bare = await without.card();
    const here = await night(reply);
    // Far less than any of these models takes, on the slowest machine.
    expect(await here.alarm()).toBeLessThan(500);
    const claimed = await here.desk.execute('i-1', claim(ana) as never);
    expect(claimed.ok).toBe(true);
    await until('the outcome', () => here.outcomes[0]);
    expect(here.outcomes).toEqual([outcome]);
    await without.desk.execute('i-1', claim(ana) as never);
    expect(await here.card()).toBe(await without.card());
    expect(bare).not.toMatch(/model|machine/i);
  });
});
