import type { AccessEvent } from '../src/access/index.js';
import { accessIn, type ToldAccess } from '../src/intake/access.js';
import type { AccessStore } from '../src/ports-access.js';
import { createSideDoor, type SideDoorParts } from './side-door.js';

export interface AccessParts
  extends Pick<SideDoorParts<readonly ToldAccess[]>, 'sources' | 'alarms' | 'clock' | 'observe' | 'failed'> {
  readonly events: Pick<AccessStore, 'keep'>;
  /** Where it is, in our names; the site as it is told when the book does not have it. */
  readonly placeOf: (source: string, told: ToldAccess) => { readonly siteId: string; readonly zoneId?: string };
  /** With a key of ours: numbers of cards are short, and a bare hash could be turned back. */
  readonly hash: (badge: string) => string;
  /** Something came that incidents may be interested in. */
  readonly wake: () => void;
}

/** `POST /access/:source`: badges at doors, one or many. Of a badge only a keyed hash is kept. */
export function createAccess(parts: AccessParts) {
  const { sources, alarms, events, placeOf, hash, wake, clock, observe, failed } = parts;

  const eventOf = (source: string, told: ToldAccess, receivedAt: Date): AccessEvent => {
    const { key, at, door, result, direction, badge, holder, reason } = told;
    return {
      source,
      key,
      at,
      receivedAt,
      ...placeOf(source, told),
      door,
      result,
      direction,
      ...(badge === undefined ? {} : { badge: hash(badge) }),
      ...(holder === undefined ? {} : { holder }),
      ...(reason === undefined ? {} : { reason }),
    };
  };

  return createSideDoor<readonly ToldAccess[]>({
    adapter: 'access',
    address: '/access',
    things: 'badge events',
    sources,
    alarms,
    read: accessIn,
    async take(source, told, now) {
      const taken = [];
      for (const each of told) {
        const status = (await events.keep(eventOf(source, each, now))) ? 'accepted' : 'duplicate';
        observe(source, status);
        taken.push({ key: each.key, status });
      }
      wake();
      return { events: taken };
    },
    clock,
    observe,
    failed,
  });
}
