import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Adapter, Meaning } from '../../src/intake/adapter.js';
import { adapters } from '../../src/intake/registry.js';
import { meaningsOf } from './given.js';

/** What a fixture means, in one line per meaning: is · kind or reason · key · place · time · flags. */
function short(meaning: Meaning): string {
  switch (meaning.is) {
    case 'signal': {
      const { kind, key, place, occurredAt, validation, covert, subject } = meaning.draft;
      const where = [place.site, place.zone, place.device].map((part) => part ?? '-').join(' > ');
      const flags = [validation.person && 'person', validation.video && 'video', covert && 'covert']
        .filter(Boolean)
        .join(' ');
      return `signal | ${kind} | ${key} | ${where} | ${occurredAt.toISOString()} | ${flags || '-'} | ${subject}`;
    }
    case 'restore':
      return `restore | ${meaning.key} | clears ${meaning.clears} | ${meaning.occurredAt.toISOString()} | ${meaning.subject}`;
    case 'ignored':
      return `ignored | ${meaning.reason} | ${meaning.detail}`;
    case 'unrecognised':
      return `unrecognised | ${meaning.reason}`;
  }
}

const axis = {
  when: { path: "$.MetadataStream.Event.NotificationMessage.Message.Message['@PropertyOperation']", is: 'Changed' },
  key: [
    '$.MetadataStream.Event.NotificationMessage.Topic',
    "$.MetadataStream.Event.NotificationMessage.Message.Message['@UtcTime']",
  ],
  kind: 'motion',
  occurredAt: { path: "$.MetadataStream.Event.NotificationMessage.Message.Message['@UtcTime']" },
  site: 'riverside-mall',
  subject: 'Object at the dock',
};

