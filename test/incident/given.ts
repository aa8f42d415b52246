import { expect } from 'vitest';
import { digest } from '../../src/digest.js';
import type {
  Actor,
  Assessment,
  Band,
  Command,
  Decision,
  Destination,
  Disposition,
  FalseAlarmCause,
  Incident,
  IncidentEvent,
  IncidentState,
  PersonActor,
  Plan,
  Policy,
  Refusal,
  Role,
  Signal,
  SignalBatch,
  SignalRef,
  SystemActor,
  Via,
} from '../../src/incident/index.js';
import { apply, DEFAULT_WELFARE, decide, evolve, NOTHING_KNOWN, refOf } from '../../src/incident/index.js';

/** Ten past two in a January night, UTC. */
export const NIGHT = new Date('2026-01-06T02:10:00.000Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
/** So many minutes into the night. */
export const minute = (count: number): Date => new Date(NIGHT.getTime() + count * MINUTE);

export const ID = 'i-1';

export const person = (id: string, name: string, role: Role, via: Via = 'slack'): PersonActor => ({
  kind: 'person',
  id,
  name,
  roles: [role],
  via,
});
export const ana = person('ana', 'Ana Beck', 'responder');
export const ben = person('ben', 'Ben Adeyemi', 'responder', 'console');
export const sam = person('sam', 'Sam Okafor', 'supervisor', 'teams');
export const client = person('kim', 'Kim Client', 'client');

export const clock: SystemActor = { kind: 'system', id: 'clock' };
export const intake: SystemActor = { kind: 'system', id: 'intake' };
export const archive: SystemActor = { kind: 'system', id: 'archive' };
export const delivery: SystemActor = { kind: 'system', id: 'delivery' };

export const ops: Destination = { surface: 'slack', to: 'C0OPS', name: 'ops', audience: 'team', mention: 'none' };
export const managers: Destination = {
  surface: 'slack',
  to: 'C0MGR',
  name: 'managers',
  audience: 'team',
  mention: 'here',
};

export const assessment = (score = 63, band: Band = 'high'): Assessment => ({
  score,
  band,
  avs: 2,
  indicators: [{ code: 'person-likely', effect: 'raises' }],
  factors: [
    { name: 'kind', weight: 30, value: 0.9, contribution: 27, because: { code: 'kind', kind: 'forced-door' } },
    {
      name: 'location',
      weight: 15,
      value: 0.7,
      contribution: 10.5,
      because: { code: 'zone', name: 'Loading dock 2', sensitivity: 0.7 },
    },
  ],
});

export const signal = (key: string, change: Partial<Signal> = {}): Signal => ({
  id: `s-${key}`,
  source: 'generic',
  key,
  kind: 'forced-door',
  occurredAt: NIGHT,
  receivedAt: NIGHT,
  siteId: 'riverside-mall',
  zoneId: 'loading-dock',
  deviceId: 'door-dock-2',
  assetIds: [],
  subject: 'Dock door 2 forced',
  details: '',
  media: [],
  validation: { person: false, video: false },
  flags: [],
  covert: false,
  rawSha256: 'ab'.repeat(32),
  keptSha256: 'ab'.repeat(32),
  ...change,
});

export const batch = (id: string, change: Partial<SignalBatch> = {}): SignalBatch => ({
  id,
  count: 1,
  digest: 'cd'.repeat(32),
  kinds: { 'forced-door': 1 },
  sources: ['generic'],
  devices: [{ id: 'door-dock-2', name: 'Dock door 2' }],
  newest: [
    {
      id: `s-${id}`,
      source: 'generic',
      key: id,
      kind: 'forced-door',
      subject: 'Dock door 2 forced',
      occurredAt: NIGHT,
    },
  ],
  firstOccurredAt: NIGHT,
  lastOccurredAt: NIGHT,
  personSeen: false,
  videoSeen: false,
  flags: [],
  pictures: [],
  ...change,
});

/** A ladder of two rungs, two rounds: whoever is on call, then every supervisor. */
export const policy = (change: Partial<Policy> = {}): Policy => ({
  id: 'standard',
  rounds: 2,
  roundMs: 6 * MINUTE,
  steps: [
    { afterMs: 0, notify: ['rotation:night'], via: ['chat', 'sms'], deliveredWithinMs: MINUTE },
    { afterMs: 3 * MINUTE, notify: ['role:supervisor'], via: ['sms', 'voice'], deliveredWithinMs: MINUTE },
  ],
  lastResort: ['person:director'],
  lastResortVia: ['sms', 'voice'],
  lastResortEveryMs: 5 * MINUTE,
  ...change,
});

export const plan = (change: Partial<Plan> = {}): Plan => ({
  version: 'v1',
  protocol: 'standard',
  rank: 1,
  dispatch: 'ask',
  escalation: policy(),
  welfare: DEFAULT_WELFARE,
  ...change,
});

/** Nobody is told for ten minutes: for laws that are about something else. */
const patient = policy({
  roundMs: 30 * MINUTE,
  steps: policy().steps.map((step, index) => ({ ...step, afterMs: (index + 1) * 10 * MINUTE })),
});

type Of<T extends IncidentEvent['type']> = Extract<IncidentEvent, { type: T }>;

export const opening = (change: Partial<Of<'opened'>> = {}): Of<'opened'> => ({
  type: 'opened',
  number: 42,
  subject: 'Dock door 2 forced',
  kind: 'forced-door',
  lifeSafety: false,
  covert: false,
  place: {
    siteId: 'riverside-mall',
    siteName: 'Riverside Mall',
    address: 'Uferstrasse 1, Berlin',
    timezone: 'Europe/Berlin',
    clientId: 'riverside',
    clientName: 'Riverside Properties',
    zoneId: 'loading-dock',
    zoneName: 'Loading dock 2',
  },
  assets: [],
  context: {
    sensitivity: 0.7,
    occupancy: 'staff',
    armed: true,
    justClosed: false,
    onTest: false,
    openingHoursKnown: true,
    recentIncidents: 0,
    adjoiningZones: 1,
    sourceWeight: 0.5,
  },
  signals: batch('b1'),
  assessment: assessment(),
  destinations: [ops],
  respondBy: minute(5),
  plan: plan({ escalation: patient }),
  because: [{ code: 'otherwise' }],
  ...change,
});

/** Something that has happened, and who did it. */
export interface Past {
  readonly event: IncidentEvent;
  readonly actor: Actor;
}

const past = (actor: Actor, event: IncidentEvent): Past => ({ actor, event });
export const opened = (change: Partial<Of<'opened'>> = {}): Past => past(intake, opening(change));
export const claimed = (by: PersonActor): Past => past(by, { type: 'claimed', by: refOf(by), via: by.via });
export const released = (by: PersonActor): Past => past(by, { type: 'released', from: refOf(by) });
export const snoozed = (by: PersonActor, until: Date): Past =>
  past(by, { type: 'snoozed', until, why: 'guard on the way' });
export const overdue = (respondBy = minute(5)): Past => past(clock, { type: 'overdue', respondBy });
export const resolved = (by: PersonActor, disposition: Disposition = 'confirmed', cause?: FalseAlarmCause): Past =>
  past(by, { type: 'resolved', disposition, note: 'checked', ...(cause ? { cause } : {}) });
export const reopened = (by: PersonActor, respondBy: Date): Past =>
  past(by, { type: 'reopened', why: 'again', respondBy });
export const archived = (): Past => past(archive, { type: 'archived' });
export const joined = (signals: SignalBatch, change: Partial<Of<'signals-joined'>> = {}): Past =>
  past(intake, { type: 'signals-joined', signals, assessment: assessment(), flapping: false, ...change });
export const restored = (...signals: SignalRef[]): Past => past(intake, { type: 'restored', signals });

export const claim = (actor: PersonActor): Command => ({ type: 'claim', actor });
export const release = (actor: PersonActor): Command => ({ type: 'release', actor });
export const assign = (actor: PersonActor, to: PersonActor): Command => ({ type: 'assign', actor, to: refOf(to) });
export const note = (actor: PersonActor, text: string): Command => ({ type: 'note', actor, text });
export const snooze = (actor: PersonActor, until: Date, why = 'guard on the way'): Command => ({
  type: 'snooze',
  actor,
  until,
  why,
});
export const resolve = (actor: PersonActor, disposition: Disposition, cause?: FalseAlarmCause, text = ''): Command => ({
  type: 'resolve',
  actor,
  disposition,
  note: text,
  ...(cause ? { cause } : {}),
});
export const reopen = (actor: PersonActor, respondBy: Date, why = 'it rings again'): Command => ({
  type: 'reopen',
  actor,
  respondBy,
  why,
});
export const tick: Command = { type: 'tick', actor: clock, known: NOTHING_KNOWN };
export const archiving: Command = { type: 'archive', actor: archive };
export const attach = (signals: SignalBatch, change: Partial<Extract<Command, { type: 'attach' }>> = {}): Command => ({
  type: 'attach',
  actor: intake,
  signals,
  assessment: assessment(),
  flapping: false,
  ...change,
});

/** Folds what has happened, one minute apart. */
export function stateAfter(...history: readonly Past[]): IncidentState {
  const [first, ...rest] = history;
  if (first === undefined) throw new Error('an incident begins with its opening');
  const start = evolve(undefined, { ...first, at: NIGHT }, ID);
  return rest.reduce((state, each, index) => evolve(state, { ...each, at: minute(index + 1) }, ID), start);
}

/** The kept incident after what has happened, one minute apart, each in a write of its own. */
export function incidentAfter(...history: readonly Past[]): Incident {
  const [first, ...rest] = history;
  if (first === undefined) throw new Error('an incident begins with its opening');
  const start = apply(ID, undefined, [first.event], { actor: first.actor, now: NIGHT, digest });
  return rest.reduce(
    (incident, { event, actor }, index) => apply(ID, incident, [event], { actor, now: minute(index + 1), digest }),
    start,
  );
}

/** `given(what has happened).when(command).gives(events)`: how every law of an incident is written down. */
export function given(...history: readonly Past[]) {
  const state = history.length === 0 ? undefined : stateAfter(...history);
  return {
    when(command: Command, now: Date = minute(history.length)) {
      const decision = decide(state, command, now);
      return {
        gives: (...events: IncidentEvent[]) => outcome(state, decision, command, now, events),
        changesNothing: () => outcome(state, decision, command, now, []),
        isRefused(refusal: Refusal): void {
          expect(decision).toEqual({ ok: false, refusal });
        },
      };
    },
  };
}

function outcome(
  before: IncidentState | undefined,
  decision: Decision,
  { actor }: Command,
  now: Date,
  events: IncidentEvent[],
) {
  expect(decision).toEqual({ ok: true, events });
  const decided = decision.ok ? decision.events : [];
  const after = decided.reduce<IncidentState | undefined>(
    (state, event) => evolve(state, { event, actor, at: now }, ID),
    before,
  );
  return {
    /** What stands in the state afterwards; `undefined` says that a field must be gone. */
    leaving(fields: Readonly<Record<string, unknown>>): void {
      for (const [field, value] of Object.entries(fields)) {
        expect((after as unknown as Readonly<Record<string, unknown>> | undefined)?.[field], field).toEqual(value);
      }
    },
  };
}
