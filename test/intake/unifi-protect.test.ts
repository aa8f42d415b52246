import { describe, expect, it } from 'vitest';
import { unifiProtect } from '../../src/intake/unifi-protect.js';
import { changed, draft, json, keyOf, only, told } from './given.js';

const sensor = json('unifi-protect-alarm-sensor-motion.json');
const official = json('unifi-protect-alarm-motion-official.json');
const test = json('unifi-protect-alarm-test.json');
const lpr = json('unifi-protect-alarm-lpr.json');

describe('UniFi Protect', () => {
  it.each([
    ['all three marks', test],
    ['only the device', changed(changed(test, 'alarm.triggers.0.eventId', undefined), 'alarm_id', undefined)],
    ['only the event', changed(changed(test, 'alarm.triggers.0.device', 'AA'), 'alarm_id', undefined)],
    ['only the alarm', changed(changed(test, 'alarm.triggers.0.device', 'AA'), 'alarm.triggers.0.eventId', undefined)],
  ])('the test button opens nothing: %s', (_name, value) => {
    expect(only(told(unifiProtect, value))).toMatchObject({ is: 'ignored', reason: 'test-button' });
    expect(keyOf(unifiProtect, test)).toBeUndefined();
  });

  it('what fired is the trigger, not the scope of the rule', () => {
    const value = changed(lpr, 'alarm.sources', [{ device: 'OTHER', type: 'include' }]);
    expect(draft(told(unifiProtect, value)).place).toEqual({ device: '1A2B3C4D5E6F' });
  });

  it('several triggers are several signals', () => {
    const value = changed(sensor, 'alarm.triggers', [
      { key: 'person', device: 'A', eventId: '1' },
      { key: 'vehicle', device: 'B', eventId: '2' },
      { key: 'person', device: 'FAKE_MAC', eventId: 'testEventId' },
    ]);
    expect(told(unifiProtect, value).map((each) => (each.is === 'signal' ? each.draft.kind : each.is))).toEqual([
      'person',
      'vehicle',
      'ignored',
    ]);
  });

  it('alarm_id is the rule, not the alarm: two firings of one rule are two', () => {
    const next = changed(
      changed(sensor, 'alarm.triggers.0.eventId', 'next'),
      'alarm.triggers.0.timestamp',
      1781797999999,
    );
    expect(next.alarm_id).toBe(sensor.alarm_id);
    expect(draft(told(unifiProtect, next)).key).not.toBe(draft(told(unifiProtect, sensor)).key);
    expect(keyOf(unifiProtect, next)).not.toBe(keyOf(unifiProtect, sensor));
  });

  it('three generations: without ids the body tells the delivery, the time of sending tells the alarm', () => {
    expect(keyOf(unifiProtect, official)).toBeUndefined();
    expect(draft(told(unifiProtect, official)).key).toBe('6F5E4D3C2B1A/motion/2026-03-02T21:04:15.168Z');
    const timeless = changed(official, 'timestamp', undefined);
    expect(draft(told(unifiProtect, timeless))).toMatchObject({
      key: '6F5E4D3C2B1A/motion/2026-07-01T12:00:00.000Z',
      details: expect.stringContaining('time of arrival'),
    });
    expect(keyOf(unifiProtect, lpr)).toBe(keyOf(unifiProtect, { ...lpr, timestamp: 0 }));
  });

  it.each([[undefined], [null], [[]]])('a rule that fired without triggers (%j) is still an alarm', (triggers) => {
    expect(draft(told(unifiProtect, changed(official, 'alarm.triggers', triggers)))).toMatchObject({
      kind: 'motion',
      place: {},
    });
  });

  it.each([
    ['audio_alarm_smoke', 'smoke'],
    ['audio_alarm_co', 'smoke'],
    ['audio_alarm_glass_break', 'glass-break'],
    ['sensor_water_leak', 'flood'],
    ['camera_offline', 'device-offline'],
    ['line_crossing', 'perimeter'],
    ['face_unknown', 'person'],
    ['a_new_word', 'other'],
    ['constructor', 'other'],
  ])('%s is %s', (key, kind) =>
    expect(draft(told(unifiProtect, changed(official, 'alarm.triggers.0.key', key))).kind).toBe(kind),
  );

  it('takes kinds from the book', () => {
    expect(
      draft(told(unifiProtect, changed(official, 'alarm.triggers.0.key', 'ring'), { kinds: { ring: 'panic' } })).kind,
    ).toBe('panic');
  });

  it.each([
    [{}, 'body.alarm: expected an object, found nothing'],
    [{ alarm: 'x' }, 'body.alarm: expected an object, found "x"'],
    [{ alarm: { triggers: [5] } }, 'body.alarm.triggers[0]: expected an object, found the number 5'],
  ])('what is not understood says where and why (%#)', (value, reason) => {
    expect(only(told(unifiProtect, value))).toEqual({ is: 'unrecognised', reason });
  });
});
