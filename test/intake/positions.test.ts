import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { owntracks } from '../../src/intake/positions/owntracks.js';
import { traccar } from '../../src/intake/positions/traccar.js';
import { isTracker, type PositionReading, type Tracker } from '../../src/intake/positions/tracker.js';
import { ADAPTER_NAMES, adapterOf } from '../../src/intake/registry.js';
import { changed, draft, json, type Loose, RECEIVED, told } from './given.js';

const AT = new Date('2026-03-02T21:00:00.000Z');
const read = <O>(tracker: Tracker<O>, value: unknown, options?: unknown, receivedAt = RECEIVED): PositionReading =>
  tracker.read({ value, pictures: [] }, { receivedAt, options: tracker.options(options) });
const report = (reading: PositionReading) => {
  if (reading.is !== 'report') throw new Error(`expected a report, found ${JSON.stringify(reading)}`);
  return reading.report;
};
const why = (reading: PositionReading): string => {
  const { position } = report(reading);
  return position.is === 'ignored' ? position.reason : 'fix';
};
const seconds = (at: Date): number => at.getTime() / 1_000;
const LOCATION: Loose = json('owntracks-location-http.json');
const TRANSITION: Loose = json('owntracks-transition-http.json');
const SOS: Loose = json('traccar-position-sos.json');

describe('OwnTracks', () => {
  it('tells where, when and who; what is zero is left out of its messages', () => {
    expect(report(read(owntracks, LOCATION))).toEqual({
      tracker: 'ana/phone',
      position: { is: 'fix', fix: { at: [52.51702, 13.38888], fixedAt: AT, speedKmh: 0, quality: 'unstated' } },
      alarms: [],
    });
  });

  it('tells its speed in km/h and its accuracy in metres', () => {
    const { position } = report(read(owntracks, { ...LOCATION, vel: 54, acc: 12 }));
    expect(position).toMatchObject({ fix: { speedKmh: 54, accuracyM: 12, quality: 'measured' } });
    // iOS says -1 where it does not know.
    const unknown = report(read(owntracks, { ...LOCATION, vel: -1, acc: -1 })).position;
    expect(unknown).toEqual({
      is: 'fix',
      fix: { at: [52.51702, 13.38888], fixedAt: AT, quality: 'unstated' },
    });
  });

  it.each<[string, Loose, string]>([
    ['a topic of the usual form', { topic: 'owntracks/ben/phone/event' }, 'ben/phone'],
    ['another one', { topic: 'patrol' }, 'patrol'],
    ['no topic', { topic: undefined }, 'AP'],
    ['neither', { topic: undefined, tid: undefined }, 'unnamed'],
  ])('is known by %s', (_what, change, tracker) => {
    expect(report(read(owntracks, { ...LOCATION, ...change })).tracker).toBe(tracker);
  });

  it.each<[string, Loose, string]>([
    ['no place', { lat: undefined }, 'no-position'],
    ['a place that is none', { lat: 91 }, 'no-position'],
    ['the place of a receiver without a fix', { lat: 0, lon: 0 }, 'no-position'],
    ['no time', { tst: undefined }, 'clock-not-set'],
    ['a clock that was never set', { tst: 86_400 }, 'clock-not-set'],
    ['a time more than two minutes ahead', { tst: seconds(RECEIVED) + 121 }, 'ahead'],
    ['a time just ahead', { tst: seconds(RECEIVED) + 119 }, 'fix'],
    ['a place on the equator', { lat: 0, lon: 9.4 }, 'fix'],
  ])('with %s', (_what, change, expected) => {
    expect(why(read(owntracks, { ...LOCATION, ...change }))).toBe(expected);
  });

  it('calls for help by a point of interest, or by entering a region or beacon of that name', () => {
    const poi = { ...LOCATION, poi: ' SOS ' };
    expect(report(read(owntracks, poi)).alarms).toEqual([{ word: 'sos', kind: 'lone-worker', subject: 'SOS', at: AT }]);
    expect(draft(told(owntracks, poi))).toMatchObject({
      key: 'sos/ana/phone/2026-03-02T21:00:00.000Z',
      kind: 'lone-worker',
      place: { at: [52.51702, 13.38888], tracker: 'ana/phone' },
      subject: 'SOS',
      details: 'Tracker: ana/phone\nPosition: 52.51702, 13.38888, at 2026-03-02T21:00:00.000Z',
      covert: false,
    });
    const words = { sos: ['Panic beacon'] };
    const entered = { ...TRANSITION, desc: 'panic beacon' };
    expect(report(read(owntracks, entered, words)).alarms).toHaveLength(1);
    for (const quiet of [TRANSITION, { ...entered, event: 'leave' }, { ...LOCATION, desc: 'panic beacon' }, poi])
      expect(report(read(owntracks, quiet, words)).alarms).toEqual([]);
    // A tag stays on every later message until somebody clears it, so it cannot be a call.
    expect(report(read(owntracks, { ...LOCATION, tag: 'sos' })).alarms).toEqual([]);
  });

  it('a call for help counts without a place and without a time', () => {
    const lost = { ...LOCATION, poi: 'sos', lat: undefined, tst: undefined };
    expect(draft(told(owntracks, lost))).toMatchObject({
      key: `sos/ana/phone/${RECEIVED.toISOString()}`,
      occurredAt: RECEIVED,
      place: { tracker: 'ana/phone' },
    });
    expect(draft(told(owntracks, lost)).details).toContain('Its position is not known.');
  });

  it('its other messages are ignored, what cannot be opened is shown', () => {
    for (const _type of ['lwt', 'waypoints', 'status', 'card'])
      expect(read(owntracks, { _type })).toEqual({ is: 'ignored', detail: `${_type} message` });
    expect(told(owntracks, { _type: 'encrypted', data: 'x' })).toMatchObject([
      { is: 'unrecognised', reason: expect.stringContaining('leave its encryption key empty') },
    ]);
    expect(told(owntracks, { _type: 'voice' })).toMatchObject([
      { reason: 'body._type: expected "location", found "voice"' },
    ]);
    expect(told(owntracks, {})).toMatchObject([{ reason: 'body._type: expected text, found nothing' }]);
  });

  it('takes no other options', () => {
    expect(() => owntracks.options({ soss: [] })).toThrow();
  });
});

