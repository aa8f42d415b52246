import { z } from 'zod';
import { KINDS, type Kind } from '../../incident/kinds.js';
import { anything, own, row, soft, word } from '../fields.js';
import { whyNot } from '../reason.js';
import { title } from '../text.js';
import { epoch, iso } from '../when.js';
import {
  createTracker,
  type PositionReading,
  positionOf,
  type Tracker,
  type TrackerAlarm,
  trackerName,
} from './tracker.js';

/** Traccar's own words for which somebody must be looked after. The others (speed, battery, geofences) are no alarms here. */
const KIND_OF_ALARM: Readonly<Record<string, Kind>> = { sos: 'lone-worker', fallDown: 'lone-worker' };
const SUBJECTS: Readonly<Record<string, string>> = { sos: 'SOS', fallDown: 'Fall detected' };

const options = z.strictObject({
  /** Kinds for further alarm words of Traccar: `{ tampering: tamper }`. */
  alarms: z.record(z.string(), z.enum(KINDS)).default({}),
});
type Options = z.output<typeof options>;

const position = z.object({
  /** Of the fix; `deviceTime` is when the message was made, and later when the receiver hears no satellites. */
  fixTime: anything,
  deviceTime: anything,
  valid: soft(z.boolean()),
  latitude: soft(z.number()),
  longitude: soft(z.number()),
  /** Knots. */
  speed: soft(z.number()),
  /** Metres; 0 when the receiver does not tell. */
  accuracy: soft(z.number()),
  attributes: anything,
});
type Position = z.output<typeof position>;

const body = z.object({
  device: z.object({ uniqueId: soft(word), id: soft(word), name: soft(z.string()) }),
  position: soft(position),
  event: soft(z.object({ type: soft(z.string()), eventTime: anything, attributes: anything })),
});
type Body = z.output<typeof body>;

const KNOT_KMH = 1.852;

/** ISO 8601, or milliseconds from older versions. */
const moment = (value: unknown): Date => (typeof value === 'number' ? epoch(value) : iso(value));

/** `sos`, or several joined by commas. */
const words = (attributes: unknown): readonly string[] => {
  const told = own(attributes, 'alarm');
  return typeof told === 'string'
    ? told
        .slice(0, 500)
        .split(',')
        .map((each) => each.trim())
    : [];
};

/**
 * Traccar forwards a position and, when it is told to, also the event that it makes of it: both say the same alarm, at
 * the same time of the device, and so it is one.
 */
function alarmsOf({ position: where, event }: Body, { alarms }: Options): readonly TrackerAlarm[] {
  const told = [...words(where?.attributes), ...(event?.type === 'alarm' ? words(event.attributes) : [])];
  const at = moment(where?.deviceTime ?? where?.fixTime ?? event?.eventTime);
  return [...new Set(told)].flatMap((each) => {
    const kind = row(alarms, each) ?? row(KIND_OF_ALARM, each);
    return kind === undefined ? [] : [{ word: each, kind, subject: row(SUBJECTS, each) ?? title(each), at }];
  });
}

function read(value: unknown, how: Options, receivedAt: Date): PositionReading {
  const found = body.safeParse(value);
  if (!found.success) return { is: 'unrecognised', reason: whyNot(found.error, value) };
  const { device, position: where, event } = found.data;
  const alarms = alarmsOf(found.data, how);
  if (!where && alarms.length === 0) return { is: 'ignored', detail: `event ${event?.type ?? 'without a position'}` };
  const tracker = trackerName(device.uniqueId ?? device.id);
  const called = device.name ? { called: device.name } : {};
  return { is: 'report', report: { tracker, ...called, position: fixOf(where, receivedAt), alarms } };
}

function fixOf(where: Position | undefined, receivedAt: Date): ReturnType<typeof positionOf> {
  if (where?.valid === false) return { is: 'ignored', reason: 'not-valid' };
  return positionOf(
    {
      lat: where?.latitude,
      lon: where?.longitude,
      fixedAt: moment(where?.fixTime),
      accuracyM: where?.accuracy,
      speedKmh: where?.speed === undefined ? undefined : where.speed * KNOT_KMH,
      approximate: own(where?.attributes, 'approximate') === true,
    },
    receivedAt,
  );
}

/** Traccar's forwarding of positions and events as JSON (https://www.traccar.org/forward/). */
export const traccar: Tracker<Options> = createTracker({
  name: 'traccar',
  redact: ['contact'],
  options,
  read: ({ value }, { options: how, receivedAt }) => read(value, how, receivedAt),
  reply: { status: 'taken' },
  sendsEmptyBodies: false,
});
