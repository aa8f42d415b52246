import { gzipSync } from 'node:zlib';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { explanationFrom } from '../../src/explain/answer.js';
import { LONGEST_QUESTION, questionOf } from '../../src/explain/question.js';
import { openAiExplainer } from '../../src/outbound/openai.js';
import type { Trouble } from '../../src/ports-explain.js';
import { opened, stateAfter } from '../incident/given.js';
import type { ModelStandIn, Reply } from '../standins/model.js';
import { completion, send, startModelStandIn } from '../standins/model.js';
import { asking, GOOD } from './given.js';

const KEY = 'sk-stand-in-3f9a1c77e2';
const state = stateAfter(opened());
const question = questionOf(state, asking());
const never = new AbortController().signal;
const good: Reply = (_asked, response) => send(response, completion(GOOD));

let model: ModelStandIn;
beforeAll(async () => {
  model = await startModelStandIn(good);
});
afterEach(() => {
  model.asked.length = 0;
  model.answers(good);
});
afterAll(async () => {
  await model.stop();
});

const explainer = (deadlineMs = 3_000, url = model.url) =>
  openAiExplainer({ apiKey: KEY, baseUrl: url, model: 'stand-in' }, deadlineMs);
const ask = (deadlineMs?: number) => explainer(deadlineMs).explain(question, never);
/** Answers the first request so, and every later one well. */
const once =
  (first: Reply): Reply =>
  (asked, response) =>
    (model.asked.length === 1 ? first : good)(asked, response);
const fails =
  (status: number, headers: Record<string, string> = {}, error: object = {}): Reply =>
  (_asked, response) =>
    send(response, { error: { message: `bad key ${KEY}`, type: 'x', ...error } }, status, headers);

describe('a question to a model', () => {
  it('leaves as one bounded request without tools, and comes back as JSON with its price', async () => {
    expect(await ask()).toEqual({ raw: GOOD, tokens: 900 });
    expect(model.asked.length).toBe(1);
    const [{ path, headers, body, rules, data }] = model.asked as [(typeof model.asked)[number]];
    expect([path, headers.authorization]).toEqual(['/v1/chat/completions', `Bearer ${KEY}`]);
    expect(Object.keys(body).sort()).toEqual(['max_completion_tokens', 'messages', 'model', 'response_format']);
    expect(body.messages.map((each: { role: string }) => each.role)).toEqual(['system', 'user']);
    expect([rules, data]).toEqual([question.rules, question.data]);
    expect(rules.length + data.length).toBeLessThanOrEqual(LONGEST_QUESTION);
    expect(body.response_format).toEqual({
      type: 'json_schema',
      json_schema: { name: 'explanation', strict: true, schema: question.shape.schema },
    });
  });

  it('is understood by a counterpart that nobody here wrote', async () => {
    const mock = new LLMock({ port: 0 });
    mock.onMessage(/forced-door/, { content: JSON.stringify(GOOD) });
    await mock.start();
    try {
      const answer = await explainer(3_000, `${mock.url}/v1`).explain(question, never);
      if (!('raw' in answer)) throw new Error(answer.failed);
      expect(explanationFrom(answer.raw, state, { model: 'm', phones: [] })).toMatchObject({ summary: GOOD.summary });
      mock.clearFixtures();
      mock.onMessage(/.*/, { error: { message: 'slow down', type: 'rate_limit_error' }, status: 429 });
      expect(await explainer(2_000, `${mock.url}/v1`).explain(question, never)).toMatchObject({
        failed: 'rate-limited',
        status: 429,
      });
    } finally {
      await mock.stop();
    }
  });

  it('takes JSON out of a block of code', async () => {
    model.answers((_asked, response) => send(response, completion(`\`\`\`json\n${JSON.stringify(GOOD)}\n\`\`\``)));
    expect(await ask()).toMatchObject({ raw: GOOD });
  });
});

