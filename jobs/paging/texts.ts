import { segmentsOf } from '../../cards/gsm.js';
import { bundleText, pageText, sentText, welfareText } from '../../cards/text-message.js';
import { phoneWords } from '../../cards/words/phones.js';
import type { Rate } from '../../src/limits.js';
import type { Clock, Contact, OptOuts, PageLog } from '../../src/ports.js';
import type { Phones, Sending } from '../../src/ports-outbound.js';
import type { DuePage } from './due.js';
import type { Parcel, Way } from './lane.js';

export interface TextParts {
  readonly phones: Phones;
  readonly rate: Rate;
  readonly contact: (personId: string) => Contact | undefined;
  /** Where a site is, for the way there. */
  readonly siteAt: (siteId: string) => readonly [number, number] | undefined;
  readonly log: PageLog;
  readonly optOuts: OptOuts;
  readonly clock: Clock;
}

/** So many texts to one person in so long a time, and more become one. Life safety knows no such limit. */
const FLOOD = { texts: 4, withinMs: 5 * 60_000 } as const;
/** So many of one site that wait for one person at the same time are one text. */
const BUNDLE_FROM = 3;
const BUNDLE_MOST = 20;
/** Meant for one person, or late already. */
const AT_ONCE: ReadonlySet<string> = new Set(['dispatched', 'welfare', 'last-resort', 'unreachable', 'escalated']);
/** However many came before, a text waits no longer than this. */
const HELD_MOST_MS = 60_000;
const GONE: Sending = { kind: 'refused', error: 'they have no phone number in the book any more' };

/** Text messages. A flood of them is put together, so that the one that matters is still read. */
export function createTexts({ phones, rate, contact, siteAt, log, optOuts, clock }: TextParts): Way {
  const lately = new Map<string, number[]>();

  const personOf = ({ page }: DuePage): string => (page.to.kind === 'person' ? page.to.id : '');
  const bundles = ({ incident, page }: DuePage): boolean =>
    !incident.state.lifeSafety && incident.state.assessment.band !== 'critical' && !AT_ONCE.has(page.why);

  function heldMs(person: string, now: Date): number {
    const times = (lately.get(person) ?? []).filter((at) => at <= now.getTime() && now.getTime() - at < FLOOD.withinMs);
    lately.set(person, times);
    const oldest = times[times.length - FLOOD.texts];
    return oldest === undefined ? 0 : oldest + FLOOD.withinMs - now.getTime();
  }

  function together(first: DuePage, due: readonly DuePage[]): DuePage[] {
    const same = due.filter(
      (each) =>
        bundles(each) &&
        personOf(each) === personOf(first) &&
        each.incident.state.place.siteId === first.incident.state.place.siteId &&
        each.call.attempt === undefined,
    );
    const others = same.filter((each) => each !== first);
    const seen = new Set([first.incident.state.id]);
    // Two pages of one incident to one person are one line.
    return others.filter(({ incident: { state } }) => !seen.has(state.id) && seen.add(state.id)).slice(0, BUNDLE_MOST);
  }

  return {
    via: 'sms',
    rate,

    parcel(due, now) {
      let waitMs = Number.POSITIVE_INFINITY;
      for (const first of due) {
        if (!bundles(first)) return { pages: [first] };
        const waited = now.getTime() - first.page.notBefore.getTime();
        const held = Math.min(heldMs(personOf(first), now), Math.max(0, HELD_MOST_MS - waited));
        const rest = together(first, due);
        if (held > 0 && rest.length === 0) {
          waitMs = Math.min(waitMs, held);
          continue;
        }
        return held > 0 || rest.length + 1 >= BUNDLE_FROM ? { pages: [first, ...rest] } : { pages: [first] };
      }
      return { waitMs };
    },

    compose: (parcel, repeat) => ({ ...parcel, text: textOf(parcel, repeat) }),

    weight: ({ text = '' }) => segmentsOf(text),

    async send({ pages, text = '' }, token) {
      const to = contact(personOf(pages[0]))?.phone;
      if (to === undefined) return GONE;
      const outcome = await phones.text({ to, token, text });
      if (outcome.kind === 'refused' && outcome.optedOut) await optOuts.add(to, clock.now());
      return outcome;
    },

    async find(parcel, { token, at, text }) {
      const to = contact(personOf(parcel.pages[0]))?.phone;
      return to === undefined || text === undefined ? undefined : await phones.findText({ to, token, since: at, text });
    },

    async note(parcel, token, at) {
      const to = contact(personOf(parcel.pages[0]))?.phone;
      if (to === undefined) return;
      const pages = parcel.pages.map(({ incident, page }) => ({ incidentId: incident.state.id, page: page.id }));
      await log.note({ token, via: 'sms', to, personId: personOf(parcel.pages[0]), pages, at });
    },

    sent(parcel, at) {
      const person = personOf(parcel.pages[0]);
      lately.set(person, [...(lately.get(person) ?? []), at.getTime()].slice(-20));
    },
  };

  function textOf({ pages }: Parcel, repeat: boolean): string {
    const [first] = pages;
    const words = phoneWords(contact(personOf(first))?.language);
    const options = repeat ? { repeat } : {};
    const { state } = first.incident;
    if (pages.length > 1)
      return bundleText(
        pages.map(({ incident }) => incident.state),
        words,
        options,
      );
    if (first.page.why === 'welfare') return welfareText(state, words, options);
    const at = siteAt(state.place.siteId);
    if (first.page.why === 'dispatched') return sentText(state, words, { ...options, ...(at ? { at } : {}) });
    return pageText(state, words, options);
  }
}