const rows: readonly (readonly [file: string, adapter: Adapter, expected: readonly string[], options?: unknown])[] = [
  [
    'generic-glass-break.json',
    adapters.generic,
    [
      'signal | glass-break | gb-2026-03-02-0007 | riverside-mall > jewellery > cam-12 | 2026-03-02T21:10:00.000Z | video | Glass break at display case 7',
    ],
  ],
  ['access-events.json', adapters.access, ['ignored | not-an-alarm | a badge event: its address is /access']],
  ['patrol-scans.json', adapters.patrol, ['ignored | not-an-alarm | a checkpoint scan: its address is /patrols']],
  [
    'generic-clears.json',
    adapters.generic,
    [
      'restore | gb-2026-03-02-0007-over | clears gb-2026-03-02-0007 | 2026-03-02T21:14:00.000Z | Shock sensors are quiet',
    ],
  ],
  [
    'frigate-events-update.json',
    adapters.frigate,
    [
      'signal | person | event/1607123955.475377-mxklsc | - > driveway > front_door | 2020-12-04T23:19:15.475Z | person | Person at front_door',
    ],
  ],
  [
    'frigate-reviews-update.json',
    adapters.frigate,
    [
      'signal | person | review/1718987129.308396-fqk5ka/alert | - > front_yard > front_cam | 2024-06-21T16:25:29.308Z | person video | Person, car at front_cam (alert)',
    ],
  ],
  ['frigate-tracked-object-face.json', adapters.frigate, ['ignored | not-an-alarm | face result for a tracked object']],
  ['frigate-tracked-object-lpr.json', adapters.frigate, ['ignored | not-an-alarm | lpr result for a tracked object']],
  [
    'verkada-camera-motion.json',
    adapters.verkada,
    [
      'signal | motion | motion/40cc12-court-4b1a-9e01-7fd2a1b3c4d5/2026-03-02T21:01:00.000Z | - > - > 40cc12-court-4b1a-9e01-7fd2a1b3c4d5 | 2026-03-02T21:01:00.000Z | video | Motion',
    ],
  ],
  [
    'verkada-camera-alert-rule-motion.json',
    adapters.verkada,
    [
      'signal | person | alert_rule_motion/91f0a2b3-c4d5-4e6f-8071-92a3b4c5d6e7/2026-03-02T21:01:58.000Z | - > - > 91f0a2b3-c4d5-4e6f-8071-92a3b4c5d6e7 | 2026-03-02T21:01:58.000Z | person video | Motion alert rule',
    ],
  ],
  [
    'verkada-lpr.json',
    adapters.verkada,
    [
      'signal | vehicle | lpr/5d6e7f80-91a2-43b4-95c6-d7e8f9010a1b/BTX4407/2026-03-02T21:03:19.412Z | - > - > 5d6e7f80-91a2-43b4-95c6-d7e8f9010a1b | 2026-03-02T21:03:19.412Z | video | Licence plate BTX4407',
    ],
  ],
  [
    'verkada-lpr-v1.json',
    adapters.verkada,
    [
      'signal | vehicle | lpr/5d6e7f80-91a2-43b4-95c6-d7e8f9010a1b/KLV902/2026-03-02T21:04:15.000Z | - > - > 5d6e7f80-91a2-43b4-95c6-d7e8f9010a1b | 2026-03-02T21:04:15.000Z | - | Licence plate KLV902',
    ],
  ],
  [
    'verkada-new-alarm.json',
    adapters.verkada,
    [
      'signal | panic | alarm/8f9011a2-b3c4-4d5e-8f60-718293a4b5c6/panic | Riverside Mall > Jewellery court > 7f8091a2-b3c4-45d6-97e8-f9010a1b2c3d | 2026-03-02T21:05:09.000Z | video covert | Panic alarm: Panic button, till 3',
    ],
  ],
  [
    'verkada-alarm-resolved.json',
    adapters.verkada,
    [
      'restore | alarm/8f9011a2-b3c4-4d5e-8f60-718293a4b5c6/panic/resolved | clears alarm/8f9011a2-b3c4-4d5e-8f60-718293a4b5c6/panic | 2026-03-02T21:15:10.000Z | Panic alarm: Panic button, till 3 resolved in Verkada',
    ],
  ],
  ['verkada-alarm-site-state.json', adapters.verkada, ['ignored | not-an-alarm | site state: "armed"']],
  [
    'verkada-access-door-forced-open.json',
    adapters.verkada,
    [
      'signal | forced-door | b3c4d5e6-f708-491a-82b3-c4d5e6f70819 | Riverside Mall > - > a2b3c4d5-e6f7-4809-91a2-b3c4d5e6f708 | 2026-03-02T21:08:20.000Z | - | Door forced open: Loading dock 2',
    ],
  ],
  [
    'verkada-access-code-rejected.json',
    adapters.verkada,
    [
      'signal | access-denied | d5e6f708-192a-4b3c-84d5-e6f708192a3b | Riverside Mall > - > a2b3c4d5-e6f7-4809-91a2-b3c4d5e6f708 | 2026-03-02T21:10:00.000Z | - | Code rejected: Loading dock 2',
    ],
  ],
  [
    'verkada-access-api-keycard.json',
    adapters.verkada,
    ['unrecognised | body.webhook_type: expected text, found nothing'],
  ],
  [
    'unifi-protect-alarm-sensor-motion.json',
    adapters['unifi-protect'],
    [
      'signal | motion | 6a34137603591903e404ef5e/sensor_motion | - > - > 8C3066AA3F4E | 2026-06-18T15:49:10.858Z | - | Away - Motion Webhook',
    ],
  ],
  [
    'unifi-protect-alarm-motion-official.json',
    adapters['unifi-protect'],
    [
      'signal | motion | 6F5E4D3C2B1A/motion/2026-03-02T21:04:15.168Z | - > - > 6F5E4D3C2B1A | 2026-03-02T21:04:15.168Z | - | Motion in the court',
    ],
  ],
  [
    'unifi-protect-alarm-lpr.json',
    adapters['unifi-protect'],
    [
      'signal | vehicle | 69a5f0c31b0f4e03e4c0ffee/license_plate_unknown | - > - > 1A2B3C4D5E6F | 2026-03-02T21:03:19.412Z | video | Dock - unknown number plate: BTX4407',
    ],
  ],
  [
    'unifi-protect-alarm-test.json',
    adapters['unifi-protect'],
    ['ignored | test-button | test of the Alarm Manager: the connection works'],
  ],
  ['hikvision-heartbeat.xml', adapters.hikvision, ['ignored | heartbeat | heartBeat']],
  ['hikvision-videoloss-heartbeat.xml', adapters.hikvision, ['ignored | heartbeat | videoloss']],
  [
    'hikvision-linedetection.xml',
    adapters.hikvision,
    [
      'signal | perimeter | 80:be:af:aa:10:03/linedetection/2026-03-02T22:04:11+01:00/1 | - > - > 80:be:af:aa:10:03 | 2026-03-02T21:04:11.000Z | person video | Linedetection alarm: Dock fence',
    ],
  ],
  [
    'hikvision-access-door-forced.json',
    adapters.hikvision,
    [
      'signal | forced-door | a4:d5:c2:aa:10:04/access/5/27/260/2026-03-02T22:07:31+01:00 | - > - > a4:d5:c2:aa:10:04 | 2026-03-02T21:07:31.000Z | - | Door forced open: door 1',
    ],
  ],
  [
    'hikvision-access-door-nocard.json',
    adapters.hikvision,
    ['ignored | not-an-alarm | door opened, closed, locked or unlocked'],
  ],
  ['hikvision-access-face-granted.json', adapters.hikvision, ['ignored | not-an-alarm | access granted']],
  [
    'hikvision-panel-zone-alarm.json',
    adapters.hikvision,
    [
      'signal | intrusion | 98:df:82:aa:10:05/cid/1130/4/2026-03-02T22:09:39+01:00 | - > 4 > 98:df:82:aa:10:05 | 2026-03-02T21:09:39.000Z | - | Burglary: panel zone 4',
    ],
  ],
  [
    'alertmanager-v4-firing.json',
    adapters.alertmanager,
    [
      'signal | device-offline | 5b1d9e2c7a3f4860/2026-03-02T21:11:00.000Z | riverside-mall > loading-dock > dock-2 | 2026-03-02T21:11:00.000Z | - | Recorder stopped writing',
      'signal | supervision | 6c2e0f3d8b4a5971/2026-03-02T21:11:30.000Z | riverside-mall > - > cam-12 | 2026-03-02T21:11:30.000Z | - | Recorder stopped writing',
    ],
  ],
  [
    'alertmanager-v4-resolved.json',
    adapters.alertmanager,
    [
      'restore | 7c3f1e9a5b2d4c60/2026-01-05T02:11:00.000Z/resolved | clears 7c3f1e9a5b2d4c60/2026-01-05T02:11:00.000Z | 2026-01-05T02:19:30.000Z | Resolved: NVR stopped recording',
    ],
  ],
  ['owntracks-location-http.json', adapters.owntracks, ['ignored | not-an-alarm | position']],
  ['owntracks-transition-http.json', adapters.owntracks, ['ignored | not-an-alarm | position']],
  ['traccar-position-forward.json', adapters.traccar, ['ignored | not-an-alarm | position']],
  ['traccar-event-forward.json', adapters.traccar, ['ignored | not-an-alarm | position']],
  [
    'traccar-position-sos.json',
    adapters.traccar,
    [
      'signal | lone-worker | sos/860123000000007/2026-03-02T21:02:08.000Z | - > - > - | 2026-03-02T21:02:08.000Z | - | SOS',
    ],
  ],
  [
    'mapped-axis-object.xml',
    adapters.mapped,
    [
      'signal | motion | tnsaxis:CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1/2026-03-02T21:12:00.250Z | riverside-mall > - > - | 2026-03-02T21:12:00.250Z | - | Object at the dock',
    ],
    axis,
  ],
];

describe('every recorded alarm', () => {
  for (const [file, adapter, expected, options] of rows) {
    it(file, async () => expect((await meaningsOf(adapter, file, options)).map(short)).toEqual(expected));
  }

  it('has a row here', () => {
    const files = readdirSync(new URL('../fixtures/payloads/', import.meta.url)).filter(
      (name) => name !== 'SOURCES.md',
    );
    expect(rows.map(([file]) => file).sort()).toEqual(files.sort());
  });
});