describe('an answer that is none', () => {
  const choice = (change: object) =>
    completion(GOOD, {
      choices: [
        { index: 0, message: { role: 'assistant', content: null, refusal: null }, finish_reason: 'stop', ...change },
      ],
    });
  it.each<[string, Reply, Trouble, number | undefined]>([
    ['text instead of JSON', (_a, r) => send(r, completion('Sure! It is fine.')), 'malformed', 900],
    ['half of it', (_a, r) => send(r, completion('{"summary": "A door')), 'malformed', 900],
    ['cut at its end', (_a, r) => send(r, choice({ finish_reason: 'length' })), 'truncated', 900],
    [
      'a refusal',
      (_a, r) => send(r, choice({ message: { role: 'assistant', content: null, refusal: 'No.' } })),
      'declined',
      900,
    ],
    ['filtered', (_a, r) => send(r, choice({ finish_reason: 'content_filter' })), 'declined', 900],
    [
      'a tool call',
      (_a, r) => send(r, choice({ message: { role: 'assistant', content: null, tool_calls: [] } })),
      'malformed',
      900,
    ],
    ['no choices', (_a, r) => send(r, {}), 'malformed', undefined],
    ['choices that are none', (_a, r) => send(r, { choices: 'x' }), 'malformed', undefined],
    ['null', (_a, r) => send(r, 'null'), 'malformed', undefined],
    ['broken HTTP JSON', (_a, r) => send(r, '{"choices": ['), 'malformed', undefined],
    ['a page', (_a, r) => send(r, '<html>login</html>', 200, { 'content-type': 'text/html' }), 'malformed', undefined],
    ['a bad key', fails(401), 'rejected', undefined],
    ['a model that is not there', fails(404), 'rejected', undefined],
    ['a request that it does not take', fails(400), 'rejected', undefined],
    ['no credit', fails(429, {}, { code: 'insufficient_quota' }), 'rejected', undefined],
  ])('%s is named, and not asked for twice', async (_what, reply, failed, tokens) => {
    model.answers(reply);
    const answer = await ask();
    expect(answer).toMatchObject({ failed, ...(tokens === undefined ? {} : { tokens }) });
    expect(model.asked.length).toBe(1);
    expect(JSON.stringify(answer)).not.toContain('sk-');
  });

  it.each<[string, Reply, Trouble]>([
    ['too many requests', fails(429), 'rate-limited'],
    ['a fault of its own', fails(500), 'overloaded'],
    ['a gateway', fails(503, {}, {}), 'overloaded'],
    ['a broken connection', (_a, response) => void response.destroy(), 'unreachable'],
  ])('%s is tried once more, and no oftener', async (_what, reply, failed) => {
    model.answers(once(reply));
    expect(await ask()).toMatchObject({ raw: GOOD });
    model.asked.length = 0;
    model.answers(reply);
    const answer = await ask();
    expect(answer).toMatchObject({ failed });
    expect(model.asked.length).toBe(2);
    expect(JSON.stringify(answer)).not.toContain('sk-');
  });

  it.each<[string, Record<string, string>, number]>([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['milliseconds', { 'retry-after-ms': '9500' }, 9_500],
    ['a date', { 'retry-after': 'Tue, 06 Jan 2026 02:11:00 GMT', date: 'Tue, 06 Jan 2026 02:10:30 GMT' }, 30_000],
    ['a week', { 'retry-after': '604800' }, 86_400_000],
  ])(
    'with a wish in %s is not tried again when the wish does not fit, and tells it',
    async (_what, headers, afterMs) => {
      model.answers(fails(429, headers));
      expect(await ask()).toEqual({ failed: 'rate-limited', status: 429, afterMs });
      expect(model.asked.length).toBe(1);
    },
  );

  it('that never begins, never ends or drips ends with the deadline', async () => {
    const drip: Reply = (_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(timer));
    };
    const opens: Reply = (_asked, response) =>
      void response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    for (const reply of [() => undefined, opens, drip]) {
      model.answers(reply);
      const started = performance.now();
      expect(await ask(300)).toEqual({ failed: 'time-out' });
      expect(performance.now() - started).toBeLessThan(1_500);
    }
  });

  it('that is slow the first time leaves no second try beyond the deadline', async () => {
    model.answers((_asked, response) => void setTimeout(() => send(response, { error: {} }, 500), 900));
    const started = performance.now();
    expect(await ask(2_000)).toMatchObject({ failed: 'overloaded' });
    expect(model.asked.length).toBe(1);
    expect(performance.now() - started).toBeLessThan(2_500);
  });

  it('that is huge is refused before it is held, packed or not', async () => {
    const huge = JSON.stringify(completion('x'.repeat(40_000)));
    model.answers((_asked, response) => send(response, huge));
    expect(await ask()).toEqual({ failed: 'too-large' });
    model.answers((_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' });
      response.end(gzipSync('{"choices":"' + 'x'.repeat(50_000_000) + '"}'));
    });
    expect(await ask()).toEqual({ failed: 'too-large' });
    let sent = 0;
    model.answers((_asked, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = (): void => {
        while (!response.destroyed && response.write('x'.repeat(16_384))) sent += 16_384;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect(await ask()).toEqual({ failed: 'too-large' });
    expect(sent).toBeLessThan(20_000_000);
  });

  it('that sends us elsewhere is not followed: the question was meant for one address', async () => {
    const elsewhere = await startModelStandIn(good);
    try {
      model.answers((_asked, response) => send(response, '', 307, { location: `${elsewhere.url}/chat/completions` }));
      expect(await ask()).toMatchObject({ failed: 'unreachable' });
      expect(elsewhere.asked).toEqual([]);
    } finally {
      await elsewhere.stop();
    }
  });

  it('from nobody is named, and so is our own end', async () => {
    const gone = await startModelStandIn(good);
    await gone.stop();
    expect(await explainer(2_000, gone.url).explain(question, never)).toEqual({ failed: 'unreachable' });
    model.answers(() => undefined);
    const stopping = new AbortController();
    const asked = explainer().explain(question, stopping.signal);
    setTimeout(() => stopping.abort(), 50);
    expect(await asked).toEqual({ failed: 'stopped' });
  });
});
