import { describe, expect, it } from 'vitest';
import { pathProblem, pickAll } from '../../src/intake/jsonpath.js';
import { mapped } from '../../src/intake/mapped.js';
import { draft, only, parsed, told } from './given.js';

/** A made-up alarm system. */
const body = {
  site: 'North Gate',
  sent: '2026-03-02T21:00:05Z',
  events: [
    {
      id: 7,
      type: 'FORCED',
      at: 1772485260,
      door: 'D2',
      text: 'Dock door',
      score: 93,
      pic: 'https://cams.example/7.jpg',
    },
    { id: 7, type: 'FORCED_END', at: 1772485300, door: 'D2' },
    { id: 8, type: 'ping' },
    { id: 9, type: 'teapot', at: 1772485310 },
    { type: 'FORCED' },
  ],
};

const options = {
  each: '$.events',
  ignore: [{ path: '$.type', is: 'ping', reason: 'heartbeat' }],
  key: ['$.id', '$.at'],
  kind: { path: '$.type', map: { forced: 'forced-door' } },
  occurredAt: { path: '$.at', as: 'seconds' },
  site: '$$.site',
  zone: 'loading-dock',
  device: '$.door',
  subject: '$.text',
  details: ['$.door', 'Seen by the made-up system'],
  confidence: { path: '$.score', of: 100 },
  media: { path: '$.pic' },
  clears: { when: { path: '$.type', contains: '_END' }, key: '$.id' },
};

describe('the mapper of the book', () => {
  it('turns a body into alarms', () => {
    expect(told(mapped, body, options)).toEqual([
      {
        is: 'signal',
        draft: {
          key: '7/1772485260',
          kind: 'forced-door',
          occurredAt: new Date('2026-03-02T21:01:00Z'),
          place: { site: 'North Gate', zone: 'loading-dock', device: 'D2' },
          assetIds: [],
          subject: 'Dock door',
          details: 'D2\nSeen by the made-up system',
          confidence: 0.93,
          media: [{ url: 'https://cams.example/7.jpg', type: 'image/jpeg' }],
          validation: { person: false, video: true },
          covert: false,
          flags: [],
        },
      },
      expect.objectContaining({ is: 'restore', key: '7/1772485300', clears: '7' }),
      { is: 'ignored', reason: 'heartbeat', detail: 'options.ignore: $.type' },
      { is: 'unrecognised', reason: 'body, $.type: "teapot" is not in options.kind.map, and there is no default' },
      { is: 'unrecognised', reason: 'body, $.id: expected text, found nothing' },
    ]);
  });

  it('a restore under the id of its alarm gets a key of its own', () => {
    const [, over] = told(mapped, body, { ...options, key: '$.id' });
    expect(over).toMatchObject({ key: '7/restored', clears: '7' });
  });

  const one = { key: '$.id', kind: 'intrusion', subject: '$.s' };
  const at = (occurredAt: object, t: unknown) =>
    draft(told(mapped, { id: 1, t }, { ...one, occurredAt: { path: '$.t', ...occurredAt } })).occurredAt.toISOString();

  it.each([
    [{ as: 'iso' }, '2026-03-02T21:00:00Z', '2026-03-02T21:00:00.000Z'],
    [{ as: 'iso', timezone: 'Europe/Berlin' }, '2026-03-02T21:00:00', '2026-03-02T20:00:00.000Z'],
    [{ as: 'seconds' }, 1772485260.5, '2026-03-02T21:01:00.500Z'],
    [{ as: 'seconds' }, '1772485260', '2026-03-02T21:01:00.000Z'],
    [{ as: 'milliseconds' }, 1772485260123, '2026-03-02T21:01:00.123Z'],
    [{ as: 'milliseconds' }, 'soon', '2026-07-01T12:00:00.000Z'],
    [{ as: 'seconds' }, 1e300, '2026-07-01T12:00:00.000Z'],
  ])('times %j of %j', (how, t, expected) => expect(at(how, t)).toBe(expected));

  it.each([
    [{ path: '$.a' }, { a: 'x' }, 'signal'],
    [{ path: '$.a' }, { a: { b: 1 } }, 'signal'],
    [{ path: '$.a' }, {}, 'ignored'],
    [{ path: '$.a', is: 5 }, { a: '5' }, 'signal'],
    [{ path: '$.a', is: ['x', true] }, { a: true }, 'signal'],
    [{ path: '$.a', is: 'x' }, {}, 'ignored'],
    [{ path: '$.a', not: 'x' }, { a: 'x' }, 'ignored'],
    [{ path: '$.a', not: 'x' }, {}, 'signal'],
    [{ path: '$.a', contains: 'rule' }, { a: 'the rule' }, 'signal'],
    [[{ path: '$.a' }, { path: '$.b' }], { a: 1 }, 'ignored'],
    [{ path: "$.list[?@.n == 'active' && @.v == '1']" }, { list: [{ n: 'active', v: '1' }] }, 'signal'],
    [{ path: "$.list[?@.n == 'active' && @.v == '1']" }, { list: [{ n: 'active', v: '0' }] }, 'ignored'],
  ])('when %j, %j is %s', (when, value, is) => {
    expect(only(told(mapped, { id: 1, ...value }, { ...one, when })).is).toBe(is);
  });

  it('XML: a snapshot on connect is no alarm, a list of one is a list', async () => {
    const xml = (operation: string) =>
      `<m:Events xmlns:m="u"><m:Event id="5" op="${operation}"><s>Motion</s></m:Event></m:Events>`;
    const how = {
      each: '$.Events.Event',
      key: "$['@id']",
      kind: 'motion',
      subject: '$.s',
      ignore: [{ path: "$['@op']", is: 'Initialized', reason: 'snapshot' }],
    };
    const got = async (operation: string) =>
      told(mapped, (await parsed(xml(operation), 'text/xml', mapped)).value, how);
    expect(only(await got('Initialized'))).toMatchObject({ is: 'ignored', reason: 'snapshot' });
    expect(draft(await got('Changed'))).toMatchObject({ key: '5', subject: 'Motion' });
  });

  it('a body that is a list (Noonlight)', () => {
    const value = [
      { alarm: 'a', event: 'x' },
      { alarm: 'b', event: 'x' },
    ];
    expect(
      told(mapped, value, { each: '$[*]', key: '$.alarm', kind: 'panic', subject: 'Help is on the way' }),
    ).toHaveLength(2);
  });

  it('says when each finds nothing, and how many were cut off', () => {
    expect(only(told(mapped, {}, options))).toEqual({ is: 'unrecognised', reason: 'body, $.events: found nothing' });
    const many = told(
      mapped,
      { events: Array.from({ length: 1200 }, (_, id) => ({ id, at: 1, type: 'forced' })) },
      options,
    );
    expect(many).toHaveLength(500);
    expect(many.at(-1)).toEqual({
      is: 'unrecognised',
      reason: 'body, $.events: 701 of 1200 alarms in one body were cut off',
    });
  });
});

