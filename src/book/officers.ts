import type { Load, Officer, OfficerState } from '../dispatch/index.js';
import { keysOf } from '../dispatch/index.js';
import type { Role } from '../incident/index.js';
import type { Engagement, Whereabouts } from '../ports-dispatch.js';
import type { Book } from './book.js';
import type { Person } from './schema.js';

/** Who goes out. A director has a phone too, and is not sent because it is near. */
const GO_OUT: ReadonlySet<Role> = new Set<Role>(['responder', 'loss-prevention', 'supervisor']);

const IDLE: Load = { incidents: 0, lifeSafety: false };

/** What is known of officers beside the book. */
export interface Known {
  readonly whereabouts: readonly Whereabouts[];
  /** By person: what they have in hand. */
  readonly engagements: ReadonlyMap<string, Engagement>;
  /** Whether a rotation has them on shift now; `undefined` when none names them. */
  readonly onShift: (personId: string) => boolean | undefined;
}

export const goesOut = ({ roles }: Pick<Person, 'roles'>): boolean => roles.some((role) => GO_OUT.has(role));

/** Everybody of the book who can be sent, as they are now. */
export function officersOf(book: Book, { whereabouts, engagements, onShift }: Known): Officer[] {
  const known = new Map(whereabouts.map((each) => [each.personId, each]));
  return book.data.people.filter(goesOut).map((person) => {
    const { fix, duty } = known.get(person.id) ?? {};
    const engaged = engagements.get(person.id);
    const shift = onShift(person.id);
    return {
      id: person.id,
      name: person.name,
      state: engaged?.state ?? dutyOf(duty?.state, shift),
      ...(fix ? { fix } : {}),
      qualifications: person.qualifications,
      sites: person.sites,
      ...(shift === undefined ? {} : { onShift: shift }),
      load: engaged ? { incidents: engaged.incidents, lifeSafety: engaged.lifeSafety } : IDLE,
    };
  });
}

/** What somebody says of themselves counts; who never said anything is there unless a rotation has them off. */
function dutyOf(
  said: Extract<OfficerState, 'available' | 'off'> | undefined,
  shift: boolean | undefined,
): OfficerState {
  return said ?? (shift === false ? 'off' : 'available');
}

/** Whether anybody who goes out holds the keys of this site, so that coming without them has its price. */
export const keysAreHeld = (book: Book, siteId: string): boolean =>
  book.data.people.some((person) => goesOut(person) && person.qualifications.includes(keysOf(siteId)));
