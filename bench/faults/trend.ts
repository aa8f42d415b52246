import { COLUMNS, type Sample } from './samples.js';

/** What the start takes is no trend. */
const WARM_UP_SHARE = 0.1;

/** More of it in the last third than in the first by this factor and this much is a rise, and no noise. */
const LIMITS = {
  files: { factor: 1.1, slack: 5, what: 'open files' },
  inbox: { factor: 1.5, slack: 100, what: 'alarms that wait' },
  owed: { factor: 1.3, slack: 50, what: 'deliveries owed' },
  p99Ms: { factor: 1.5, slack: 15, what: 'milliseconds to an answer (p99)' },
} as const;

/** Memory that grows although nothing more is stored, in MiB, which is a leak. */
const UNEXPLAINED_MIB = 96;
/** What a document costs in the process beside its own bytes: its key, its index entries, the object that holds it; the chapter
 * `store` of `npm run bench` prints it as what 100,000 incidents take, their signals and bodies among them. */
const OVERHEAD_BYTES = 2_048;

const thirds = (samples: readonly Sample[]): [first: readonly Sample[], last: readonly Sample[]] => {
  const warm = samples.slice(Math.ceil(samples.length * WARM_UP_SHARE));
  const size = Math.max(1, Math.floor(warm.length / 3));
  return [warm.slice(0, size), warm.slice(-size)];
};

export function median(values: readonly number[]): number {
  const sorted = values.filter(Number.isFinite).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Figures that could not be read, one line each: of what nobody knows nobody can say that it did not rise. */
export const unread = (samples: readonly Sample[]): string[] =>
  COLUMNS.flatMap((column) => {
    const holes = samples.filter((sample) => !Number.isFinite(sample[column])).length;
    return holes === 0 ? [] : [`${column} could not be read in ${holes} of ${samples.length} samples`];
  });

/** What is higher in the last third than in the first, one line each. */
export function rising(samples: readonly Sample[]): string[] {
  const [first, last] = thirds(samples);
  return (Object.keys(LIMITS) as (keyof typeof LIMITS)[]).flatMap((column) => {
    const { factor, slack, what } = LIMITS[column];
    const [before, after] = [first, last].map((third) => median(third.map((sample) => sample[column])));
    if (before === undefined || after === undefined || !(after > before * factor + slack)) return [];
    return [`${what} rose from ${before.toFixed(0)} to ${after.toFixed(0)}`];
  });
}

/**
 * The store keeps its documents in memory, so a night of alarms makes the process larger. What is more than the
 * documents of that night explain is a leak.
 */
export function memoryOf(samples: readonly Sample[]): { figures: string[]; faults: string[] } {
  const [first, last] = thirds(samples);
  const of = (third: readonly Sample[], column: keyof Sample) => median(third.map((sample) => sample[column]));
  const grown = (column: keyof Sample) => of(last, column) - of(first, column);
  const [rss, stored, documents] = [grown('rssMiB'), grown('storeMiB'), grown('documents')];
  const explained = stored + (documents * OVERHEAD_BYTES) / 2 ** 20;
  const rest = rss - explained;
  const each = documents > 0 ? (rss * 1_024) / documents : 0;
  return {
    figures: [
      `memory ${of(first, 'rssMiB').toFixed(0)} → ${of(last, 'rssMiB').toFixed(0)} MiB while ${documents.toFixed(0)} documents (${stored.toFixed(0)} MiB) were added, ${each.toFixed(1)} KiB each`,
      `${of(last, 'files').toFixed(0)} open files, ${of(last, 'inbox').toFixed(0)} alarms waiting, ${of(last, 'owed').toFixed(0)} deliveries owed, p99 ${of(last, 'p99Ms').toFixed(0)} ms in the last third`,
    ],
    faults:
      rest > UNEXPLAINED_MIB
        ? [
            `memory grew by ${rss.toFixed(0)} MiB, ${rest.toFixed(0)} MiB more than ${documents.toFixed(0)} documents explain`,
          ]
        : [],
  };
}
