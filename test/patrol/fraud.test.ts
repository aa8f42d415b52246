import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Checkpoint,
  checkpointIn,
  judgeScan,
  type KeptScan,
  PATROL_RULES,
  type Remark,
  type Scan,
  tokenOf,
  type Unproven,
} from '../../src/patrol/index.js';
import { minute, NIGHT } from '../incident/given.js';

const mac = (text: string): string => createHmac('sha256', 'a secret').update(text).digest('base64url');
const point = (id: string, metresEast: number, change: Partial<Checkpoint> = {}): Checkpoint => ({
  id,
  siteId: 'mall',
  name: id,
  at: [52.5, 13.4 + metresEast / 67_800],
  radiusM: 45,
  code: 1,
  ...change,
});
const gate = point('gate', 0);
const dock = point('dock', 500);
const nowhere: Checkpoint = { id: 'cellar', siteId: 'mall', name: 'cellar', radiusM: 45, code: 1 };
const museum = point('hall', 40_000, { siteId: 'museum' });
const all = [gate, dock, nowhere, museum];
const find = (siteId: string, id: string) => all.find((each) => each.id === id && each.siteId === siteId);

/** A scan at the gate by somebody who stands there, sent at once. */
const honest = (change: Partial<Scan> = {}): Scan => ({
  key: 'k1',
  token: tokenOf(gate, mac),
  guard: 'ana',
  scannedAt: NIGHT,
  sentAt: NIGHT,
  at: gate.at!,
  accuracyM: 12,
  ...change,
});

const kept = (key: string, at: Date, checkpoint = 'gate', proven = true): KeptScan => ({
  source: 'phones',
  key,
  guard: 'ana',
  checkpoint,
  deviceAt: at,
  receivedAt: at,
  madeAt: at,
  proven,
  reasons: [],
  remarks: [],
});

function judged(scan: Scan, others: readonly KeptScan[] = [], receivedAt = NIGHT, isGuard = true) {
  const found = checkpointIn(scan.token, find, mac);
  const known = {
    checkpoint: found?.checkpoint,
    oldToken: found?.old ?? false,
    isGuard,
    others,
    placeOf: ({ siteId = 'mall', checkpoint }: KeptScan) =>
      all.find((each) => each.id === checkpoint && each.siteId === siteId)?.at,
  };
  return judgeScan(scan, known, PATROL_RULES, receivedAt);
}

const east = (metres: number): [number, number] => [52.5, 13.4 + metres / 67_800];
const forged = tokenOf(gate, (text) => createHmac('sha256', 'another').update(text).digest('base64url'));

type Case = readonly [
  what: string,
  scan: Scan,
  reasons: readonly Unproven[],
  remarks?: readonly Remark[],
  received?: Date,
];
const CASES: readonly Case[] = [
  ['somebody who is there', honest(), []],
  ['a code that was photographed, scanned 400 m away', honest({ at: east(400) }), ['far']],
  ['the same at home, with the position left out', { ...honest(), at: undefined } as never, ['no-position']],
  ['a fix so wide that it could be anywhere', honest({ accuracyM: 900 }), ['inaccurate']],
  [
    'a fix that does not say how sure it is',
    (({ accuracyM: _left, ...rest }) => rest)(honest()) as Scan,
    ['inaccurate'],
  ],
  ['near, as far as the fix can tell', honest({ at: east(70), accuracyM: 30 }), []],
  ['a code that somebody made', honest({ token: forged }), ['bad-token']],
  [
    'the code of another point with its name changed',
    honest({ token: tokenOf(dock, mac).replace('dock', 'gate') }),
    ['bad-token'],
  ],
  ['a code of another site', honest({ token: tokenOf(gate, mac).replace('mall', 'hub') }), ['bad-token']],
  ['nonsense', honest({ token: '<script>' }), ['bad-token']],
  ['a code that was replaced', honest({ token: tokenOf({ ...gate, code: 0 }, mac) }), ['old-token']],
  ['a clock three hours ahead', honest({ scannedAt: minute(180), sentAt: minute(180) }), [], ['clock-off']],
  ['a clock three hours behind', honest({ scannedAt: minute(-180), sentAt: minute(-180) }), [], ['clock-off']],
  [
    'three hours ahead, and it does not say when it was sent',
    (({ sentAt: _left, ...rest }) => rest)(honest({ scannedAt: minute(180) })) as Scan,
    ['clock'],
  ],
  [
    'three hours old, and it does not say when it was sent',
    (({ sentAt: _left, ...rest }) => rest)(honest({ scannedAt: minute(-180) })) as Scan,
    ['clock'],
  ],
  ['sent later, from a cellar', honest({ sentAt: minute(120) }), [], ['offline'], minute(120)],
  [
    'sent later, by a clock that is off as well',
    honest({ scannedAt: minute(180), sentAt: minute(300) }),
    [],
    ['clock-off', 'offline'],
    minute(120),
  ],
  ['sent after four days', honest({ sentAt: minute(4 * 24 * 60) }), ['too-old'], [], minute(4 * 24 * 60)],
  ['from after it was sent', honest({ scannedAt: minute(30), sentAt: NIGHT }), ['future']],
];

