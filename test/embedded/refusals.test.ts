import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BSON, type Db, MongoClient } from 'mongodb';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SERVE_USAGE, type ServeOptions, serve } from '../../embedded/cli.js';
import { checkDocument } from '../../embedded/values/read.js';
import { readMessage } from '../../embedded/wire/message.js';
import { COMMANDS, FILTERS, INDEXES, PIPELINES, type Refusal, UPDATES } from './refusal-table.js';
import { type Opened, openStore, rejection } from './store.js';

/** Every text that a client was refused with in this file. */
const seen: string[] = [];

async function note(running: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  const error = await rejection(running);
  seen.push(error.message);
  return error;
}

const thrown = (run: () => unknown) => note((async () => run())());

describe('a command is refused with a code and a text', () => {
  let opened: Opened;
  let count = 0;
  beforeAll(async () => {
    opened = await openStore();
  });
  afterAll(() => opened.close());

  async function prepared(): Promise<Db> {
    const db = opened.client.db(`refusals${count++}`);
    await db.collection('c').insertMany([
      { _id: 1, a: 1, list: [1, 2], docs: [{ x: 1 }], s: 'str', text: 'same', long: BSON.Long.MAX_VALUE },
      { _id: 2, text: 'same' },
    ] as never[]);
    await db.collection('c').createIndex({ sparse: 1 }, { sparse: true });
    await db.collection('pairs').createIndex({ a: 1, b: 1 });
    await db.collection('pairs').insertOne({ x: [1, 2], y: [1, 2] });
    await db.collection('keys').createIndex({ a: 1 });
    return db;
  }

  const named = (rows: readonly Refusal[]) =>
    rows.map(([command, code, text]): [string, Refusal] => [
      JSON.stringify(command, (_, value) => (value instanceof RegExp ? String(value) : value)).slice(0, 90),
      [command, code, text],
    ]);

  describe.each<[string, readonly Refusal[]]>([
    ['commands', COMMANDS],
    ['filters', FILTERS],
    ['updates', UPDATES],
    ['pipelines', PIPELINES],
    ['indexes', INDEXES],
  ])('%s', (_, rows) => {
    let db: Db;
    beforeAll(async () => {
      db = await prepared();
    });

    it.each(named(rows))('%s', async (_name, [command, code, text]) => {
      // Only making indexes goes as far as it can before it is refused.
      if (Object.hasOwn(command, 'createIndexes')) db = await prepared();
      const before = await db.collection('c').find().toArray();
      const error = await note(
        db.command(command).then((reply) => {
          const [own] = reply.writeErrors ?? [];
          if (own !== undefined) throw Object.assign(new Error(own.errmsg), own);
        }),
      );
      expect({ code: error.code, text: error.message.replaceAll(`${db.databaseName}.`, 'DB.') }).toEqual({
        code,
        text,
      });
      expect(await db.collection('c').find().toArray()).toEqual(before);
    });
  });

  it('in a database whose name is none', async () => {
    const error = await note(opened.client.db('a*b').command({ create: 'x' }));
    expect(error).toMatchObject({ code: 73, message: "Invalid database name: 'a*b'" });
  });

  it('with a cursor of another collection', async () => {
    const db = await prepared();
    const { cursor } = await db.command({ find: 'c', batchSize: 1 });
    const error = await note(db.command({ getMore: cursor.id, collection: 'pairs' }));
    expect(error.code).toBe(13);
    expect(error.message).toBe(
      `Requested getMore on namespace '${db.databaseName}.pairs', but cursor belongs to a different namespace ${db.databaseName}.c`,
    );
  });

  it('nested deeper than any command; the connection stays', async () => {
    const db = await prepared();
    let deep: unknown = 1;
    for (let n = 0; n < 260; n++) deep = { deep };
    expect(await note(db.command({ find: 'c', filter: { deep } }))).toMatchObject({
      code: 15,
      message: 'document exceeds the maximum nesting depth of 250',
    });
  });

  it('with a document that is nested too deeply, however it came', async () => {
    const db = await prepared();
    let deep: unknown = 1;
    for (let n = 0; n < 100; n++) deep = { deep };
    for (const run of [
      () => db.collection('c').insertOne({ deep }),
      () => db.command({ findAndModify: 'c', query: { _id: 1 }, update: { $set: { list: [deep] } } }),
    ])
      expect(await note(run())).toMatchObject({ message: 'document exceeds the maximum nesting depth of 100' });
  });

  it('with a document that is too large, at the door and after an update', async () => {
    const db = await prepared();
    // Two of it are more than a document may have, and less than the driver refuses by itself.
    const text = 'x'.repeat(8_600_000);
    await db.collection('c').insertOne({ _id: 'large' as never, text });
    expect(await note(db.collection('c').updateOne({ _id: 'large' as never }, { $set: { more: text } }))).toMatchObject(
      {
        code: 10334,
        message: expect.stringMatching(/^BSONObj size: 172\d+ is invalid. Size must be at most 16777216$/),
      },
    );
    const raw = await note(
      db.command({ insert: 'c', documents: [{ text: text + text }] }).then((reply) => {
        throw new Error(reply.writeErrors[0].errmsg);
      }),
    );
    expect(raw.message).toMatch(/^object to insert too large. size in bytes: 172\d+, max size: 16777216$/);
    await db.collection('c').insertOne({ _id: 'second' as never, text: text.replace('x', 'y') });
    expect(await note(db.collection('c').distinct('text'))).toMatchObject({
      code: 17217,
      message: 'distinct too big, 16777216 bytes cap',
    });
    const fields = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`f${n}`, { $push: '$text' }]));
    expect(
      await note(
        db
          .collection('c')
          .aggregate([{ $group: { _id: null, ...fields } }])
          .toArray(),
      ),
    ).toMatchObject({
      code: 292,
      message: '$group exceeded memory limit of 104857600 bytes; set MONGODB_URI to use a full server',
    });
    const twice = { $project: { one: '$text', two: '$text' } };
    expect((await note(db.collection('c').aggregate([twice]).toArray())).message).toMatch(
      /^BSONObj size: 172\d+ is invalid/,
    );
    await db.dropDatabase();
  });

  it('when it would make one collection too many', async () => {
    const made = await openStore();
    const db = made.client.db('many');
    await Promise.all(Array.from({ length: 1_000 }, (_, n) => db.createCollection(`c${n}`)));
    expect(await note(db.collection('more').insertOne({}))).toMatchObject({
      code: 96,
      message:
        "the embedded store holds at most 1000 collections, 'many.more' would be one more; set MONGODB_URI to use it",
    });
    await db.dropCollection('c0');
    await db.collection('more').insertOne({});
    await made.close();
  });

  it('and the texts of many failures at once are kept short', async () => {
    const db = await prepared();
    const documents = Array.from({ length: 20_000 }, (_, n) => ({ _id: `${'x'.repeat(300)}${n}` }));
    await db.command({ insert: 'c', documents });
    const { writeErrors } = await db.command({ insert: 'c', documents, ordered: false });
    expect(writeErrors).toHaveLength(20_000);
    expect(writeErrors[0].errmsg).toMatch(/^E11000/);
    expect(writeErrors.at(-1)).toEqual({ index: 19_999, code: 11000, errmsg: '' });
    expect(BSON.calculateObjectSize({ writeErrors })).toBeLessThan(4 * 1024 * 1024);
  });

  it('before it has shown the secret', async () => {
    const made = await openStore({ port: 0 });
    const open = await new MongoClient(made.store.uri.replace(/\/\/.*@/, '//').replace(/&auth.*$/, '')).connect();
    expect(await note(open.db('a').collection('c').findOne())).toMatchObject({
      code: 13,
      message: 'Command find requires authentication',
    });
    await open.close();
    const other = new MongoClient(made.store.uri.replace(/:[0-9a-f]{48}@/, ':wrong@'));
    expect(await note(other.connect())).toMatchObject({ code: 18, message: 'Authentication failed.' });
    await other.close();
    await made.close();
  });
});

