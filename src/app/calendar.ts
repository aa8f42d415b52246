import type mongoose from 'mongoose';
import { createArchiving } from '../../jobs/archive.js';
import { openCalendar } from '../../jobs/calendar.js';
import { createDeviceSilence, type WatchedDevice } from '../../jobs/device-silence.js';
import { createListening } from '../../jobs/listening.js';
import { createSilence } from '../../jobs/silence.js';
import type { Book } from '../book/book.js';
import type { Desk } from '../desk.js';
import type { Clock, RaiseAlarm } from '../ports.js';
import type { Pace } from './jobs.js';
import type { Collections } from './store.js';

/** What the calendar asks for. */
export async function openCalendarJobs(parts: {
  readonly connection: mongoose.Connection;
  readonly stores: Pick<Collections, 'incidents' | 'sourceHealth' | 'marks' | 'sightings'>;
  readonly raise: RaiseAlarm;
  readonly holder: string;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly book: () => Book;
  /** Makes the reports that are due. */
  readonly reports: () => Promise<void>;
  /** Gives the tasks that come again. */
  readonly recurring: () => Promise<void>;
  /** Deletes what was kept long enough. */
  readonly retention: () => Promise<void>;
  /** Works out the risk of the day. */
  readonly risks: () => Promise<void>;
  readonly pace: Pace;
  readonly failed: (what: string, error: unknown) => void;
}) {
  const { connection, stores, desk, clock, book, reports, recurring, retention, risks, pace, failed } = parts;
  const archive = createArchiving({
    incidents: stores.incidents,
    desk,
    clock,
    afterMs: () => book().data.archive.after,
  });
  const silence = createSilence({
    ...parts,
    health: stores.sourceHealth,
    marks: stores.marks,
    listeningSince: createListening(stores.marks, 'sources'),
    heartbeats: () =>
      book().data.sources.flatMap(({ id, heartbeat, site }) => {
        const siteId = site ?? book().data.sites[0]?.id;
        return heartbeat === undefined || siteId === undefined ? [] : [{ source: id, everyMs: heartbeat, siteId }];
      }),
  });
  const deviceSilence = createDeviceSilence({
    ...parts,
    sightings: stores.sightings,
    listeningSince: createListening(stores.marks, 'devices'),
    devices: () =>
      book().data.devices.flatMap(({ id, name, class: sort, site, zone, heartbeat }): WatchedDevice[] =>
        heartbeat === undefined
          ? []
          : [{ id, name: name ?? id, class: sort, siteId: site, zoneId: zone, everyMs: heartbeat }],
      ),
  });
  const { db } = connection;
  if (!db) throw new Error('the store gave no database');
  const jobs = [
    { name: 'archive resolved incidents', everyMs: pace.calendarMs ?? 3_600_000, run: archive },
    { name: 'give recurring tasks', everyMs: Math.min(pace.calendarMs ?? 30_000, 30_000), run: recurring },
    { name: 'listen for heartbeats', everyMs: Math.min(pace.calendarMs ?? 15_000, 15_000), run: silence },
    { name: 'listen for devices', everyMs: Math.min(pace.calendarMs ?? 15_000, 15_000), run: deviceSilence },
    { name: 'delete what was kept long enough', everyMs: pace.calendarMs ?? 6 * 3_600_000, run: retention },
    // Before the reports, which tell of it.
    { name: 'work out risk', everyMs: pace.calendarMs ?? 600_000, run: risks },
    { name: 'make reports that are due', everyMs: pace.calendarMs ?? 60_000, run: reports },
  ];
  return await openCalendar({ db: db as never, jobs, failed });
}
