import type { Because, EventType, IncidentEvent, Money, Refusal, Role } from '../../src/incident/index.js';
import { causes, dispositions, kinds, roles, vias } from './en-lists.js';
import type { NarrativeFacts, Times, Words } from './words.js';

/** English, the language that the product thinks in. */
export const en: Words = {
  kinds,
  roles,
  dispositions,
  causes,
  vias,
  bands: { low: 'LOW', medium: 'MEDIUM', high: 'HIGH', critical: 'CRITICAL' },
  actions: {
    claim: 'Claim',
    release: 'Release',
    assign: 'Assign…',
    escalate: 'Escalate…',
    note: 'Note…',
    resolve: 'Resolve…',
    'false-alarm': 'False alarm…',
    snooze: 'Snooze…',
    reopen: 'Reopen…',
  },
  forms: {
    assign: { title: 'Assign', submit: 'Assign' },
    escalate: { title: 'Escalate', submit: 'Escalate' },
    note: { title: 'Add a note', submit: 'Add' },
    resolve: { title: 'Resolve', submit: 'Resolve' },
    'false-alarm': { title: 'False alarm', submit: 'Close as false' },
    snooze: { title: 'Snooze', submit: 'Snooze' },
    reopen: { title: 'Reopen', submit: 'Reopen' },
  },
  fields: {
    disposition: 'Outcome',
    cause: 'Cause of the false alarm',
    note: 'What happened',
    to: 'To whom',
    why: 'Why',
    for: 'For how long',
    text: 'Note',
  },
  because,
  narrative,
  why: ({ score, lifeSafety, terms, avs }) =>
    `Why ${score}: ${[...(lifeSafety ? ['life safety, critical whatever the sum'] : []), ...terms.map(({ text, points }) => `${text} ${Math.round(points)}`), `validation level ${avs}`].join(' · ')}`,
  unrecognised: (source, reason) =>
    `Source "${source}" sent something that could not be understood: ${reason}. The message is kept.`,
  nobody: () => 'Nobody has this yet.',
  nobodyOverdue: (since, span) => `NOBODY HAS THIS. It should have been claimed by ${since}, ${span} ago.`,
  has: (name, since, via) => `${name} has this since ${since} (${via})`,
  snoozed: (until) => `Snoozed until ${until}`,
  restored: (at) => `The device reported normal again at ${at}. A person still has to close this.`,
  escalatedTo: (name, by, why) => `Escalated to ${name} by ${by}: ${why}`,
  outcome: ({ at, by, disposition, cause, note }) =>
    `Resolved ${at} by ${by}: ${disposition.toLowerCase()}${cause ? `, ${cause}` : ''}${note ? `. ${note}` : ''}`,
  signals: (count, devices) =>
    `${count} ${count === 1 ? 'signal' : 'signals'}${devices > 1 ? `, ${devices} devices` : ''}`,
  newAlarm: () => 'New alarm',
  flapping: () => 'The device keeps repeating after the false alarm; it is counted here and calls nobody.',
  covert: () => 'Covert alarm: do not call the premises, do not show this on site.',
  unknownPlace: (named) => `“${named}” (not in the book)`,
  storm: {
    title: (site, incidents) =>
      `Storm at ${site}: ${incidents} ${incidents === 1 ? 'incident waits' : 'incidents wait'} for a card`,
    extent: (since, signals, zones, asOf) =>
      `since ${since} · ${signals} ${signals === 1 ? 'signal' : 'signals'} in ${zones} ${zones === 1 ? 'zone' : 'zones'}${asOf ? ` · as of ${asOf}` : ''}`,
    meaning:
      'More alarms than this channel can take. Each incident gets a card of its own as soon as there is room; until then it stands here, worst first.',
    line: ({ band, title, signals, label, covert, has }) =>
      `${band} ${title} · ${signals} ${signals === 1 ? 'signal' : 'signals'} · ${label}${covert ? ' · covert' : ''}${has ? ` · ${has} has this` : ''}`,
    covert: 'Covert alarms among them: do not call the premises, do not show this on site.',
    others: 'Also waiting, by zone: ',
    more: (zones) => ` and ${zones} more zones, all of them in the console`,
    queue: 'All of them in the console',
    over: (site) => `The storm at ${site} is over`,
    overText: (from, to) => `${from} to ${to}. Every incident of it has a card of its own.`,
  },
  rose: (what, band) => `${what} rose to ${band}`,
  again: (count) => `reopened ${count === 1 ? 'once' : `${count} times`}`,
  event,
  refusal,
  done: (type, label) => `${label}: ${DONE[type]}`,
};

