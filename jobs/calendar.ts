import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import type { Db } from 'mongodb';

export interface CalendarParts {
  /** The database of the connection that everybody shares. */
  readonly db: Db;
  readonly archive: () => Promise<number>;
  readonly failed: (what: string, error: unknown) => void;
}

const ARCHIVE = 'archive resolved incidents';

/**
 * What the calendar asks for. Agenda makes sure that of many instances one runs a job; what a job does is safe to
 * repeat all the same, because a lock can outlive its holder.
 */
export async function openCalendar({ db, archive, failed }: CalendarParts): Promise<{ stop(): Promise<void> }> {
  const agenda = new Agenda({
    backend: new MongoBackend({ mongo: db, collection: 'agendajobs' }),
    processEvery: 5_000,
    defaultLockLifetime: 60_000,
  });
  agenda.on('error', (error: unknown) => {
    failed('the calendar', error);
  });
  agenda.on('fail', (error: unknown, job: { attrs: { name: string } }) => {
    failed(`the job "${job.attrs.name}"`, error);
  });
  agenda.define(ARCHIVE, async () => {
    await archive();
  });
  await agenda.start();
  await agenda.every('1 hour', ARCHIVE);
  return {
    async stop() {
      await agenda.drain(5_000);
      await agenda.stop();
    },
  };
}
