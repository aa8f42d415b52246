import { Long } from 'mongodb';

/** A command, and the code and text with which it is refused; `DB` stands for the name of the database. */
export type Refusal = readonly [command: Record<string, unknown>, code: number, text: string];

const nest = (levels: number, around: (inner: unknown) => Record<string, unknown>): unknown =>
  levels === 0 ? 1 : around(nest(levels - 1, around));
const nested = (levels: number) => nest(levels, (inner) => ({ $and: [inner === 1 ? { a: 1 } : inner] }));
const elements = (levels: number) => nest(levels, (inner) => ({ $elemMatch: inner }));
const expressions = (levels: number) => nest(levels, (inner) => ({ $not: [inner] }));
const objects = (levels: number) => nest(levels, (inner) => ({ x: inner }));

/** Commands, their options and what belongs to them. */
export const COMMANDS: readonly Refusal[] = [
  [
    { mapReduce: 'c' },
    59,
    "no such command: 'mapReduce'; it is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { constructor: 1 },
    59,
    "no such command: 'constructor'; it is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { find: 'c', let: {} },
    40415,
    "the option 'let' of find is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { find: 'c', constructor: 1 },
    40415,
    "the option 'constructor' of find is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { find: 'c', tailable: true },
    238,
    "the option 'tailable' of find is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { find: 'c', returnKey: true },
    238,
    "the option 'returnKey' of find is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { find: 'c', collation: { locale: 'de' } },
    238,
    'the option \'collation\' of find, other than {locale: "simple"}, is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [{ find: 7 }, 14, "BSON field 'find.find' is the wrong type 'int', expected type 'string'"],
  [{ find: 'c', filter: 7 }, 14, "BSON field 'find.filter' is the wrong type 'int', expected type 'object'"],
  [{ find: 'c', limit: -1 }, 2, "BSON field 'find.limit' value must be >= 0, actual value '-1'"],
  [{ find: 'c', skip: 'x' }, 14, "BSON field 'find.skip' is the wrong type 'string', expected type 'number'"],
  [{ find: 'c', limit: 1e300 }, 2, "'find.limit' is not an integer"],
  [
    { find: 'c', singleBatch: 'x' },
    14,
    "BSON field 'find.singleBatch' is the wrong type 'string', expected type 'bool'",
  ],
  [{ distinct: 'c' }, 9, "BSON field 'distinct.key' is missing but a required field"],
  [
    { find: 'c', hint: 'none' },
    2,
    'error processing query: planner returned error: hint provided does not correspond to an existing index',
  ],
  [
    { find: 'c', hint: 'sparse_1' },
    2,
    "the hinted index 'sparse_1' does not hold every document of this query; a hint to it is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [{ getMore: 1, collection: 'c' }, 14, "BSON field 'getMore.getMore' is the wrong type, expected type 'long'"],
  [{ getMore: Long.fromNumber(7), collection: 'c' }, 43, 'cursor id 7 not found'],
  [
    { getParameter: 1, unheardOf: 1 },
    40415,
    "the option 'unheardOf' of getParameter is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [{ getParameter: 1 }, 72, 'no option found to get'],
  [{ create: 'c' }, 48, 'Collection DB.c already exists.'],
  [
    { create: 'x', capped: true, size: 1000 },
    238,
    "the option 'capped' of create is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { create: 'x', timeseries: { timeField: 't' } },
    238,
    "the option 'timeseries' of create is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { create: 'x', validator: { a: 1 } },
    238,
    "the option 'validator' of create is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { create: 'x', viewOn: 'c' },
    238,
    "the option 'viewOn' of create is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { create: 'x', clusteredIndex: { key: { _id: 1 }, unique: true } },
    238,
    "the option 'clusteredIndex' of create is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [{ create: '' }, 73, "Invalid namespace specified 'DB.'"],
  [{ create: 'a$b' }, 73, "Invalid namespace specified 'DB.a$b'"],
  [{ create: 'system.users' }, 73, 'Invalid system namespace: DB.system.users'],
  [{ create: 'x'.repeat(256) }, 73, `Invalid namespace specified 'DB.${'x'.repeat(256)}'`],
  [{ insert: 'c', documents: [] }, 16, 'Write batch sizes must be between 1 and 100000. Got 0 operations.'],
  [{ insert: 'c', documents: [7] }, 14, "BSON field 'insert.documents' must be an array of objects"],
  [
    { insert: 'c', documents: Array.from({ length: 100_001 }, () => ({})) },
    16,
    'Write batch sizes must be between 1 and 100000. Got 100001 operations.',
  ],
  [
    { update: 'c', updates: Array.from({ length: 100_001 }, () => ({})) },
    16,
    'Write batch sizes must be between 1 and 100000. Got 100001 operations.',
  ],
  [
    { delete: 'c', deletes: Array.from({ length: 100_001 }, () => ({})) },
    16,
    'Write batch sizes must be between 1 and 100000. Got 100001 operations.',
  ],
  [
    { insert: 'c', documents: [{}], writeConcern: { w: 2 } },
    2,
    "cannot use 'w' > 1 when a host is not replicated; set MONGODB_URI to use it",
  ],
  [
    { insert: 'c', documents: [{}], writeConcern: { w: 'elsewhere' } },
    79,
    'the write concern w: elsewhere is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { insert: 'c', documents: [{}], writeConcern: { x: 1 } },
    40415,
    "the option 'x' of writeConcern is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { find: 'c', readConcern: { level: 'snapshot' } },
    238,
    "the read concern 'snapshot' is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { find: 'c', readConcern: { afterClusterTime: 1 } },
    238,
    "the read concern's 'afterClusterTime' is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [{ find: 'c', apiVersion: '2' }, 322, 'API version must be "1", not 2'],
  [
    { find: 'c', apiVersion: '1', apiStrict: true },
    238,
    "the option 'apiStrict' of find is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { find: 'c', txnNumber: Long.fromNumber(1), startTransaction: true, autocommit: false },
    20,
    "Multi-document transactions and retryable writes ('txnNumber' of find) are not part of the embedded store; set MONGODB_URI to use them",
  ],
  [
    { aggregate: 1, pipeline: [], cursor: {} },
    238,
    'an aggregation over a whole database is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { aggregate: 'c', pipeline: [] },
    9,
    "The 'cursor' option is required, except for aggregate with the explain argument",
  ],
  [{ aggregate: 'c', pipeline: [], cursor: { batchSize: -1 } }, 2, 'cursor.batchSize must be a non-negative integer'],
  [
    { aggregate: 'c', pipeline: [], cursor: {}, explain: true },
    238,
    "the option 'explain' of aggregate is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { explain: { insert: 'c', documents: [{}] } },
    238,
    "explain of 'insert' is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { explain: { find: 'c', let: {} } },
    40415,
    "the option 'let' of find is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [{ saslContinue: 1, conversationId: 1, payload: '' }, 17, 'No SASL session state found'],
  [
    { saslStart: 1, mechanism: 'SCRAM-SHA-256', payload: '' },
    18,
    'Authentication failed: the embedded store knows no users',
  ],
  [{ listIndexes: 'none' }, 26, 'ns does not exist: DB.none'],
  [{ dropIndexes: 'none', index: '*' }, 26, 'ns does not exist: DB.none'],
  [{ dropIndexes: 'c', index: '_id_' }, 72, 'cannot drop _id index'],
  [{ dropIndexes: 'c', index: 'none' }, 27, 'index not found with name [none]'],
  [{ dropIndexes: 'c', index: { zz: 1 } }, 27, 'index not found with name [{ zz: 1 }]'],
  [{ delete: 'c', deletes: [{ q: {}, limit: 2 }] }, 9, 'The limit field in delete objects must be 0 or 1.'],
  [
    { delete: 'c', deletes: [{ q: {}, limit: 1, x: 1 }] },
    40415,
    "the option 'x' of delete is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { update: 'c', updates: [{ q: {}, u: { a: 1 }, multi: true }] },
    9,
    'multi update is not supported for replacement-style update',
  ],
  [
    { update: 'c', updates: [{ q: {}, u: { $set: { a: 1 } } }], let: {} },
    40415,
    "the option 'let' of update is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { update: 'c', updates: [{ q: {}, u: { $set: { a: 1 } }, c: {} }] },
    40415,
    "the option 'c' of update is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [{ findAndModify: 'c', remove: true, update: {} }, 9, 'Cannot specify both an update and remove=true'],
  [
    { findAndModify: 'c', remove: true, new: true },
    9,
    "Cannot specify both new=true and remove=true; 'remove' always returns the deleted document",
  ],
  [{ findAndModify: 'c', remove: true, upsert: true }, 9, 'Cannot specify both upsert=true and remove=true'],
  [{ findAndModify: 'c' }, 9, 'Either an update or remove=true must be specified'],
  [
    { insert: 'c', documents: [{ _id: 1 }] },
    11000,
    'E11000 duplicate key error collection: DB.c index: _id_ dup key: { _id: 1 }',
  ],
  [
    { insert: 'c', documents: [{ $a: 1 }] },
    52,
    "The dollar ($) prefixed field '$a' is not allowed in a stored document",
  ],
  [{ insert: 'c', documents: [{ _id: [1] }] }, 53, "The '_id' value cannot be of type array"],
  [{ insert: 'c', documents: [{ _id: /a/ }] }, 53, "The '_id' value cannot be of type regex"],
  [{ insert: 'pairs', documents: [{ a: [1, 2], b: [3, 4] }] }, 171, 'cannot index parallel arrays [a] [b]'],
  [
    { insert: 'keys', documents: [{ a: Array.from({ length: 100_001 }, (_, n) => n) }] },
    201,
    "a document has more than 100000 different keys for 'a'",
  ],
  [{ find: 'pairs', filter: {}, sort: { x: 1, y: 1 } }, 2, 'cannot sort with keys that are parallel arrays'],
  [{ validate: 7 }, 14, "BSON field 'validate.validate' is the wrong type 'int', expected type 'string'"],
  [{ collStats: 'c', scale: -1 }, 2, "BSON field 'collStats.scale' value must be >= 0, actual value '-1'"],
];

/** Filters, projections and sorts. */
export const FILTERS: readonly Refusal[] = [
  [
    { find: 'c', filter: { a: { $near: [0, 0] } } },
    2,
    'the query operator $near is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { find: 'c', filter: { $where: 'true' } },
    2,
    'the top level operator $where is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { find: 'c', filter: { $expr: { $eq: [1, 1] } } },
    2,
    'the top level operator $expr is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { find: 'c', filter: { $text: { $search: 'x' } } },
    2,
    'the top level operator $text is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [{ find: 'c', filter: { a: { $in: 1 } } }, 2, '$in needs an array'],
  [
    { find: 'c', filter: { $or: Array.from({ length: 100_001 }, () => ({})) } },
    2,
    '$or has 100001 items; the limit is 100000',
  ],
  [{ find: 'c', filter: { a: { $in: [{ $gt: 1 }] } } }, 2, 'cannot nest $ under $in'],
  [{ find: 'c', filter: { a: { $all: [{ $gt: 1 }] } } }, 2, 'no $ expressions in $all'],
  [{ find: 'c', filter: { a: { $elemMatch: 1 } } }, 2, '$elemMatch needs an Object'],
  [{ find: 'c', filter: { a: { $not: 1 } } }, 2, '$not needs a regex or a document'],
  [{ find: 'c', filter: { a: { $regex: 'x', $options: 1 } } }, 2, '$options has to be a string'],
  [{ find: 'c', filter: { a: { $regex: 1 } } }, 2, '$regex has to be a string'],
  [{ find: 'c', filter: { a: { $ne: /x/ } } }, 2, "Can't have regex as arg to $ne."],
  [{ find: 'c', filter: { a: { $gt: /x/ } } }, 2, "Can't have RegEx as arg to predicate over field 'a'."],
  [{ find: 'c', filter: { a: { $options: 'i' } } }, 2, '$options needs a $regex'],
  [{ find: 'c', filter: nested(101) }, 2, 'the filter is nested too deeply'],
  [{ find: 'c', filter: { a: elements(101) } }, 2, 'the filter is nested too deeply'],
  [{ find: 'c', filter: { a: { $gt: 1, b: 1 } } }, 2, 'unknown operator: b'],
  [{ find: 'c', filter: { $or: [] } }, 2, '$or argument must be a non-empty array'],
  [{ find: 'c', filter: { $and: [1] } }, 2, "$and argument's entries must be objects, not int"],
  [
    { find: 'c', filter: { [Array(102).fill('a').join('.')]: 1 } },
    15,
    "FieldPath is too long: more than 100 parts in 'a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.a.…'",
  ],
  [{ find: 'c', filter: { a: { $type: 'thing' } } }, 2, 'Unknown type name alias: thing'],
  [{ find: 'c', filter: { a: { $type: 77 } } }, 2, 'Invalid numerical type code'],
  [{ find: 'c', filter: { a: { $type: [] } } }, 9, '$type must match at least one type'],
  [{ find: 'c', filter: { a: { $mod: [1] } } }, 2, 'malformed mod, needs to be an array of two numbers'],
  [{ find: 'c', filter: { a: { $mod: [0, 1] } } }, 2, 'divisor cannot be 0'],
  [{ find: 'c', filter: { a: { $size: -1 } } }, 2, 'Failed to parse $size. Expected a non-negative integer'],
  [
    { find: 'c', filter: { a: { $bitsAllSet: [1] } } },
    2,
    'the embedded store takes bit masks as numbers only; set MONGODB_URI to use others',
  ],
  [{ find: 'c', filter: { a: { $bitsAnySet: -1 } } }, 2, 'a bit mask must be a non-negative integer'],
  [{ find: 'c', filter: { a: { $regex: 'x'.repeat(1_001) } } }, 2, 'Regular expression is longer than 1000 characters'],
  [{ find: 'c', filter: { a: { $regex: 'x', $options: 'q' } } }, 2, 'invalid flag in regex options: q'],
  [
    { find: 'c', filter: { a: { $regex: '(' } } },
    2,
    'Regular expression is invalid: Invalid regular expression: /(/: Unterminated group',
  ],
  [
    { find: 'c', filter: {}, projection: { a: { $slice: 'x' } } },
    2,
    '$slice needs a number, or a skip and a positive limit',
  ],
  [
    { find: 'c', filter: {}, projection: { 'list.$': 1 } },
    51024,
    'the positional projection needs an array field in the query that matched',
  ],
  [
    { find: 'c', filter: {}, projection: { a: { $meta: 'textScore' } } },
    238,
    'the projection operator $meta is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { find: 'c', filter: {}, projection: { b: '$a' } },
    238,
    'a projection that computes a value is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [{ find: 'c', filter: {}, projection: { 'a..b': 1 } }, 9, "invalid path in projection: 'a..b'"],
  [{ find: 'c', filter: {}, projection: { a: 1, 'a.b': 1 } }, 31249, 'Path collision at a.b'],
  [
    { find: 'c', filter: {}, projection: { a: 1, b: 0 } },
    31254,
    'Cannot do exclusion on field b in inclusion projection',
  ],
  [
    { find: 'c', filter: {}, projection: { a: 0, b: 1 } },
    31253,
    'Cannot do inclusion on field b in exclusion projection',
  ],
  [
    { find: 'c', filter: {}, sort: Object.fromEntries(Array.from({ length: 33 }, (_, n) => ['f' + n, 1])) },
    2,
    'too many sort keys: 33',
  ],
  [
    { find: 'c', filter: {}, sort: { a: 2 } },
    2,
    "$sort key ordering must be 1 (for ascending) or -1 (for descending), for 'a'",
  ],
  [{ find: 'c', filter: {}, sort: { $a: 1 } }, 16410, "FieldPath field names may not start with '$': '$a'"],
  [{ find: 'c', filter: {}, sort: { $natural: 1, a: 1 } }, 2, 'Cannot include $natural in compound sort'],
];

/** Updates. */
export const UPDATES: readonly Refusal[] = [
  [
    { findAndModify: 'c', query: { _id: 1 }, update: [{ $set: { a: 1 } }] },
    238,
    'an update by an aggregation pipeline is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [{ findAndModify: 'c', query: { _id: 1 }, update: 7 }, 9, 'Update argument must be either an object or an array'],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { a: 1 }, b: 1 } },
    9,
    'Unknown modifier: b. Expected a valid update modifier or pipeline-style update specified as an array',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $wrong: { a: 1 } } },
    9,
    'the update operator $wrong is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: 7 } },
    9,
    'Modifiers operate on fields but we found type int instead. For example: {$mod: {<field>: ...}} not {$set: 7}',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { a: 1, $set: 1 } },
    52,
    "The dollar ($) prefixed field '$set' in '$set' is not allowed in the context of an update's replacement document",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { a: 1 }, arrayFilters: [] },
    9,
    'arrayFilters may not be specified for a replacement',
  ],
  [{ findAndModify: 'c', query: { _id: 1 }, update: { $set: { '': 1 } } }, 56, 'An empty update path is not valid.'],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'a..b': 1 } } },
    56,
    "The update path 'a..b' contains an empty field name, which is not allowed.",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'a.$x': 1 } } },
    52,
    "The dollar ($) prefixed field '$x' in 'a.$x' is not allowed in the context of an update",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { '$[].a': 1 } } },
    2,
    "Cannot have a positional element in the first position in path '$[].a'.",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { a: 1, 'a.b': 1 } } },
    40,
    "Updating the path 'a.b' would create a conflict at 'a'",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.$': 1 } } },
    2,
    'The positional operator did not find the match needed from the query.',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 's.x': 1 } } },
    28,
    'Cannot create field \'x\' in element {s: "str"}',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 's.$[]': 1 } } },
    2,
    'Cannot apply array updates to non-array element s: "str"',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.x': 1 } } },
    28,
    "Cannot create field 'x' in element {list: [ 1, 2 ]}",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.2000000': 1 } } },
    28,
    'Cannot fill an array up to the index 2000000',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'gone.$[]': 1 } } },
    2,
    "The path 'gone' must exist in the document in order to apply array updates.",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $rename: { 'docs.x': 'y' } } },
    2,
    "The source field cannot be an array element, 'docs.x'",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $rename: { a: 7 } } },
    2,
    "The 'to' field for $rename must be a string: a",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $rename: { a: 'b.$' } } },
    2,
    "The $rename of 'a' to 'b.$' may not be positional",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { _id: 2 } } },
    66,
    "Performing an update on the path '_id' would modify the immutable field '_id' (from 1 to 2)",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { _id: 2 } },
    66,
    "Performing an update on the path '_id' would modify the immutable field '_id' (from 1 to 2)",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $unset: { _id: 1 } } },
    66,
    "Performing an update on the path '_id' would modify the immutable field '_id' (from 1 to missing)",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $push: { a: 1 } } },
    2,
    "The field 'a' must be an array but is of type int ($push)",
  ],
  [
    {
      findAndModify: 'c',
      query: { _id: 1 },
      update: { $push: { list: { $each: Array.from({ length: 1_500_001 }, () => null) } } },
    },
    2,
    'an array may not have more than 1500000 items',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $push: { list: { $each: [1], $slice: 'x' } } } },
    2,
    'The value for $slice must be an integer value but was given type: string',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $push: { list: { $each: 1 } } } },
    2,
    'The argument to $each in $push must be an array but it was of type: int',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $push: { list: { $each: [1], $wrong: 1 } } } },
    2,
    'Unrecognized clause in $push: $wrong',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $push: { list: { $each: [1], $sort: 2 } } } },
    2,
    'The $sort element value must be either 1 or -1',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $addToSet: { a: 1 } } },
    2,
    "The field 'a' must be an array but is of type int ($addToSet)",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $pull: { a: 1 } } },
    2,
    "The field 'a' must be an array but is of type int ($pull)",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $pullAll: { list: 1 } } },
    2,
    '$pullAll requires an array argument but was given a int',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $pullAll: { a: [1] } } },
    2,
    "The field 'a' must be an array but is of type int ($pullAll)",
  ],
  [{ findAndModify: 'c', query: { _id: 1 }, update: { $pop: { list: 2 } } }, 9, '$pop expects 1 or -1, found: 2'],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $pop: { a: 1 } } },
    14,
    "Path 'a' contains an element of non-array type 'int'",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $inc: { a: 'x' } } },
    14,
    'Cannot increment with non-numeric argument: {a: string}',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $mul: { a: 'x' } } },
    14,
    'Cannot multiply with non-numeric argument: {a: string}',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $inc: { s: 1 } } },
    14,
    "Cannot apply $inc to a value of non-numeric type. The field 's' is of non-numeric type string",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $mul: { s: 1 } } },
    14,
    "Cannot apply $mul to a value of non-numeric type. The field 's' is of non-numeric type string",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $inc: { long: Long.MAX_VALUE } } },
    2,
    'Failed to apply the operation: the result overflows a 64-bit integer',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $currentDate: { a: 1 } } },
    2,
    "$currentDate needs true or {$type: 'date' | 'timestamp'} for 'a'",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $bit: { a: { nand: 1 } } } },
    2,
    "The $bit modifier only supports 'and', 'or', and 'xor', not 'nand'",
  ],
  [{ findAndModify: 'c', query: { _id: 1 }, update: { $bit: { a: 1 } } }, 2, "$bit needs a document for 'a'"],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $bit: { s: { and: 1 } } } },
    2,
    "Cannot apply $bit to a value that is not an integer: 's'",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.$[i]': 1 } }, arrayFilters: 7 },
    14,
    'arrayFilters must be an array',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.$[i]': 1 } }, arrayFilters: [7] },
    2,
    'each array filter must be an object',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.$[i]': 1 } }, arrayFilters: [{ i: 1, j: 1 }] },
    9,
    "Expected a single top-level field name in the array filter, found 'i' and 'j'",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.$[i]': 1 } }, arrayFilters: [{}] },
    9,
    'Expected a single top-level field name in the array filter, found none',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.$[i]': 1 } }, arrayFilters: [{ i: 1 }, { i: 2 }] },
    9,
    'Found multiple array filters with the same top-level field name i',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.$[i]': 1 } }, arrayFilters: [{ i: 1 }, { j: 2 }] },
    9,
    "The array filter for identifier 'j' was not used in the update",
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { 'list.$[i]': 1 } } },
    2,
    "No array filter found for identifier 'i'",
  ],
  [
    { findAndModify: 'c', query: { z: 1, $and: [{ z: 2 }] }, update: { $set: { b: 1 } }, upsert: true },
    54,
    "cannot infer query fields to set, path 'z' is matched twice",
  ],
  [
    { findAndModify: 'c', query: { z: 1, 'z.y': 2 }, update: { $set: { b: 1 } }, upsert: true },
    54,
    "cannot infer query fields to set, path 'z.y' conflicts with another",
  ],
  [
    { findAndModify: 'c', query: { $and: [{ $x: 1 }] }, update: { $set: { z: 1 } }, upsert: true },
    2,
    'the top level operator $x is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { findAndModify: 'c', query: { _id: 1 }, update: { $set: { deep: objects(100) } } },
    15,
    'document exceeds the maximum nesting depth of 100',
  ],
];