describe('Traccar', () => {
  it('tells its speed in knots, and when the satellites were heard', () => {
    const quiet = changed(SOS, 'position.attributes.alarm', undefined);
    expect(report(read(traccar, quiet))).toEqual({
      tracker: '860123000000007',
      called: 'Ben, handset 3',
      position: {
        is: 'fix',
        fix: {
          at: [52.52079, 13.39902],
          fixedAt: new Date('2026-03-02T21:02:05.000Z'),
          accuracyM: 8,
          speedKmh: 2.7 * 1.852,
          quality: 'measured',
        },
      },
      alarms: [],
    });
  });

  it.each<[string, string, unknown, string]>([
    ['a position that is not valid', 'position.valid', false, 'not-valid'],
    ['a time that cannot be read', 'position.fixTime', 'yesterday', 'clock-not-set'],
    ['a time ahead', 'position.fixTime', '2026-07-01T12:02:01Z', 'ahead'],
    ['milliseconds since 1970', 'position.fixTime', AT.getTime(), 'fix'],
    ['no accuracy', 'position.accuracy', 0, 'fix'],
    ['no place', 'position.latitude', null, 'no-position'],
  ])('with %s', (_what, path, value, expected) => {
    expect(why(read(traccar, changed(SOS, path, value)))).toBe(expected);
  });

  it('does not take an accuracy of 0 for a perfect one, nor a cell for a place', () => {
    const unsaid = report(read(traccar, changed(SOS, 'position.accuracy', 0))).position;
    expect(unsaid).toMatchObject({ fix: { quality: 'unstated' } });
    expect(unsaid).not.toHaveProperty('fix.accuracyM');
    const cell = report(read(traccar, changed(SOS, 'position.attributes.approximate', true))).position;
    expect(cell).toMatchObject({ fix: { quality: 'approximate' } });
  });

  it('does not take what the fixtures say for real: a clock in 1970, four million knots', () => {
    for (const file of ['traccar-position-forward.json', 'traccar-event-forward.json'])
      expect(why(read(traccar, json(file)))).toBe('clock-not-set');
    const fast = changed(json('traccar-position-forward.json'), 'position.fixTime', AT.toISOString());
    expect(report(read(traccar, fast)).position).not.toHaveProperty('fix.speedKmh');
  });

  it('calls for help: sos and fallDown; other words are for the book', () => {
    const word = (alarm: string, options?: unknown) =>
      report(read(traccar, changed(SOS, 'position.attributes.alarm', alarm), options)).alarms.map(
        (each) => `${each.word} ${each.kind} ${each.subject}`,
      );
    expect(word('sos')).toEqual(['sos lone-worker SOS']);
    expect(word('fallDown')).toEqual(['fallDown lone-worker Fall detected']);
    expect(word('lowBattery,fallDown, sos')).toEqual(['fallDown lone-worker Fall detected', 'sos lone-worker SOS']);
    expect(word('overspeed')).toEqual([]);
    expect(word('constructor')).toEqual([]);
    expect(word('tampering', { alarms: { tampering: 'tamper' } })).toEqual(['tampering tamper Tampering']);
    expect(() => traccar.options({ alarms: { sos: 'party' } })).toThrow();
  });

  it('counts one press once, whether it comes as a position, as an event, or as both', () => {
    const event = { type: 'alarm', eventTime: '2026-03-02T21:02:08Z', attributes: { alarm: 'sos' } };
    const both = { ...SOS, event };
    const asEvent = changed(both, 'position.attributes.alarm', undefined);
    const keys = [SOS, both, asEvent].map((each) =>
      told(traccar, each).map((meaning) => meaning.is === 'signal' && meaning.draft.key),
    );
    expect(new Set(keys.flat())).toEqual(new Set(['sos/860123000000007/2026-03-02T21:02:08.000Z']));
    expect(keys.map((each) => each.length)).toEqual([1, 1, 1]);
    expect(told(traccar, changed(SOS, 'position.deviceTime', '2026-03-02T21:03:08Z'))).not.toEqual(told(traccar, SOS));
  });

  it('an event without a position is ignored; without a device nobody knows whose it is', () => {
    expect(read(traccar, { event: { type: 'deviceOnline' }, device: { uniqueId: 'x' } })).toEqual({
      is: 'ignored',
      detail: 'event deviceOnline',
    });
    expect(told(traccar, { position: SOS.position })).toEqual([
      { is: 'unrecognised', reason: 'body.device: expected an object, found nothing' },
    ]);
  });
});

