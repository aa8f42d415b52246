import { describe, expect, it } from 'vitest';
import { createDeviceSilence, type WatchedDevice } from '../../jobs/device-silence.js';
import type { OwnAlarm } from '../../src/ports-alarms.js';
import type { Sighting } from '../../src/ports-devices.js';

const camera = (id: string, siteId = 'mall'): WatchedDevice => ({
  id,
  name: `Camera ${id}`,
  class: 'camera',
  siteId,
  zoneId: 'court',
  everyMs: 5 * 60_000,
});

function house(devices: readonly WatchedDevice[]) {
  let now = new Date('2026-11-22T12:00:00Z');
  const kept = new Map<string, Sighting>();
  const marked = new Map<string, Date>();
  const raised = new Map<string, OwnAlarm>();
  const change = (device: string, with_: (known: Sighting) => Sighting) =>
    kept.set(device, with_(kept.get(device) ?? { device }));
  const instance = (trouble?: () => void) =>
    createDeviceSilence({
      devices: () => devices,
      sightings: {
        all: async () => [...kept.values()],
        silent: async (device, silence) =>
          void change(device, (known) => (known.silence ? known : { ...known, silence })),
        back: async (device, alarm) =>
          void change(device, ({ silence, ...known }) =>
            silence && silence.alarm !== alarm ? { ...known, silence } : known,
          ),
      },
      marks: {
        begin: async (name, at) => {
          if (!marked.has(name)) marked.set(name, at);
          return marked.get(name) ?? at;
        },
      },
      raise: async (alarm) => {
        trouble?.();
        raised.set(alarm.key, alarm);
      },
      clock: { now: () => now },
      failed: () => undefined,
    });
  return {
    instance,
    alarms: () => [...raised.values()],
    wind: (seconds: number) => {
      now = new Date(now.getTime() + seconds * 1_000);
    },
    hear: (...ids: string[]) => {
      for (const id of ids) change(id, (known) => ({ ...known, lastAt: now }));
    },
  };
}

describe('a device that is to be heard of', () => {
  it('opens one incident for each silence, whoever looks, and is noted on it when it speaks again', async () => {
    const { instance, alarms, wind, hear } = house([camera('1')]);
    hear('1');
    wind(315);
    await instance()();
    expect(alarms()).toEqual([]);
    wind(1);
    await Promise.all([instance()(), instance()()]);
    wind(900);
    await instance()();
    expect(alarms()).toEqual([
      {
        key: 'device/1/2026-11-22T12:00:00.000Z',
        kind: 'device-offline',
        siteId: 'mall',
        zoneId: 'court',
        deviceId: '1',
        subject: 'No word from Camera 1',
        details: 'camera: last heard of 5 min ago; it is to be heard of every 300 s. What it should see is not seen.',
      },
    ]);
    hear('1');
    await Promise.all([instance()(), instance()()]);
    await instance()();
    expect(alarms().slice(1)).toMatchObject([
      { subject: 'Camera 1 is heard of again', clears: 'device/1/2026-11-22T12:00:00.000Z', deviceId: '1' },
    ]);
    wind(316);
    await instance()();
    expect(alarms()).toHaveLength(3);
  });

  it('that never spoke is missed from when the book first asked for it', async () => {
    const { instance, alarms, wind } = house([camera('1')]);
    await instance()();
    wind(300);
    await instance()();
    expect(alarms()).toEqual([]);
    wind(16);
    await instance()();
    expect(alarms()).toMatchObject([{ details: expect.stringContaining('never heard of') }]);
  });

  it('is told with the others of its site when many fall silent at once, and apart from other sites', async () => {
    const mall = ['1', '2', '3', '4'].map((id) => camera(id));
    const { instance, alarms, wind, hear } = house([...mall, camera('5', 'museum')]);
    hear('1', '2', '3', '4', '5');
    wind(316);
    await instance()();
    expect(alarms().map(({ siteId, subject }) => `${siteId}: ${subject}`)).toEqual([
      'mall: No word from 4 devices at once',
      'museum: No word from Camera 5',
    ]);
    expect(alarms()[0]?.details?.split('\n')).toHaveLength(4);
    hear('1');
    hear('2');
    await instance()();
    const [, , ...back] = alarms();
    expect(back.map(({ clears }) => clears)).toEqual([alarms()[0]?.key, alarms()[0]?.key]);
    expect(new Set(back.map(({ key }) => key)).size).toBe(2);
  });

  it('is told on the next round when telling failed', async () => {
    const { instance, alarms, wind, hear } = house([camera('1'), camera('2', 'museum')]);
    hear('1', '2');
    wind(400);
    let tries = 0;
    await instance(() => {
      tries += 1;
      if (tries === 1) throw new Error('the store is away');
    })();
    expect(alarms()).toHaveLength(1);
    await instance()();
    expect(alarms()).toHaveLength(2);
  });
});
