/** How often, with which dice, and who hears of it. Everything random comes from `seed`. */
export interface FaultOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly log: (line: string) => void;
}

/** What became of it. */
export interface FaultResult {
  readonly name: string;
  readonly rounds: number;
  /** Acknowledged writes that are not there, and whatever else is not as it was promised. */
  readonly lost: number;
  /** One line for each of them, as far as they are told. */
  readonly faults: readonly string[];
  /** What was not met or not tested often enough, so that nothing being lost says too little. */
  readonly short: readonly string[];
  /** Writes that were acknowledged; left out where none are counted. */
  readonly acknowledged?: number;
  /** What was seen, in words. */
  readonly detail: string;
  readonly tookMs: number;
  /** Why it did not run here. A scenario that is skipped has not passed. */
  readonly skipped?: string;
}

export type Fault = (options: FaultOptions) => Promise<FaultResult>;

/** Collects what is wrong and says the first of it. */
export class Faults {
  readonly lines: string[] = [];
  constructor(private readonly log: (line: string) => void) {}

  get count(): number {
    return this.lines.length;
  }

  add(lines: readonly string[]): void {
    for (const line of lines.slice(0, 10)) this.log(`LOST: ${line}`);
    this.lines.push(...lines);
  }
}
