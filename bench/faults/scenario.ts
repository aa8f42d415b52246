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
  /** Signals that were answered 202; of the store alone, writes that it acknowledged. `undefined` where nothing is counted. */
  readonly acknowledged: number | undefined;
  /** Acknowledged signals, told claims, cards and diary lines that are not there. */
  readonly lost: number;
  /** Cards that show something else than the newest state. */
  readonly stale: number;
  /** Cards, diary lines and signals that are there twice. */
  readonly doubled: number;
  /** All else that must not be: a broken chain, a store that does not verify, a limit that was missed, a test of too little. */
  readonly broken: number;
  /** What was measured, in words. */
  readonly figures: readonly string[];
  /** One line for each fault that was found. */
  readonly faults: readonly string[];
  readonly tookMs: number;
  readonly skipped?: string;
  /** What can be looked at, for the page of results. */
  readonly picture?: Picture;
}

/** Files for `docs/images`, and the lines of Markdown that show them there. */
export interface Picture {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly lines: readonly string[];
}

export type Result = Finding & { readonly name: string };

export type Scenario = (options: ScenarioOptions) => Promise<Finding>;

/** One finding of several rounds or variants. */
export function together(parts: readonly Finding[], begun: number): Finding {
  const sum = (of: (part: Finding) => number | undefined) => parts.reduce((total, part) => total + (of(part) ?? 0), 0);
  return {
    rounds: sum(({ rounds }) => rounds),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    lost: sum(({ lost }) => lost),
    stale: sum(({ stale }) => stale),
    doubled: sum(({ doubled }) => doubled),
    broken: sum(({ broken }) => broken),
    figures: [...new Set(parts.flatMap(({ figures }) => figures))],
    faults: parts.flatMap(({ faults }) => faults),
    tookMs: Date.now() - begun,
  };
}

export const held = ({ lost, stale, doubled, broken }: Finding): boolean => lost + stale + doubled + broken === 0;
