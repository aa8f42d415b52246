import type { IncidentState, Kind } from '../incident/index.js';
import { isLive } from '../incident/index.js';
import type { Question } from '../ports-explain.js';
import { localDayTime } from '../time.js';
import { ANSWER_SHAPE } from './answer-shape.js';
import type { RedactionPolicy, TextRedactor } from './redact-text.js';
import { createTextRedactor } from './redact-text.js';
import { DELIMITERS, rulesIn } from './rules.js';

export interface Asking {
  /** Texts of the steps of the procedure, in order. */
  readonly steps: readonly string[];
  readonly redact: RedactionPolicy;
  /** Of the directory: taken out wherever they stand. */
  readonly names: readonly string[];
  /** ISO 639-1: what people read. */
  readonly language: string;
}

/** Rules and data together, in characters. */
export const LONGEST_QUESTION = 4_000;
/** Room for a model that thinks before it writes. */
const ANSWER_TOKENS = 1_200;

/** How much of each text goes along; when all of it is too long, the next row is tried. */
const ROOM = [
  { said: 200, details: 400, name: 60, devices: 8, others: 5, step: 120, steps: 8 },
  { said: 160, details: 200, name: 50, devices: 5, others: 3, step: 80, steps: 6 },
  { said: 100, details: 80, name: 40, devices: 3, others: 1, step: 50, steps: 4 },
  { said: 60, details: 0, name: 24, devices: 1, others: 0, step: 0, steps: 0 },
] as const;
type Room = (typeof ROOM)[number];

/**
 * Whether a model is asked about it at all. What nobody could read is not: its text is a raw message, with whatever
 * stands in it; nor is what a person has closed or called false.
 */
export const isAskable = (state: IncidentState): boolean =>
  isLive(state) && state.unrecognised === undefined && !state.flapping;

/**
 * The question about an incident: our rules, and its facts as data that cannot be mistaken for rules. What must not
 * leave the house is taken out of every text in it, also out of those of the book.
 */
export function questionOf(state: IncidentState, asking: Asking): Question {
  const rules = rulesIn(asking.language);
  const longest = LONGEST_QUESTION - rules.length;
  const fitting = ROOM.map((room) => dataOf(factsOf(state, asking, room))).find(({ length }) => length <= longest);
  return {
    rules,
    // The last row is bounded by itself: this is never reached, and would be no JSON.
    data: fitting ?? dataOf({ kind: state.kind }),
    shape: ANSWER_SHAPE,
    maxTokens: ANSWER_TOKENS,
  };
}

/** JSON in one line, in which neither delimiter can stand and no line can begin. */
const dataOf = (facts: object): string =>
  `${DELIMITERS.from}\n${JSON.stringify(facts).replace(/[<>&\u2028\u2029]/g, escaped)}\n${DELIMITERS.to}`;

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function factsOf(state: IncidentState, asking: Asking, room: Room): object {
  const redactor = createTextRedactor(asking.redact, asking.names);
  const { assessment, signals, context } = state;
  const text = (from: string | undefined, max: number) =>
    from === undefined || from === '' || max === 0 ? undefined : redactor.text(from, max);
  // Undefined is left out of JSON.
  return {
    kind: state.kind,
    lifeSafety: state.lifeSafety,
    covert: state.covert,
    said: text(state.subject, room.said),
    details: text(state.details, room.details),
    place: placeOf(state, redactor, room),
    when: localDayTime(signals.firstOccurredAt, state.place.timezone),
    site: context.openingHoursKnown ? (context.armed ? 'closed' : 'open') : 'hours unknown',
    signals: signals.count,
    kinds: signals.kinds,
    devices: signals.devices.slice(0, room.devices).map(({ name }) => redactor.text(name, room.name)),
    others: othersOf(state, redactor, room),
    personSeen: signals.personSeen,
    picture: signals.videoSeen,
    endedItself: state.restoredAt ? true : undefined,
    incidentsHereIn30Days: context.recentIncidents,
    assessment: {
      band: assessment.band,
      score: assessment.score,
      validation: assessment.avs,
      because: assessment.factors.filter(({ contribution }) => contribution >= 0.5).map(({ because }) => because.code),
    },
    atStake: stakeOf(state, asking.redact),
    procedure: asking.steps.slice(0, room.steps).map((step) => redactor.text(step, room.step)),
  };
}

function placeOf({ place, context }: IncidentState, redactor: TextRedactor, { name }: Room): object {
  return {
    site: redactor.text(place.siteName, name),
    zone: place.zoneName === undefined ? undefined : redactor.text(place.zoneName, name),
    unknownToUs: place.named === undefined ? undefined : redactor.text(place.named, name),
    sensitivity: context.sensitivity,
    for: context.occupancy,
  };
}

/** What else was reported, newest first: kinds, words and how long after the first. */
const othersOf = ({ signals, subject }: IncidentState, redactor: TextRedactor, room: Room): object[] =>
  signals.newest
    .filter((signal) => signal.subject !== subject)
    .slice(0, room.others)
    .map((signal): { kind: Kind; said: string; secondsAfterFirst: number } => ({
      kind: signal.kind,
      said: redactor.text(signal.subject, Math.min(room.said, 100)),
      secondsAfterFirst: Math.round((signal.occurredAt.getTime() - signals.firstOccurredAt.getTime()) / 1_000),
    }));

/** That something is at stake; how much it is worth only when the book lets that out. */
function stakeOf({ assets }: IncidentState, policy: RedactionPolicy): object | undefined {
  if (assets.length === 0) return undefined;
  const highValue = assets.some((asset) => asset.highValue);
  if (policy.values) return { assets: assets.length, highValue };
  const worth = assets.slice(0, 5).map((asset) => `${(asset.worth.amount / 100).toFixed(2)} ${asset.worth.currency}`);
  return { assets: assets.length, highValue, worth };
}
