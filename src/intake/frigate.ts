import { z } from 'zod';
import { KINDS, type Kind } from '../incident/kinds.js';
import type { Media } from '../incident/signal.js';
import type { Adapter, Meaning } from './adapter.js';
import { ignored, line, place, signal, unrecognised } from './draft.js';
import { anything, own, row, soft } from './fields.js';
import { whyNot } from './reason.js';
import { title } from './text.js';
import { verifyToken } from './verify.js';
import { epoch } from './when.js';

/** Labels of Frigate's object and audio models, gravest first: the first that a review holds names it. */
const KIND_OF_LABEL: Readonly<Record<string, Kind>> = {
  gunshot: 'weapon',
  explosion: 'weapon',
  fire_alarm: 'fire',
  smoke_detector: 'smoke',
  glass: 'glass-break',
  shatter: 'glass-break',
  person: 'person',
  face: 'person',
  car: 'vehicle',
  truck: 'vehicle',
  bus: 'vehicle',
  motorcycle: 'vehicle',
  bicycle: 'vehicle',
  boat: 'vehicle',
  train: 'vehicle',
  license_plate: 'vehicle',
};

const options = z.strictObject({
  /** Where people reach Frigate, e.g. `https://frigate.example:8971`; makes links to snapshots and clips. */
  url: z
    .url({ protocol: /^https?$/ })
    .max(500)
    .optional(),
  /** `alerts` takes only reviews that Frigate rated as alert. */
  reviews: z.enum(['all', 'alerts']).default('all'),
  /** Kinds for labels, before the built-in ones: `{ scream: assault, dog: motion }`. */
  labels: z.record(z.string(), z.enum(KINDS)).default({}),
});
type Options = z.output<typeof options>;

const id = z.string().min(1).max(200);
const phase = z.enum(['new', 'update', 'end']);

const review = z.object({
  type: phase,
  after: z.object({
    id,
    camera: z.string().min(1),
    severity: z.string().min(1),
    start_time: anything,
    end_time: anything,
    thumb_path: soft(z.string()),
    data: z.object({
      objects: soft(z.array(z.string())),
      audio: soft(z.array(z.string())),
      zones: soft(z.array(z.string())),
      detections: soft(z.array(z.string())),
      sub_labels: soft(z.array(z.string())),
    }),
  }),
});

/** Null, a name, or a name with its score: Frigate changes the type of this field between messages. */
const subLabel = z.union([z.string(), z.tuple([z.string()], z.unknown()).transform(([name]) => name)]);

const event = z.object({
  type: phase,
  after: z.object({
    id,
    camera: z.string().min(1),
    label: z.string().min(1),
    sub_label: soft(subLabel),
    start_time: anything,
    end_time: anything,
    top_score: soft(z.number()),
    score: soft(z.number()),
    false_positive: soft(z.boolean()),
    stationary: soft(z.boolean()),
    position_changes: soft(z.number()),
    current_zones: soft(z.array(z.string())),
    entered_zones: soft(z.array(z.string())),
    has_snapshot: soft(z.boolean()),
    has_clip: soft(z.boolean()),
  }),
});

type Review = z.output<typeof review>;
type Event = z.output<typeof event>;

/** In a review Frigate writes `person-verified` once a face is known. */
const plain = (label: string): string => label.toLowerCase().replace(/-verified$/, '');

function kindOf(labels: readonly string[], { labels: mine }: Options, fallback: Kind = 'motion'): Kind {
  const words = labels.map(plain);
  const chosen = words.map((word) => row(mine, word)).find((kind) => kind !== undefined);
  const gravest = Object.keys(KIND_OF_LABEL).find((label) => words.includes(label));
  return chosen ?? row(KIND_OF_LABEL, gravest) ?? fallback;
}

/** A parked car is found anew after each restart of Frigate. It has never moved; a person who stands still is one. */
const isParked = ({ after }: Event): boolean =>
  plain(after.label) !== 'person' &&
  (after.position_changes === undefined ? after.stationary === true : after.position_changes === 0);

const mediaOf = (
  ids: readonly string[],
  file: 'snapshot.jpg' | 'thumbnail.jpg' | 'clip.mp4',
  url?: string,
): readonly Media[] =>
  url === undefined
    ? []
    : ids.map((each) => ({
        url: `${url.replace(/\/+$/, '')}/api/events/${encodeURIComponent(each)}/${file}`,
        type: file === 'clip.mp4' ? 'video/mp4' : 'image/jpeg',
      }));

const seen = (labels: readonly string[]): string =>
  title([...new Set(labels.map(plain))].slice(0, 5).join(', ')) || 'Activity';

/**
 * One alarm per review and severity: the hundred updates of a review share a key, and a detection that is promoted to
 * alert has a new one. The end is no alarm, but carries the same key, so that it counts when it is the first to arrive.
 */
