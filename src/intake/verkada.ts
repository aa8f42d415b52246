import { z } from 'zod';
import { KINDS } from '../incident/kinds.js';
import type { Media } from '../incident/signal.js';
import type { Adapter, Meaning, PlaceHint } from './adapter.js';
import { ignored, line, place, signal, unrecognised } from './draft.js';
import { isObject, listOf, row } from './fields.js';
import { placeOf, whyNot } from './reason.js';
import { describe, title } from './text.js';
import { type StampedScheme, verifyStamped } from './verify.js';
import { envelope, incident, notification, plate } from './verkada-bodies.js';
import { kindOfTrigger, senseOf } from './verkada-words.js';
import { epoch } from './when.js';

const options = z.strictObject({
  /** Kinds for `notification_type`, before the built-in ones: `{ alert_rule_crowd: loitering }`. */
  kinds: z.record(z.string(), z.enum(KINDS)).default({}),
  /** Values of `notification_type` that are no alarms here. */
  ignore: z.array(z.string()).default([]),
});
type Options = z.output<typeof options>;

type Envelope = z.output<typeof envelope>;
type Read<T extends z.ZodType> = { readonly data: z.output<T> } | { readonly not: Meaning };

function read<T extends z.ZodType>(schema: T, { data }: Envelope): Read<T> {
  const result = schema.safeParse(data);
  return result.success ? { data: result.data } : { not: unrecognised(whyNot(result.error, data, 'body.data')) };
}

/** The first of several times that can be read; an Invalid Date when none can. */
const firstTime = (...values: readonly unknown[]): Date =>
  values.map(epoch).find((time) => !Number.isNaN(time.getTime())) ?? epoch(undefined);

const stamp = (time: Date, receivedAt: Date): string =>
  (Number.isNaN(time.getTime()) ? receivedAt : time).toISOString();

