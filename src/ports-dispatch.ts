import type { Fix, OfficerState } from './dispatch/index.js';

/** What an officer says of themselves. Everything else that a state can be comes from incidents. */
export type Duty = Extract<OfficerState, 'available' | 'off'>;

/** What is kept of an officer. */
export interface Whereabouts {
  /** Of the book. */
  readonly personId: string;
  /** The newest, by its own time. */
  readonly fix?: Fix;
  readonly duty?: { readonly state: Duty; readonly since: Date };
}

/** Where officers are, and whether they are on duty. */
export interface OfficerStore {
  /**
   * Notes where somebody was. `newest` when it is the newest known, by its own time; `older` when it came late or came
   * again. Also an older one gets its place in the trail.
   */
  moved(personId: string, fix: Fix): Promise<'newest' | 'older'>;
  /** `since` is when they said so. */
  setDuty(personId: string, duty: Duty, since: Date): Promise<void>;
  /** Of everybody of whom something is kept; at most 20,000. */
  all(): Promise<Whereabouts[]>;
  /** Where somebody was in a span of time, oldest first: about one place every 30 s, of the last 24 h. */
  trail(personId: string, from: Date, to: Date): Promise<Fix[]>;
}

/** What an officer has in hand, as the incidents tell it. */
export interface Engagement {
  /** How far they are on the incident to which they were sent; left out when they only claimed one. */
  readonly state?: Exclude<OfficerState, Duty>;
  /** Live incidents that are theirs. */
  readonly incidents: number;
  readonly lifeSafety: boolean;
}
