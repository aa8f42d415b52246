import type { z } from 'zod';
import type { Fix, FixQuality, LatLon } from '../../dispatch/index.js';
import type { Kind } from '../../incident/kinds.js';
import type { Adapter, Meaning, ParsedBody } from '../adapter.js';
import { ignored, line, signal, unrecognised } from '../draft.js';
import { oneLine } from '../text.js';
import { FIRST_SANE } from '../understand.js';
import { verifyToken } from '../verify.js';

/** A fix as a tracker tells it; source and arrival are known to whoever took it. */
export type TrackedFix = Omit<Fix, 'receivedAt' | 'source'>;

/** Why a message that should say where somebody is does not. */
export const NO_FIX = ['no-position', 'not-valid', 'clock-not-set', 'ahead'] as const;
export type NoFix = (typeof NO_FIX)[number];

/** What the carrier of a tracker calls for: help. */
export interface TrackerAlarm {
  /** The tracker's own word: `sos`, `fallDown`. */
  readonly word: string;
  readonly kind: Kind;
  readonly subject: string;
  /** When it was called for; an Invalid Date when that cannot be read. */
  readonly at: Date;
}

/** One message of one tracker. */
export interface PositionReport {
  /** The tracker's own name within its source: `ana/phone`, `123`. */
  readonly tracker: string;
  /** What its owner calls it, when it tells. */
  readonly called?: string;
  readonly position:
    | { readonly is: 'fix'; readonly fix: TrackedFix }
    | { readonly is: 'ignored'; readonly reason: NoFix };
  readonly alarms: readonly TrackerAlarm[];
}

/**
 * What a body of a tracker is. `ignored` is a message about something else, as these apps send several kinds;
 * `unrecognised` could have been a call for help, so it is kept and shown like any alarm that nobody understood.
 */
export type PositionReading =
  | { readonly is: 'report'; readonly report: PositionReport }
  | { readonly is: 'ignored'; readonly detail: string }
  | { readonly is: 'unrecognised'; readonly reason: string };

/** The dialect of a tracker. What in it is an alarm is understood like every other alarm. */
export interface Tracker<Options = unknown> extends Adapter<Options> {
  /** Pure. Never throws. */
  read(parsed: ParsedBody, context: { readonly receivedAt: Date; readonly options: Options }): PositionReading;
  /** What its app wants to hear when its message was taken. */
  readonly reply: unknown;
  /** It sends bodies of nothing, which mean nothing. */
  readonly sendsEmptyBodies: boolean;
}

export const isTracker = (adapter: Adapter): adapter is Tracker => 'read' in adapter && 'reply' in adapter;

interface Dialect<Options> extends Pick<Tracker<Options>, 'name' | 'read' | 'reply' | 'sendsEmptyBodies' | 'redact'> {
  readonly options: z.ZodType<Options>;
}

/** A tracker that proves itself by a token, and sends JSON. */
export function createTracker<Options>({ options, ...dialect }: Dialect<Options>): Tracker<Options> {
  return {
    ...dialect,
    accepts: ['application/json'],
    verify: verifyToken,
    options: (value) => options.parse(value ?? {}),
    // The hash of the body serves: an alarm is known again by its own key.
    deliveryKey: () => undefined,
    understand: (parsed, context) => meaningsOf(dialect.read(parsed, context), context.receivedAt),
  };
}

function meaningsOf(reading: PositionReading, receivedAt: Date): readonly Meaning[] {
  if (reading.is === 'unrecognised') return [unrecognised(reading.reason)];
  if (reading.is === 'ignored') return [ignored('not-an-alarm', reading.detail)];
  const { report } = reading;
  if (report.alarms.length > 0) return report.alarms.map((alarm) => called(report, alarm, receivedAt));
  return [ignored('not-an-alarm', 'position')];
}

function called({ tracker, called: name, position }: PositionReport, alarm: TrackerAlarm, receivedAt: Date): Meaning {
  const fix = position.is === 'fix' ? position.fix : undefined;
  // A clock that is not set says the same time at each call, and each is a call of its own.
  const at = isSane(alarm.at) ? alarm.at : receivedAt;
  return signal({
    key: `${alarm.word}/${tracker}/${at.toISOString()}`,
    kind: alarm.kind,
    occurredAt: alarm.at,
    place: { ...(fix ? { at: fix.at } : {}), tracker },
    subject: alarm.subject,
    details: [
      line('Tracker', name === undefined || name === tracker ? tracker : `${name} (${tracker})`),
      fix ? line('Position', spoken(fix)) : 'Its position is not known.',
    ],
  });
}

function spoken({ at: [lat, lon], accuracyM, fixedAt }: TrackedFix): string {
  const within = accuracyM === undefined ? '' : `, within ${Math.round(accuracyM)} m`;
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}${within}, at ${fixedAt.toISOString()}`;
}

const isSane = (at: Date): boolean => at.getTime() >= FIRST_SANE;

/** The name of a tracker, as it goes into logs and is looked up in the book. */
export const trackerName = (told: string | undefined): string => oneLine(told ?? '', 100) || 'unnamed';

/** A clock may be so far ahead; a fix that is further ahead would stand as the newest until its time has come. */
const AHEAD_MS = 2 * 60_000;
/** A handset does not move faster on the ground, nor is a wider circle a place. */
const MOST = { kmh: 300, metres: 100_000 } as const;

/** What a tracker told of a position, in our units; what is missing is undefined. */
export interface ToldFix {
  readonly lat: number | undefined;
  readonly lon: number | undefined;
  readonly fixedAt: Date;
  readonly accuracyM?: number | undefined;
  readonly speedKmh?: number | undefined;
  readonly approximate?: boolean;
}

/** A fix that can be used, or why it cannot. An accuracy of 0 m is one that nobody measured. */
export function positionOf(told: ToldFix, receivedAt: Date): PositionReport['position'] {
  const at = placeOf(told.lat, told.lon);
  if (!at) return { is: 'ignored', reason: 'no-position' };
  if (!isSane(told.fixedAt)) return { is: 'ignored', reason: 'clock-not-set' };
  if (told.fixedAt.getTime() > receivedAt.getTime() + AHEAD_MS) return { is: 'ignored', reason: 'ahead' };
  const accuracyM = within(told.accuracyM, Number.MIN_VALUE, MOST.metres);
  const speedKmh = within(told.speedKmh, 0, MOST.kmh);
  const quality: FixQuality = told.approximate ? 'approximate' : accuracyM === undefined ? 'unstated' : 'measured';
  return {
    is: 'fix',
    fix: {
      at,
      fixedAt: told.fixedAt,
      ...(accuracyM === undefined ? {} : { accuracyM }),
      ...(speedKmh === undefined ? {} : { speedKmh }),
      quality,
    },
  };
}

const within = (value: number | undefined, least: number, most: number): number | undefined =>
  value !== undefined && value >= least && value <= most ? value : undefined;

/** Receivers without a fix say 0, 0, which is in the sea off Ghana. */
function placeOf(lat: number | undefined, lon: number | undefined): LatLon | undefined {
  if (lat === undefined || lon === undefined || (lat === 0 && lon === 0)) return undefined;
  return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? [lat, lon] : undefined;
}
