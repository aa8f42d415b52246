/** What a scenario is told. Everything random in it comes from `seed`, so that a round that fails can be run again. */
export interface ScenarioOptions {
  readonly rounds: number;
  readonly seed: number;
  /** The short version: shorter storms, freezes and outages. */
  readonly quick: boolean;
  /** For the soak alone. */
  readonly minutes: number;
  /** For the soak alone: alarms a second. */
  readonly perSecond: number;
  readonly log: (line: string) => void;
}

/** What a scenario found; with a name it is one row of the table. */
export interface Finding {
  readonly rounds: number;
  /** Signals that were answered 202. */
  readonly acknowledged: number;
  /** Acknowledged signals, told claims, cards and diary lines that are not there. */
  readonly lost: number;
  /** Cards that show something else than the newest state. */
  readonly stale: number;
  /** Cards, diary lines and signals that are there twice. */
  readonly doubled: number;
  /** All else that must not be: a broken chain, a store that does not verify, a limit that was missed. */
  readonly broken: number;
  /** What was measured, in words. */
  readonly figures: readonly string[];
  /** One line for each fault that was found. */
  readonly faults: readonly string[];
  readonly tookMs: number;
  readonly skipped?: string;
}

export type Result = Finding & { readonly name: string };

export type Scenario = (options: ScenarioOptions) => Promise<Finding>;

export const held = ({ lost, stale, doubled, broken }: Finding): boolean => lost + stale + doubled + broken === 0;
