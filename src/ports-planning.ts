import type { Facts } from './assess/condition.js';
import type {
  IncidentState,
  Known,
  Notice,
  PageVia,
  PersonRef,
  Plan,
  PlanReason,
  Question,
  Recipients,
  SignalTally,
  TargetName,
} from './incident/index.js';

/** An officer among all others, best first, and why there. */
export interface Ranked {
  readonly who: PersonRef;
  readonly eligible: boolean;
  /** `620 m, fix 20 s old, holds keys`; of somebody who is not eligible, why not. */
  readonly because: string;
}

/** Ranks everybody who could be sent. */
export type Ranking = (
  asked: {
    readonly siteId: string;
    readonly zoneId?: string | undefined;
    readonly lifeSafety: boolean;
    /** Qualifications without each of which nobody is sent. */
    readonly requires: readonly string[];
    readonly without: readonly string[];
    /** Whoever needs help is not sent to themselves. */
    readonly helped: readonly string[];
  },
  at: Date,
) => Promise<readonly Ranked[]>;

/** What the book says about answering an incident: who, how, in which order. */
export interface Planning {
  planFor(facts: Facts): { readonly plan: Plan; readonly because: readonly PlanReason[] };
  /** Notices that hold for such an incident, with whom they go to. */
  noticesFor(facts: Facts, devices: SignalTally['devices'], at: Date): readonly Notice[];
  recipients(
    state: Pick<IncidentState, 'place' | 'lifeSafety' | 'covert' | 'destinations'> & {
      readonly signals: Pick<IncidentState['signals'], 'devices'>;
    },
    asked: {
      readonly targets: readonly TargetName[];
      readonly via: readonly PageVia[];
      readonly hurry: boolean;
      /** By these ways or not at all. */
      readonly strict?: boolean;
    },
    at: Date,
  ): Recipients;
  /** The answers to what time asks for. */
  known(state: IncidentState, questions: readonly Question[], at: Date): Promise<Known>;
}
