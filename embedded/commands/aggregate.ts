import { type Pipeline, parsePipeline } from '../aggregate/pipeline.js';
import { notHere, StoreError } from '../errors.js';
import { PAUSE, type Paused } from '../query/effort.js';
import { EVERYTHING } from '../query/filter.js';
import type { Source } from '../query/path.js';
import { parseSort, type Selection, select } from '../query/select.js';
import type { Collection } from '../storage/collection.js';
import { LIMITS } from '../values/limits.js';
import { type Document, doc, isDocument, RawDocument, toInteger } from '../values/value.js';
import type { Commands, Request } from './command.js';
import { encoded, hinted, target } from './find.js';

/** What the first stages of a pipeline select. */
export function pipelineSelection(request: Request, collection: Collection, pipeline: Pipeline): Selection {
  return {
    ...parseSort(pipeline.sort),
    ...hinted(collection, request.fields.value('hint')),
    filter: pipeline.filter ?? EVERYTHING,
    skip: pipeline.skip,
    limit: pipeline.limit,
  };
}

function* sources(rows: Iterable<Paused<{ readonly raw: Buffer }>>): Generator<Paused<Source>> {
  for (const row of rows) yield row === PAUSE ? PAUSE : row.raw;
}

function* results(from: Iterable<Paused<Source>>): Generator<Paused<RawDocument>> {
  for (const one of from) yield one === PAUSE ? PAUSE : one instanceof Map ? encoded(one) : new RawDocument(one);
}

function batchSize(request: Request): number {
  const cursor = request.fields.value('cursor');
  if (!isDocument(cursor))
    throw new StoreError(
      'FailedToParse',
      "The 'cursor' option is required, except for aggregate with the explain argument",
    );
  const size = cursor.get('batchSize');
  if (size === undefined) return LIMITS.firstBatch;
  const wanted = toInteger(size);
  if (wanted === undefined || wanted < 0)
    throw new StoreError('BadValue', 'cursor.batchSize must be a non-negative integer');
  return wanted;
}

async function aggregate(request: Request): Promise<Document> {
  const { fields, server, session, effort } = request;
  if (typeof fields.value('aggregate') !== 'string') throw notHere('an aggregation over a whole database');
  const { namespace, collection } = target(request);
  const pipeline = parsePipeline(fields.list('pipeline') ?? []);
  server.counters.query++;
  const rows =
    collection === undefined ? [] : select(collection, pipelineSelection(request, collection, pipeline), effort);
  let flow: Iterable<Paused<Source>> = sources(rows);
  for (const stage of pipeline.rest) flow = stage(flow, effort);
  const { batch, id } = await server.cursors.start(results(flow), {
    effort,
    namespace,
    session,
    batchSize: batchSize(request),
    single: false,
    lasting: false,
  });
  return doc({ cursor: doc({ firstBatch: batch, id, ns: namespace }), ok: 1 });
}

export const AGGREGATE: Commands = {
  aggregate: {
    options: {
      pipeline: 'used',
      cursor: 'used',
      hint: 'used',
      allowDiskUse: 'ignored',
      bypassDocumentValidation: 'ignored',
      explain: 'only false',
      collation: 'only simple',
    },
    run: aggregate,
  },
};
