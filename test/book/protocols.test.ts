import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../../src/assess/condition.js';
import { meets } from '../../src/assess/condition.js';
import { DEFAULT_THREAT, threatLevel, threatSum } from '../../src/assess/threat.js';
import { createBook } from '../../src/book/book.js';
import { parseBook } from '../../src/book/parse.js';
import { planFor } from '../../src/book/protocols.js';
import { digest } from '../../src/digest.js';
import { BANDS, KINDS } from '../../src/incident/index.js';

const BASE = `
organisation: { name: N, timezone: Europe/Berlin, currency: EUR }
sites: [ { id: mall, name: Mall } ]
people: [ { id: dana, name: Dana, roles: [director] } ]
`;
const bookOf = (more = '') => createBook(parseBook(`${BASE}${more}`, 'b.yml')).data;
const facts = (change: Partial<Facts> = {}): Facts => ({
  band: 'high',
  avs: 1,
  lifeSafety: false,
  covert: false,
  kinds: ['forced-door'],
  siteId: 'mall',
  siteName: 'Mall',
  closed: true,
  minutes: 130,
  highValue: false,
  ...change,
});
/** Whether a condition, as it is written in a book, holds. */
const holds = (written: string, about: Facts = facts()): boolean => {
  const [protocol] = bookOf(`protocols: [ { id: it, when: ${written} } ]`).protocols;
  return meets(protocol!.when, about) !== undefined;
};

describe('a condition', () => {
  it.each<[string, boolean]>([
    ['{}', true],
    ['{ band: high }', true],
    ['{ band: critical }', false],
    ['{ band: ">=medium" }', true],
    ['{ avs: 1 }', true],
    ['{ avs: ">=2" }', false],
    ['{ lifeSafety: true }', false],
    ['{ lifeSafety: false }', true],
    ['{ kinds: [motion, forced-door] }', true],
    ['{ kinds: [motion] }', false],
    ['{ sites: [mall] }', true],
    ['{ zones: [dock] }', false],
    ['{ clients: [riverside] }', false],
    ['{ closed: true }', true],
    ['{ hours: "22:00-06:00" }', true],
    ['{ hours: "06:00-22:00" }', false],
    ['{ highValue: true }', false],
    ['{ loss: ">=500000" }', false],
    ['{ band: high, closed: true }', true],
    ['{ band: high, closed: false }', false],
    ['{ any: [ { band: low }, { avs: 1 } ] }', true],
    ['{ any: [ { band: low }, { avs: 2 } ] }', false],
    ['{ all: [ { band: high }, { avs: 1 } ] }', true],
    ['{ all: [ { band: high }, { avs: 2 } ] }', false],
    ['{ not: { band: high } }', false],
    ['{ not: { any: [ { band: low }, { covert: true } ] } }', true],
  ])('%s: %s', (written, expected) => {
    expect(holds(written)).toBe(expected);
  });

  it.each([
    ['{ bnad: high }', 'this key is not known here'],
    ['{ band: huge }', 'a band is low, medium, high, critical or ">=medium"'],
    ['{ avs: 7 }', 'a validation level is 0 to 4 or ">=3"'],
    ['{ hours: "late" }', 'hours are written "22:00-06:00"'],
    ['{ any: [] }', 'Too small'],
  ])('%s is refused with its place', (written, message) => {
    expect(() => bookOf(`protocols:\n  - { id: it, when: ${written} }`)).toThrow(/^b\.yml:6:/);
    expect(() => bookOf(`protocols:\n  - { id: it, when: ${written} }`)).toThrow(message);
  });
});

