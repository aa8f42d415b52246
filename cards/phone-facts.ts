import type { IncidentState, PersonRef } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import { clip } from './card.js';
import { plainName } from './plain-name.js';
import { timesIn } from './times.js';
import type { PhoneWords } from './words/phone.js';

/**
 * What may be said of an incident where anybody near the phone can read or hear it: closed lists and names of the book.
 * The detector's own words (subject, details, a place that the book does not have) are not among them.
 */
export interface PhoneFacts {
  /** `INC-42` */
  readonly label: string;
  readonly band: string;
  readonly what: string;
  readonly zone: string | undefined;
  readonly site: string;
  /** When it began, on the wall clock of the site. */
  readonly time: string;
}

export function phoneFacts(state: IncidentState, words: PhoneWords): PhoneFacts {
  const { place } = state;
  const zone = clip(plainName(place.zoneName ?? ''), LONGEST);
  return {
    label: label(state.number),
    band: words.bands[state.assessment.band],
    what: state.unrecognised === undefined ? words.kinds[state.kind] : words.unrecognised,
    zone: zone === '' ? undefined : zone,
    site: clip(plainName(place.siteName), LONGEST),
    time: timesIn(place.timezone).time(state.signals.firstOccurredAt),
  };
}

/** More than any message has room for; counting what will be cut anyway takes time. */
const LONGEST = 200;

/** Who somebody is, short enough to be said. People of a chat name themselves. */
export const shortName = ({ name }: Pick<PersonRef, 'name'>): string => clip(plainName(name), 40);

/** Who stands on it, where somebody else should not take it up as well. */
export type Standing =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'has'; readonly name: string; readonly since: string }
  | { readonly kind: 'over'; readonly name: string; readonly at: string };

export function standingOf(state: IncidentState): Standing {
  const times = timesIn(state.place.timezone);
  switch (state.status) {
    case 'open':
      return { kind: 'nobody' };
    case 'claimed':
      return { kind: 'has', name: shortName(state.claim.by), since: times.time(state.claim.at) };
    case 'resolved':
    case 'archived':
      return { kind: 'over', name: shortName(state.resolution.by), at: times.time(state.resolution.at) };
    default:
      return state satisfies never;
  }
}
