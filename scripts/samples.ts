import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BookData } from '../src/book/schema.js';

/** A recorded alarm, made fresh: new ids, the present time, the wanted place. */
export interface Sample {
  readonly adapter: string;
  readonly about: string;
  /** `recorded` is the file of test/fixtures/payloads, `at` the place as the source itself would name it. */
  make(recorded: string, at: PlaceInSource, now: Date): { readonly body: string; readonly contentType: string };
  readonly file: string;
}

/** The wanted place in our ids, and the name that the source uses for a device there. */
export interface PlaceInSource {
  readonly site?: string;
  readonly zone?: string;
  readonly device?: string;
}

const unique = (): string => randomBytes(4).toString('hex');
const seconds = (now: Date): number => now.getTime() / 1_000;
const json = (value: unknown) => ({ body: JSON.stringify(value), contentType: 'application/json' });
// biome-ignore lint/suspicious/noExplicitAny: recorded payloads are edited in place, in whatever shape they have
const read = (recorded: string): any => JSON.parse(recorded);

const generic = (kind: string, subject: string): Sample => ({
  adapter: 'generic',
  about: subject,
  file: 'generic-glass-break.json',
  make(_recorded, { site, zone, device }, now) {
    const place = { site: site ?? 'riverside-mall', ...(zone ? { zone } : {}), ...(device ? { device } : {}) };
    return json({
      key: `sample-${unique()}`,
      kind,
      occurredAt: now.toISOString(),
      ...place,
      subject,
      details: 'Sent by npm run alarm.',
    });
  },
});

const frigate = (label: string): Sample => ({
  adapter: 'frigate',
  about: `Frigate review: ${label} seen`,
  file: 'frigate-reviews-update.json',
  make(recorded, { device }, now) {
    const body = read(recorded);
    const id = `${seconds(now).toFixed(6)}-${unique().slice(0, 6)}`;
    for (const side of [body.before, body.after]) {
      Object.assign(side, { id, start_time: seconds(now), ...(device ? { camera: device } : {}) });
      side.data = {
        ...side.data,
        objects: [label],
        sub_labels: [],
        detections: [`${seconds(now).toFixed(6)}-${unique().slice(0, 6)}`],
      };
    }
    return json({ ...body, type: 'new' });
  },
});

const verkada = (
  file: string,
  about: string,
  edit: (body: { data: Record<string, unknown> }, at: PlaceInSource, now: Date) => void,
): Sample => ({
  adapter: 'verkada',
  about,
  file,
  make(recorded, at, now) {
    const body = read(recorded);
    Object.assign(body, { webhook_id: `sample-${unique()}`, created_at: Math.floor(seconds(now)) });
    edit(body, at, now);
    return json(body);
  },
});

/** What `npm run alarm` can send. */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  'frigate-person': frigate('person'),
  'frigate-car': frigate('car'),
  'verkada-door-forced': verkada(
    'verkada-access-door-forced-open.json',
    'Verkada access: door forced open',
    ({ data }, { device }, now) => {
      Object.assign(data, {
        event_id: `sample-${unique()}`,
        created: Math.floor(seconds(now)),
        ...(device ? { device_id: device, door_id: device } : {}),
      });
    },
  ),
  'verkada-motion': verkada(
    'verkada-camera-alert-rule-motion.json',
    'Verkada camera: motion rule',
    ({ data }, { device }, now) => {
      Object.assign(data, {
        created: Math.floor(seconds(now)),
        ...(device ? { device_id: device, camera_id: device } : {}),
      });
    },
  ),
  'verkada-panic': verkada(
    'verkada-new-alarm.json',
    'Verkada alarm: silent panic button',
    ({ data }, { device }, now) => {
      Object.assign(data, {
        alarm_id: `sample-${unique()}`,
        event_time: Math.floor(seconds(now)),
        trigger_time: Math.floor(seconds(now)),
        ...(device ? { trigger_device_id: device } : {}),
      });
    },
  ),
  'unifi-motion': {
    adapter: 'unifi-protect',
    about: 'UniFi Protect: motion sensor',
    file: 'unifi-protect-alarm-sensor-motion.json',
    make(recorded, { device }, now) {
      const body = read(recorded);
      Object.assign(body, { timestamp: now.getTime(), alarm_id: `sample-${unique()}` });
      Object.assign(body.alarm.triggers[0], {
        eventId: unique() + unique(),
        timestamp: now.getTime(),
        ...(device ? { device } : {}),
      });
      return json(body);
    },
  },
  'hikvision-line-crossing': {
    adapter: 'hikvision',
    about: 'Hikvision camera: line crossing',
    file: 'hikvision-linedetection.xml',
    make(recorded, _at, now) {
      const body = recorded
        .replace(/<dateTime>[^<]*<\/dateTime>/, `<dateTime>${now.toISOString()}</dateTime>`)
        .replace(/<activePostCount>\d+</, `<activePostCount>${Math.floor(seconds(now)) % 100_000}<`);
      return { body, contentType: 'application/xml' };
    },
  },
  'alertmanager-recorder': {
    adapter: 'alertmanager',
    about: 'Alertmanager: recorder stopped',
    file: 'alertmanager-v4-firing.json',
    make(recorded, { site, zone }, now) {
      const body = read(recorded);
      for (const alert of body.alerts) {
        Object.assign(alert, { startsAt: now.toISOString(), fingerprint: unique() + unique() });
        if (!site) continue;
        // The devices of the recording stand elsewhere.
        const { device: _device, camera: _camera, ...labels } = alert.labels;
        alert.labels = { ...labels, site, ...(zone ? { zone } : {}) };
      }
      return json(body);
    },
  },
  'generic-forced-door': generic('forced-door', 'Dock door forced'),
  'generic-panic': generic('panic', 'Panic button pressed'),
  'generic-fire': generic('fire', 'Fire panel: loop 2'),
  'generic-glass-break': generic('glass-break', 'Glass break sensor'),
};

export const recordedFile = (name: string): string =>
  readFileSync(createRequire(import.meta.url).resolve(`#payloads/${name}`), 'utf8');

/** Signs a body the way the adapter's vendor does. */
export function signedHeaders(adapter: string, secret: string, body: string, now: Date): Record<string, string> {
  const stamp = Math.floor(seconds(now));
  const hmac = (text: string) => createHmac('sha256', secret).update(text).digest('hex');
  if (adapter === 'generic') return { 'x-tocsin-signature': `t=${stamp},v1=${hmac(`${stamp}.${body}`)}` };
  if (adapter === 'verkada') return { 'verkada-signature': `${stamp}|${hmac(`${body}|${stamp}`)}` };
  return { authorization: `Bearer ${secret}` };
}

/** How the source calls a device in the wanted zone; `undefined` when its map has none there. */
export function deviceAt(
  book: BookData,
  source: BookData['sources'][number],
  site: string,
  zone: string | undefined,
): string | undefined {
  const maps = [...Object.entries(source.cameras), ...Object.entries(source.devices)];
  return maps.find(([, ref]) => {
    const device = book.devices.find((each) => each.id === ref.device);
    return (ref.site ?? device?.site) === site && (zone === undefined || (ref.zone ?? device?.zone) === zone);
  })?.[0];
}