describe('the plan', () => {
  it('is that of the first protocol whose condition holds, with its reason', () => {
    const data = bookOf(
      'protocols: [ { id: grave, when: { any: [ { avs: ">=3" }, { band: ">=high" } ] } }, { id: rest, when: {} } ]',
    );
    expect(planFor(data, facts(), digest)).toMatchObject({
      plan: { protocol: 'grave', rank: 4 },
      because: [{ code: 'band', band: 'high' }],
    });
    expect(planFor(data, facts({ band: 'low' }), digest)).toMatchObject({
      plan: { protocol: 'rest', rank: 3 },
      because: [{ code: 'otherwise' }],
    });
  });

  it('of two incidents that are answered alike is one, and a changed book makes another', () => {
    const version = (more: string) => planFor(bookOf(more), facts(), digest).plan.version;
    const ladder = (after: string) =>
      `escalation: [ { id: l, steps: [ { after: ${after}, notify: ["role:director"], via: [sms] } ] } ]\nprotocols: [ { id: p, escalation: l } ]`;
    expect(version(ladder('1m'))).toBe(version(ladder('1m')));
    expect(version(ladder('1m'))).not.toBe(version(ladder('2m')));
  });

  it('leaves out steps whose condition does not hold, but never all of them', () => {
    const steps = (when: string) =>
      planFor(
        bookOf(
          `escalation: [ { id: l, steps: [ { after: 0s, notify: ["role:director"], via: [sms], when: ${when} }, { after: 1m, notify: ["person:dana"], via: [sms] } ] } ]\nprotocols: [ { id: p, escalation: l } ]`,
        ),
        facts(),
        digest,
      ).plan.escalation.steps.map(({ notify }) => notify[0]);
    expect(steps('{ band: critical }')).toEqual(['person:dana']);
    expect(steps('{ band: high }')).toEqual(['role:director', 'person:dana']);
  });

  it('is there whatever the book leaves out, tells somebody, and ends with everybody who leads', () => {
    const any = fc.record({
      band: fc.constantFrom(...BANDS),
      avs: fc.constantFrom(0, 1, 2, 3, 4) as fc.Arbitrary<Facts['avs']>,
      lifeSafety: fc.boolean(),
      covert: fc.boolean(),
      kinds: fc.subarray([...KINDS], { minLength: 1 }),
      closed: fc.boolean(),
      minutes: fc.integer({ min: 0, max: 1439 }),
    });
    const books = [
      '',
      'protocols: [ { id: p, when: { not: { lifeSafety: true } } } ]',
      'protocols: [ { id: p, when: { covert: true }, escalation: none-such } ]'.replace(', escalation: none-such', ''),
    ].map(bookOf);
    fc.assert(
      fc.property(any, fc.constantFrom(...books), (some, data) => {
        const { plan } = planFor(data, facts(some), digest);
        expect(plan.escalation.steps.length).toBeGreaterThan(0);
        expect(plan.escalation.lastResort).toEqual(expect.arrayContaining(['role:supervisor', 'role:director']));
        expect(plan.escalation.roundMs).toBeGreaterThan(plan.escalation.steps.at(-1)!.afterMs);
        if (some.lifeSafety && data.protocols.length === 0) expect(plan.protocol).toBe('emergency');
      }),
      { numRuns: 200 },
    );
  });
});

describe('a procedure of the book', () => {
  it.each<[string, string]>([
    ['{ id: a, kind: check, text: A, yes: b }, { id: b, kind: check, text: B }', 'only a yes-no step leads somewhere'],
    ['{ id: a, kind: check, text: A }, { id: b, kind: yes-no, text: B, yes: a }', 'a procedure only goes forward'],
    ['{ id: a, kind: yes-no, text: A, no: zed }', 'has no step "zed"'],
    ['{ id: a, kind: check, text: A }, { id: a, kind: check, text: B }', 'is given twice in procedure'],
    ['{ id: a, kind: link, text: A }', 'a link step needs its url'],
  ])('%s is refused', (steps, message) => {
    expect(() => bookOf(`procedures:\n  - { id: p, steps: [ ${steps} ] }`)).toThrow(message);
  });
});

describe('the threat level', () => {
  it.each([
    [{}, 'guarded'],
    [{ low: 5 }, 'guarded'],
    [{ high: 1 }, 'elevated'],
    [{ critical: 1 }, 'high'],
    [{ critical: 2 }, 'severe'],
  ])('of %j is %s', (counts, level) => {
    expect(threatLevel(threatSum(counts, DEFAULT_THREAT), DEFAULT_THREAT)).toBe(level);
  });
});
