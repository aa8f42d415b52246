import type { SignalBatch } from './event.js';
import type { SignalTally } from './incident.js';
import type { Kind } from './kinds.js';
import { traitsTogether } from './trait.js';

/** Bounds of what an incident holds of its signals, whatever the storm. */
const KEEP = { newest: 10, devices: 50, sources: 20, pictures: 4, batches: 16, traits: 10 } as const;

export function tallyOf(batch: SignalBatch): SignalTally {
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

export function joined(have: SignalTally, batch: SignalBatch): SignalTally {
  const kinds: Partial<Record<Kind, number>> = { ...have.kinds };
  for (const [kind, count] of Object.entries(batch.kinds) as [Kind, number][]) kinds[kind] = (kinds[kind] ?? 0) + count;
  const devices = new Map([...have.devices, ...batch.devices].map((device) => [device.id, device]));
  const traits = traitsTogether([...(have.traits ?? []), ...(batch.traits ?? [])], KEEP.traits);
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
    flags: [...new Set([...have.flags, ...batch.flags])],
    ...(traits.length > 0 ? { traits } : {}),
    pictures: [...new Set([...batch.pictures, ...have.pictures])].slice(0, KEEP.pictures),
    batches: [...have.batches, batch.id].slice(-KEEP.batches),
  };
}

const earlier = (a: Date, b: Date): Date => (a.getTime() <= b.getTime() ? a : b);
const latest = (a: Date, b: Date): Date => (a.getTime() >= b.getTime() ? a : b);
