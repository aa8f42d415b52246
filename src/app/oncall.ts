import { randomUUID } from 'node:crypto';
import { createCovers } from '../../handlers/covers.js';
import type { Book } from '../book/book.js';
import { members, onCall, withCovers } from '../oncall/index.js';
import type { Clock } from '../ports.js';
import type { CoverStore, Roster } from '../ports-oncall.js';
import type { OnCallParts } from '../surfaces/console/oncall-data.js';
import { calendarFeed, feedPath } from '../web/calendar-feed.js';

export interface OnCallChapter {
  readonly book: () => Book;
  readonly covers: CoverStore;
  readonly clock: Clock;
  /** Of the sessions; the calendar addresses are signed with it. */
  readonly secret: string;
}

/** Who is on call: the roster that everybody asks, the page of the console, and the calendars. */
export function openOnCall({ book, covers, clock, secret }: OnCallChapter) {
  const roster = createRoster(book, covers);
  const hearers: (() => void)[] = [];
  const handle = createCovers({
    covers,
    roster,
    clock,
    newId: randomUUID,
    changed: () => {
      for (const hear of hearers) hear();
    },
  });
  const page: OnCallParts = {
    roster,
    covers: handle,
    coverStore: covers,
    clock,
    people: () => book().data.people.map(({ id, name }) => ({ id, name })),
    feedOf: (name) => feedPath(secret, name),
  };
  const feed = calendarFeed({ roster, clock, secret, person: (id) => book().person(id) });
  return {
    roster,
    page,
    feed,
    /** `changed` is called when somebody else is on call than before, or a cover is offered. */
    hear(changed: () => void): void {
      hearers.push(changed);
    },
  };
}

export type OpenOnCall = ReturnType<typeof openOnCall>;

/** The rotations of the book with what people have taken over from each other. */
export function createRoster(book: () => Book, covers: Pick<CoverStore, 'within'>): Roster {
  const all = () => book().data.rotations.flatMap(({ id }) => book().rotation(id) ?? []);
  const roster: Roster = {
    async rotations(from, to) {
      const rotations = all();
      if (rotations.length === 0) return rotations;
      // An instant is within what begins before it ends: the store is asked for a range of at least a moment.
      const known = await covers.within(from, new Date(Math.max(to.getTime(), from.getTime() + 1)));
      return rotations.map((rotation) => withCovers(rotation, known));
    },
    async rotation(id, from, to) {
      return book().rotation(id) && (await roster.rotations(from, to)).find((each) => each.id === id);
    },
    async onCall(rotationId, at) {
      const rotation = await roster.rotation(rotationId, at, at);
      return rotation && onCall(rotation, at);
    },
    async onShift(at) {
      const rotations = await roster.rotations(at, at);
      const named = new Set(rotations.flatMap(members));
      const on = new Set(rotations.map((rotation) => onCall(rotation, at)?.person));
      return (personId) => (on.has(personId) ? true : named.has(personId) ? false : undefined);
    },
  };
  return roster;
}
