import { Int32 } from 'bson';
import { StoreError, WAY_OUT } from '../errors.js';
import { KeyMaker, sortKey } from '../index/keys.js';
import { type Effort, PAUSE, type Paused } from '../query/effort.js';
import { type Filter, weightOf } from '../query/filter.js';
import { bytesOf, passes, within } from '../query/guard.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Source } from '../query/path.js';
import { parseSort } from '../query/select.js';
import { sorting } from '../query/sort.js';
import { LIMITS } from '../values/limits.js';
import { roughBytes, valuesIn } from '../values/size.js';
import { type Document, isDocument, toInteger, type Value } from '../values/value.js';
import { group } from './group.js';
import { projectStage } from './project.js';

type Flow = Iterable<Paused<Source>>;
export type Run = (from: Flow, effort: Effort) => Flow;

/** A compiled pipeline. What its first stages select is done by the planner. */
export interface Pipeline {
  readonly filter: Filter | undefined;
  readonly sort: Document | undefined;
  readonly skip: number;
  readonly limit: number;
  readonly rest: readonly Run[];
}

function amount(name: string, operand: Value, least: number): number {
  const value = toInteger(operand);
  if (value === undefined || value < least) {
    throw new StoreError(
      name === '$skip' ? 'Location15956' : 'Location15958',
      `invalid argument to ${name} stage: must be an integer of at least ${least}`,
    );
  }
  return value;
}

function* limited(from: Flow, limit: number): Generator<Paused<Source>> {
  let n = 0;
  for (const one of from) {
    yield one;
    if (one !== PAUSE && ++n >= limit) return;
  }
}

function* skipped(from: Flow, skip: number): Generator<Paused<Source>> {
  let n = 0;
  for (const one of from) if (one === PAUSE || n++ >= skip) yield one;
}

function sorted(spec: Document): Run {
  const maker = parseSort(spec).sort ?? new KeyMaker([]);
  const how = {
    keyOf: (one: Source) => sortKey(maker, one),
    sizeOf: (one: Source, key: string) => key.length + (one instanceof Map ? roughBytes(one) : 64),
    keep: (one: Source) => one,
    orderOf: (_: Source, arrival: number) => arrival,
    limit: 0,
    advice: '',
  };
  return (from, effort) => sorting(from, how, effort);
}

function sortSpec(operand: Value): Document {
  if (!isDocument(operand) || operand.size === 0)
    throw new StoreError('Location15976', '$sort stage must have at least one sort key');
  return operand;
}

function counting(name: Value): Run {
  if (typeof name !== 'string' || name === '')
    throw new StoreError('Location40156', 'the count field must be a non-empty string');
  if (name.startsWith('$') || name.includes('.'))
    throw new StoreError('Location40160', `the count field cannot start with '$' or contain '.': '${name}'`);
  return function* (from) {
    let n = 0;
    for (const one of from) {
      if (one === PAUSE) yield PAUSE;
      else n++;
    }
    if (n > 0) yield new Map([[name, new Int32(n)]]);
  };
}

const STAGES: ReadonlyMap<string, (operand: Value) => Run> = new Map<string, (operand: Value) => Run>([
  [
    '$match',
    (operand) => {
      const filter = parseFilter(matchSpec(operand));
      const weight = weightOf(filter);
      return function* (from) {
        for (const one of from) if (one === PAUSE || passes(filter, weight, one)) yield one;
      };
    },
  ],
  ['$sort', (operand) => sorted(sortSpec(operand))],
  ['$skip', (operand) => (from) => skipped(from, amount('$skip', operand, 0))],
  ['$limit', (operand) => (from) => limited(from, amount('$limit', operand, 1))],
  ['$count', counting],
  ['$group', group],
  [
    '$project',
    (operand) => {
      if (!isDocument(operand) || operand.size === 0)
        throw new StoreError('Location51272', '$project specification must be a non-empty object');
      const project = projectStage(operand);
      const cost = valuesIn(operand);
      return function* (from) {
        for (const one of from)
          yield one === PAUSE ? PAUSE : within(cost * bytesOf(one), '$project', () => project(one));
      };
    },
  ],
]);

function matchSpec(operand: Value): Document {
  if (!isDocument(operand))
    throw new StoreError('Location15959', 'the match filter must be an expression in an object');
  return operand;
}

function stageOf(stage: Value): [name: string, operand: Value] {
  const [name] = isDocument(stage) ? stage.keys() : [];
  if (!isDocument(stage) || stage.size !== 1 || name === undefined) {
    throw new StoreError('Location40323', 'A pipeline stage specification object must contain exactly one field.');
  }
  if (!STAGES.has(name)) {
    throw new StoreError(
      'Location40324',
      `Unrecognized pipeline stage name: '${name}'; it is not part of the embedded store; ${WAY_OUT}`,
    );
  }
  return [name, stage.get(name) ?? null];
}

/** Compiles a pipeline; leading `$match`, `$sort`, `$skip` and `$limit` become a selection. */
export function parsePipeline(stages: readonly Value[]): Pipeline {
  if (stages.length > LIMITS.depth)
    throw new StoreError('FailedToParse', `Pipeline length must be no longer than ${LIMITS.depth} stages`);
  const all = stages.map(stageOf);
  // A long list in a `$match` is cheap; a long list of expressions is evaluated for every document.
  const values = all.reduce((total, [name, operand]) => total + (name === '$match' ? 0 : valuesIn(operand)), 0);
  if (values > LIMITS.pipelineValues)
    throw new StoreError('FailedToParse', `Pipeline has ${values} values; the limit is ${LIMITS.pipelineValues}`);
  // Every stage is compiled, so that a malformed one is an error wherever it stands.
  const runs = all.map(([name, operand]) => {
    if (name === '$skip') amount(name, operand, 0);
    if (name === '$limit') amount(name, operand, 1);
    return STAGES.get(name)?.(operand) ?? ((from: Flow) => from);
  });
  let at = 0;
  const next = (name: string): Value | undefined => {
    const [found, operand] = all[at] ?? [];
    if (found !== name) return undefined;
    at++;
    return operand;
  };
  const match = next('$match');
  const sort = next('$sort');
  const skip = next('$skip');
  const limit = next('$limit');
  return {
    filter: match === undefined ? undefined : parseFilter(matchSpec(match)),
    sort: sort === undefined ? undefined : sortSpec(sort),
    skip: skip === undefined ? 0 : amount('$skip', skip, 0),
    limit: limit === undefined ? 0 : amount('$limit', limit, 1),
    rest: runs.slice(at),
  };
}
