import { Int32 } from 'bson';
import { StoreError, WAY_OUT } from '../errors.js';
import { KeyMaker, sortKey } from '../index/keys.js';
import { type Filter, matches } from '../query/filter.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Source } from '../query/path.js';
import { parseSort } from '../query/select.js';
import { LIMITS } from '../values/limits.js';
import { type Document, isDocument, toInteger, type Value } from '../values/value.js';
import { group } from './group.js';
import { projectStage } from './project.js';

type Run = (from: Iterable<Source>) => Iterable<Source>;

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

function* limited(from: Iterable<Source>, limit: number): Generator<Source> {
  let n = 0;
  for (const one of from) {
    yield one;
    if (++n >= limit) return;
  }
}

function* skipped(from: Iterable<Source>, skip: number): Generator<Source> {
  let n = 0;
  for (const one of from) if (n++ >= skip) yield one;
}

function sorting(spec: Document): Run {
  const maker = parseSort(spec).sort ?? new KeyMaker([]);
  return (from) => {
    let bytes = 0;
    const keyed = [...from].map((one) => {
      const key = sortKey(maker, one);
      bytes += key.length + (one instanceof Map ? 500 : 64);
      if (bytes > LIMITS.sortBytes)
        throw new StoreError(
          'QueryExceededMemoryLimitNoDiskUseAllowed',
          `Sort exceeded memory limit of ${LIMITS.sortBytes} bytes; set MONGODB_URI to use a full server`,
        );
      return { one, key };
    });
    return keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ one }) => one);
  };
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
    for (const _ of from) n++;
    if (n > 0) yield new Map([[name, new Int32(n)]]);
  };
}

const STAGES: ReadonlyMap<string, (operand: Value) => Run> = new Map<string, (operand: Value) => Run>([
  [
    '$match',
    (operand) => {
      const filter = parseFilter(matchSpec(operand));
      return function* (from) {
        for (const one of from) if (matches(filter, one)) yield one;
      };
    },
  ],
  ['$sort', (operand) => sorting(sortSpec(operand))],
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
      return function* (from) {
        for (const one of from) yield project(one);
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
  // Every stage is compiled, so that a malformed one is an error wherever it stands.
  const runs = all.map(([name, operand]) => {
    if (name === '$skip') amount(name, operand, 0);
    if (name === '$limit') amount(name, operand, 1);
    return STAGES.get(name)?.(operand) ?? ((from: Iterable<Source>) => from);
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
