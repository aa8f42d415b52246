import { describe, expect, it } from 'vitest';
import { callLine } from '../../cards/diary.js';
import type { PageRecord } from '../../src/incident/index.js';
import { minute, opened, stateAfter } from '../incident/given.js';

const page = (name: string, why: PageRecord['why']): PageRecord => ({
  id: name,
  to: { kind: 'person', id: name.toLowerCase(), name },
  via: 'chat',
  notBefore: minute(1),
  group: name,
  can: ['chat'],
  next: [],
  why,
  version: 1,
  state: 'due',
  at: minute(1),
});
const state = stateAfter(opened());

describe('whom a chat calls by name', () => {
  it('reads what is wanted of them: to take it, to go there, to say that all is well', () => {
    expect(callLine(state, [page('Ana', 'step'), page('Ben', 'step')])).toMatch(
      /^Ana, Ben: INC-42 HIGH 63 Forced door · Loading dock 2\. Nobody has this yet\./,
    );
    expect(callLine(state, [page('Chi', 'dispatched')])).toBe(
      'Chi: you are sent to INC-42 HIGH 63 Forced door · Loading dock 2. Say on the card whether you come, with “I am sent…”.',
    );
    expect(callLine(state, [page('Sam', 'welfare')])).toContain('Sam: is all well with you?');
    const all = callLine(state, [page('Ana', 'step'), page('Chi', 'dispatched'), page('Sam', 'welfare')]);
    for (const part of ['Ana: INC-42', 'Chi: you are sent', 'Sam: is all well']) expect(all).toContain(part);
  });

  it('is short, whoever they are', () => {
    const many = Array.from({ length: 60 }, (_, index) => page(`Person ${index} ${'x'.repeat(80)}`, 'step'));
    expect([...callLine(state, many)].length).toBeLessThanOrEqual(500);
  });
});