describe('a mapper that is wrong is refused with the place', () => {
  it.each([
    [{}, /key/],
    [{ key: 'id' }, /starts with \$/],
    [{ key: '$.[' }, /not a JSONPath/],
    [{ kind: 'burglary' }, /kind/],
    [{ kind: { path: '$.a', map: { x: 'burglary' } } }, /kind/],
    [{ when: { path: "$.a[?match(@.b, '(a+)+$')]" } }, /match\(\) is not available/],
    [{ when: { path: "$.a[?search(@.b, 'a')]" } }, /search\(\) is not available/],
    [{ when: { path: '$.a[?foo(@.b)]' } }, /not available|not a JSONPath/],
    [{ when: { path: '$..a..b' } }, /may stand once/],
    [{ when: { path: '$.a[?@..b]' } }, /may stand once, and not in a filter/],
    [{ when: { path: '$.a[?$.b[*]]' } }, /write @ and not \$/],
    [{ when: { path: '$[*,*][*,*]' } }, /only one pair of brackets/],
    [{ subject: `$.${'a'.repeat(400)}` }, /300/],
    [{ occurredAt: { path: '$.t', as: 'iso', timezone: 'Berlin' } }, /IANA/],
    [{ proof: { hmac: { header: 'X Sig' } } }, /header/],
    [{ colour: 'blue' }, /colour/],
  ])('%j', (over, message) => {
    const good =
      Object.keys(over).length === 0
        ? { kind: 'other', subject: 'x' }
        : { key: '$.id', kind: 'other', subject: 'x', ...over };
    expect(() => mapped.options(good)).toThrow(message);
  });
});

describe('JSONPath', () => {
  it('evaluates no code', () => {
    const before = globalThis.process.exitCode;
    expect(pathProblem('$[?(process.exit(1))]')).toMatch(/not a JSONPath/);
    expect(pathProblem("$['constructor']['constructor']")).toBeUndefined();
    expect(pickAll({}, "$['constructor']", 5)).toEqual([]);
    expect(pickAll({ a: 1 }, '$.a.__proto__', 5)).toEqual([]);
    expect(globalThis.process.exitCode).toBe(before);
  });

  it('stops at the number that was asked for, and never throws', () => {
    expect(
      pickAll(
        Array.from({ length: 50_000 }, (_, i) => i),
        '$[*]',
        3,
      ),
    ).toHaveLength(3);
    expect(pickAll(undefined, '$.a', 3)).toEqual([]);
    expect(pickAll({}, 'not a path', 3)).toEqual([]);
  });

  it('is quick on the largest body that gets so far', () => {
    let deep: unknown = 1;
    for (let level = 0; level < 60; level += 1)
      deep = { a: deep, list: Array.from({ length: 1500 }, (_, n) => ({ n })) };
    const start = performance.now();
    expect(pickAll(deep, '$..[?@.n == 1499]', 1_000)).toHaveLength(60);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
