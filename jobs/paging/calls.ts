import type { Rate } from '../../src/limits.js';
import type { Contact, PageLog } from '../../src/ports.js';
import type { Phones, Sending } from '../../src/ports-outbound.js';
import type { DuePage } from './due.js';
import type { Way } from './lane.js';

export interface CallParts {
  readonly phones: Phones;
  readonly rate: Rate;
  readonly contact: (personId: string) => Contact | undefined;
  readonly log: PageLog;
}

const GONE: Sending = { kind: 'refused', error: 'they have no phone number in the book any more' };

const personOf = ({ page }: DuePage): string => (page.to.kind === 'person' ? page.to.id : '');

/** Calls. What is said is asked for when somebody answers, so that it is true then. */
export function createCalls({ phones, rate, contact, log }: CallParts): Way {
  return {
    via: 'voice',
    rate,
    parcel: ([first]) => (first ? { pages: [first] } : { waitMs: Number.POSITIVE_INFINITY }),
    compose: (parcel) => parcel,
    async send({ pages }, token) {
      const to = contact(personOf(pages[0]))?.phone;
      return to === undefined ? GONE : await phones.call({ to, token });
    },
    async find({ pages }, { token, at }) {
      const to = contact(personOf(pages[0]))?.phone;
      return to === undefined ? undefined : await phones.findCall({ to, token, since: at });
    },
    async note({ pages }, token, at) {
      const [{ incident, page }] = pages;
      const personId = personOf(pages[0]);
      const to = contact(personId)?.phone;
      if (to === undefined) return;
      await log.note({
        token,
        via: 'voice',
        to,
        personId,
        pages: [{ incidentId: incident.state.id, page: page.id }],
        at,
      });
    },
    sent: () => undefined,
  };
}
