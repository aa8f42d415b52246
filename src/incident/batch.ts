import type { Digest } from './chain.js';
import type { SignalBatch, SignalRef } from './event.js';
import type { Kind } from './kinds.js';
import type { DeviceRef } from './place.js';
import type { Signal } from './signal.js';
import { traitsTogether } from './trait.js';

const TRAITS_KEPT = 10;

export const refOfSignal = ({ id, source, key, kind, subject, occurredAt }: Signal): SignalRef => ({
  id,
  source,
  key,
  kind,
  subject,
  occurredAt,
});

/** Counts and links signals that join together; their raw bodies are tied in by hash. */
export function batchOf(
  id: string,
  signals: readonly [Signal, ...Signal[]],
  deviceName: (deviceId: string) => string,
  digest: Digest,
): SignalBatch {
  const kinds: Partial<Record<Kind, number>> = {};
  const devices = new Map<string, DeviceRef>();
  for (const { kind, deviceId } of signals) {
    kinds[kind] = (kinds[kind] ?? 0) + 1;
    if (deviceId) devices.set(deviceId, { id: deviceId, name: deviceName(deviceId) });
  }
  const times = signals.map((signal) => signal.occurredAt.getTime());
  const newest = [...signals].sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime());
  const traits = traitsTogether(
    signals.flatMap((signal) => signal.traits ?? []),
    TRAITS_KEPT,
  );
  const pictures = newest.flatMap((signal) => signal.media).filter((media) => media.type.startsWith('image/'));
  return {
    id,
    count: signals.length,
    digest: digestOf(signals, digest),
    kinds,
    sources: [...new Set(signals.map((signal) => signal.source))].slice(0, 20),
    devices: [...devices.values()].slice(0, 50),
    newest: newest.slice(0, 5).map(refOfSignal),
    firstOccurredAt: new Date(Math.min(...times)),
    lastOccurredAt: new Date(Math.max(...times)),
    personSeen: signals.some((signal) => signal.validation.person),
    videoSeen: signals.some((signal) => signal.validation.video),
    flags: [...new Set(signals.flatMap((signal) => signal.flags))],
    ...(traits.length > 0 ? { traits } : {}),
    pictures: [...new Set(pictures.map((media) => media.url))].slice(0, 4),
  };
}

/** Hash over the signals and the hashes of their raw bodies, whatever their order. */
export function digestOf(signals: readonly Signal[], digest: Digest): string {
  return digest(signals.map((signal) => digest(evidenceOf(signal))).sort());
}

/** What of a signal is evidence: all that the detector told, and where its raw body can be checked. */
const evidenceOf = ({
  id,
  source,
  key,
  kind,
  occurredAt,
  receivedAt,
  siteId,
  subject,
  details,
  media,
  covert,
  rawSha256,
  keptSha256,
  ...rest
}: Signal) => ({
  ...{ id, source, key, kind, occurredAt, receivedAt, siteId, subject, details, media, covert, rawSha256, keptSha256 },
  zoneId: rest.zoneId,
  deviceId: rest.deviceId,
  placeNamed: rest.placeNamed,
  confidence: rest.confidence,
  flags: rest.flags,
  traits: rest.traits,
});
