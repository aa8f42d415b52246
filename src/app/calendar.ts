import type mongoose from 'mongoose';
import { createArchiving } from '../../jobs/archive.js';
import { openCalendar } from '../../jobs/calendar.js';
import type { Book } from '../book/book.js';
import type { Desk } from '../desk.js';
import type { Clock, IncidentStore } from '../ports.js';
import type { Pace } from './jobs.js';

/** What the calendar asks for. */
export async function openCalendarJobs(parts: {
  readonly connection: mongoose.Connection;
  readonly incidents: IncidentStore;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly book: () => Book;
  /** Makes the reports that are due. */
  readonly reports: () => Promise<void>;
  /** Gives the tasks that come again. */
  readonly recurring: () => Promise<void>;
  /** Works out the risk of the day. */
  readonly risks: () => Promise<void>;
  readonly pace: Pace;
  readonly failed: (what: string, error: unknown) => void;
}) {
  const { connection, incidents, desk, clock, book, reports, recurring, risks, pace, failed } = parts;
  const archive = createArchiving({ incidents, desk, clock, afterMs: () => book().data.archive.after });
  const { db } = connection;
  if (!db) throw new Error('the store gave no database');
  const jobs = [
    { name: 'archive resolved incidents', everyMs: pace.calendarMs ?? 3_600_000, run: archive },
    { name: 'give recurring tasks', everyMs: Math.min(pace.calendarMs ?? 30_000, 30_000), run: recurring },
    // Before the reports, which tell of it.
    { name: 'work out risk', everyMs: pace.calendarMs ?? 600_000, run: risks },
    { name: 'make reports that are due', everyMs: pace.calendarMs ?? 60_000, run: reports },
  ];
  return await openCalendar({ db: db as never, jobs, failed });
}
