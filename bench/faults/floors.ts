/** Something that has to have happened so often before "nothing was lost" says anything. */
export interface Floor {
  /** What was counted, as it stands in a sentence: `presses`. */
  readonly what: string;
  readonly was: number;
  readonly least: number;
}

/** One line for each floor that was not reached; a count that is no number reaches none. */
export const below = (floors: readonly Floor[]): string[] =>
  floors.flatMap(({ what, was, least }) =>
    was >= least ? [] : [`too little was tested: ${was} ${what}, and it takes at least ${least}`],
  );
