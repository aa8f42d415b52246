import type {
  Band,
  Because,
  Disposition,
  EventType,
  FalseAlarmCause,
  IncidentEvent,
  Kind,
  Refusal,
  Role,
  ThreatLevel,
  Via,
} from '../../src/incident/index.js';
import type { ActionId, FormId, TaskActionId, TaskFormId } from '../card.js';
import type { AccessWords } from './access-words.js';
import type { AnsweringWords } from './answering-words.js';
import type { AssetWords } from './asset-words.js';
import type { DispatchWords } from './dispatch-words.js';
import type { EmergencyWords } from './emergency-words.js';
import type { EvidenceWords } from './evidence-words.js';
import type { FormWords } from './form-words.js';
import type { LossWords } from './loss-words.js';
import type { NarrativeFacts } from './narrative-facts.js';
import type { NewsWords } from './news-words.js';
import type { TaskWords } from './task-words.js';

/** A moment as the reader sees it: already in the right zone. */
export interface Times {
  time(at: Date): string;
  /** With seconds. */
  second(at: Date): string;
  dayTime(at: Date): string;
  /** How long ago, or how long still, without sign. */
  span(from: Date, to: Date): string;
}

/** Everything that Tocsin says to a human, in one language. A new language is one file that fulfils this. */
export interface Words {
  /** BCP 47, for days and months. */
  readonly locale: string;
  readonly kinds: Readonly<Record<Kind, string>>;
  readonly bands: Readonly<Record<Band, string>>;
  readonly roles: Readonly<Record<Role, string>>;
  readonly vias: Readonly<Record<Via, string>>;
  readonly dispositions: Readonly<Record<Disposition, string>>;
  readonly causes: Readonly<Record<FalseAlarmCause, string>>;
  readonly actions: Readonly<Record<Exclude<ActionId, TaskActionId | 'asset'>, string>>;
  readonly form: FormWords;
  readonly forms: Readonly<
    Record<Exclude<FormId, TaskFormId | 'asset'>, { readonly title: string; readonly submit: string }>
  >;
  readonly fields: Readonly<
    Record<
      | 'disposition'
      | 'cause'
      | 'note'
      | 'to'
      | 'why'
      | 'for'
      | 'text'
      | 'officer'
      | 'seen'
      | 'band'
      | 'answer'
      | 'skip'
      | 'step'
      | 'steps'
      | 'reference'
      | 'kind'
      | 'place'
      | 'morePlaces'
      | 'what'
      | 'incident'
      | 'category'
      | 'basis'
      | 'method'
      | 'lines'
      | 'linesHint'
      | 'other'
      | 'otherHint'
      | 'recovered',
      string
    >
  >;
  because(because: Because): string;
  /** Two or three sentences for the responder, from the facts. */
  narrative(facts: NarrativeFacts): string;
  why(facts: {
    score: number;
    lifeSafety: boolean;
    terms: readonly { readonly text: string; readonly points: number }[];
    avs: number;
  }): string;
  unrecognisedFrom(source: string): string;
  /** `3 min ago`. */
  ago(span: string): string;
  /** Stands before what a camera saw, for those who do not see it. */
  readonly picture: string;
  /** Our people, where their names are not for the reader. */
  readonly team: string;
  unrecognised(source: string, reason: string): string;
  nobody(): string;
  nobodyOverdue(since: string): string;
  has(name: string, since: string, via: string): string;
  snoozed(until: string): string;
  restored(at: string): string;
  escalatedTo(name: string, by: string, why: string): string;
  outcome(facts: { at: string; by: string; disposition: string; cause?: string; note: string }): string;
  signals(count: number, devices: number): string;
  newAlarm(): string;
  flapping(): string;
  covert(): string;
  again(count: number): string;
  unknownPlace(named: string): string;
  rose(what: string, band: string): string;
  readonly threat: { readonly label: string; readonly levels: Readonly<Record<ThreatLevel, string>> };
  readonly storm: StormWords;
  readonly news: NewsWords;
  readonly loss: LossWords;
  readonly task: TaskWords;
  readonly evidence: EvidenceWords;
  readonly access: AccessWords;
  readonly asset: AssetWords;
  readonly emergency: EmergencyWords;
  readonly home: HomeWords;
  readonly dispatch: DispatchWords;
  readonly answering: AnsweringWords;
  event(event: IncidentEvent, by: string, times: Times): string | undefined;
  refusal(refusal: Refusal, times: Times): string;
  done(event: EventType, label: string): string;
}

/** What the bot's own page says. */
export interface HomeWords {
  title(name: string): string;
  readonly mine: string;
  readonly waiting: string;
  readonly quiet: string;
  readonly onCall: string;
  readonly onTest: string;
  readonly how: string;
}

/** What a storm card says. */
export interface StormWords {
  title(site: string, incidents: number): string;
  /** When it began, how much waits, and as of when that is so. */
  extent(since: string, signals: number, zones: number, asOf?: string): string;
  readonly meaning: string;
  /** One incident of many: `has` is who has it. */
  line(facts: { band: string; title: string; signals: number; label: string; covert: boolean; has?: string }): string;
  /** There are covert ones among them. */
  readonly covert: string;
  /** The zones of all that could not be listed, with a count each. */
  readonly others: string;
  more(zones: number): string;
  readonly queue: string;
  over(site: string): string;
  overText(from: string, to: string): string;
}
