import type { Facts } from './assess/condition.js';
import type { Evidence } from './assess/severity.js';
import type {
  Assessment,
  AssetRef,
  IncidentState,
  Kind,
  OpeningContext,
  Place,
  Signal,
  SignalBatch,
} from './incident/index.js';
import { wallClock } from './time.js';

/** What the score of a new incident is made of. */
export function evidenceOf(
  batch: SignalBatch,
  place: Place,
  assets: readonly AssetRef[],
  context: OpeningContext,
  lead: Signal,
): Evidence {
  return {
    kinds: Object.keys(batch.kinds) as Kind[],
    devices: batch.devices.length,
    personSeen: batch.personSeen,
    videoSeen: batch.videoSeen,
    flags: batch.flags,
    ...(lead.unrecognised ? { unrecognisedFrom: lead.source } : {}),
    zoneName: place.zoneName ?? place.siteName,
    assets,
    context,
  };
}

/** What the score of an incident is made of, with signals that join it. */
export function evidenceWith(state: IncidentState, batch?: SignalBatch): Evidence {
  const { signals, place, assets, context, unrecognised, seen } = state;
  const devices = new Set([...signals.devices, ...(batch?.devices ?? [])].map((device) => device.id));
  return {
    kinds: [...new Set([...Object.keys(signals.kinds), ...Object.keys(batch?.kinds ?? {})])] as Kind[],
    devices: devices.size,
    personSeen: signals.personSeen || batch?.personSeen === true,
    videoSeen: signals.videoSeen || batch?.videoSeen === true,
    flags: [...new Set([...signals.flags, ...(batch?.flags ?? [])])],
    ...(seen ? { seen } : {}),
    ...(unrecognised ? { unrecognisedFrom: signals.sources[0] ?? '' } : {}),
    zoneName: place.zoneName ?? place.siteName,
    assets,
    context,
  };
}

/** What the rules of the book look at. */
export function factsOf(
  about: Pick<IncidentState, 'place' | 'context' | 'assets' | 'covert' | 'lifeSafety'> & {
    readonly kinds: readonly Kind[];
  },
  { band, avs }: Assessment,
  at: Date,
): Facts {
  const { place, context, assets, covert, lifeSafety, kinds } = about;
  return {
    band,
    avs,
    lifeSafety,
    covert,
    kinds,
    siteId: place.siteId,
    siteName: place.siteName,
    zoneId: place.zoneId,
    zoneName: place.zoneName,
    clientId: place.clientId,
    clientName: place.clientName,
    closed: context.armed,
    minutes: wallClock(at, place.timezone).minutes,
    highValue: assets.some((asset) => asset.highValue),
  };
}
