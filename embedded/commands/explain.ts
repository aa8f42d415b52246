import { Int32 } from 'bson';
import { parsePipeline } from '../aggregate/pipeline.js';
import { notHere } from '../errors.js';
import type { IndexScan, Plan } from '../index/planner.js';
import { type Effort, each } from '../query/effort.js';
import { planFor, type Selection, select } from '../query/select.js';
import type { Collection } from '../storage/collection.js';
import { type Document, doc, isDocument, toInteger, type Value } from '../values/value.js';
import { pipelineSelection } from './aggregate.js';
import type { Command, Commands, Request } from './command.js';
import { Fields } from './fields.js';
import { FIND, filterOf, findSelection, hinted } from './find.js';
import { modifySelection } from './find-and-modify.js';
import { VERSION } from './handshake.js';
import { checkOptions } from './options.js';

type Select = (request: Request, collection: Collection) => Selection;

function first(name: string): Select {
  return (request, collection) => {
    const [one] = request.fields.list(name) ?? [];
    const statement: Document = isDocument(one) ? one : new Map();
    const query = statement.get('q');
    const filter = filterOf(isDocument(query) ? query : undefined);
    const single = name === 'updates' ? statement.get('multi') !== true : toInteger(statement.get('limit')) === 1;
    return { filter, ...hinted(collection, statement.get('hint')), limit: single ? 1 : 0 };
  };
}

const counted: Select = (request, collection) => ({
  filter: filterOf(request.fields.document('query')),
  ...hinted(collection, request.fields.value('hint')),
});

const SELECTIONS: Readonly<Record<string, Select | undefined>> = {
  find: findSelection,
  count: counted,
  distinct: counted,
  update: first('updates'),
  delete: first('deletes'),
  findAndModify: modifySelection,
  findandmodify: modifySelection,
  aggregate: (request, collection) =>
    pipelineSelection(request, collection, parsePipeline(request.fields.list('pipeline') ?? [])),
};

function scanDocument(scan: IndexScan): Document {
  const { spec } = scan.index;
  return doc({
    stage: 'IXSCAN',
    keyPattern: spec.key,
    indexName: spec.name,
    isMultiKey: scan.index.multikey,
    isUnique: spec.unique,
    isSparse: spec.sparse,
    isPartial: spec.partial !== undefined,
    direction: scan.backwards ? 'backward' : 'forward',
    ranges: new Int32(scan.ranges.length),
  });
}

function stages(plan: Plan, selection: Selection): Document {
  let made: Document;
  if (plan.stage === 'COLLSCAN') made = doc({ stage: 'COLLSCAN', direction: plan.backwards ? 'backward' : 'forward' });
  else if (plan.stage === 'OR')
    made = doc({ stage: 'FETCH', inputStage: doc({ stage: 'OR', inputStages: plan.of.map(scanDocument) }) });
  else made = doc({ stage: 'FETCH', inputStage: scanDocument(plan) });
  if (selection.sort !== undefined && !plan.sorted) made = doc({ stage: 'SORT', inputStage: made });
  if ((selection.skip ?? 0) > 0) made = doc({ stage: 'SKIP', inputStage: made });
  if ((selection.limit ?? 0) > 0)
    made = doc({ stage: 'LIMIT', limitAmount: new Int32(selection.limit ?? 0), inputStage: made });
  return made;
}

async function statistics(
  collection: Collection | undefined,
  selection: Selection | undefined,
  effort: Effort,
): Promise<Document> {
  const started = performance.now();
  let returned = 0;
  if (collection !== undefined && selection !== undefined)
    await each(select(collection, selection, effort), effort, () => {
      returned++;
    });
  return doc({
    executionSuccess: true,
    nReturned: new Int32(returned),
    executionTimeMillis: new Int32(Math.round(performance.now() - started)),
    totalKeysExamined: new Int32(effort.keys),
    totalDocsExamined: new Int32(effort.documents),
  });
}

/** Says how a command would find its documents; nothing is changed. */
async function explain(request: Request): Promise<Document> {
  const inner = request.fields.document('explain') ?? new Map<string, Value>();
  const [name = ''] = inner.keys();
  const make = Object.hasOwn(SELECTIONS, name) ? SELECTIONS[name] : undefined;
  if (make === undefined) throw notHere(`explain of '${name}'`);
  const known: Command | undefined = FIND[name];
  if (known !== undefined) checkOptions(name, known, inner);
  const fields = new Fields(name, inner);
  const namespace = `${request.database}.${fields.text(name)}`;
  const collection = request.store.collection(namespace);
  const selection = collection && make({ ...request, name, body: inner, fields }, collection);
  const winningPlan =
    collection && selection ? stages(planFor(collection, selection), selection) : doc({ stage: 'EOF' });
  const verbosity = request.fields.value('verbosity') ?? 'allPlansExecution';
  return doc({
    explainVersion: '1',
    queryPlanner: doc({ namespace, indexFilterSet: false, winningPlan, rejectedPlans: [] }),
    executionStats: verbosity === 'queryPlanner' ? undefined : await statistics(collection, selection, request.effort),
    serverInfo: doc({ version: VERSION, tocsin: 'tocsin embedded store' }),
    ok: 1,
  });
}

export const EXPLAIN: Commands = { explain: { options: { verbosity: 'used' }, run: explain } };
