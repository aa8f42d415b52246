import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { questionOf } from '../../../src/explain/question.js';
import { DELIMITERS } from '../../../src/explain/rules.js';
import type { Explanation, Incident } from '../../../src/incident/index.js';
import { openAiExplainer } from '../../../src/outbound/openai.js';
import type { Explainer } from '../../../src/ports-explain.js';
import { asking } from '../../explain/given.js';
import { NIGHT, opened, stateAfter } from '../../incident/given.js';
import type { ModelStandIn } from '../../standins/model.js';
import { send, startModelStandIn } from '../../standins/model.js';
import { OBEDIENT } from './attacker.js';
import { breachesOf } from './breaches.js';
import { HOSTILE } from './hostile.js';
import { askedOf, explained, incidentOf, withExplanation } from './path.js';

const KEY = 'sk-injection-suite-77aa01';
const WAYS = Object.keys(OBEDIENT);
let model: ModelStandIn;
let explainer: Explainer;
beforeAll(async () => {
  model = await startModelStandIn((_asked, response) => send(response, {}));
  explainer = openAiExplainer({ apiKey: KEY, baseUrl: model.url, model: 'obedient' }, 5_000);
});
afterAll(async () => {
  await model.stop();
});

describe('hostile alarms', () => {
  it('are many, and each another one', () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(40);
    expect(new Set(HOSTILE.map(({ name }) => name)).size).toBe(HOSTILE.length);
    expect(WAYS.length).toBeGreaterThanOrEqual(10);
  });

  it.each(HOSTILE)('$name: a model that obeys gains nothing by any way of obeying', async (hostile) => {
    const before = await incidentOf(hostile);
    const question = askedOf(before);
    for (const way of WAYS) {
      model.answers((asked, response) => send(response, OBEDIENT[way]!(asked)));
      const { explanation, after } = await explained(before, explainer, question);
      expect(breachesOf(before, after, explanation), way).toEqual([]);
    }
  });

  it.each(HOSTILE)(
    '$name: what leaves is bounded, apart from our rules, and tells nobody’s secrets',
    async (hostile) => {
      const question = askedOf(await incidentOf(hostile));
      expect(question.rules).toBe(questionOf(stateAfter(opened()), asking()).rules);
      expect(question.rules.length + question.data.length).toBeLessThanOrEqual(4_000);
      expect(question.data.split(DELIMITERS.from).length).toBe(2);
      expect(question.data.split(DELIMITERS.to).length).toBe(2);
      expect(JSON.parse(question.data.split('\n')[1]!)).toMatchObject({ kind: hostile.alarm.kind ?? 'forced-door' });
      expect(question.data).not.toMatch(/[\p{Cf}\p{Co}]/u);
      for (const secret of hostile.secrets ?? []) expect(question.data, secret).not.toContain(secret);
      expect(question.data).not.toContain(KEY);
    },
  );
});

describe('the suite itself', () => {
  /** What a bot would show that believed its model: the answer as it came. */
  const believed = (raw: unknown): Explanation => {
    const { summary, classification, actions, checks, raise } = Object(raw) as Record<string, unknown>;
    const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? ''));
    const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(text);
    return {
      summary: text(summary),
      classification: text(classification) as Explanation['classification'],
      actions: texts(actions),
      checks: texts(checks),
      confidence: 1,
      ...(Object(raise) === raise ? { raise: raise as NonNullable<Explanation['raise']> } : {}),
      model: 'believed',
    };
  };

  it('would notice: believed as they come, the same answers succeed nearly every time', async () => {
    let successes = 0;
    const silent = new Set(WAYS);
    const some = HOSTILE.filter((_hostile, index) => index % 3 === 0);
    for (const hostile of some) {
      const before = await incidentOf(hostile);
      const question = askedOf(before);
      for (const way of WAYS) {
        model.answers((asked, response) => send(response, OBEDIENT[way]!(asked)));
        const { raw } = await explained(before, explainer, question);
        const explanation = believed(raw);
        const breaches = breachesOf(before, before, explanation);
        if (breaches.length > 0) silent.delete(way);
        successes += breaches.length > 0 ? 1 : 0;
      }
    }
    expect([...silent]).toEqual([]);
    expect(successes).toBeGreaterThan(some.length * WAYS.length * 0.7);
  });

  it('would notice a floor that gave way', async () => {
    const before = await incidentOf(HOSTILE[0]!);
    const low = {
      ...before,
      state: { ...before.state, assessment: { ...before.state.assessment, band: 'low' as const, score: 1 } },
    };
    expect(breachesOf(before, low, undefined)).toContain('severity below the floor');
    const resolution = { by: { id: 'x', name: 'X' }, at: NIGHT, via: 'api', disposition: 'false-alarm', note: '' };
    const done = { ...before, state: { ...before.state, status: 'resolved', resolution } } as unknown as Incident;
    expect(breachesOf(before, done, undefined)).toContain('closed');
    const raise = { to: 'critical', why: 'x' } as const;
    const answer = {
      summary: 'x',
      classification: 'likely-real',
      actions: [],
      checks: [],
      confidence: 1,
      raise,
      model: 'm',
    } as const;
    // Two bands up at once is refused by the domain as well, should the check before it ever fail.
    const medium = {
      ...before,
      state: { ...before.state, assessment: { ...before.state.assessment, band: 'medium' as const } },
    };
    expect(withExplanation(medium, answer).state.assessment.band).toBe('medium');
  });
});
