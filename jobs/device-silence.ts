import type { Clock } from '../src/ports.js';
import type { RaiseAlarm } from '../src/ports-alarms.js';
import type { Sighting, SightingStore } from '../src/ports-devices.js';
import type { ListeningSince } from './listening.js';

/** A device that is to be heard of so often. */
export interface WatchedDevice {
  readonly id: string;
  readonly name: string;
  readonly class: string;
  readonly siteId: string;
  readonly zoneId?: string | undefined;
  /** Milliseconds. */
  readonly everyMs: number;
}

export interface DeviceSilenceParts {
  readonly devices: () => readonly WatchedDevice[];
  readonly sightings: SightingStore;
  readonly listeningSince: ListeningSince;
  readonly raise: RaiseAlarm;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

/** What is heard is written down this much later. */
const WRITTEN_MS = 15_000;
/** More of a site at once have one reason: a switch, a recorder, the mains. */
const ALONE = 3;
/** So long others may fall silent with it before it is told alone. */
const GATHER_MS = 60_000;
const NAMED = 40;

interface Silent {
  readonly device: WatchedDevice;
  readonly since: Date;
  /** Milliseconds beyond the time at which it should have been heard of. */
  readonly overMs: number;
  readonly known: boolean;
}

/** A device that is to be heard of, and is not, is an incident; what it says again later is noted on that one. */
export function createDeviceSilence({
  devices,
  sightings: store,
  listeningSince,
  raise,
  clock,
  failed,
}: DeviceSilenceParts) {
  /** In words that a person acts on: when, and how long it may be quiet. */
  function toldOf({ device, since, known }: Silent): string {
    const ago = Math.round((clock.now().getTime() - since.getTime()) / 60_000);
    const due = `it is to be heard of every ${device.everyMs / 1_000} s`;
    return known ? `last heard of ${ago} min ago; ${due}` : `never heard of; ${due}`;
  }

  async function tellOne(silent: Silent): Promise<void> {
    const { device, since } = silent;
    const alarm = `device/${device.id}/${since.toISOString()}`;
    await raise({
      key: alarm,
      kind: 'device-offline',
      siteId: device.siteId,
      zoneId: device.zoneId,
      deviceId: device.id,
      subject: `No word from ${device.name}`,
      details: `${device.class}: ${toldOf(silent)}. What it should see is not seen.`,
    });
    await store.silent(device.id, { alarm, since });
  }

  async function tellTogether(siteId: string, all: readonly Silent[]): Promise<void> {
    const since = new Date(Math.max(...all.map((each) => each.since.getTime())));
    const alarm = `devices/${siteId}/${since.toISOString()}/${all.length}`;
    const named = all.slice(0, NAMED).map((each) => `${each.device.name}: ${toldOf(each)}`);
    await raise({
      key: alarm,
      kind: 'device-offline',
      siteId,
      subject: `No word from ${all.length} devices at once`,
      details: [...named, ...(all.length > NAMED ? [`and ${all.length - NAMED} more`] : [])].join('\n'),
    });
    for (const { device } of all) await store.silent(device.id, { alarm, since });
  }

  async function tellBack({ id, name, siteId, zoneId }: WatchedDevice, { lastAt, silence }: Sighting): Promise<void> {
    if (!silence || !lastAt) return;
    await raise({
      key: `device/${id}/${silence.since.toISOString()}/back`,
      kind: 'device-offline',
      siteId,
      zoneId,
      deviceId: id,
      subject: `${name} is heard of again`,
      clears: silence.alarm,
    });
    await store.back(id, silence.alarm);
  }

  /** Since when it may be called silent: what nobody could hear is no silence. */
  const sinceOf = ({ askedAt, lastAt }: Sighting, listening: Date): Date =>
    new Date(Math.max((lastAt ?? askedAt).getTime(), listening.getTime()));

  return async function listen(): Promise<void> {
    const watched = devices();
    const now = clock.now();
    const sightings = await store.all();
    if (watched.length + sightings.length === 0) return;
    const listening = await listeningSince(now);
    const ids = new Set(watched.map(({ id }) => id));
    // Whoever is taken out of the book and put back begins anew.
    await store.forget(sightings.flatMap(({ device }) => (ids.has(device) ? [] : [device])));
    const known = new Map(sightings.map((each) => [each.device, each]));
    await store.ask(
      [...ids].filter((id) => !known.has(id)),
      now,
    );
    const ahead = new Map<string, Date>();
    const quiet = new Map<string, Silent[]>();
    for (const device of watched) {
      const sighting = known.get(device.id) ?? { device: device.id, askedAt: now };
      // By a clock that was ahead it would be heard of for a long time yet.
      if (sighting.lastAt && sighting.lastAt > now) ahead.set(device.id, now);
      const since = sinceOf(sighting, listening);
      const overMs = now.getTime() - since.getTime() - device.everyMs - WRITTEN_MS;
      if (overMs > 0 && !sighting.silence) {
        const all = quiet.get(device.siteId) ?? [];
        quiet.set(device.siteId, [...all, { device, since, overMs, known: sighting.lastAt !== undefined }]);
      } else if (overMs <= 0 && sighting.silence)
        await tellBack(device, sighting).catch((error: unknown) => {
          failed(`telling that ${device.id} is heard of again`, error);
        });
    }
    await store.heard(ahead);
    for (const [siteId, all] of quiet) {
      // What has one reason falls silent within a while, each after its own heartbeat.
      if (all.length <= ALONE && all.every(({ overMs, device }) => overMs < Math.min(GATHER_MS, device.everyMs)))
        continue;
      const telling = all.length > ALONE ? [tellTogether(siteId, all)] : all.map(tellOne);
      for (const end of await Promise.allSettled(telling))
        if (end.status === 'rejected') failed(`telling of silent devices at ${siteId}`, end.reason);
    }
  };
}
