import { describe, expect, it } from 'vitest';
import { calledBy, type PageRecord } from '../../src/incident/index.js';

const AT = new Date('2026-01-06T02:00:00Z');
const page = (id: string, change: Partial<PageRecord> = {}): PageRecord =>
  ({
    id: `p-${id}`,
    to: { kind: 'person', id, name: id },
    via: 'chat',
    state: 'due',
    version: 3,
    at: AT,
    notBefore: AT,
    why: 'step',
    ...change,
  }) as PageRecord;
const sent = (pages: readonly PageRecord[]) => pages.filter(({ state }) => state === 'sent').map(({ id }) => id);

describe('a message in a chat', () => {
  const pages = [page('ana'), page('sam'), page('late', { version: 4 }), page('text', { via: 'sms' })];

  it('has called those whom it mentions: who is known in another chat alone still waits', () => {
    expect(sent(calledBy(pages, { shown: 3, ref: 'm', called: ['ana', 'late', 'text'] }, AT))).toEqual(['p-ana']);
  });

  it('has called nobody in front of a client', () => {
    expect(sent(calledBy(pages, { shown: 3, ref: 'm', called: [] }, AT))).toEqual([]);
  });

  it('that does not say whom has called everybody up to its version, as it was before', () => {
    expect(sent(calledBy(pages, { shown: 3, ref: 'm' }, AT))).toEqual(['p-ana', 'p-sam']);
  });
});