/** The words in `objects`, whichever way they came: `"[]"`, `["person"]`, `[{ type: "vehicle" }]`. */
function objectsOf(objects: unknown): readonly string[] {
  let list = objects;
  if (typeof objects === 'string') list = objects.replace(/[[\]"']/g, '').split(',');
  return listOf(list)
    .map((each) => (isObject(each) ? (each.type ?? each.label) : each))
    .filter((each) => typeof each === 'string')
    .map((each) => each.trim().toLowerCase())
    .filter((each) => each !== '');
}

/** Pictures are signed addresses that expire within minutes; whoever needs the evidence fetches it at once. */
const mediaOf = (url: string | undefined): readonly Media[] => (url === undefined ? [] : [{ url, type: 'image/jpeg' }]);

function ofNotification(body: Envelope, how: Options, receivedAt: Date): Meaning {
  const got = read(notification, body);
  if ('not' in got) return got.not;
  const { data } = got;
  const type = data.notification_type.toLowerCase();
  if (how.ignore.includes(type)) return ignored('not-an-alarm', `options.ignore: ${type}`);
  const mine = row(how.kinds, type);
  const sense = mine === undefined ? senseOf(type) : { kind: mine, subject: title(type) };
  if (sense === undefined) {
    return unrecognised(`body.data.notification_type: unknown word ${describe(data.notification_type)}`);
  }
  if ('ignore' in sense) return ignored(sense.ignore, sense.detail);
  if (type === 'camera_status' && data.status?.toLowerCase().includes('online')) {
    return ignored('not-an-alarm', 'camera is online');
  }
  const objects = objectsOf(data.objects);
  const sawPerson = sense.person === true || objects.some((each) => /person|people/.test(each));
  const sawVehicle = objects.some((each) => each.includes('vehicle'));
  const kind = sense.kind !== 'motion' ? sense.kind : sawPerson ? 'person' : sawVehicle ? 'vehicle' : 'motion';
  const device = data.door_id ?? data.camera_id ?? data.device_id;
  const at = firstTime(data.created, body.created_at);
  const { door_info: door, user_info: user } = data;
  return signal({
    // Never `webhook_id`: two unrelated samples of the vendor share one, so it may be the id of the subscription.
    key: data.event_id ?? `${type}/${device ?? 'unknown'}/${stamp(at, receivedAt)}`,
    kind,
    occurredAt: at,
    place: place(door?.site?.name ?? door?.site?.site_id, undefined, device),
    subject: door?.name === undefined ? sense.subject : `${sense.subject}: ${door.name}`,
    details: [
      line('Seen', objects.join(', ')),
      line('Recognised', data.person_label),
      line('Crowd of more than', data.crowd_threshold),
      line('Person', user?.name),
      line('Direction', data.direction),
      line('Controller', door?.acu_name),
      line('In Verkada', data.video_url),
    ],
    media: mediaOf(data.image_url),
    person: sawPerson,
    video: data.image_url !== undefined || data.video_url !== undefined,
  });
}

function ofPlate(body: Envelope, receivedAt: Date): Meaning {
  const got = read(plate, body);
  if ('not' in got) return got.not;
  const { data } = got;
  // `created` is in seconds and `detected` in milliseconds; only the newer shape has `detected`.
  const at = firstTime(data.detected, data.created, body.created_at);
  return signal({
    key: `lpr/${data.camera_id}/${data.license_plate_number}/${stamp(at, receivedAt)}`,
    kind: 'vehicle',
    occurredAt: at,
    place: place(undefined, undefined, data.camera_id),
    subject: `Licence plate ${data.license_plate_number}`,
    details: [line('Plate', data.license_plate_number), line('Registered in', data.license_plate_state)],
    confidence: data.confidence,
    media: mediaOf(data.image_url),
    video: data.image_url !== undefined,
    traits: { plate: data.license_plate_number },
  });
}

function ofIncident(body: Envelope): Meaning {
  const got = read(incident, body);
  if ('not' in got) return got.not;
  const { data } = got;
  const kind = kindOfTrigger(data.trigger_type);
  // One alarm of Verkada collects triggers. With the kind in the key, a panic button pressed in a running motion alarm is
  // a signal of its own and not a repetition.
  const key = `alarm/${data.alarm_id}/${kind}`;
  const where: PlaceHint = place(data.site_name ?? data.site_id, data.partition_name, data.trigger_device_id);
  const what = `${title(kind)} alarm${data.trigger_device_name === undefined ? '' : `: ${data.trigger_device_name}`}`;
  if (data.event_type === 'alarm_resolved') {
    const at = firstTime(data.event_time, body.created_at);
    return {
      is: 'restore',
      key: `${key}/resolved`,
      clears: key,
      occurredAt: at,
      place: where,
      subject: `${what} resolved in Verkada`,
    };
  }
  if (data.event_type !== 'alarm_triggered') {
    return unrecognised(`body.data.event_type: unknown word ${describe(data.event_type)}`);
  }
  return signal({
    key,
    kind,
    occurredAt: firstTime(data.trigger_time, data.event_time, body.created_at),
    place: where,
    subject: what,
    details: [
      line('Trigger', data.trigger_type),
      line('Partition', data.partition_name),
      line('Response level', data.response_level),
      line('Cameras', data.context_camera_ids?.join(', ')),
      line('In Verkada', data.incident_link),
    ],
    video: (data.context_camera_ids?.length ?? 0) > 0,
    covert: data.is_silent === true ? true : undefined,
  });
}

function understand(value: unknown, how: Options, receivedAt: Date): Meaning {
  const got = envelope.safeParse(value);
  if (!got.success) return unrecognised(whyNot(got.error, value));
  const body = got.data;
  switch (body.webhook_type) {
    case 'notification':
      return ofNotification(body, how, receivedAt);
    case 'lpr':
      return ofPlate(body, receivedAt);
    case 'new_alarms':
      return ofIncident(body);
    // The table of the vendor says `change`, its sample and live bodies say `changed`.
    case 'alarm_site_state_change':
    case 'alarm_site_state_changed':
      return ignored('not-an-alarm', `site state: ${describe(body.data.site_state)}`);
    default:
      return unrecognised(`${placeOf(['webhook_type'])}: unknown word ${describe(body.webhook_type)}`);
  }
}

/** `Verkada-Signature: <unix seconds>|<hex>`, HMAC-SHA256 over body, `|`, stamp (apidocs.verkada.com/reference/securing-webhooks). */
const VERKADA_SIGNATURE: StampedScheme = {
  header: 'Verkada-Signature',
  shape: '<unix seconds>|<hex hmac-sha256(secret, raw body + "|" + seconds)>',
  read(header) {
    const [seconds, digest, ...rest] = header.split('|');
    return seconds === undefined || digest === undefined || rest.length > 0
      ? undefined
      : { stamp: seconds, digests: [digest] };
  },
  message: (seconds, body) => [body, `|${seconds}`],
};

/** Verkada Command webhooks: cameras, access control, licence plates, alarms. An answer is expected within 2 s. */
export const verkada: Adapter<Options> = {
  name: 'verkada',
  accepts: ['application/json'],
  verify: (input) => verifyStamped(input, VERKADA_SIGNATURE),
  // `input_value` may be a live PIN, `rawCard` is a credential.
  redact: ['input_value', 'rawCard', 'phone'],
  options: (value) => options.parse(value ?? {}),
  deliveryKey({ value }) {
    // The key of the alarm itself, which an immediate retry repeats; made with a fixed time, so that it tells nothing of it.
    const meaning = understand(value, options.parse({}), new Date(0));
    if (meaning.is === 'restore') return meaning.key;
    return meaning.is === 'signal' && !meaning.draft.key.endsWith(new Date(0).toISOString())
      ? meaning.draft.key
      : undefined;
  },
  understand: ({ value }, { receivedAt, options: how }) => [understand(value, how, receivedAt)],
};
