/** One figure of a run. */
export interface Figure {
  /** Its row among the targets, when it has one. */
  readonly id: string;
  readonly what: string;
  readonly measured: string;
  /** The bare number, in the unit of the target. */
  readonly value: number;
  /** Whether a ratio to the floor says something of it. */
  readonly ofFloor?: boolean;
  /** The middle, where a target speaks of both ends. */
  readonly median?: number;
}

/** How a run goes: what everything in it has to know. */
export interface Run {
  readonly quick: boolean;
  readonly profile: boolean;
  /** Where profiles are kept. */
  readonly profileDir: string;
  /** How many stored incidents stand for a long history. */
  readonly incidents: number;
  readonly say: (line: string) => void;
}

/** Something was lost or broken: the run ends with a failure, whatever the figures are. */
export class Lost extends Error {}
