import { type Context, createContext, Script } from 'node:vm';
import { StoreError } from '../errors.js';
import { LIMITS } from '../values/limits.js';
import { type Filter, matches } from './filter.js';
import type { Hit, Source } from './path.js';

/** Plain comparisons times bytes: beyond this a single test could take longer than a slice of time. */
const HEAVY = 20_000_000;
/** What is not encoded counts as this many bytes. */
const DECODED_BYTES = 4_096;

let prepared: { readonly context: Context; readonly script: Script } | undefined;
let inside = false;

// The error is one of the script's own realm, and so no instance of this one's Error.
const isTimeout = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/**
 * Runs something that might not end, and ends it after `ms`: JavaScript cannot look at a clock inside one regular
 * expression, but V8 stops even that for the timeout of a `vm` script. `run` must be without effect on anything that lasts,
 * since it may stop anywhere. Costs about 60 µs, so it is for what could be slow and not for everything.
 */
export function guarded<T>(run: () => T, what: string, ms: number = LIMITS.holdMs): T {
  if (inside) return run();
  prepared ??= { context: createContext({}), script: new Script('run()') };
  const { context, script } = prepared;
  let made: { readonly value: T } | undefined;
  context.run = (): void => {
    made = { value: run() };
  };
  inside = true;
  try {
    script.runInContext(context, { timeout: ms });
  } catch (error) {
    if (!isTimeout(error)) throw error;
  } finally {
    inside = false;
    context.run = undefined;
  }
  if (made === undefined) {
    throw new StoreError(
      'MaxTimeMSExpired',
      `operation exceeded time limit: ${what} took longer than ${ms / 1000} s on a single document`,
    );
  }
  return made.value;
}

/** Runs something that costs about so many plain comparisons; under guard when these are many. */
export const within = <T>(cost: number, what: string, run: () => T): T => (cost > HEAVY ? guarded(run, what) : run());

/** How large a document is, for `within`. */
export const bytesOf = (source: Source): number => (Buffer.isBuffer(source) ? source.length : DECODED_BYTES);

/** Whether a document passes a filter of that weight. */
export const passes = (filter: Filter, weight: number, source: Source, hit?: Hit): boolean =>
  weight * bytesOf(source) > HEAVY
    ? guarded(() => matches(filter, source, hit), 'the filter')
    : matches(filter, source, hit);
