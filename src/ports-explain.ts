/**
 * What explaining asks of the world: a language model, and a memory of what was asked and what it cost. Types only.
 */

/** A bounded question: our own rules, the alarm as data, and the shape that the answer must have. */
export interface Question {
  /** Ours alone: nothing that came from outside stands in it. */
  readonly rules: string;
  /** One JSON text between two delimiters. Parts of it were written by strangers. */
  readonly data: string;
  readonly shape: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
  /** The answer may cost so many tokens at most. */
  readonly maxTokens: number;
}

/** Why there is no answer. Closed, and in our own words: a provider's text could hold a key, or worse. */
export type Trouble =
  | 'time-out'
  | 'rate-limited'
  /** The provider has trouble of its own (5xx). */
  | 'overloaded'
  | 'unreachable'
  /** Only a person can mend it: key, model name, quota, a request that it does not take. */
  | 'rejected'
  /** The model would not answer this one. */
  | 'declined'
  | 'malformed'
  | 'truncated'
  | 'too-large'
  /** We are stopping. */
  | 'stopped';

export type Answered =
  | {
      /** Parsed JSON, not yet checked. */
      readonly raw: unknown;
      /** What it cost, if the server says so. */
      readonly tokens?: number;
    }
  | {
      readonly failed: Trouble;
      /** HTTP status, when there was one. */
      readonly status?: number;
      /** Provider's own wish, in milliseconds. */
      readonly afterMs?: number;
      /** What it cost all the same. */
      readonly tokens?: number;
    };

/** A language model. Never throws; ends within its deadline, or at once when `signal` says so. */
export interface Explainer {
  /** As it is asked for, and as it stands on the card. */
  readonly model: string;
  explain(question: Question, signal: AbortSignal): Promise<Answered>;
}

/** What was asked, by all instances and before all crashes, and what it cost. */
export interface ExplanationStore {
  /** Durable when it resolves. `true` for the one that may ask about this assessment of the incident; only once. */
  first(incidentId: string, version: number, at: Date): Promise<boolean>;
  /** Takes so many tokens out of the day's budget; `false`, and nothing taken, when there are not so many left. */
  draw(day: string, tokens: number, limit: number, at: Date): Promise<boolean>;
  /** It cost so many more than were drawn; fewer when negative. */
  correct(day: string, more: number): Promise<void>;
}
