import { describe, expect, it } from 'vitest';
import { createDeviceSilence, type WatchedDevice } from '../../jobs/device-silence.js';
import { createListening } from '../../jobs/listening.js';
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
  let watched = devices;
  let listening = new Date(0);
  const kept = new Map<string, Sighting>();
  const raised = new Map<string, OwnAlarm>();
  const change = (device: string, with_: (known: Sighting) => Sighting) =>
    kept.set(device, with_(kept.get(device) ?? { device, askedAt: now }));
  const instance = (trouble?: () => void) =>
    createDeviceSilence({
      devices: () => watched,
      sightings: {
        all: async () => [...kept.values()],
        heard: async (all) => {
          for (const [id, lastAt] of all) change(id, (known) => ({ ...known, lastAt }));
        },
        ask: async (ids, at) => {
          for (const id of ids) if (!kept.has(id)) kept.set(id, { device: id, askedAt: at });
        },
        forget: async (ids) => {
          for (const id of ids) kept.delete(id);
        },
        silent: async (device, silence) =>
          void change(device, (known) => (known.silence ? known : { ...known, silence })),
        back: async (device, alarm) =>
          void change(device, ({ silence, ...known }) =>
            silence && silence.alarm !== alarm ? { ...known, silence } : known,
          ),
      },
      listeningSince: async () => listening,
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
    watch: (...all: readonly WatchedDevice[]) => {
      watched = all;
    },
    /** Tocsin was off until now. */
    wake: () => {
      listening = now;
    },
  };
}

describe('a device that is to be heard of', () => {
  it('opens one incident for each silence, whoever looks, and is noted on it when it speaks again', async () => {
    const { instance, alarms, wind, hear } = house([camera('1')]);
    hear('1');
    wind(374);
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
        details: 'camera: last heard of 6 min ago; it is to be heard of every 300 s. What it should see is not seen.',
      },
    ]);
    hear('1');
    await Promise.all([instance()(), instance()()]);
    await instance()();
    expect(alarms().slice(1)).toMatchObject([
      { subject: 'Camera 1 is heard of again', clears: 'device/1/2026-11-22T12:00:00.000Z', deviceId: '1' },
    ]);
    wind(376);
    await instance()();
    expect(alarms()).toHaveLength(3);
  });

  it('that never spoke is missed from when the book first asked for it', async () => {
    const { instance, alarms, wind } = house([camera('1')]);
    await instance()();
    wind(374);
    await instance()();
    expect(alarms()).toEqual([]);
    wind(1);
    await instance()();
    expect(alarms()).toMatchObject([{ details: expect.stringContaining('never heard of') }]);
  });

  it('is told with the others of its site when many fall silent at once, and apart from other sites', async () => {
    const mall = ['1', '2', '3', '4'].map((id) => camera(id));
    const { instance, alarms, wind, hear } = house([...mall, camera('5', 'museum')]);
    hear('1', '2', '3', '4', '5');
    // Four of one site at once have one reason, and are told at once; one alone waits for others.
    wind(316);
    await instance()();
    expect(alarms().map(({ subject }) => subject)).toEqual(['No word from 4 devices at once']);
    wind(60);
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

  it('waits a moment for others of its site that fall silent with it', async () => {
    const mall = ['1', '2', '3', '4'].map((id) => camera(id));
    const { instance, alarms, wind, hear } = house(mall);
    for (const { id } of mall) {
      hear(id);
      wind(15);
    }
    for (let passed = 0; passed < 400; passed += 15) {
      await instance()();
      wind(15);
    }
    expect(alarms().map(({ subject }) => subject)).toEqual(['No word from 4 devices at once']);
  });

  it('is not called silent for the time in which nobody could hear it', async () => {
    const { instance, alarms, wind, hear, wake } = house([camera('1')]);
    hear('1');
    wind(3_600);
    wake();
    await instance()();
    wind(374);
    await instance()();
    expect(alarms()).toEqual([]);
    wind(2);
    await instance()();
    expect(alarms()).toHaveLength(1);
  });

  it('begins anew when it is taken out of the book and put back, silent or not', async () => {
    const { instance, alarms, wind, hear, watch } = house([camera('1')]);
    hear('1');
    wind(400);
    await instance()();
    expect(alarms()).toHaveLength(1);
    watch();
    await instance()();
    wind(200 * 86_400);
    watch(camera('1'));
    await instance()();
    wind(300);
    await instance()();
    expect(alarms()).toHaveLength(1);
    wind(100);
    await instance()();
    expect(alarms()).toHaveLength(2);
  });

  it('by a clock that was ahead is missed all the same', async () => {
    const { instance, alarms, wind, hear } = house([camera('1')]);
    wind(86_400);
    hear('1');
    wind(-86_400);
    await instance()();
    wind(400);
    await instance()();
    expect(alarms()).toHaveLength(1);
  });
});

describe('listening', () => {
  it('begins anew after a break, and not while somebody looks', async () => {
    const marked = new Map<string, Date>();
    const marks = {
      begin: async (name: string, at: Date) => {
        if (!marked.has(name)) marked.set(name, at);
        return marked.get(name) ?? at;
      },
      advance: async (name: string, at: Date) => {
        if ((marked.get(name) ?? at) <= at) marked.set(name, at);
      },
    };
    const at = (minutes: number) => new Date(Date.UTC(2026, 10, 22, 12, minutes));
    const look = (minutes: number) => createListening(marks, 'devices')(at(minutes));
    expect(await look(0)).toEqual(at(0));
    expect(await look(1)).toEqual(at(0));
    expect(await look(3)).toEqual(at(0));
    // Two instances look at once.
    expect(await Promise.all([look(4), look(4)])).toEqual([at(0), at(0)]);
    expect(await look(60)).toEqual(at(60));
    expect(await look(61)).toEqual(at(60));
    // A clock that goes back changes nothing.
    expect(await look(30)).toEqual(at(60));
  });
});
