import type { IncidentState, Kind, Place } from '../src/incident/index.js';
import { familyOf } from '../src/incident/index.js';
import { clip } from './card.js';
import type { NarrativeFacts, Where } from './words/narrative-facts.js';
import type { Words } from './words/words.js';

/** How the book calls a site of the last resort. */
const UNPLACED = 'unplaced';
/** What is a matter of things: what stands there is worth saying. */
const ABOUT_THINGS: ReadonlySet<ReturnType<typeof familyOf>> = new Set(['intrusion', 'access', 'loss']);

/** Two or three sentences from the facts alone: what a card says before, beside and without any model. */
export const narrativeOf = (state: IncidentState, words: Words): string => words.narrative(factsOf(state));

function factsOf(state: IncidentState): NarrativeFacts {
  const { kind, signals, context } = state;
  const others = (Object.keys(signals.kinds) as Kind[]).filter((each) => each !== kind && each !== 'person');
  return {
    kind,
    lifeSafety: state.lifeSafety,
    otherKinds: others.slice(0, 4),
    where: whereOf(state.place),
    hours: hoursOf(context),
    signals: signals.count,
    devices: signals.devices.map(({ name }) => clip(name, 60)),
    spanMs: signals.lastOccurredAt.getTime() - signals.firstOccurredAt.getTime(),
    person: signals.personSeen && kind !== 'person' ? personOf(state) : undefined,
    picture: signals.videoSeen,
    seen: state.seen,
    flags: signals.flags,
    onTest: context.onTest,
    atStake: ABOUT_THINGS.has(familyOf(kind)) ? stakeOf(state) : undefined,
    recent: context.recentIncidents,
  };
}

function whereOf({ siteId, siteName, zoneName, named }: Place): Where {
  if (zoneName !== undefined) return { is: 'zone', name: zoneName };
  if (named) return { is: 'named', name: clip(named, 60), siteKnown: siteId !== UNPLACED };
  return siteId === UNPLACED ? { is: 'unknown' } : { is: 'site', name: siteName };
}

function hoursOf({ openingHoursKnown, armed, justClosed }: IncidentState['context']): NarrativeFacts['hours'] {
  if (!openingHoursKnown) return 'unknown';
  if (!armed) return 'open';
  return justClosed ? 'just closed' : 'closed';
}

/** How long after the first signal a person was seen; known only while all signals are still at hand. */
function personOf({ signals }: IncidentState): { readonly afterMs?: number } {
  if (signals.count > signals.newest.length) return {};
  const seen = signals.newest.filter(({ kind }) => kind === 'person').map(({ occurredAt }) => occurredAt.getTime());
  const afterMs = Math.min(...seen) - signals.firstOccurredAt.getTime();
  return seen.length > 0 && afterMs >= 1_000 ? { afterMs } : {};
}

/** What stands there, together; of several currencies only the first is added up. */
function stakeOf({ assets }: IncidentState): NarrativeFacts['atStake'] {
  const [first] = assets;
  if (!first) return undefined;
  const { currency } = first.worth;
  const amount = assets.reduce((sum, { worth }) => sum + (worth.currency === currency ? worth.amount : 0), 0);
  return { worth: { amount, currency }, highValue: assets.some(({ highValue }) => highValue) };
}
