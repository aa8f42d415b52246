import type { Kind, Seen } from '../../src/incident/index.js';
import { spokenDuration } from '../../src/time.js';
import { amountIn } from './amount.js';
import { kinds } from './en-lists.js';
import type { NarrativeFacts, Where } from './narrative-facts.js';

const amount = amountIn('en-GB');

/** What happened, as the beginning of a sentence. `{device}` stands for the device that spoke. */
const HAPPENED = {
  intrusion: 'The intruder alarm went off',
  'forced-door': 'A door was forced',
  'door-held': 'A door is held open',
  'glass-break': 'Breaking glass was heard',
  perimeter: 'The perimeter was crossed',
  motion: 'Something moved',
  person: 'A person was seen',
  vehicle: 'A vehicle was seen',
  loitering: 'Somebody has been hanging about',
  tamper: '{device} was tampered with',
  'access-denied': 'Somebody was refused entry',
  tailgating: 'Somebody went in behind another person',
  'credential-misuse': 'A badge or a code was misused',
  'pos-exception': 'A till reported something unusual',
  theft: 'A theft was reported',
  shoplifting: 'Shoplifting was reported',
  vandalism: 'Vandalism was reported',
  trespass: 'Somebody was reported where nobody may be',
  'device-offline': '{device} stopped reporting',
  supervision: '{device} reported a fault of its own',
  environmental: 'A sensor of the surroundings gave an alarm',
  flood: 'Water was detected',
  duress: 'Somebody signalled that they are under threat',
  panic: 'A panic button was pressed',
  'hold-up': 'A hold-up alarm was given',
  weapon: 'A weapon was reported',
  assault: 'An assault was reported',
  fire: 'A fire alarm was given',
  smoke: 'Smoke was detected',
  medical: 'Somebody needs medical help',
  'lone-worker': 'A person who works alone needs help or does not answer',
  other: 'An alarm was given',
} as const satisfies Record<Kind, string>;

const FOUND = {
  nobody: 'Somebody looked and saw nobody.',
  staff: 'Somebody looked: it was staff.',
  cancelled: 'The site told us that it cancelled the alarm.',
  person: 'Somebody looked and saw a person who should not be there.',
  damage: 'Somebody looked and saw damage.',
  threat: 'Somebody looked and saw a danger to people.',
} as const satisfies Record<Seen, string>;

const HOURS = {
  closed: ' while the site was closed',
  'just closed': ' just after the site had closed',
  open: ' during opening hours',
  unknown: '',
} as const satisfies Record<NarrativeFacts['hours'], string>;

/** Kinds that are about a device, and that nothing else could confirm. */
const OF_A_DEVICE: ReadonlySet<Kind> = new Set(['device-offline', 'supervision', 'tamper']);
const ORDINALS = ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth'] as const;

/** Two or three sentences: what, where and when; what speaks for it; what else bears on it. */
export const narrative = (facts: NarrativeFacts): string =>
  [happened(facts), evidence(facts), circumstances(facts)].filter((sentence) => sentence !== '').join(' ');

function happened(facts: NarrativeFacts): string {
  const [device] = facts.devices;
  const named = facts.devices.length === 1 && device ? `“${device}”` : 'A device';
  return `${HAPPENED[facts.kind].replace('{device}', () => named)} ${place(facts.where)}${HOURS[facts.hours]}.`;
}

function place(where: Where): string {
  switch (where.is) {
    case 'zone':
    case 'site':
      return `at ${where.name}`;
    case 'named':
      return where.siteKnown ? `at “${where.name}”` : `at “${where.name}”, which is not in the book`;
    case 'unknown':
      return 'at a place that is not in the book';
    default:
      return where satisfies never;
  }
}

function evidence(facts: NarrativeFacts): string {
  if (facts.seen) return FOUND[facts.seen];
  const others = list(facts.otherKinds.map((kind) => kinds[kind].toLowerCase()));
  const were = facts.otherKinds.length === 1 ? 'was' : 'were';
  if (facts.person) {
    const after = facts.person.afterMs === undefined ? '' : ` ${spokenDuration(facts.person.afterMs)} later`;
    return `A person was seen there${after}${others ? `, and ${others} ${were} reported` : ''}.`;
  }
  const by = facts.devices.length > 1 ? ` by ${facts.devices.length} devices` : '';
  const within = facts.spanMs >= 1_000 ? ` within ${spokenDuration(facts.spanMs)}` : '';
  if (others) return `${capital(others)} ${were} reported as well${by ? `,${by}${within}` : within}.`;
  if (facts.devices.length > 1) return `${facts.devices.length} devices reported it${within}.`;
  if (facts.signals > 1) return `It was reported ${facts.signals} times${within}.`;
  if (facts.picture) return 'There is a picture.';
  // True of a fire alarm as well, but nobody shall walk more slowly for it.
  return facts.lifeSafety || OF_A_DEVICE.has(facts.kind) ? '' : 'Nothing else confirms it so far.';
}

/** At most two things that bear on it, as one sentence. */
function circumstances(facts: NarrativeFacts): string {
  const { flags, atStake, recent } = facts;
  const all = [
    // Of an alarm that a life may depend on it is not said that it is probably nothing.
    !facts.lifeSafety && flags.includes('test') ? 'the detector calls it a test' : '',
    !facts.lifeSafety && facts.onTest ? 'somebody is working on the system of this site' : '',
    !facts.lifeSafety && flags.includes('cancelled') ? 'it was cancelled on site, and nobody has confirmed that' : '',
    flags.includes('bypass') ? 'part of the alarm system had been switched off by hand' : '',
    flags.includes('recent-close') ? 'the system had been armed a moment before' : '',
    atStake && atStake.worth.amount > 0
      ? `${atStake.highValue ? 'high-value goods' : 'goods'} worth ${amount(atStake.worth)} are listed there`
      : '',
    recent > 0 ? `it is ${ordinal(recent)} there in 30 days` : '',
  ].filter((each) => each !== '');
  const said = all.slice(0, 2).join('; ');
  return said === '' ? '' : `${capital(said)}.`;
}

function ordinal(recent: number): string {
  const word = ORDINALS[recent - 1];
  return word ? `the ${word} incident` : `incident number ${recent + 1}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const list = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
