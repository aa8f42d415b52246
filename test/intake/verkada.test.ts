import { describe, expect, it } from 'vitest';
import { verkada } from '../../src/intake/verkada.js';
import { changed, draft, json, keyOf, only, told } from './given.js';

const motion = json('verkada-camera-motion.json');
const rule = json('verkada-camera-alert-rule-motion.json');
const door = json('verkada-access-door-forced-open.json');
const alarm = json('verkada-new-alarm.json');
const plate = json('verkada-lpr.json');

describe('Verkada cameras', () => {
  it.each([
    ['[]', 'motion'],
    [[], 'motion'],
    [['person'], 'person'],
    ['["person"]', 'person'],
    [[{ type: 'vehicle' }], 'vehicle'],
    [null, 'motion'],
    [7, 'motion'],
  ])('objects %j make motion %s', (objects, kind) => {
    expect(draft(told(verkada, changed(motion, 'data.objects', objects))).kind).toBe(kind);
  });

  it.each([
    ['alert_rule_line_crossing', 'perimeter'],
    ['alert_rule_dwell', 'loitering'],
    ['person_of_interest', 'person'],
    ['license_plate_of_interest', 'vehicle'],
    ['tamper', 'tamper'],
    ['occlusion', 'tamper'],
    ['camera_offline', 'device-offline'],
    ['camera_status', 'device-offline'],
    ['TAMPER', 'tamper'],
  ])('%s is %s', (type, kind) =>
    expect(draft(told(verkada, changed(motion, 'data.notification_type', type))).kind).toBe(kind),
  );

  it('the book may give a word a kind, or say that it is no alarm', () => {
    const odd = changed(motion, 'data.notification_type', 'umbrella_seen');
    expect(draft(told(verkada, odd, { kinds: { umbrella_seen: 'theft' } }))).toMatchObject({
      kind: 'theft',
      subject: 'Umbrella seen',
    });
    expect(only(told(verkada, motion, { ignore: ['motion'] }))).toMatchObject({
      is: 'ignored',
      reason: 'not-an-alarm',
    });
  });

  it('is online again: no alarm', () => {
    expect(only(told(verkada, changed(motion, 'data.notification_type', 'camera_online')))).toMatchObject({
      is: 'ignored',
    });
    const status = changed(changed(motion, 'data.notification_type', 'camera_status'), 'data.status', 'Online');
    expect(only(told(verkada, status))).toMatchObject({ is: 'ignored' });
  });

  it('two alarms with one webhook_id are two deliveries; a retry is one', () => {
    const site = json('verkada-alarm-site-state.json');
    expect(site.webhook_id).toBe(motion.webhook_id);
    expect(keyOf(verkada, motion)).not.toBe(keyOf(verkada, changed(motion, 'data.created', 1772485999)));
    expect(keyOf(verkada, motion)).toBe(keyOf(verkada, { ...motion, created_at: motion.created_at + 3 }));
  });

  it('without any time of its own it is known by its bytes, and two are two', () => {
    const timeless = changed(changed(motion, 'data.created', null), 'created_at', undefined);
    expect(keyOf(verkada, timeless)).toBeUndefined();
    const first = draft(told(verkada, timeless));
    expect(first.key).not.toBe(draft(told(verkada, timeless, undefined, new Date('2026-07-01T12:00:09Z'))).key);
    expect(first.details).toContain('time of arrival');
  });

  it('keeps the picture and the person of interest', () => {
    expect(draft(told(verkada, changed(rule, 'data.person_label', 'Known thief')))).toMatchObject({
      details: expect.stringContaining('Recognised: Known thief'),
      media: [{ url: rule.data.image_url, type: 'image/jpeg' }],
    });
  });
});

