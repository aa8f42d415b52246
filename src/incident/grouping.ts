import type { IncidentState } from './incident.js';
import { isLive } from './incident.js';
import type { Kind } from './kinds.js';
import { familyOf, isLifeSafety } from './kinds.js';
import type { Signal } from './signal.js';

/** Which signals are one thing to a human. From the book; the first rule that names the kind counts. */
export interface GroupingRule {
  readonly kinds: readonly Kind[];
  readonly by: readonly ('site' | 'zone' | 'device' | 'source')[];
  readonly withinMs: number;
}

/** A device that keeps crying after a person has called it false, and how long it is only counted. */
export interface FlapRule {
  /** Signals of one device on the incident that was called false. */
  readonly count: number;
  readonly withinMs: number;
}

export interface GroupingRules {
  readonly rules: readonly GroupingRule[];
  readonly flap: FlapRule;
}

export const DEFAULT_GROUPING: GroupingRules = { rules: [], flap: { count: 3, withinMs: 10 * 60_000 } };

/** No incident takes in signals for longer than this: a trickle must not hide in one card for days. */
const OLDEST_MS = 8 * 3_600_000;
const DEFAULT_WITHIN_MS = 10 * 60_000;

export type Belongs =
  | { readonly to: 'new' }
  | { readonly to: 'live'; readonly incidentId: string }
  /** Counted on the incident that a person called false a moment ago; nobody is called again for it. */
  | { readonly to: 'flapping'; readonly incidentId: string };

/**
 * Which incident a signal belongs to. Blind to life-safety kinds: each such signal is an incident of its own, so
 * that no rule, window or count can hide it. An alarm that nobody could understand joins only its own kind from the
 * same source.
 */
export function belongsTo(signal: Signal, candidates: readonly IncidentState[], rules: GroupingRules): Belongs {
  if (isLifeSafety(signal.kind) || signal.covert) return { to: 'new' };
  const near = candidates.filter((state) => !state.lifeSafety && !state.covert && samePlace(signal, state));
  const live = near.filter((state) => isLive(state) && joins(signal, state, rules)).sort(newestFirst)[0];
  if (live) return { to: 'live', incidentId: live.id };
  const flapping = near.filter((state) => flaps(signal, state, rules.flap)).sort(newestFirst)[0];
  return flapping ? { to: 'flapping', incidentId: flapping.id } : { to: 'new' };
}

/** The same site, and the same name where the book knows none: two unknown places are two places. */
const samePlace = (signal: Signal, { place }: IncidentState): boolean =>
  place.siteId === signal.siteId && place.named === signal.placeNamed;

function joins(signal: Signal, state: IncidentState, { rules }: GroupingRules): boolean {
  if (Boolean(signal.unrecognised) !== Boolean(state.unrecognised)) return false;
  if (signal.unrecognised)
    return state.signals.sources.includes(signal.source) && inTime(signal, state, DEFAULT_WITHIN_MS);
  const rule = rules.find((each) => each.kinds.includes(signal.kind));
  const kinds = Object.keys(state.signals.kinds) as Kind[];
  const related = rule
    ? kinds.some((kind) => rule.kinds.includes(kind))
    : familyOf(state.kind) === familyOf(signal.kind);
  const by = rule?.by ?? (signal.zoneId ? ['site', 'zone'] : signal.deviceId ? ['site', 'device'] : ['site', 'source']);
  return (
    related &&
    by.every((key) => matches(key, signal, state)) &&
    inTime(signal, state, rule?.withinMs ?? DEFAULT_WITHIN_MS)
  );
}

function matches(key: string, signal: Signal, state: IncidentState): boolean {
  switch (key) {
    case 'zone':
      return signal.zoneId === state.place.zoneId;
    case 'device':
      return state.signals.devices.some((device) => device.id === signal.deviceId);
    case 'source':
      return state.signals.sources.includes(signal.source);
    default:
      return true;
  }
}

/** By the time of occurrence, so that signals which arrive late or out of order find their own incident. */
function inTime(signal: Signal, state: IncidentState, withinMs: number): boolean {
  const at = signal.occurredAt.getTime();
  const { firstOccurredAt, lastOccurredAt } = state.signals;
  return (
    at >= firstOccurredAt.getTime() - withinMs &&
    at <= lastOccurredAt.getTime() + withinMs &&
    signal.receivedAt.getTime() - state.openedAt.getTime() <= OLDEST_MS
  );
}

function flaps(signal: Signal, state: IncidentState, flap: FlapRule): boolean {
  if (state.status !== 'resolved' || signal.unrecognised) return false;
  if (state.resolution.disposition !== 'false-alarm' && state.resolution.disposition !== 'test') return false;
  // The window runs from the person's decision and does not slide: a real event later opens its own incident.
  if (signal.receivedAt.getTime() - state.resolution.at.getTime() > flap.withinMs) return false;
  const sameDevice =
    signal.deviceId !== undefined && state.signals.devices.some((device) => device.id === signal.deviceId);
  const sameKind = (state.signals.kinds[signal.kind] ?? 0) >= flap.count;
  // A person in the picture is news, whatever the device cried before.
  return sameDevice && sameKind && (!signal.validation.person || state.signals.personSeen);
}

/**
 * An incident with one more signal of a kind that it has already, as far as grouping looks at it: so the next signal
 * of the same pass can be compared with it.
 */
export function withOneMore(state: IncidentState, signal: Signal): IncidentState {
  const { signals } = state;
  const { deviceId, source, kind, occurredAt } = signal;
  const newDevice = deviceId !== undefined && !signals.devices.some(({ id }) => id === deviceId);
  return {
    ...state,
    signals: {
      ...signals,
      count: signals.count + 1,
      kinds: { ...signals.kinds, [kind]: (signals.kinds[kind] ?? 0) + 1 },
      devices: newDevice ? [...signals.devices, { id: deviceId, name: deviceId }] : signals.devices,
      sources: signals.sources.includes(source) ? signals.sources : [...signals.sources, source],
      firstOccurredAt: occurredAt < signals.firstOccurredAt ? occurredAt : signals.firstOccurredAt,
      lastOccurredAt: occurredAt > signals.lastOccurredAt ? occurredAt : signals.lastOccurredAt,
    },
  };
}

const newestFirst = (a: IncidentState, b: IncidentState): number =>
  b.signals.lastOccurredAt.getTime() - a.signals.lastOccurredAt.getTime() || b.number - a.number;