describe('bytes that are no document', () => {
  const int = (n: number): number[] => [n & 255, (n >> 8) & 255, (n >> 16) & 255, (n >> 24) & 255];
  const document = (...fields: number[]): Buffer => Buffer.from([...int(fields.length + 5), ...fields, 0]);
  const A = [0x61, 0];

  it.each<[string, Buffer]>([
    ['a document shorter than 5 bytes', Buffer.from([4, 0, 0, 0])],
    ['a document of 4 bytes', Buffer.from([4, 0, 0, 0, 0])],
    ['a name without its end', document(0x0b, ...A, 0x61)],
    ['a length beyond the end of its document', document(2, ...A, 1)],
    ['a value beyond the end of its document', document(2, ...A, ...int(100), 0)],
    ['a string without its end', document(2, ...A, ...int(2), 0x61, 0x61)],
    ['a regex with unknown options', document(0x0b, ...A, 0x61, 0, 0x71, 0)],
    ['a binary of negative length', document(5, ...A, ...int(-1), 0, 0, 0)],
    ['type 0x6 is not kept by the embedded store', document(6, ...A)],
  ])('%s', async (text, bytes) => {
    expect(await thrown(() => checkDocument(bytes))).toMatchObject({ code: 2, message: `invalid BSON: ${text}` });
  });
});

