import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda, type JobRepository } from 'agenda';
import type { Db } from 'mongodb';

/** Something that is to be done so often. Each run is safe to repeat. */
export interface CalendarJob {
  readonly name: string;
  readonly everyMs: number;
  run(): Promise<unknown>;
}

export interface CalendarParts {
  /** The database of the connection that everybody shares. */
  readonly db: Db;
  readonly jobs: readonly CalendarJob[];
  readonly failed: (what: string, error: unknown) => void;
}

/**
 * Agenda's stop does not wait for what it asked of the store; closing the store then would break those calls off.
 * This backend knows them.
 */
class CountedBackend extends MongoBackend {
  private readonly pending = new Set<Promise<unknown>>();
  private counted: JobRepository | undefined;

  override get repository(): JobRepository {
    this.counted ??= new Proxy(super.repository, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...given: unknown[]): unknown => {
          const result: unknown = Reflect.apply(member, target, given);
          if (result instanceof Promise) this.count(result);
          return result;
        };
      },
    });
    return this.counted;
  }

  private count(call: Promise<unknown>): void {
    const done = (): void => void this.pending.delete(call);
    this.pending.add(call);
    call.then(done, done);
  }

  /** Until nothing is asked any more. A finished call can lead to the next, so it looks more than once. */
  async quiet(): Promise<void> {
    for (let looks = 0; looks < 50; looks++) {
      await Promise.allSettled(this.pending);
      await new Promise((resolve) => setImmediate(resolve));
      if (this.pending.size === 0) return;
    }
  }
}

const PROCESS_MS = 5_000;

/**
 * What the calendar asks for. Agenda makes sure that of many instances one runs a job; what a job does is safe to
 * repeat all the same, because a lock can outlive its holder.
 */
export async function openCalendar({ db, jobs, failed }: CalendarParts): Promise<{ stop(): Promise<void> }> {
  const backend = new CountedBackend({ mongo: db, collection: 'agendajobs' });
  const agenda = new Agenda({
    backend,
    processEvery: Math.min(PROCESS_MS, ...jobs.map(({ everyMs }) => everyMs)),
    defaultLockLifetime: 60_000,
  });
  agenda.on('error', (error: unknown) => {
    failed('the calendar', error);
  });
  agenda.on('fail', (error: unknown, job: { attrs: { name: string } }) => {
    failed(`the job "${job.attrs.name}"`, error);
  });
  for (const { name, run } of jobs)
    agenda.define(name, async () => {
      await run();
    });
  await agenda.start();
  for (const { name, everyMs } of jobs) await agenda.every(`${everyMs / 1_000} seconds`, name);
  return {
    async stop() {
      await agenda.drain(5_000);
      await agenda.stop();
      await backend.quiet();
    },
  };
}
