import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ACCESS_RESULTS, type AccessContext, type AccessEvent, accessFindings } from '../../src/access/index.js';
import { FINDINGS_KEPT, isAccessNews } from '../../src/incident/index.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 6, 2, minute));
let keys = 0;
const event = (minute: number, change: Partial<AccessEvent> = {}): AccessEvent => ({
  source: 'doors',
  key: `k${++keys}`,
  at: at(minute),
  receivedAt: at(minute),
  siteId: 'mall',
  zoneId: 'dock',
  door: 'Dock door',
  result: 'granted',
  direction: 'in',
  badge: 'b1',
  holder: 'Cem',
  ...change,
});
const window = { siteId: 'mall', zones: new Set(['dock', 'stockroom']), from: at(0), to: at(40) };
const context: AccessContext = {
  isClosed: () => false,
  apartKm: (a, b) => (a === 'hub' || b === 'hub' ? 250 : undefined),
  siteName: (id) => id.toUpperCase(),
};
const of = (
  events: readonly AccessEvent[],
  elsewhere: readonly AccessEvent[] = [],
  more: Partial<AccessContext> = {},
) => accessFindings(window, events, elsewhere, { ...context, ...more });

describe('what badges say about an incident', () => {
  it('counts badges and not doors, in its zones and its time alone', () => {
    const events = [
      event(1),
      event(2),
      event(3, { badge: 'b2', holder: 'Dee' }),
      event(4, { badge: 'b3', zoneId: 'court' }),
      event(41, { badge: 'b4' }),
      event(5, { badge: 'b5', siteId: 'hub' }),
    ];
    expect(of(events)).toEqual([{ what: 'inside', count: 2, who: ['Cem', 'Dee'] }]);
  });

  it('says what was forced first, and who came behind whom, by door', () => {
    const found = of([
      event(1),
      event(9, { result: 'denied', badge: 'b9', holder: 'Eve' }),
      event(7, { result: 'denied', badge: 'b9', holder: 'Eve' }),
      event(10, { result: 'forced', badge: undefined as never, holder: undefined as never }),
      event(11, { result: 'tailgating' }),
    ]);
    expect(found.map(({ what }) => what)).toEqual(['forced', 'tailgating', 'denied', 'inside']);
    expect(found[2]).toEqual({ what: 'denied', door: 'Dock door', count: 2, at: at(9), who: ['Eve'] });
  });

  it.each([
    // 250 km at 150 km/h take 100 minutes.
    ['hub', 99, true],
    ['hub', 102, false],
    // Of a site whose place nobody knows only the time says something.
    ['museum', 9, true],
    ['museum', 10, false],
  ])('a badge at %s %i minutes before', (siteId, minutes, found) => {
    const other = event(0, { siteId, at: new Date(at(5).getTime() - minutes * 60_000) });
    const what = of([event(5)], [other]).map((each) => each.what);
    expect(what.includes('too-far')).toBe(found);
    // A badge that was refused there was not there.
    expect(of([event(5)], [{ ...other, result: 'denied' }]).map((each) => each.what)).not.toContain('too-far');
  });

  it('counts nobody who goes out', () => {
    const out = event(3, { direction: 'out', badge: 'b2', holder: 'Dee' });
    expect(of([event(1), out], [], { isClosed: () => true })).toEqual([
      { what: 'outside-hours', count: 1, who: ['Cem'] },
      { what: 'inside', count: 1, who: ['Cem'] },
    ]);
  });

  it('is told at once when it is grave, and every few minutes when only more people came', () => {
    const one = of([event(1)]);
    const two = of([event(1), event(2, { badge: 'b2', holder: 'Dee' })]);
    const forced = of([event(1), event(2, { result: 'forced' })]);
    expect(isAccessNews([], undefined, one, at(2))).toBe(true);
    expect(isAccessNews(one, at(2), one, at(30))).toBe(false);
    expect(isAccessNews(one, at(2), two, at(6))).toBe(false);
    expect(isAccessNews(one, at(2), two, at(7))).toBe(true);
    expect(isAccessNews(one, at(2), forced, at(3))).toBe(true);
  });

  it('says who came while it was closed', () => {
    const found = of([event(1), event(2, { badge: 'b2', holder: 'Dee' })], [], {
      isClosed: (_site, when) => when <= at(1),
    });
    expect(found[0]).toEqual({ what: 'outside-hours', count: 1, who: ['Cem'] });
  });

  it('is bounded and says the same of the same, whatever comes in whatever order', () => {
    const some = fc.record({
      minute: fc.integer({ min: -90, max: 90 }),
      result: fc.constantFrom(...ACCESS_RESULTS),
      door: fc.string({ minLength: 1, maxLength: 5 }),
      badge: fc.option(fc.constantFrom('a', 'b', 'c'), { nil: undefined }),
      siteId: fc.constantFrom('mall', 'hub'),
      zoneId: fc.constantFrom('dock', 'court', undefined),
    });
    fc.assert(
      fc.property(fc.array(some, { maxLength: 40 }), (given) => {
        const events = given.map(({ minute, ...change }) => event(minute, change as Partial<AccessEvent>));
        const found = of(events, events);
        expect(found.length).toBeLessThanOrEqual(FINDINGS_KEPT);
        expect(isAccessNews(found, undefined, of([...events].reverse(), events), at(0))).toBe(false);
        if (events.every(({ siteId }) => siteId !== 'mall')) expect(found).toEqual([]);
      }),
    );
  });
});