describe('a message that is none', () => {
  const int = (n: number): Buffer => {
    const made = Buffer.alloc(4);
    made.writeInt32LE(n);
    return made;
  };
  const message = (operation: number, ...parts: Buffer[]): Buffer => {
    const rest = Buffer.concat(parts);
    return Buffer.concat([int(16 + rest.length), int(1), int(0), int(operation), rest]);
  };
  const flags = Buffer.alloc(4);
  const body = Buffer.concat([Buffer.from([0]), Buffer.from(BSON.serialize({ ping: 1 }))]);
  const sequence = (name: Buffer, ...documents: Buffer[]): Buffer => {
    const rest = Buffer.concat([name, ...documents]);
    return Buffer.concat([Buffer.from([1]), int(rest.length + 4), rest]);
  };
  const empty = Buffer.from([5, 0, 0, 0, 0]);

  it.each<[string, Buffer]>([
    ['16 bytes', message(2013)],
    ['unknown flags 0x4', message(2013, int(4), body)],
    ['no command in it', message(2013, flags)],
    ['a section of 3 bytes', message(2013, flags, Buffer.from([0]), int(3), Buffer.alloc(4))],
    ['a section of kind 7', message(2013, flags, Buffer.from([7]), empty)],
    ['a sequence without a name', message(2013, flags, sequence(Buffer.from('abc')))],
    [
      'a document of 2 bytes in a sequence',
      message(2013, flags, sequence(Buffer.from('a\0'), int(2), Buffer.alloc(1))),
    ],
    [
      'a sequence of 100001 documents',
      message(2013, flags, body, sequence(Buffer.from('a\0'), ...Array.from({ length: 100_001 }, () => empty))),
    ],
    [
      "two sequences named 'a'",
      message(2013, flags, body, sequence(Buffer.from('a\0'), empty), sequence(Buffer.from('a\0'), empty)),
    ],
    [
      'an OP_QUERY that is not a command',
      message(2004, flags, Buffer.from('a.b\0'), Buffer.alloc(8), Buffer.from(BSON.serialize({}))),
    ],
    ['compression was not agreed on', message(2012, flags)],
    ['operation 7', message(7, flags)],
  ])('%s', async (text, bytes) => {
    expect(await thrown(() => readMessage(bytes))).toMatchObject({ code: 17, message: `malformed message: ${text}` });
  });
});

describe('the command line', () => {
  it.each<[string, Partial<ServeOptions>]>([
    ['--port 70000 is not a port', { port: '70000' }],
    ['--port x is not a port', { port: 'x' }],
    ['--no-auth is about --port N; the unix socket asks for no password anyway', { auth: false }],
  ])('%s', async (text, given) => {
    const error = await note(serve({ dataDir: '/nowhere', port: undefined, auth: true, ...given }));
    expect(error.message).toBe(`${text}\n\n${SERVE_USAGE}`);
  });
});

