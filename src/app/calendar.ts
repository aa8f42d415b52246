import type mongoose from 'mongoose';
import { createArchiving } from '../../jobs/archive.js';
import { openCalendar } from '../../jobs/calendar.js';
import type { Book } from '../book/book.js';
import type { Desk } from '../desk.js';
import type { Clock, IncidentStore } from '../ports.js';

/** What the calendar asks for. */
export async function openCalendarJobs(parts: {
  readonly connection: mongoose.Connection;
  readonly incidents: IncidentStore;
  readonly desk: Desk;
  readonly clock: Clock;
  readonly book: () => Book;
  readonly failed: (what: string, error: unknown) => void;
}) {
  const { connection, incidents, desk, clock, book, failed } = parts;
  const archive = createArchiving({ incidents, desk, clock, afterMs: () => book().data.archive.after });
  const { db } = connection;
  if (!db) throw new Error('the store gave no database');
  return await openCalendar({ db: db as never, archive, failed });
}
