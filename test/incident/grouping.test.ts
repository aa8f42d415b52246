import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GroupingRules, IncidentState, Kind, Signal } from '../../src/incident/index.js';
import { belongsTo, DEFAULT_GROUPING, isLifeSafety, KINDS, LIFE_SAFETY_KINDS } from '../../src/incident/index.js';
import type { Past } from './given.js';
import {
  ana,
  archived,
  batch,
  claimed,
  HOUR,
  joined,
  minute,
  opened,
  opening,
  reopened,
  resolved,
  signal,
  stateAfter,
} from './given.js';

const at = (minutes: number, received = minutes): Partial<Signal> => ({
  occurredAt: minute(minutes),
  receivedAt: minute(received),
});
const rules = (...list: GroupingRules['rules']): GroupingRules => ({ ...DEFAULT_GROUPING, rules: list });

/** Where a signal goes when this is the only incident there is. */
function goes(of: Partial<Signal>, state: IncidentState, by: GroupingRules = DEFAULT_GROUPING): string {
  return belongsTo(signal('k', of), [state], by).to;
}

const open = stateAfter(opened());
const place = opening().place;

describe('a signal joins', () => {
  it('what is going on in the same zone, of the same family', () => {
    expect(belongsTo(signal('k', { ...at(9), kind: 'person', deviceId: 'cam-17' }), [open], DEFAULT_GROUPING)).toEqual({
      to: 'live',
      incidentId: 'i-1',
    });
    expect(goes({ kind: 'access-denied' }, open)).toBe('new');
    expect(goes({ zoneId: 'stockroom' }, open)).toBe('new');
    expect(goes({ siteId: 'museum' }, open)).toBe('new');
  });

  it('what somebody has claimed, and what was reopened; not what is resolved or archived', () => {
    expect(goes(at(9), stateAfter(opened(), claimed(ana)))).toBe('live');
    expect(goes(at(9), stateAfter(opened(), resolved(ana), reopened(ana, minute(60))))).toBe('live');
    expect(goes(at(9), stateAfter(opened(), resolved(ana)))).toBe('new');
    expect(goes(at(9), stateAfter(opened(), resolved(ana), archived()))).toBe('new');
  });

  it.each<[string, number, number, string]>([
    ['within ten minutes after the last', 10, 10, 'live'],
    ['not a moment later', 10.001, 10.001, 'new'],
    ['late, by the time at which it happened', 3, 90, 'live'],
    ['out of order, from shortly before', -10, 2, 'live'],
    ['not from long before', -10.001, 2, 'new'],
  ])('%s', (_what, occurred, received, to) => {
    expect(goes(at(occurred, received), open)).toBe(to);
  });

  it('as long as signals keep coming, but no incident longer than eight hours', () => {
    const trickle = (minutes: number) => stateAfter(opened(), joined(batch('b2', { lastOccurredAt: minute(minutes) })));
    expect(goes(at(485), trickle(480))).toBe('new');
    expect(goes(at(480), trickle(475))).toBe('live');
    expect(8 * HOUR).toBe(480 * 60_000);
  });

  it('by its device where it names no zone, and by its source where it names neither', () => {
    const { zoneId: _zone, ...nowhere } = signal('k');
    const unzoned = stateAfter(
      opened({ place: { siteId: place.siteId, siteName: place.siteName, timezone: place.timezone } }),
    );
    expect(belongsTo(nowhere, [unzoned], DEFAULT_GROUPING).to).toBe('live');
    expect(belongsTo({ ...nowhere, deviceId: 'another' }, [unzoned], DEFAULT_GROUPING).to).toBe('new');
    const { deviceId: _device, ...nothing } = nowhere;
    expect(belongsTo(nothing, [unzoned], DEFAULT_GROUPING).to).toBe('live');
    expect(belongsTo({ ...nothing, source: 'frigate' }, [unzoned], DEFAULT_GROUPING).to).toBe('new');
  });

  it('the newest of several', () => {
    const older = { ...open, id: 'i-old' };
    const newer = { ...stateAfter(opened(), joined(batch('b2', { lastOccurredAt: minute(4) }))), id: 'i-new' };
    for (const candidates of [
      [older, newer],
      [newer, older],
    ]) {
      expect(belongsTo(signal('k', at(5)), candidates, DEFAULT_GROUPING)).toEqual({ to: 'live', incidentId: 'i-new' });
    }
  });

  it('as the first rule of the book that names its kind says', () => {
    const wide = rules(
      { kinds: ['access-denied', 'forced-door'], by: ['site'], withinMs: HOUR },
      { kinds: ['access-denied'], by: ['device'], withinMs: 1 },
    );
    expect(goes({ kind: 'access-denied', zoneId: 'tills', ...at(59) }, open, wide)).toBe('live');
    expect(goes({ kind: 'access-denied', zoneId: 'tills', ...at(61) }, open, wide)).toBe('new');
    expect(
      goes({ kind: 'motion', ...at(1) }, open, rules({ kinds: ['motion'], by: ['site', 'zone'], withinMs: HOUR })),
    ).toBe('new');
  });

  it('an unrecognised alarm of the same source only, and nothing joins that', () => {
    const odd = stateAfter(opened({ unrecognised: 'no dialect fits', kind: 'other' }));
    const unread = { kind: 'other', unrecognised: 'no dialect fits' } as const;
    expect(goes(unread, odd)).toBe('live');
    expect(goes({ ...unread, source: 'frigate' }, odd)).toBe('new');
    expect(goes(unread, open)).toBe('new');
    expect(goes({ kind: 'other' }, odd)).toBe('new');
  });
});