const DONE = {
  opened: 'opened.',
  'signals-joined': 'signals joined.',
  restored: 'restore noted.',
  claimed: 'you have it.',
  assigned: 'assigned.',
  released: 'released, it is open again.',
  noted: 'note added.',
  escalated: 'escalated.',
  snoozed: 'snoozed.',
  'snooze-ended': 'snooze ended.',
  overdue: 'overdue.',
  resolved: 'resolved.',
  reopened: 'open again.',
  archived: 'archived.',
  'card-posted': 'posted.',
  'delivery-failed': 'delivery failed.',
} as const satisfies Record<EventType, string>;

/** `€42,000`, without cents when there are none. */
function amount({ amount: minor, currency }: Money): string {
  const whole = minor % 100 === 0;
  return new Intl.NumberFormat('en-GB', { style: 'currency', currency, minimumFractionDigits: whole ? 0 : 2 }).format(
    minor / 100,
  );
}

function because(fact: Because): string {
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

function narrative(facts: NarrativeFacts): string {
  const where = facts.zone ? `${facts.zone}, ${facts.site}` : facts.site;
  const when = facts.openingHoursKnown ? (facts.armed ? ' while the site was closed' : ' during opening hours') : '';
  const also =
    facts.otherKinds.length > 0
      ? ` Also reported: ${facts.otherKinds.map((kind) => kind.toLowerCase()).join(', ')}.`
      : '';
  const person = facts.personSeen ? ' A person was seen.' : '';
  return `${facts.kind} at ${where}${when}.${person}${also}`;
}

function event(event: IncidentEvent, by: string, times: Times): string | undefined {
  switch (event.type) {
    case 'opened':
      return `Opened by ${event.signals.count === 1 ? 'an alarm' : `${event.signals.count} alarms`} from ${event.signals.sources.join(', ')}`;
    case 'signals-joined': {
      const what = Object.keys(event.signals.kinds).map((kind) => kinds[kind as keyof typeof kinds].toLowerCase());
      const now = event.assessment ? `. Now ${en.bands[event.assessment.band]} ${event.assessment.score}` : '';
      return `${event.signals.count} more: ${what.join(', ')}${now}`;
    }
    case 'restored':
      return 'The device reports normal again';
    case 'claimed':
      return `${by} claimed it (${vias[event.via]})`;
    case 'assigned':
      return `${by} gave it to ${event.to.name}`;
    case 'released':
      return `${by} released it`;
    case 'noted':
      return `${by}: ${event.text}`;
    case 'escalated':
      return `${by} escalated to ${event.to.name}: ${event.why}`;
    case 'snoozed':
      return `${by} snoozed it until ${times.time(event.until)}: ${event.why}`;
    case 'snooze-ended':
      return 'Snooze ended';
    case 'overdue':
      return `Nobody claimed it by ${times.time(event.respondBy)}`;
    case 'resolved': {
      const outcome = `${dispositions[event.disposition].toLowerCase()}${event.cause ? `, ${causes[event.cause]}` : ''}`;
      return `${by} resolved it: ${outcome}${event.note ? `. ${event.note}` : ''}`;
    }
    case 'reopened':
      return `${by} reopened it: ${event.why}`;
    case 'archived':
      return 'Archived';
    case 'card-posted':
      return `Card ${event.lookedUp ? 'found' : 'posted'} in ${event.destination}`;
    case 'delivery-failed':
      return `Could not reach ${event.destination}: ${event.error}`;
    default:
      return event satisfies never;
  }
}

function refusal(refused: Refusal, times: Times): string {
  switch (refused.code) {
    case 'unknown-incident':
      return 'This incident does not exist any more.';
    case 'already-claimed':
      return `${refused.by.name} has had this since ${times.time(refused.since)} (${vias[refused.via]}).`;
    case 'already-yours':
      return `You have this already, since ${times.time(refused.since)}.`;
    case 'not-claimed':
      return 'Nobody has this, so there is nothing to release.';
    case 'not-yours':
      return `${refused.by.name} has this since ${times.time(refused.since)}; only they or ${oneOf(refused.needs)} may do that.`;
    case 'not-permitted':
      return `Only ${oneOf(refused.needs)} may do that.`;
    case 'already-resolved':
      return `${refused.by.name} resolved this at ${times.time(refused.at)}.`;
    case 'not-resolved':
      return 'This is not resolved.';
    case 'archived':
      return `This was archived on ${times.dayTime(refused.at)} and does not change any more.`;
    case 'invalid':
      return `${en.fields[refused.field as keyof Words['fields']] ?? refused.field}: ${refused.why}.`;
    case 'busy':
      return 'Too many people changed this at once. Please press again.';
    default:
      return refused satisfies never;
  }
}

function oneOf(needs: readonly Role[]): string {
  const names = needs.map((role) => `a ${roles[role]}`.replace(/^a (?=[aeiou])/, 'an '));
  return names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