describe('what a scan proves', () => {
  it.each(CASES.map((each) => ({ what: each[0], each })))('$what', ({ each }) => {
    const [, scan, reasons, remarks = [], received = NIGHT] = each;
    const found = judged(scan, [], received);
    expect(found.reasons).toEqual(reasons);
    expect(found.proven).toBe(reasons.length === 0);
    expect([...found.remarks].sort()).toEqual([...remarks].sort());
  });

  it('is nothing by somebody whom the book does not have', () => {
    expect(judged(honest(), [], NIGHT, false).reasons).toEqual(['unknown-guard']);
  });

  it('keeps both clocks apart, and takes the span between two times of one of them for true', () => {
    const found = judged(honest({ scannedAt: minute(180), sentAt: minute(300) }), [], minute(120));
    expect(found.madeAt).toEqual(NIGHT);
    expect(found.aheadMs).toBe(180 * 60_000);
  });

  it('is nothing from the ninth within ten minutes on', () => {
    const eight = Array.from({ length: 8 }, (_, index) => kept(`o${index}`, minute(-index)));
    expect(judged(honest(), eight.slice(0, 7)).reasons).toEqual([]);
    expect(judged(honest(), eight).reasons).toEqual(['burst']);
    expect(judged(honest({ scannedAt: minute(30), sentAt: minute(30) }), eight, minute(30)).reasons).toEqual([]);
  });

  it('is a step of an honest round, whichever of its scans arrives last', () => {
    // A point every 2.3 minutes: five of them in any ten minutes.
    const round = [-4, -3, -2, -1, 1, 2, 3, 4].map((step) => kept(`o${step}`, minute(2.3 * step)));
    expect(judged(honest(), round).reasons).toEqual([]);
  });

  it('is not held against what was refused for its place or its code', () => {
    const tries = Array.from({ length: 12 }, (_, index) => ({
      ...kept(`o${index}`, minute(-index / 2), 'gate', false),
      reasons: ['inaccurate' as const],
    }));
    expect(judged(honest(), tries).reasons).toEqual([]);
  });

  it('is nothing a moment after another site', () => {
    const there = { ...kept('o', new Date(NIGHT.getTime() - 1_000), 'hall'), siteId: 'museum' };
    expect(judged(honest(), [there]).reasons).toEqual(['too-fast']);
  });

  it('is nothing where nobody could have walked to', () => {
    const there = (seconds: number) => [kept('o', new Date(NIGHT.getTime() - seconds * 1_000), 'dock')];
    expect(judged(honest(), there(20)).reasons).toEqual(['too-fast']);
    expect(judged(honest(), there(120)).reasons).toEqual([]);
    // Not from where it was not proven that they were.
    expect(judged(honest(), [kept('o', NIGHT, 'dock', false)]).reasons).toEqual([]);
  });

  it('of a point without a place is held to the code alone', () => {
    expect(judged(honest({ token: tokenOf(nowhere, mac), at: east(9_000) })).reasons).toEqual([]);
  });

  it('never throws, and never proves a code that nobody signed', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 80 }),
        fc.option(fc.tuple(fc.double({ noDefaultInfinity: true }), fc.double({ noDefaultInfinity: true })), {
          nil: undefined,
        }),
        fc.date({ noInvalidDate: false }),
        (token, at, scannedAt) => {
          const found = judged(honest({ token, scannedAt, ...(at ? { at } : {}) }));
          expect(found.proven).toBe(false);
          expect(Number.isNaN(found.madeAt.getTime())).toBe(false);
        },
      ),
    );
  });

  it('knows its own codes, and none with one character changed', () => {
    const token = tokenOf(gate, mac);
    expect(checkpointIn(token, find, mac)).toEqual({ checkpoint: gate, old: false });
    for (let index = 0; index < token.length; index++) {
      const changed = `${token.slice(0, index)}${token[index] === 'x' ? 'y' : 'x'}${token.slice(index + 1)}`;
      expect(checkpointIn(changed, find, mac), changed).toBeUndefined();
    }
  });
});
