import type { IncidentState } from '../src/incident/index.js';
import { briefOf, LIMITS } from '../src/incident/index.js';
import type { CardElement, Field } from './card.js';
import { clip } from './card.js';
import { placeName, whatOf } from './incident-card.js';
import { timesIn } from './times.js';
import type { Words } from './words/words.js';

/** Grave enough that calling the emergency services is proposed; a person decides, and a person calls. */
const isGrave = ({ lifeSafety, assessment }: IncidentState): boolean =>
  lifeSafety || assessment.avs >= 3 || assessment.band === 'critical';

/** Whom to call and how, or who was called; nothing where the book names nobody. */
export function emergencyLines(state: IncidentState, words: Words): CardElement[] {
  const { psap } = state.place;
  const called = state.emergencyCalls ?? [];
  const live = state.status === 'open' || state.status === 'claimed';
  if (!psap || (called.length === 0 && !isGrave(state))) return [];
  const said = words.emergency;
  const times = timesIn(state.place.timezone);
  const last = called.at(-1);
  const text = last
    ? said.called(clip(last.name, 80), times.time(last.at), clip(last.by.name, 80), clip(last.reference, 80))
    : live
      ? said.proposed(clip(psap.name, 80), psap.phone)
      : undefined;
  return [
    ...(text === undefined ? [] : [{ kind: 'text', tone: 'plain', text } as const]),
    ...(live
      ? [
          {
            kind: 'actions',
            name: 'emergency',
            actions: [{ id: 'emergency-call', label: words.actions['emergency-call'], style: 'plain', more: false }],
          } as const,
        ]
      : []),
  ];
}

/** The number, and what to say there; then what came of it. */
export function emergencyFields(state: IncidentState, words: Words): Field[] {
  const { psap } = state.place;
  if (!psap) return [];
  return [
    { kind: 'told', name: 'number', label: psap.name, text: psap.phone },
    { kind: 'told', name: 'script', label: words.emergency.read, text: clip(scriptOf(state, words), 1_500) },
    {
      kind: 'text',
      name: 'reference',
      label: words.fields.reference,
      multiline: false,
      maxLength: LIMITS.referenceLength,
      required: false,
    },
  ];
}

/** Facts of the book and closed lists: what a detector wrote is not read to the police. */
function scriptOf(state: IncidentState, words: Words): string {
  const { place, assessment, responders, covert, seen } = state;
  const { zoneName } = place;
  return words.emergency.script({
    caller: place.psap?.caller ?? '',
    what: whatOf(briefOf(state), words),
    site: place.siteName,
    address: place.address,
    zone: zoneName === undefined ? undefined : placeName({ zoneName, siteName: place.siteName }),
    time: timesIn(place.timezone).time(state.signals.firstOccurredAt),
    avs: assessment.avs,
    personSeen: state.signals.personSeen,
    ...(seen ? { seen: words.answering.seen[seen] } : {}),
    officers: responders.filter(({ state: is }) => is === 'accepted' || is === 'en-route' || is === 'on-scene').length,
    covert,
  });
}
