import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type SlackStandIn, startSlackStandIn } from './index.js';
import type { Fault } from './types.js';

let slack: SlackStandIn;
beforeAll(async () => {
  slack = await startSlackStandIn({ rates: false });
});
afterAll(async () => {
  await slack?.stop();
});
beforeEach(() => slack.heal());

const OPS = 'C0OPS';
const call = async (method: string, args: Readonly<Record<string, string>>, signal?: AbortSignal): Promise<string> => {
  const response = await fetch(`${slack.url}${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.token}` },
    body: new URLSearchParams({ channel: OPS, ...args }),
    ...(signal ? { signal } : {}),
  });
  return `${response.status} ${await response.text()}`;
};
const texts = () => slack.messages(OPS).map(({ text }) => text);

const BROKEN: readonly (readonly [Fault, RegExp | 'nothing'])[] = [
  [{ kind: 'http', status: 500 }, /^500 /],
  [{ kind: 'garbled' }, /^200 \{"ok":true,"channel":$/],
  [{ kind: 'hang' }, 'nothing'],
];

test.each(BROKEN)('%o keeps nothing; with "taken" it keeps the message and answers the same', async (fault, answer) => {
  for (const taken of [false, true]) {
    const text = `${fault.kind} ${taken}`;
    slack.fail('chat.postMessage', taken ? { ...fault, taken: true } : fault);
    const posted = call('chat.postMessage', { text }, AbortSignal.timeout(answer === 'nothing' ? 150 : 5_000));
    if (answer === 'nothing') await expect(posted).rejects.toThrow();
    else expect(await posted).toMatch(answer);
    expect(texts().includes(text)).toBe(taken);
  }
});

test('a slow answer comes late; with "taken" the message is there before it', async () => {
  slack.fail('chat.postMessage', { kind: 'slow', ms: 150, taken: true });
  const posted = call('chat.postMessage', { text: 'slow' });
  await expect.poll(texts, { timeout: 100 }).toContain('slow');
  expect(await posted).toMatch(/^200 \{"ok":true/);
});

test('what is forgotten was answered well, and neither the message nor the change is there', async () => {
  const { ts } = JSON.parse((await call('chat.postMessage', { text: 'kept' })).slice(4)) as { ts: string };
  slack.fail('*', { kind: 'forget' });
  expect(await call('chat.postMessage', { text: 'forgotten' })).toMatch(/^200 \{"ok":true,.*"ts":/);
  expect(await call('chat.update', { ts, text: 'changed' })).toMatch(/^200 \{"ok":true/);
  expect(texts()).toContain('kept');
  expect(texts()).not.toContain('forgotten');
  expect(texts()).not.toContain('changed');
  slack.heal();
  expect(await call('chat.update', { ts, text: 'changed' })).toMatch(/^200 \{"ok":true/);
  expect(texts()).toContain('changed');
});