describe('a device that cries after a person called it false', () => {
  const cried = (times: number, seen = false) =>
    batch('b1', { count: times, kinds: { 'forced-door': times }, personSeen: seen });
  const falsely = (times = 3, seen = false): IncidentState =>
    stateAfter(opened({ signals: cried(times, seen) }), resolved(ana, 'false-alarm', 'equipment'));

  it('is counted there, and nobody is called', () => {
    expect(belongsTo(signal('k', at(2)), [falsely()], DEFAULT_GROUPING)).toEqual({ to: 'flapping', incidentId: 'i-1' });
  });

  it.each<[string, Partial<Signal>, IncidentState]>([
    ['too few cries before', at(2), falsely(2)],
    ['another device', { ...at(2), deviceId: 'door-dock-3' }, falsely()],
    ['another kind', { ...at(2), kind: 'glass-break' }, falsely()],
    ['a person in the picture', { ...at(2), validation: { person: true, video: true } }, falsely()],
    [
      'an outcome that was no false alarm',
      at(2),
      stateAfter(opened({ signals: cried(9) }), resolved(ana, 'confirmed')),
    ],
    ['nothing that could be read', { ...at(2), unrecognised: 'no dialect fits' }, falsely()],
  ])('but not with %s', (_what, of, state) => {
    expect(goes(of, state)).toBe('new');
  });

  it('also when the person was in the picture that was called false', () => {
    expect(goes({ ...at(2), validation: { person: true, video: true } }, falsely(3, true))).toBe('flapping');
  });

  it('for a window that runs from the decision and does not slide', () => {
    const busy = (lastly: number): IncidentState =>
      stateAfter(
        opened({ signals: cried(3) }),
        resolved(ana, 'false-alarm', 'equipment'),
        joined(batch('b2', { lastOccurredAt: minute(lastly) }), { flapping: true }),
      );
    expect(goes(at(11), busy(10))).toBe('flapping');
    expect(goes(at(11.001), busy(11))).toBe('new');
  });
});

describe('life safety', () => {
  const anyRules: fc.Arbitrary<GroupingRules> = fc.record({
    rules: fc.array(
      fc.record({
        kinds: fc.subarray<Kind>([...KINDS], { minLength: 1 }),
        by: fc.subarray(['site', 'zone', 'device', 'source'] as const, { minLength: 1 }),
        withinMs: fc.constantFrom(1, HOUR, Number.MAX_SAFE_INTEGER),
      }),
      { maxLength: 4 },
    ),
    flap: fc.record({ count: fc.integer({ min: 1, max: 3 }), withinMs: fc.constantFrom(1, Number.MAX_SAFE_INTEGER) }),
  });
  const anyPast: fc.Arbitrary<Past[]> = fc.constantFrom(
    [],
    [claimed(ana)],
    [resolved(ana, 'false-alarm', 'equipment')],
    [resolved(ana, 'test')],
  );
  const anyState = fc
    .record({ kind: fc.constantFrom(...KINDS), covert: fc.boolean(), past: anyPast, unread: fc.boolean() })
    .map(({ kind, covert, past, unread }) => {
      const signals = batch('b1', { count: 9, kinds: { [kind]: 9, duress: 9, 'forced-door': 9 }, personSeen: true });
      return stateAfter(
        opened({ kind, covert, lifeSafety: isLifeSafety(kind), signals, ...(unread ? { unrecognised: 'odd' } : {}) }),
        ...past,
      );
    });
  const validation = fc.record({ person: fc.boolean(), video: fc.boolean() });

  it('is never joined to anything and never flapping, whatever the rules', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LIFE_SAFETY_KINDS),
        fc.array(anyState, { maxLength: 5 }),
        anyRules,
        validation,
        fc.boolean(),
        (kind, states, by, seen, covert) => {
          expect(belongsTo(signal('new', { kind, covert, validation: seen, ...at(1) }), states, by)).toEqual({
            to: 'new',
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('a covert alarm of any kind neither', () => {
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), fc.array(anyState, { maxLength: 5 }), anyRules, (kind, states, by) => {
        expect(belongsTo(signal('new', { kind, covert: true, ...at(1) }), states, by)).toEqual({ to: 'new' });
      }),
      { numRuns: 300 },
    );
  });

  it('takes nothing in: no lesser signal hides in it', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.array(anyState, { minLength: 1, maxLength: 5 }),
        anyRules,
        (kind, states, by) => {
          const named = states.map((state, index) => ({ ...state, id: `i-${index}` }));
          const target = belongsTo(signal('new', { kind, ...at(1) }), named, by);
          if (target.to === 'new') return;
          expect(named.find(({ id }) => id === target.incidentId)).toMatchObject({ lifeSafety: false, covert: false });
        },
      ),
      { numRuns: 300 },
    );
  });
});
