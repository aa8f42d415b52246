import { Int32 } from 'bson';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matches, weightOf } from '../../embedded/query/filter.js';
import { guarded } from '../../embedded/query/guard.js';
import { parseFilter } from '../../embedded/query/parse-filter.js';
import { arrayIndex, someValue } from '../../embedded/query/path.js';
import { type Document, doc, isDocument, type Value } from '../../embedded/values/value.js';
import { writeDocument } from '../../embedded/values/write.js';

/** Arrays of documents whose field is named like a place in an array, in one another. */
function nested(levels: number): Document {
  let inner: Value = new Int32(7);
  for (let level = 0; level < levels; level++) inner = [doc({ 0: inner })];
  return doc({ a: inner });
}

/** What MongoDB does, without any care for the time. */
function simply(
  value: Value | undefined,
  parts: readonly string[],
  test: (value: Value | undefined) => boolean,
): boolean {
  const [part, ...rest] = parts;
  if (part === undefined) return (Array.isArray(value) && value.some(test)) || test(value);
  if (isDocument(value)) return simply(value.get(part), rest, test);
  if (!Array.isArray(value)) return test(undefined);
  if (value.some((item) => isDocument(item) && simply(item, parts, test))) return true;
  const index = arrayIndex(part);
  if (index === undefined || index >= value.length) return false;
  const item = value[index];
  return (rest.length === 0 || isDocument(item) || Array.isArray(item)) && simply(item, rest, test);
}

describe('a path of numbers', () => {
  it('tries no way twice', () => {
    let tried = 0;
    const test = () => {
      tried++;
      return false;
    };
    const parts = ['a', ...Array.from({ length: 30 }, () => '0')];
    expect(someValue(nested(18).get('a'), parts, 1, true, test)).toBe(false);
    expect(tried).toBeLessThan(500);
  });

  it('ends on a document that is as deep as one can be', () => {
    const raw = writeDocument(nested(49));
    for (const length of [49, 60, 98]) {
      const filter = parseFilter(doc({ [`a${'.0'.repeat(length)}`]: new Int32(1) }));
      expect(guarded(() => matches(filter, raw), 'the filter', 2_000)).toBe(false);
      expect(weightOf(filter)).toBe(length);
    }
    expect(matches(parseFilter(doc({ [`a${'.0'.repeat(49)}`]: new Int32(7) })), raw)).toBe(true);
  });

  it('finds what the plain way finds', () => {
    const { value } = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6 },
        fc.integer({ min: 0, max: 3 }).map((n) => new Int32(n)),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('0', '1', 'x'), tie('value'), { maxKeys: 3 }).map((fields) => doc(fields)),
      ),
    }));
    const parts = fc.array(fc.constantFrom('0', '1', 'x'), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(value, parts, fc.option(fc.integer({ min: 0, max: 3 })), (start, way, wanted) => {
        const test = (found: Value | undefined) =>
          wanted === null ? found === undefined : found instanceof Int32 && found.value === wanted;
        expect(someValue(start, way, 0, true, test)).toBe(simply(start, way, test));
      }),
      { numRuns: 2_000 },
    );
  });
});
