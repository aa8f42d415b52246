import type { Figure } from './figures.js';

export interface Target {
  readonly text: string;
  met(figure: Figure, floor: number | undefined): boolean | undefined;
}

const atMost = (most: number) => (figure: Figure) => figure.value <= most;

/** How good is good, by figure. What has no row here is told for comparison only. */
export const TARGETS: Readonly<Record<string, Target>> = {
  ingest: {
    text: '≥ 0.40 × the floor',
    met: ({ value }, floor) => (floor === undefined ? undefined : value >= 0.4 * floor),
  },
  'ingest-p99': { text: 'p99 ≤ 50 ms', met: atMost(50) },
  card: {
    text: 'p50 ≤ 15 ms, p99 ≤ 150 ms',
    met: ({ value, median }) => value <= 150 && median !== undefined && median <= 15,
  },
  click: { text: 'p99 ≤ 100 ms', met: atMost(100) },
  'click-storm': { text: 'p99 ≤ 100 ms', met: atMost(100) },
  timers: { text: 'p99 ≤ 2 s', met: atMost(2_000) },
  'timers-two': { text: 'p99 ≤ 2 s', met: atMost(2_000) },
  dispatch: { text: 'p99 ≤ 50 ms', met: atMost(50) },
  idle: {
    text: '≤ 200 MiB, ≤ 3 s',
    met: ({ value, median }) => value <= 200 && median !== undefined && median <= 3_000,
  },
  history: { text: '≤ 1.20 × the cost', met: atMost(1.2) },
};