describe('Verkada doors', () => {
  it.each([
    ['door_held_open', 'door-held'],
    ['door_tailgating', 'tailgating'],
    ['door_keycard_entered_rejected', 'access-denied'],
    ['door_face_presented_rejected', 'access-denied'],
    ['door_something_new_rejected', 'access-denied'],
    ['door_deactivated_credential_used', 'credential-misuse'],
    ['door_fire_alarm_triggered', 'fire'],
    ['door_lockdown', 'panic'],
    ['door_acu_offline', 'device-offline'],
    ['door_low_battery', 'supervision'],
  ])('%s is %s', (type, kind) =>
    expect(draft(told(verkada, changed(door, 'data.notification_type', type))).kind).toBe(kind),
  );

  it.each([
    'door_opened',
    'door_closed',
    'door_locked',
    'door_unlocked',
    'door_keycard_entered_accepted',
    'door_press_to_exit_accepted',
    'door_fire_alarm_released',
  ])('%s is no alarm', (type) =>
    expect(only(told(verkada, changed(door, 'data.notification_type', type)))).toMatchObject({
      is: 'ignored',
      reason: 'not-an-alarm',
    }),
  );

  it('a duress credential is a covert duress alarm', () => {
    expect(
      draft(told(verkada, changed(door, 'data.notification_type', 'door_duress_code_entered_accepted'))),
    ).toMatchObject({ kind: 'duress', covert: true });
  });

  it('never shows the input value', () => {
    const text = JSON.stringify(told(verkada, json('verkada-access-code-rejected.json')));
    expect(text).not.toContain('4711');
    expect(text).toContain('Chi Lund');
  });

  it.each(['constructor', '__proto__', 'toString', 'door_teleported'])(
    'an unknown word (%s) is unrecognised',
    (type) => {
      expect(only(told(verkada, changed(door, 'data.notification_type', type)))).toEqual({
        is: 'unrecognised',
        reason: `body.data.notification_type: unknown word "${type}"`,
      });
    },
  );
});

describe('Verkada licence plates', () => {
  it('mixes seconds and milliseconds in one object', () => {
    expect(draft(told(verkada, plate)).occurredAt).toEqual(new Date(1772485399412));
    expect(draft(told(verkada, json('verkada-lpr-v1.json'))).occurredAt).toEqual(new Date(1772485455000));
  });
  it('leaves out the picture address of the sample, which is none', () =>
    expect(draft(told(verkada, plate)).media).toEqual([]));
  it('needs the plate', () => {
    expect(only(told(verkada, changed(plate, 'data.license_plate_number', undefined)))).toEqual({
      is: 'unrecognised',
      reason: 'body.data.license_plate_number: expected text, found nothing',
    });
  });
});

describe('Verkada alarms', () => {
  it('a silent panic button is covert', () =>
    expect(draft(told(verkada, alarm))).toMatchObject({ kind: 'panic', covert: true }));
  it('an audible one is not', () =>
    expect(draft(told(verkada, changed(alarm, 'data.is_silent', false))).covert).toBe(false));

  it.each([
    ['panic_button', 'panic'],
    ['DURESS', 'duress'],
    ['door_forced', 'forced-door'],
    ['glass-break', 'glass-break'],
    ['person_detected', 'person'],
    ['water_leak', 'flood'],
    ['motion', 'intrusion'],
    [null, 'intrusion'],
    [7, 'intrusion'],
  ])('trigger %j is %s', (trigger, kind) =>
    expect(draft(told(verkada, changed(alarm, 'data.trigger_type', trigger))).kind).toBe(kind),
  );

  it('a silent alarm without a known trigger is still covert', () => {
    expect(draft(told(verkada, changed(alarm, 'data.trigger_type', 'motion')))).toMatchObject({
      kind: 'intrusion',
      covert: true,
    });
  });

  it('a panic button pressed within a running motion alarm is a signal of its own', () => {
    const first = draft(told(verkada, changed(alarm, 'data.trigger_type', 'motion'))).key;
    expect(draft(told(verkada, alarm)).key).not.toBe(first);
  });

  it('resolved is a restore of that alarm', () => {
    const [over] = told(verkada, json('verkada-alarm-resolved.json'));
    expect(over).toMatchObject({ is: 'restore', clears: draft(told(verkada, alarm)).key });
  });

  it.each(['alarm_site_state_change', 'alarm_site_state_changed'])('%s is no alarm', (webhook_type) => {
    expect(only(told(verkada, { ...json('verkada-alarm-site-state.json'), webhook_type }))).toMatchObject({
      is: 'ignored',
    });
  });

  it('a webhook type that is not known is kept', () => {
    expect(only(told(verkada, { ...alarm, webhook_type: 'sensor_alert' }))).toEqual({
      is: 'unrecognised',
      reason: 'body.webhook_type: unknown word "sensor_alert"',
    });
  });
});