/** Texts that another test file holds, and a piece of it there. */
const ELSEWHERE: readonly [text: RegExp, file: string, there: string][] = [
  [/^operation exceeded/, 'watchdog.test.ts', 'operation exceeded'],
  [/^cursor id .* in use$/, 'watchdog.test.ts', 'is already in use'],
  [/^the regular expression/, 'watchdog.test.ts', 'fails on a text of'],
  [/^Sort exceeded memory|groups; set MONGODB_URI|cannot be compacted/, 'limits.test.ts', 'Sort exceeded memory'],
  [/shutting down/, 'compaction.test.ts', 'shutting down'],
  [/The store takes no writes until/, 'read-only.test.ts', 'The store takes no writes until'],
  [
    /acknowledged$|is not whole or missing|the file is missing|bytes have changed|sound one follows/,
    'durability.test.ts',
    'was acknowledged',
  ],
  [
    /newer file follows|newer version|snapshot has no end|stands in its place|continue the snapshot|newer version/,
    'damage.test.ts',
    'newer file follows',
  ],
  [/does not hold 48 hexadecimal digits/, 'secret.test.ts', 'does not hold 48 hexadecimal digits'],
  [/private folder of this user|can be entered by others/, 'folder.test.ts', 'chmod 700'],
  [/owned the store|no sign of life|the store's thread/, 'durability.test.ts', 'has gone'],
  [/says something unreadable/, 'client.test.ts', 'says something unreadable'],
  [/tocsinBackup|Memory is ahead|backup/, '', ''],
];

/** Texts that no outside can bring about: they guard against a mistake of our own. */
const OURS: readonly [text: RegExp, why: string][] = [
  [/^the store is not open yet$/, 'connections wait for the store before their first command'],
  [/^internal error: /, 'what is thrown and no StoreError is a mistake of ours'],
  [/^cannot encode /, 'the types of Value are all written'],
  [/^a field name contains a null byte$/, 'a name that is read from BSON ends at its first zero'],
  [/^the answer has /, 'batches, single documents and error lists are bounded before'],
  [/^malformed message: a length|^a length of/, 'wire.test.ts sees the connection close'],
  [/^a date beyond the year 275760$/, 'contract.ts'],
  [/owners of the store come and go/, 'needs five owners that die within the same milliseconds'],
  [/^the store did not start within/, 'needs a disk that hangs'],
  [/^unknown log entry/, 'the checksum of its frame stands before it'],
];

describe('every error text of the store', () => {
  const ROOT = join(import.meta.dirname, '../..');
  const files = (folder: string): string[] =>
    readdirSync(folder).flatMap((name) => {
      const path = join(folder, name);
      return statSync(path).isDirectory() ? files(path) : path.endsWith('.ts') ? [path] : [];
    });

  /** The texts that an argument can become, with `\0` for what is put in. */
  function texts(node: ts.Expression): string[] {
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isTemplateExpression(node))
      return [node.head.text + node.templateSpans.map(({ literal }) => `\0${literal.text}`).join('')];
    if (ts.isParenthesizedExpression(node)) return texts(node.expression);
    if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)];
    if (ts.isBinaryExpression(node))
      return texts(node.left).flatMap((left) => texts(node.right).map((right) => left + right));
    return [];
  }

  const PLACE: Record<string, number> = {
    StoreError: 1,
    Error: 0,
    DamageError: 2,
    notHere: 0,
    refused: 0,
    broken: 0,
    bad: 0,
    damage: 0,
    cutOff: 3,
  };

  const sites = files(join(ROOT, 'embedded'))
    .filter((file) => !/backup/.test(file))
    .flatMap((file) => {
      const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
      const found: { where: string; text: string }[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isNewExpression(node) || ts.isCallExpression(node)) {
          const name = node.expression.getText();
          const argument = Object.hasOwn(PLACE, name) ? node.arguments?.[PLACE[name] ?? 0] : undefined;
          const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
          for (const text of argument === undefined ? [] : texts(argument))
            found.push({ where: `${file.slice(ROOT.length + 1)}:${line}`, text });
        }
        ts.forEachChild(node, visit);
      };
      visit(source);
      return found;
    });

  const pattern = (text: string): RegExp =>
    new RegExp(
      text
        .split('\0')
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^]*'),
    );

  it('is seen here or in the test that is named', () => {
    expect(sites.length).toBeGreaterThan(200);
    const unseen = sites.filter(({ text }) => {
      const wanted = pattern(text);
      const plain = text.replaceAll('\0', '…');
      return ![
        seen.some((one) => wanted.test(one)),
        ELSEWHERE.some(([one]) => one.test(plain)),
        OURS.some(([one]) => one.test(plain)),
      ].includes(true);
    });
    expect(unseen.map(({ where, text }) => `${where}: ${text.replaceAll('\0', '…')}`)).toEqual([]);
  });

  it('and the tests that are named hold them', () => {
    for (const [, file, there] of ELSEWHERE) {
      if (file !== '') expect(readFileSync(join(import.meta.dirname, file), 'utf8'), file).toContain(there);
    }
  });
});
