import { z } from 'zod';
import { KINDS, type Kind } from '../incident/kinds.js';
import type { Adapter, Meaning, ParsedBody } from './adapter.js';
import { ignored, line, place, signal, unrecognised } from './draft.js';
import { anything, row, soft, word } from './fields.js';
import { whyNot } from './reason.js';
import { title } from './text.js';
import { verifyToken } from './verify.js';
import { epoch } from './when.js';

/**
 * What fired, in the words of the Alarm Manager. A word that is not here is still an alarm (somebody made a rule for
 * it) and becomes `other`. Carbon monoxide has no kind of its own: like smoke it means that people must get out.
 */
const KIND_OF_KEY: Readonly<Record<string, Kind>> = {
  motion: 'motion',
  animal: 'motion',
  sensor_motion: 'motion',
  person: 'person',
  ring: 'person',
  face: 'person',
  face_unknown: 'person',
  face_known: 'person',
  face_of_interest: 'person',
  vehicle: 'vehicle',
  license_plate_unknown: 'vehicle',
  license_plate_known: 'vehicle',
  license_plate_of_interest: 'vehicle',
  line_crossing: 'perimeter',
  loitering: 'loitering',
  sensor_door_opened: 'intrusion',
  sensor_opened: 'intrusion',
  sensor_water_leak: 'flood',
  sensor_extreme_values: 'environmental',
  sensor_alarm: 'smoke',
  sensor_tamper: 'tamper',
  sensor_battery_low: 'supervision',
  sensor_offline: 'device-offline',
  camera_offline: 'device-offline',
  device_offline: 'device-offline',
  device_issue: 'supervision',
  application_issue: 'supervision',
  audio_alarm_smoke: 'smoke',
  audio_alarm_co: 'smoke',
  audio_alarm_smoke_co: 'smoke',
  audio_alarm_glass_break: 'glass-break',
  audio_alarm_burglar: 'intrusion',
};

const options = z.strictObject({
  /** Kinds for the words of the Alarm Manager, before the built-in ones: `{ ring: other }`. */
  kinds: z.record(z.string(), z.enum(KINDS)).default({}),
});
type Options = z.output<typeof options>;

/** Three generations of this body are in the field; ids and the times of single triggers came only with the later ones. */
const trigger = z.object({
  key: soft(z.string().min(1)),
  device: soft(word),
  value: soft(z.string()),
  group: soft(z.object({ name: soft(z.string()) })),
  eventId: soft(word),
  timestamp: anything,
});

const body = z.object({
  alarm: z.object({
    name: soft(z.string()),
    conditions: soft(z.array(z.object({ condition: z.object({ source: soft(z.string()) }) }))),
    triggers: z.array(trigger).nullish(),
    eventPath: soft(z.string()),
    eventLocalLink: soft(z.string()),
  }),
  timestamp: anything,
  alarm_id: soft(word),
});

type Body = z.output<typeof body>;
type Trigger = z.output<typeof trigger>;

/** The test button of the Alarm Manager sends these words in place of ids. */
const isTest = ({ alarm_id }: Body, { device, eventId }: Trigger): boolean =>
  alarm_id === 'TEST' || device === 'FAKE_MAC' || eventId === 'testEventId';

/**
 * The event and what was seen in it. Never `alarm_id`: it is the id of the rule (a captured one is a UUIDv7 made an hour
 * before its alarm), and as a key it would swallow every later alarm of that rule.
 */
function keyOf(sentAt: unknown, fired: Trigger, key: string, receivedAt: Date): string {
  if (fired.eventId !== undefined) return `${fired.eventId}/${key}`;
  const at = [fired.timestamp, sentAt].map(epoch).find((time) => !Number.isNaN(time.getTime())) ?? receivedAt;
  return `${fired.device ?? 'unknown'}/${key}/${at.toISOString()}`;
}

function ofTrigger({ alarm, timestamp }: Body, fired: Trigger, { kinds }: Options, receivedAt: Date): Meaning {
  const key = fired.key ?? alarm.conditions?.[0]?.condition.source ?? 'alarm';
  const at = epoch(fired.timestamp);
  const rule = alarm.name ?? title(key);
  return signal({
    key: keyOf(timestamp, fired, key, receivedAt),
    kind: row(kinds, key) ?? row(KIND_OF_KEY, key) ?? 'other',
    occurredAt: Number.isNaN(at.getTime()) ? epoch(timestamp) : at,
    place: place(undefined, undefined, fired.device),
    subject: fired.value === undefined ? rule : `${rule}: ${fired.value}`,
    details: [
      line('Seen', key.replaceAll('_', ' ')),
      line('Value', fired.value),
      line('Group', fired.group?.name),
      line('In UniFi Protect', alarm.eventLocalLink ?? alarm.eventPath),
    ],
    person: row(KIND_OF_KEY, key) === 'person',
    video: alarm.eventPath !== undefined || alarm.eventLocalLink !== undefined,
    traits: { plate: key.startsWith('license_plate_') ? fired.value : undefined },
  });
}

const TEST: Meaning = ignored('test-button', 'test of the Alarm Manager: the connection works');

/** `alarm.sources[]` is the scope of the rule; only `alarm.triggers[]` says what fired. */
function understand({ value }: ParsedBody, how: Options, receivedAt: Date): readonly Meaning[] {
  const read = body.safeParse(value);
  if (!read.success) return [unrecognised(whyNot(read.error, value))];
  const triggers = read.data.alarm.triggers ?? [];
  // The rule fired and does not say what saw it: an alarm without a place is better than none.
  const fired: readonly Trigger[] = triggers.length > 0 ? triggers : [{ timestamp: undefined }];
  return fired.map((each) => (isTest(read.data, each) ? TEST : ofTrigger(read.data, each, how, receivedAt)));
}

/** UniFi Protect Alarm Manager webhooks (https://help.ui.com/hc/en-us/articles/25478744592023). Unsigned. */
export const unifiProtect: Adapter<Options> = {
  name: 'unifi-protect',
  accepts: ['application/json'],
  verify: verifyToken,
  redact: [],
  options: (value) => options.parse(value ?? {}),
  /** Only when every trigger has an id; else the hash of the body serves. */
  deliveryKey({ value }) {
    const read = body.safeParse(value);
    if (!read.success) return undefined;
    const triggers = read.data.alarm.triggers ?? [];
    if (triggers.length === 0 || triggers.some(({ eventId }) => eventId === undefined || eventId === 'testEventId'))
      return undefined;
    return JSON.stringify(triggers.map(({ eventId, key, device }) => [eventId, key, device]));
  },
  understand: (parsed, { options: how, receivedAt }) => understand(parsed, how, receivedAt),
};