/** Pipelines and their expressions. */
export const PIPELINES: readonly Refusal[] = [
  [
    { aggregate: 'c', pipeline: [{ $lookup: { from: 'x', as: 'y', pipeline: [] } }], cursor: {} },
    40324,
    "Unrecognized pipeline stage name: '$lookup'; it is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { aggregate: 'c', pipeline: [{ $unwind: '$a' }], cursor: {} },
    40324,
    "Unrecognized pipeline stage name: '$unwind'; it is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { aggregate: 'c', pipeline: [{ $out: 'x' }], cursor: {} },
    40324,
    "Unrecognized pipeline stage name: '$out'; it is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { aggregate: 'c', pipeline: [{ $changeStream: {} }], cursor: {} },
    40324,
    "Unrecognized pipeline stage name: '$changeStream'; it is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { aggregate: 'c', pipeline: [7], cursor: {} },
    40323,
    'A pipeline stage specification object must contain exactly one field.',
  ],
  [
    { aggregate: 'c', pipeline: [{ $limit: 1, $skip: 1 }], cursor: {} },
    40323,
    'A pipeline stage specification object must contain exactly one field.',
  ],
  [
    { aggregate: 'c', pipeline: [...Array.from({ length: 101 }, () => ({ $skip: 0 }))], cursor: {} },
    9,
    'Pipeline length must be no longer than 100 stages',
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { a: Array.from({ length: 10_001 }, () => 1) } }], cursor: {} },
    9,
    'Pipeline has 10003 values; the limit is 10000',
  ],
  [
    { aggregate: 'c', pipeline: [{ $skip: -1 }], cursor: {} },
    15956,
    'invalid argument to $skip stage: must be an integer of at least 0',
  ],
  [
    { aggregate: 'c', pipeline: [{ $limit: 0 }], cursor: {} },
    15958,
    'invalid argument to $limit stage: must be an integer of at least 1',
  ],
  [{ aggregate: 'c', pipeline: [{ $sort: {} }], cursor: {} }, 15976, '$sort stage must have at least one sort key'],
  [{ aggregate: 'c', pipeline: [{ $count: '' }], cursor: {} }, 40156, 'the count field must be a non-empty string'],
  [
    { aggregate: 'c', pipeline: [{ $count: '$a' }], cursor: {} },
    40160,
    "the count field cannot start with '$' or contain '.': '$a'",
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: {} }], cursor: {} },
    51272,
    '$project specification must be a non-empty object',
  ],
  [
    { aggregate: 'c', pipeline: [{ $match: 7 }], cursor: {} },
    15959,
    'the match filter must be an expression in an object',
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { a: 0, b: '$c' } }], cursor: {} },
    238,
    'a $project that excludes fields and computes others is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { 'a.b': '$c' } }], cursor: {} },
    238,
    "a computed dotted field 'a.b' in $project is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [{ aggregate: 'c', pipeline: [{ $group: 7 }], cursor: {} }, 15947, "a group's fields must be specified in an object"],
  [{ aggregate: 'c', pipeline: [{ $group: {} }], cursor: {} }, 15955, 'a group specification must include an _id'],
  [
    { aggregate: 'c', pipeline: [{ $group: { _id: 1, a: 7 } }], cursor: {} },
    40234,
    "The field 'a' must be an accumulator object",
  ],
  [
    { aggregate: 'c', pipeline: [{ $group: { _id: 1, a: {} } }], cursor: {} },
    40238,
    "The field 'a' must specify one accumulator",
  ],
  [
    { aggregate: 'c', pipeline: [{ $group: { _id: 1, a: { $stdDevPop: '$a' } } }], cursor: {} },
    238,
    'the accumulator $stdDevPop is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { aggregate: 'c', pipeline: [{ $group: { _id: { $dateToString: { date: '$a' } } } }], cursor: {} },
    238,
    'the aggregation expression $dateToString is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { x: '$$NOW' } }], cursor: {} },
    238,
    'the aggregation variable $$NOW is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { x: '$a..b' } }], cursor: {} },
    15998,
    "FieldPath field names may not be empty strings: 'a..b'",
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { x: { $add: ['$s', 1] } } }], cursor: {} },
    14,
    '$add only supports numeric types in the embedded store; set MONGODB_URI to use others',
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { x: { $multiply: ['$s', 1] } } }], cursor: {} },
    14,
    '$multiply only supports numeric types in the embedded store; set MONGODB_URI to use others',
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { x: { $subtract: ['$s', 1] } } }], cursor: {} },
    14,
    '$subtract only supports numbers and dates',
  ],
  [{ aggregate: 'c', pipeline: [{ $project: { x: { $divide: [1, 0] } } }], cursor: {} }, 2, "can't $divide by zero"],
  [
    { aggregate: 'c', pipeline: [{ $project: { x: { $size: '$a' } } }], cursor: {} },
    2,
    'The argument to $size must be an array',
  ],
  [{ aggregate: 'c', pipeline: [{ $project: { x: { $cond: [1] } } }], cursor: {} }, 2, '$cond needs if, then and else'],
  [
    { aggregate: 'c', pipeline: [{ $project: { x: { $eq: [1] } } }], cursor: {} },
    16020,
    'Expression $eq takes exactly 2 arguments. 1 were passed in.',
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { x: expressions(101) } }], cursor: {} },
    2,
    'the expression is nested too deeply',
  ],
  [
    { aggregate: 'c', pipeline: [{ $project: { x: { $eq: [1, 1], $ne: [1, 1] } } }], cursor: {} },
    15983,
    'an object that is an expression must have exactly one field',
  ],
];