describe('every tracker', () => {
  it('is known as one, and nobody else is', () => {
    expect(ADAPTER_NAMES.filter((name) => isTracker(adapterOf(name)!))).toEqual(['owntracks', 'traccar']);
  });

  it('gives fixes that can be used, whatever stands in the body', () => {
    const number = fc.oneof(fc.double(), fc.integer(), fc.constant(null), fc.constant('7'), fc.constant(undefined));
    const nasty = fc.record({ lat: number, lon: number, tst: number, acc: number, vel: number });
    fc.assert(
      fc.property(nasty, (value) => {
        const { lat: latitude, lon: longitude, tst, acc: accuracy, vel: speed } = value;
        for (const reading of [
          read(owntracks, { ...LOCATION, ...value }),
          read(traccar, { ...SOS, position: { latitude, longitude, fixTime: tst, accuracy, speed } }),
        ]) {
          const { position } = report(reading);
          if (position.is !== 'fix') continue;
          const { at, fixedAt, accuracyM = 1, speedKmh = 0 } = position.fix;
          expect(Math.abs(at[0])).toBeLessThanOrEqual(90);
          expect(Math.abs(at[1])).toBeLessThanOrEqual(180);
          expect(fixedAt.getTime()).toBeLessThanOrEqual(RECEIVED.getTime() + 120_000);
          expect(accuracyM).toBeGreaterThan(0);
          expect(speedKmh).toBeGreaterThanOrEqual(0);
          expect([accuracyM, speedKmh].every(Number.isFinite)).toBe(true);
        }
      }),
    );
  });
});