function ofReview({ type, after }: Review, how: Options): readonly Meaning[] {
  const { data, severity } = after;
  if (how.reviews === 'alerts' && severity !== 'alert') {
    return [ignored('not-an-alarm', `review of severity ${severity}, this source takes alerts only`)];
  }
  const labels = [...(data.objects ?? []), ...(data.audio ?? [])];
  const key = `review/${after.id}/${severity}`;
  const where = place(undefined, data.zones?.[0], after.camera);
  const subject = `${seen(labels)} at ${after.camera} (${severity})`;
  const alarm = signal({
    key,
    // What was only heard is no motion.
    kind: kindOf(labels, how, labels.length > 0 && !data.objects?.length ? 'other' : 'motion'),
    occurredAt: epoch(after.start_time),
    place: where,
    subject,
    details: [
      line('Frigate rates it', severity),
      line('Zones', data.zones?.join(', ')),
      line('Recognised', data.sub_labels?.join(', ')),
    ],
    media: mediaOf((data.detections ?? []).slice(0, 3), 'thumbnail.jpg', how.url),
    person: labels.map(plain).includes('person'),
    video: after.thumb_path !== undefined,
  });
  return type === 'end' ? [alarm, ended(key, after.end_time, where, subject)] : [alarm];
}

const ended = (key: string, at: unknown, where: ReturnType<typeof place>, subject: string): Meaning => ({
  is: 'restore',
  key: `${key}/end`,
  clears: key,
  occurredAt: epoch(at),
  place: where,
  subject: `Over: ${subject}`,
});

function ofEvent(message: Event, how: Options): readonly Meaning[] {
  const { type, after } = message;
  if (after.false_positive === true) return [ignored('false-positive', `Frigate doubts the ${after.label}`)];
  if (isParked(message)) return [ignored('not-an-alarm', `the ${after.label} has not moved`)];
  const key = `event/${after.id}`;
  const zones = after.entered_zones ?? after.current_zones ?? [];
  const where = place(undefined, after.current_zones?.at(-1) ?? zones.at(-1), after.camera);
  const subject = `${seen([after.label])} at ${after.camera}`;
  const alarm = signal({
    key,
    kind: kindOf([after.label], how),
    occurredAt: epoch(after.start_time),
    place: where,
    subject,
    details: [line('Zones entered', zones.join(', ')), line('Recognised', after.sub_label)],
    confidence: after.top_score ?? after.score,
    media: [
      ...(after.has_snapshot ? mediaOf([after.id], 'snapshot.jpg', how.url) : []),
      ...(after.has_clip ? mediaOf([after.id], 'clip.mp4', how.url) : []),
    ],
    person: plain(after.label) === 'person',
    video: after.has_snapshot === true || after.has_clip === true,
  });
  return type === 'end' ? [alarm, ended(key, after.end_time, where, subject)] : [alarm];
}

/** `frigate/tracked_object_update`: face, plate, description and classification results, also below their threshold. */
const OBJECT_UPDATES = ['face', 'lpr', 'description', 'classification'];

/** Neither topic nor name is in the body; the four kinds of message differ by their fields. */
function understand(value: unknown, how: Options): readonly Meaning[] {
  const type = own(value, 'type');
  if (typeof type === 'string' && OBJECT_UPDATES.includes(type) && own(value, 'after') === undefined) {
    return [ignored('not-an-alarm', `${type} result for a tracked object`)];
  }
  // `frigate/stats` comes every minute and proves that Frigate lives.
  if (own(value, 'service') !== undefined && own(value, 'cameras') !== undefined)
    return [{ is: 'ignored', reason: 'heartbeat' }];
  const after = own(value, 'after');
  const isReview = own(after, 'severity') !== undefined || own(after, 'data') !== undefined;
  const read = isReview ? review.safeParse(value) : event.safeParse(value);
  if (!read.success) return [unrecognised(whyNot(read.error, value))];
  return 'severity' in read.data.after ? ofReview(read.data as Review, how) : ofEvent(read.data as Event, how);
}

/** Frigate NVR (https://docs.frigate.video/integrations/mqtt), its MQTT messages forwarded over HTTP. */
export const frigate: Adapter<Options> = {
  name: 'frigate',
  accepts: ['application/json'],
  verify: verifyToken,
  // `name` and `plate` stand only in face and plate results, which are no alarms: nobody needs them on the disk.
  redact: ['name', 'plate', 'recognized_license_plate'],
  options: (value) => options.parse(value ?? {}),
  // What a message says about its object is part of the identity: a promoted review or a car that starts to move is new.
  deliveryKey({ value }) {
    const after = own(value, 'after');
    const type = own(value, 'type');
    if (typeof own(after, 'id') !== 'string' || typeof type !== 'string') return undefined;
    const facts = ['id', 'severity', 'label', 'false_positive', 'stationary'].map((name) => own(after, name));
    const moved = own(after, 'position_changes') !== 0;
    return JSON.stringify([type === 'end' ? 'end' : 'seen', ...facts, moved]);
  },
  understand: ({ value }, { options: how }) => understand(value, how),
};