/** Indexes. */
export const INDEXES: readonly Refusal[] = [
  [{ createIndexes: 'c', indexes: [7] }, 14, 'each index must be an object'],
  [{ createIndexes: 'c', indexes: [{ key: {}, name: 'x' }] }, 67, 'Index keys cannot be an empty object'],
  [
    {
      createIndexes: 'c',
      indexes: [{ key: Object.fromEntries(Array.from({ length: 33 }, (_, n) => ['f' + n, 1])), name: 'x' }],
    },
    67,
    'an index may have at most 32 fields',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 'text' }, name: 'x' }] },
    67,
    "an index of type 'text' is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: '2dsphere' }, name: 'x' }] },
    67,
    "an index of type '2dsphere' is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 0 }, name: 'x' }] },
    67,
    "Values in the index key pattern must be numbers other than 0, not 0 for 'a'",
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { '$**': 1 }, name: 'x' }] },
    67,
    'a wildcard index is not part of the embedded store; set MONGODB_URI to use it',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { 'a..b': 1 }, name: 'x' }] },
    67,
    "Index key contains an illegal field name: 'a..b'",
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1 } }] },
    67,
    "The 'name' field is a required property of an index specification",
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', hidden: true }] },
    238,
    "the option 'hidden' of createIndexes is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', weights: {} }] },
    40415,
    "the option 'weights' of createIndexes is not part of the embedded store; set MONGODB_URI to use it",
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', expireAfterSeconds: -1 }] },
    67,
    'TTL index expireAfterSeconds must be a number between 0 and 2147483647',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1, b: 1 }, name: 'x', expireAfterSeconds: 1 }] },
    67,
    'TTL indexes are single-field indexes, compound indexes do not support TTL',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { _id: 1 }, name: 'x', expireAfterSeconds: 1 }] },
    67,
    'The field expireAfterSeconds is not valid for an _id index specification',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', partialFilterExpression: 7 }] },
    67,
    'partialFilterExpression must be an object',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', partialFilterExpression: { a: { $regex: 'x' } } }] },
    67,
    'Expression not supported in partial index: $regex',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', partialFilterExpression: { a: { $ne: 1 } } }] },
    67,
    'Expression not supported in partial index: $not, $nor, $ne or $nin, or $exists: false',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { a: 1 }, name: 'x', sparse: true, partialFilterExpression: { a: 1 } }] },
    67,
    "cannot mix 'partialFilterExpression' and 'sparse' options",
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { b: 1 }, name: 'sparse_1' }] },
    86,
    'An existing index has the same name as the requested index but is another one. Requested index: { v: 2, key: { b: 1 }, name: "sparse_1" }, existing index: { v: 2, key: { sparse: 1 }, name: "sparse_1", sparse: true }',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { sparse: 1 }, name: 'other', sparse: true }] },
    85,
    'Index already exists with a different name: sparse_1',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { sparse: 1 }, name: 'sparse_1', sparse: true, expireAfterSeconds: 7 }] },
    85,
    'An equivalent index already exists with the same name but different options: { v: 2, key: { sparse: 1 }, name: "sparse_1", sparse: true }',
  ],
  [{ createIndexes: 'c', indexes: [] }, 2, 'Must specify at least one index to create'],
  [
    { createIndexes: 'c', indexes: Array.from({ length: 64 }, (_, n) => ({ key: { ['n' + n]: 1 }, name: 'n' + n })) },
    67,
    'a collection may have at most 64 indexes',
  ],
  [
    { createIndexes: 'c', indexes: [{ key: { text: 1 }, name: 'text_1', unique: true }] },
    11000,
    'E11000 duplicate key error collection: DB.c index: text_1 dup key: { text: "same" }',
  ],
];
