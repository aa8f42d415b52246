import type { Because } from '../../src/incident/index.js';
import { amountIn } from './amount.js';
import { kinds } from './en-lists.js';

const amount = amountIn('en-GB');

/** The fact behind a term of the score. */
export function because(fact: Because): string {
  switch (fact.code) {
    case 'kind':
      return kinds[fact.kind].toLowerCase();
    case 'unrecognised':
      return `unrecognised alarm from ${fact.source}`;
    case 'assets':
      return `${amount(fact.worth)} in zone`;
    case 'no-assets':
      return 'no listed assets';
    case 'zone':
      return `zone ${fact.name}`;
    case 'spread':
      return fact.adjoining > 0 ? `can spread to ${fact.adjoining} adjoining` : 'can spread';
    case 'contained':
      return 'contained';
    case 'person-seen':
      return 'person likely or seen';
    case 'several-devices':
      return `${fact.count} devices agree`;
    case 'picture':
      return 'picture available';
    case 'unverified':
      return 'one unverified sensor';
    case 'armed':
      return 'closed at this hour';
    case 'just-closed':
      return 'closed a moment ago, people may be inside';
    case 'bypass':
      return 'a part of the system is switched off';
    case 'open-hours':
      return 'open at this hour';
    case 'hours-unknown':
      return 'opening hours unknown';
    case 'recurrence':
      return fact.count === 0 ? 'first in 30 days' : `${fact.count} in 30 days`;
    default:
      return fact satisfies never;
  }
}
