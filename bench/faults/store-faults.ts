import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Scenario, ScenarioOptions } from './scenario.js';

/** What a scenario of the store alone tells. `lost` counts whatever was acknowledged and is not readable. */
interface StoreFinding {
  readonly name: string;
  readonly rounds: number;
  readonly lost: number;
  readonly detail: string;
  readonly tookMs: number;
  readonly skipped?: string;
}

type StoreScenario = (options: Pick<ScenarioOptions, 'rounds' | 'seed' | 'log'>) => Promise<StoreFinding>;

const FOLDER = fileURLToPath(new URL('../store-faults/', import.meta.url));

/** Files beside the scenarios that hold what several of them need. */
const NO_SCENARIO = new Set(['small-disk']);

/** The scenarios of the store alone: one in each file of `bench/store-faults/`. */
export const storeScenarios = (): string[] =>
  existsSync(FOLDER)
    ? readdirSync(FOLDER)
        .filter((name) => name.endsWith('.js'))
        .map((name) => name.replace(/\.js$/, ''))
        .filter((name) => !NO_SCENARIO.has(name))
        .sort()
    : [];

/** Runs one of them: the async function that its file exports. */
export const storeScenario =
  (name: string): Scenario =>
  async (options) => {
    const module = (await import(`../store-faults/${name}.js`)) as Record<string, unknown>;
    const run = Object.values(module).find(isScenario);
    if (!run) throw new Error(`bench/store-faults/${name}.ts exports no async function that could be run`);
    const { rounds, lost, detail, tookMs, skipped } = await run(options);
    return {
      ...{ rounds, acknowledged: 0, lost, stale: 0, doubled: 0, broken: 0 },
      figures: [detail],
      faults: lost > 0 ? [detail] : [],
      tookMs,
      ...(skipped === undefined ? {} : { skipped }),
    };
  };

const isScenario = (each: unknown): each is StoreScenario =>
  typeof each === 'function' && each.constructor.name === 'AsyncFunction';
