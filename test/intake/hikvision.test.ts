import { describe, expect, it } from 'vitest';
import { hikvision } from '../../src/intake/hikvision.js';
import { bytes, changed, draft, json, only, parsed, told } from './given.js';

const forced = json('hikvision-access-door-forced.json');
const panel = json('hikvision-panel-zone-alarm.json');
const line = bytes('hikvision-linedetection.xml').toString('utf8');
const xml = async (text: string, options?: unknown) =>
  told(hikvision, (await parsed(text, 'application/xml', hikvision)).value, options);

describe('Hikvision cameras', () => {
  it.each([
    ['http://www.hikvision.com/ver10/XMLSchema'],
    ['http://www.hikvision.com/ver20/XMLSchema'],
    ['http://www.isapi.org/ver20/XMLSchema'],
  ])('namespace %s', async (namespace) => {
    expect(draft(await xml(line.replace('http://www.hikvision.com/ver20/XMLSchema', namespace))).kind).toBe(
      'perimeter',
    );
  });

  it('no namespace, or a prefix', async () => {
    expect(draft(await xml(line.replace(/ xmlns="[^"]*"/, ''))).kind).toBe('perimeter');
    const prefixed = line.replace(/<(\/?)(\w)/g, '<$1h:$2').replace('xmlns=', 'xmlns:h=');
    expect(await xml(prefixed)).toEqual(await xml(line));
  });

  it.each([
    ['2026-03-02T22:04:11+01:00', 'Asia/Tokyo', '2026-03-02T21:04:11.000Z'],
    ['2026-03-02T22:04:11Z', 'Asia/Tokyo', '2026-03-02T22:04:11.000Z'],
    ['2026-03-02T22:04:11', 'Europe/Berlin', '2026-03-02T21:04:11.000Z'],
    ['2026-06-02T22:04:11', 'Europe/Berlin', '2026-06-02T20:04:11.000Z'],
    ['2026-03-02 22:04:11', 'America/New_York', '2026-03-03T03:04:11.000Z'],
    ['2026-03-02T22:04:11', undefined, '2026-03-02T22:04:11.000Z'],
  ])('time %s of a clock in %s', async (time, timezone, expected) => {
    const text = line.replace('2026-03-02T22:04:11+01:00', time);
    expect(draft(await xml(text, timezone && { timezone })).occurredAt.toISOString()).toBe(expected);
  });

  it.each(['1970-01-01T00:00:42', '12:00', 'soon', ''])('a clock that is not set (%s)', async (time) => {
    const got = draft(await xml(line.replace('2026-03-02T22:04:11+01:00', time)));
    expect(got.occurredAt.toISOString()).toBe('2026-07-01T12:00:00.000Z');
    expect(got.details).toContain('time of arrival');
  });

  it('refuses a zone that is none', () => expect(() => hikvision.options({ timezone: 'Berlin' })).toThrow(/IANA/));

  it.each([
    ['<eventType>linedetection', '<eventType>heartBeat', 'heartbeat'],
    ['<isDataRetransmission>false', '<isDataRetransmission>true', 'replay'],
    ['<eventState>active', '<eventState>inactive', 'not-an-alarm'],
  ])('%s → %s opens nothing', async (from, to, reason) => {
    expect(only(await xml(line.replace(from, to)))).toMatchObject({ is: 'ignored', reason });
  });

  it('video loss: inactive is a heartbeat, active is a camera that is gone', async () => {
    const loss = bytes('hikvision-videoloss-heartbeat.xml').toString('utf8');
    expect(draft(await xml(loss.replace('inactive', 'active'))).kind).toBe('device-offline');
  });

  it.each([
    ['VMD', '', 'motion'],
    ['VMD', 'human', 'person'],
    ['VMD', 'vehicle', 'vehicle'],
    ['fielddetection', 'human', 'intrusion'],
    ['shelteralarm', '', 'tamper'],
    ['attendedBaggage', '', 'theft'],
    ['diskfull', '', 'supervision'],
    ['io', '', 'intrusion'],
  ])('%s with target %s is %s', async (type, target, kind) => {
    const text = line.replace('>linedetection<', `>${type}<`).replace('>human<', `>${target}<`);
    expect(draft(await xml(text)).kind).toBe(kind);
  });

  it('an unknown word is unrecognised until the book gives it a kind', async () => {
    const text = line.replace('>linedetection<', '>umbrellaDetection<');
    expect(only(await xml(text))).toEqual({
      is: 'unrecognised',
      reason: 'body.eventType: unknown word "umbrellaDetection"; name it in options.kinds or options.ignore',
    });
    expect(draft(await xml(text, { kinds: { umbrellaDetection: 'person' } })).kind).toBe('person');
  });

  it('the book may say that a word or a code is no alarm', async () => {
    expect(only(await xml(line, { ignore: ['linedetection'] }))).toMatchObject({
      is: 'ignored',
      reason: 'not-an-alarm',
    });
    expect(only(told(hikvision, forced, { ignore: ['5/27'] }))).toMatchObject({
      is: 'ignored',
      reason: 'not-an-alarm',
    });
  });

  it('two alarms of a clock that is not set are two', async () => {
    const unset = changed(forced, 'dateTime', '1970-01-01T00:00:42');
    const later = new Date('2026-07-01T13:00:00Z');
    expect(draft(told(hikvision, unset)).key).not.toBe(draft(told(hikvision, unset, undefined, later)).key);
    expect(draft(told(hikvision, forced)).key).toBe(draft(told(hikvision, forced, undefined, later)).key);
  });

  it('the channel of a recorder is part of the device', async () => {
    expect(draft(await xml(line.replace('<channelID>1', '<dynChannelID>33</dynChannelID><channelID>1'))).place).toEqual(
      { device: '80:be:af:aa:10:03/33' },
    );
    expect(draft(await xml(line.replace(/<macAddress>.*<\/macAddress>/, ''))).place).toEqual({ device: '192.0.2.33' });
  });

  it('says what it could not find', async () => {
    expect(
      only(await xml('<EventNotificationAlert><eventState>active</eventState></EventNotificationAlert>')),
    ).toMatchObject({ is: 'unrecognised', reason: expect.stringContaining('body.eventType: expected') });
    expect(only(await xml('<a><eventType>x</eventType><eventType>y</eventType></a>'))).toMatchObject({
      is: 'unrecognised',
    });
  });
});

describe('Hikvision access controllers', () => {
  it.each([[false], ['false']])('currentEvent %j is a replay', (currentEvent) => {
    expect(only(told(hikvision, changed(forced, 'AccessControllerEvent.currentEvent', currentEvent)))).toMatchObject({
      is: 'ignored',
      reason: 'replay',
    });
  });
  it.each([[true], [undefined], ['true']])('currentEvent %j is live', (currentEvent) => {
    expect(draft(told(hikvision, changed(forced, 'AccessControllerEvent.currentEvent', currentEvent))).kind).toBe(
      'forced-door',
    );
  });

  it.each([
    [5, 28, 'door-held'],
    [5, 9, 'access-denied'],
    [5, 76, 'access-denied'],
    [5, 10, 'tailgating'],
    [5, 52, 'fire'],
    [1, 1034, 'duress'],
    [1, 1052, 'panic'],
    [1, 1048, 'fire'],
    [1, 1028, 'tamper'],
    [1, 9999, 'other'],
    [2, 1033, 'device-offline'],
    [2, 9999, 'supervision'],
    ['5', '27', 'forced-door'],
  ])('%s/%s is %s', (major, minor, kind) => {
    const value = changed(
      changed(forced, 'AccessControllerEvent.majorEventType', major),
      'AccessControllerEvent.subEventType',
      minor,
    );
    expect(draft(told(hikvision, value)).kind).toBe(kind);
  });

  it.each([
    [5, 1],
    [5, 38],
    [5, 75],
    [5, 23],
    [1, 1029],
    [2, 1031],
    [3, 1024],
    [3, 7],
  ])('%s/%s is no alarm', (major, minor) => {
    const value = changed(
      changed(forced, 'AccessControllerEvent.majorEventType', major),
      'AccessControllerEvent.subEventType',
      minor,
    );
    expect(only(told(hikvision, value))).toMatchObject({ is: 'ignored', reason: 'not-an-alarm' });
  });

  it('an unknown code of class 5 is unrecognised until the book gives it a kind', () => {
    const value = changed(forced, 'AccessControllerEvent.subEventType', 199);
    expect(only(told(hikvision, value))).toMatchObject({
      is: 'unrecognised',
      reason: expect.stringContaining('unknown code 5/199'),
    });
    expect(draft(told(hikvision, value, { kinds: { '5/199': 'tamper' } })).kind).toBe('tamper');
  });

  it('a duress code is covert', () => {
    const value = changed(
      changed(forced, 'AccessControllerEvent.majorEventType', 1),
      'AccessControllerEvent.subEventType',
      1034,
    );
    expect(draft(told(hikvision, value)).covert).toBe(true);
  });

  it('gives its running number, so that a gap can be seen', () => {
    const sequence = (value: unknown) => hikvision.sequence?.({ value, pictures: [] });
    expect(sequence(forced)).toEqual({ device: 'a4:d5:c2:aa:10:04', serial: 260, previous: 259 });
    expect(sequence(changed(forced, 'AccessControllerEvent.frontSerialNo', undefined))).toBeUndefined();
    expect(sequence('x')).toBeUndefined();
  });
});

describe('Hikvision panels', () => {
  it.each([
    [1130, 'intrusion', false],
    [1110, 'fire', false],
    [1121, 'duress', true],
    [1122, 'panic', true],
    [1120, 'panic', false],
    [1146, 'intrusion', true],
    [1100, 'medical', false],
    [1137, 'tamper', false],
    [1301, 'supervision', false],
    [1423, 'forced-door', false],
  ])('Contact ID %s is %s, covert %s', (code, kind, covert) => {
    expect(draft(told(hikvision, changed(panel, 'CIDEvent.standardCIDcode', code)))).toMatchObject({ kind, covert });
  });
  it.each([[3130], [1401], [3401], [1570]])('Contact ID %s opens nothing', (code) => {
    expect(only(told(hikvision, changed(panel, 'CIDEvent.standardCIDcode', code)))).toMatchObject({
      is: 'ignored',
      reason: 'not-an-alarm',
    });
  });
  it.each([
    [changed(panel, 'CIDEvent', {})],
    [changed(changed(panel, 'CIDEvent', undefined), 'eventState', 'inactive')],
    [changed(panel, 'CIDEvent.standardCIDcode', 1602)],
  ])('keep-alives are heartbeats (%#)', (value) =>
    expect(only(told(hikvision, value))).toMatchObject({ is: 'ignored', reason: 'heartbeat' }),
  );
  it('a zone alarm without the standard code is a burglary', () => {
    expect(draft(told(hikvision, changed(panel, 'CIDEvent.standardCIDcode', undefined))).kind).toBe('intrusion');
  });
});
