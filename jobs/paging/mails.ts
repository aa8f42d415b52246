import { incidentMail } from '../../cards/mail.js';
import { phoneWords } from '../../cards/words/phones.js';
import type { IncidentState } from '../../src/incident/index.js';
import type { Rate } from '../../src/limits.js';
import type { Clock, Contact } from '../../src/ports.js';
import type { Mailer, Sending } from '../../src/ports-outbound.js';
import type { DuePage } from './due.js';
import type { Way } from './lane.js';

export interface MailParts {
  readonly mailer: Mailer;
  readonly contact: (personId: string) => Contact | undefined;
  /** What nobody in particular speaks. */
  readonly language: () => string;
  /** Leads whoever reads the mail to the incident. */
  readonly link: (state: IncidentState, to: string) => string;
  readonly clock: Clock;
}

/** A mail server of one's own takes more; one of somebody else's calls that a flood. */
const RATE: Rate = { everyMs: 200, burst: 10 };
const GONE: Sending = { kind: 'refused', error: 'they have no mail address in the book any more' };

/** Mails: the whole card, for those who read it later. One that goes out twice has the same Message-ID. */
export function createMails({ mailer, contact, language, link, clock }: MailParts): Way {
  const addressOf = ({ page }: DuePage): string | undefined =>
    page.to.kind === 'person' ? contact(page.to.id)?.email : page.to.address;

  return {
    via: 'email',
    rate: RATE,
    parcel: ([first]) => (first ? { pages: [first] } : { waitMs: Number.POSITIVE_INFINITY }),
    compose: (parcel) => parcel,
    async send({ pages }, token, repeat) {
      const [{ incident, page }] = pages;
      const to = addressOf(pages[0]);
      if (to === undefined) return GONE;
      const { state } = incident;
      const speaks = page.to.kind === 'person' ? contact(page.to.id)?.language : undefined;
      const view = { now: clock.now(), link: link(state, to), phone: phoneWords(speaks, language()) };
      return await mailer.send({ to, token, ...incidentMail(state, repeat ? { ...view, repeat } : view) });
    },
    // No mail server can be asked what it took.
    find: async () => undefined,
    note: async () => undefined,
    sent: () => undefined,
  };
}
