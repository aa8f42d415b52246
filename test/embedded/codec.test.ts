import { BSON, Decimal128, Double, Int32, Long, ObjectId, Timestamp } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare } from '../../embedded/values/compare.js';
import { encodeKey, encodeValue } from '../../embedded/values/key.js';
import { checkDocument, fieldName, inspect, readDocument, readField } from '../../embedded/values/read.js';
import { type Document, doc, type Value } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';

const leaf = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.integer().map((n) => new Int32(n)),
  fc.double().map((n) => new Double(n)),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n) => Long.fromBigInt(n)),
  fc.date({ noInvalidDate: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(
    new ObjectId(),
    new Timestamp({ t: 1, i: 2 }),
    Decimal128.fromString('1.50'),
    new BSON.MinKey(),
    new BSON.MaxKey(),
    new BSON.Binary(Buffer.from('x'), 0),
  ),
);
const name = fc.string({ unit: 'grapheme', maxLength: 8 }).filter((text) => !text.includes('\0'));
const tree = fc.letrec((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(name, tie('node'), { maxKeys: 4 }),
  ),
})).node;

describe('BSON', () => {
  it('reads and writes what the bson package writes and reads, byte for byte', () => {
    fc.assert(
      fc.property(fc.dictionary(name, tree, { maxKeys: 6 }), (object) => {
        const bytes = Buffer.from(BSON.serialize(object));
        checkDocument(bytes);
        expect(writeDocument(readDocument(bytes)).equals(bytes)).toBe(true);
        for (const key of Object.keys(object))
          expect(readField(bytes, fieldName(key))).toEqual(readDocument(bytes).get(key));
      }),
      { numRuns: 500 },
    );
  });

  it('throws, and nothing worse, on bytes that are no document', () => {
    const whole = Buffer.from(
      BSON.serialize({ a: 'text', b: [1, { c: new ObjectId() }], d: /x/i, e: Buffer.from('bytes') }),
    );
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const broken = Buffer.from(whole);
        broken[at] = byte;
        try {
          checkDocument(broken);
        } catch (error) {
          expect(error).toHaveProperty('code');
          return;
        }
        readDocument(broken);
        inspect(broken);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses a nesting beyond 100', () => {
    let nested: Document = new Map();
    for (let depth = 0; depth < 99; depth++) nested = doc({ n: nested });
    expect(() => checkDocument(writeDocument(nested))).not.toThrow();
    expect(() => writeDocument(doc({ n: nested }))).toThrow(/nesting depth/);
  });
});

describe('the order of values', () => {
  const ASCENDING: Value[] = [
    new BSON.MinKey(),
    null,
    Number.NaN,
    Number.NEGATIVE_INFINITY,
    Decimal128.fromString('-1E+400'),
    Long.MIN_VALUE,
    -1.5,
    new Int32(-1),
    Decimal128.fromString('-1E-400'),
    0,
    Decimal128.fromString('1E-400'),
    0.1,
    Decimal128.fromString('0.2'),
    new Int32(1),
    Long.fromString('9007199254740992'),
    Long.fromString('9007199254740993'),
    Long.fromString('9007199254740994'),
    Long.MAX_VALUE,
    1e300,
    Decimal128.fromString('1E+400'),
    Number.POSITIVE_INFINITY,
    '',
    'a',
    'a\0',
    'a\0b',
    'aa',
    'b',
    'é',
    '\uffee',
    '😀',
    new Map(),
    doc({ a: null }),
    doc({ a: new Int32(1) }),
    doc({ a: new Int32(1), b: null }),
    doc({ b: new Int32(0) }),
    doc({ a: 'x' }),
    [],
    [null],
    [new Int32(1)],
    [new Int32(1), new Int32(0)],
    new BSON.Binary(Buffer.from('b'), 0),
    new BSON.Binary(Buffer.from('aa'), 0),
    new ObjectId('0'.repeat(24)),
    new ObjectId('f'.repeat(24)),
    false,
    true,
    new Date(-1),
    new Date(0),
    new Date(2 ** 40),
    new Timestamp({ t: 1, i: 1 }),
    new Timestamp({ t: 1, i: 2 }),
    new BSON.BSONRegExp('a'),
    new BSON.BSONRegExp('a', 'i'),
    new BSON.MaxKey(),
  ];
  it('is the same for values and for their keys, ascending and descending', () => {
    for (const [i, left] of ASCENDING.entries()) {
      for (const [j, right] of ASCENDING.entries()) {
        expect([i, j, Math.sign(compare(left, right))]).toEqual([i, j, Math.sign(i - j)]);
        const [x, y] = [encodeKey([left, 'z'], [true]), encodeKey([right, 'z'], [true])];
        expect([i, j, x < y ? -1 : x > y ? 1 : 0]).toEqual([i, j, Math.sign(j - i)]);
      }
    }
  });

  it('holds numbers of all types for equal that are equal', () => {
    const ones: Value[] = [1, new Int32(1), Long.fromNumber(1), Decimal128.fromString('1.000')];
    expect(new Set(ones.map(encodeValue)).size).toBe(1);
    expect(encodeValue(0.1)).not.toBe(encodeValue(Decimal128.fromString('0.1')));
    expect(encodeValue(-0)).toBe(encodeValue(0));
  });
});
