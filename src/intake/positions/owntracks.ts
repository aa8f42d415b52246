import { z } from 'zod';
import { soft, word } from '../fields.js';
import { whyNot } from '../reason.js';
import { describe } from '../text.js';
import { epoch } from '../when.js';
import {
  createTracker,
  type PositionReading,
  positionOf,
  type Tracker,
  type TrackerAlarm,
  trackerName,
} from './tracker.js';

const options = z.strictObject({
  /** Names of a point of interest, or of a region or beacon that is entered, which mean a call for help. */
  sos: z.array(z.string().trim().min(1)).max(20).default(['sos']),
});
type Options = z.output<typeof options>;

/** Only the type is needed to know what it is; everything else may be missing, and the rest still counts. */
const body = z.object({
  _type: z.string(),
  /** `owntracks/ana/phone`, over HTTP too; a transition of older apps has only `tid`. */
  topic: soft(z.string().min(1)),
  tid: soft(word),
  lat: soft(z.number()),
  lon: soft(z.number()),
  /** Seconds since 1970, of the fix and not of the sending. */
  tst: soft(z.number()),
  acc: soft(z.number()),
  vel: soft(z.number()),
  poi: soft(z.string()),
  event: soft(z.string()),
  desc: soft(z.string()),
});
type Body = z.output<typeof body>;

/** Messages of the app about something else. */
const OTHERS: ReadonlySet<string> = new Set([
  'beacon',
  'card',
  'cmd',
  'configuration',
  'dump',
  'lwt',
  'request',
  'status',
  'steps',
  'waypoint',
  'waypoints',
]);

const ENCRYPTED =
  'body._type: this app encrypts its messages, and Tocsin cannot open them; leave its encryption key empty, HTTPS protects them';

/** `owntracks/ana/phone/event` → `ana/phone`; else the topic as it is, else the two letters. */
function trackerOf({ topic, tid }: Body): string {
  const [, user, device] = topic?.split('/') ?? [];
  return trackerName(user && device ? `${user}/${device}` : (topic ?? tid));
}

/** OwnTracks has no button for it: a point of interest (sent once) or entering a beacon or region stands for one. */
function alarmsOf(told: Body, { sos }: Options): readonly TrackerAlarm[] {
  const name = told._type === 'location' ? told.poi : told.event === 'enter' ? told.desc : undefined;
  const means = sos.some((each) => each.toLowerCase() === name?.trim().toLowerCase());
  return means ? [{ word: 'sos', kind: 'lone-worker', subject: 'SOS', at: epoch(told.tst) }] : [];
}

function read(value: unknown, how: Options, receivedAt: Date): PositionReading {
  const found = body.safeParse(value);
  if (!found.success) return { is: 'unrecognised', reason: whyNot(found.error, value) };
  const told = found.data;
  if (told._type === 'encrypted') return { is: 'unrecognised', reason: ENCRYPTED };
  if (OTHERS.has(told._type)) return { is: 'ignored', detail: `${told._type} message` };
  if (told._type !== 'location' && told._type !== 'transition')
    return { is: 'unrecognised', reason: `body._type: expected "location", found ${describe(told._type)}` };
  const position = positionOf(
    {
      lat: told.lat,
      lon: told.lon,
      fixedAt: epoch(told.tst),
      accuracyM: told.acc,
      // Zeros are left out of these messages: who stands still has no speed in them.
      speedKmh: told._type === 'location' ? (told.vel ?? 0) : undefined,
    },
    receivedAt,
  );
  return { is: 'report', report: { tracker: trackerOf(told), position, alarms: alarmsOf(told, how) } };
}

/** OwnTracks in HTTP mode (https://owntracks.org/booklet/tech/http/). It sends again what was not answered with 200. */
export const owntracks: Tracker<Options> = createTracker({
  name: 'owntracks',
  redact: ['image', 'face'],
  options,
  read: ({ value }, { options: how, receivedAt }) => read(value, how, receivedAt),
  reply: [],
  // A friend was deleted in the app.
  sendsEmptyBodies: true,
});
