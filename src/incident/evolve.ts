import type { Actor } from './actor.js';
import type { IncidentEvent, SignalBatch } from './event.js';
import type { Claim, IncidentFacts, IncidentState, SignalTally, Stage } from './incident.js';
import type { Kind } from './kinds.js';
import type { Destination } from './place.js';
import { destinationKey } from './place.js';

/** Bounds of what an incident holds, whatever the storm. */
const KEEP = { newest: 10, devices: 50, sources: 20, pictures: 4, batches: 16, restores: 16, escalations: 10 } as const;

/** Events that change nothing that a card shows. */
const UNSEEN: ReadonlySet<IncidentEvent['type']> = new Set(['card-posted', 'delivery-failed', 'archived']);

interface Happened {
  readonly event: IncidentEvent;
  readonly at: Date;
  readonly actor: Actor;
}

/** Folds one event into the state. `id` is needed for the first event only. */
export function evolve(state: IncidentState | undefined, happened: Happened, id: string): IncidentState {
  const { event, at } = happened;
  if (event.type === 'opened') return opened(id, event, at);
  if (!state) throw new Error(`event "${event.type}" before "opened" of incident ${id}`);
  const seen = UNSEEN.has(event.type) ? state : { ...state, cardVersion: state.cardVersion + 1 };
  return step(seen, happened);
}

function opened(id: string, event: Extract<IncidentEvent, { type: 'opened' }>, at: Date): IncidentState {
  const { type: _type, signals, ...rest } = event;
  return {
    ...rest,
    status: 'open',
    id,
    signals: tally(signals),
    openedAt: at,
    overdue: false,
    escalations: [],
    notes: 0,
    reopened: 0,
    flapping: false,
    cardVersion: 1,
  };
}

function step(state: IncidentState, { event, at, actor }: Happened): IncidentState {
  switch (event.type) {
    case 'opened':
      return state;
    case 'signals-joined':
      return {
        // What was put off was something milder.
        ...(event.rose || event.lead ? without(state, 'snoozedUntil') : state),
        ...event.lead,
        destinations: addedTo(state.destinations, event.destinations ?? []),
        assessment: event.assessment ?? state.assessment,
        signals: join(state.signals, event.signals),
        flapping: event.flapping,
      };
    case 'restored': {
      const restores = [...(state.restores ?? []), ...event.signals.map((signal) => signal.id)].slice(-KEEP.restores);
      return { ...state, restoredAt: at, restores };
    }
    case 'claimed':
      return staged(without(state, 'snoozedUntil'), claimedStage({ by: event.by, at, via: event.via }));
    case 'assigned':
      return staged(without(state, 'snoozedUntil'), claimedStage({ by: event.to, at, via: event.via }));
    case 'released':
      return staged(state, { status: 'open' });
    case 'noted':
      return { ...state, notes: state.notes + 1 };
    case 'escalated': {
      const by = actor.kind === 'person' ? actor.name : 'Tocsin';
      const escalations = [...state.escalations, { to: event.to, why: event.why, at, by }].slice(-KEEP.escalations);
      return { ...without(state, 'snoozedUntil'), escalations };
    }
    case 'snoozed':
      return { ...state, snoozedUntil: event.until };
    case 'snooze-ended':
      return without(state, 'snoozedUntil');
    case 'overdue':
      return { ...state, overdue: true };
    case 'resolved': {
      const { disposition, cause, note } = event;
      if (actor.kind !== 'person') throw new Error(`incident ${state.id} resolved by ${actor.id}: only a person may`);
      const by = { id: actor.id, name: actor.name };
      const resolution = { by, at, via: actor.via, disposition, note, ...(cause ? { cause } : {}) };
      return staged(without(state, 'snoozedUntil'), { status: 'resolved', resolution });
    }
    case 'reopened': {
      const open = staged(state, { status: 'open' });
      return { ...open, reopened: state.reopened + 1, overdue: false, respondBy: event.respondBy, flapping: false };
    }
    case 'archived':
      if (state.status !== 'resolved') throw new Error(`incident ${state.id} archived while ${state.status}`);
      return staged(state, { status: 'archived', resolution: state.resolution, archivedAt: at });
    case 'card-posted':
    case 'delivery-failed':
      return state;
    default:
      return event satisfies never;
  }
}

function addedTo(have: readonly Destination[], more: readonly Destination[]): readonly Destination[] {
  const next = new Map([...have, ...more].map((destination) => [destinationKey(destination), destination]));
  return [...next.values()];
}

const claimedStage = (claim: Claim): Stage => ({ status: 'claimed', claim });

/** Changes the stage: what belonged to the old one leaves, so that no state is half one and half the other. */
function staged(state: IncidentState, stage: Stage): IncidentState {
  const {
    status: _s,
    claim,
    resolution: _r,
    archivedAt: _a,
    ...facts
  } = state as IncidentFacts & {
    status: string;
    claim?: Claim;
    resolution?: unknown;
    archivedAt?: unknown;
  };
  const lastClaim = claim ?? (stage.status === 'claimed' ? stage.claim : undefined);
  return { ...facts, ...(lastClaim ? { lastClaim } : {}), ...stage };
}

function without(state: IncidentState, key: 'snoozedUntil'): IncidentState {
  const { [key]: _gone, ...rest } = state;
  return rest as IncidentState;
}

function tally(batch: SignalBatch): SignalTally {
  const { id, digest: _digest, ...rest } = batch;
  return {
    ...rest,
    newest: batch.newest.slice(0, KEEP.newest),
    devices: batch.devices.slice(0, KEEP.devices),
    sources: batch.sources.slice(0, KEEP.sources),
    pictures: batch.pictures.slice(0, KEEP.pictures),
    batches: [id],
  };
}

function join(have: SignalTally, batch: SignalBatch): SignalTally {
  const kinds: Partial<Record<Kind, number>> = { ...have.kinds };
  for (const [kind, count] of Object.entries(batch.kinds) as [Kind, number][]) kinds[kind] = (kinds[kind] ?? 0) + count;
  const devices = new Map([...have.devices, ...batch.devices].map((device) => [device.id, device]));
  return {
    count: have.count + batch.count,
    kinds,
    sources: [...new Set([...have.sources, ...batch.sources])].slice(0, KEEP.sources),
    devices: [...devices.values()].slice(0, KEEP.devices),
    newest: [...batch.newest, ...have.newest].slice(0, KEEP.newest),
    firstOccurredAt: earlier(have.firstOccurredAt, batch.firstOccurredAt),
    lastOccurredAt: latest(have.lastOccurredAt, batch.lastOccurredAt),
    personSeen: have.personSeen || batch.personSeen,
    videoSeen: have.videoSeen || batch.videoSeen,
    pictures: [...new Set([...batch.pictures, ...have.pictures])].slice(0, KEEP.pictures),
    batches: [...have.batches, batch.id].slice(-KEEP.batches),
  };
}

const earlier = (a: Date, b: Date): Date => (a.getTime() <= b.getTime() ? a : b);
const latest = (a: Date, b: Date): Date => (a.getTime() >= b.getTime() ? a : b);
