import type { Destination } from '../incident/index.js';
import { destinationKey } from '../incident/index.js';
import type { TaskPlanning } from '../ports-tasks.js';
import type { TaskPlace } from '../task/index.js';
import type { Book } from './book.js';
import { chatWith, peopleWith } from './recipients.js';
import { type Fallback, readersOf, routesFor } from './routes.js';
import type { Person } from './schema.js';

export interface TaskPlaceParts {
  readonly book: () => Book;
  readonly surfaces: ReadonlySet<Destination['surface']>;
  readonly fallback?: Fallback;
  /** Where somebody talks with Tocsin alone, in each chat that is switched on. */
  readonly ownChats: (personId: string) => readonly Pick<Destination, 'surface' | 'to'>[];
}

/** Who leads, the nearest first. */
const LEADS = ['supervisor', 'manager', 'director'] as const;
/** Of them, so many are told of what is overdue. */
const TOLD = 10;

/** Who sees a task: whoever is to do it in their own chat, and the channels that want tasks; else those of the site. */
export function createTaskPlaces({ book, surfaces, fallback, ownChats }: TaskPlaceParts): TaskPlanning {
  const chatsOf = (person: Person): Destination[] => ownChats(person.id).map((at) => chatWith(person, at, book()));

  const wanting = (place: TaskPlace): Destination[] =>
    readersOf(book(), 'tasks', surfaces)
      .filter(({ sites }) => sites?.includes(place.siteId) ?? true)
      .map(({ to }) => to);

  /** Where its gravest incident would be shown to our own people. */
  const ofSite = (place: TaskPlace, covert: boolean): Destination[] =>
    routesFor(book(), place, { band: 'critical', covert }, { surfaces, ...(fallback ? { fallback } : {}) })
      .filter(({ audience }) => audience === 'team')
      .map((to) => ({ ...to, mention: 'none' }));

  return {
    destinations({ place, to, covert = false }) {
      const person = to.kind === 'person' ? book().person(to.id) : undefined;
      const chosen = [...(person ? chatsOf(person) : []), ...wanting(place)];
      return chosen.length > 0 ? unique(chosen) : unique(ofSite(place, covert));
    },

    channels: ({ place, covert = false }) => unique([...wanting(place), ...ofSite(place, covert)]),

    leads(place, { times, doer }) {
      const told: Person[] = [];
      // With each time one step further up; whoever is to do it is no help.
      for (const [step, role] of LEADS.entries()) {
        if (step >= times && told.length > 0) break;
        told.push(...peopleWith(book(), role, place.siteId).filter(({ id }) => id !== doer));
      }
      const people = [...new Map(told.map((person) => [person.id, person])).values()].slice(0, TOLD);
      return {
        people: people.map(({ id, name }) => ({ id, name })),
        destinations: unique(people.flatMap(chatsOf)),
      };
    },
  };
}

const unique = (all: readonly Destination[]): Destination[] => [
  ...new Map(all.map((each) => [destinationKey(each), each])).values(),
];
