import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { createBook } from '../../src/book/book.js';
import { readBook } from '../../src/book/load.js';
import { BookError, parseBook } from '../../src/book/parse.js';
import { unattended } from '../../src/book/unattended.js';
import { onCall, shifts } from '../../src/oncall/index.js';
import { runScript } from '../house.js';
import { at, told } from './given.js';

const HEAD = `organisation: { name: N, timezone: Europe/Berlin, currency: EUR }
sites: [ { id: mall, name: Mall } ]
people:
  - { id: ana, name: Ana Beck, roles: [responder], quiet: "22:00-06:00" }
  - { id: ben, name: Ben Adeyemi, roles: [responder], quiet: "22:00-06:00", timezone: America/New_York }
  - { id: chi, name: Chi Nguyen, roles: [responder] }
`;
/** A book whose seventh line is a rotation with this layer, and these overrides. */
const withLayer = (layer: string, more = '') =>
  `${HEAD}rotations: [ { id: night, timezone: Europe/Berlin, layers: [ ${layer} ]${more} } ]\n`;
const LAYER = '{ people: [ana, ben, chi], handover: "18:00", every: 1d, start: 2026-01-05 }';

function faultsOf(text: string): string[] {
  try {
    parseBook(text, 't.yml');
    return [];
  } catch (error) {
    if (error instanceof BookError) return error.message.split('\n');
    throw error;
  }
}
const bookOf = (text: string) => createBook(parseBook(text, 't.yml'));

describe('a rotation in the book', () => {
  const EVERY =
    'a turn is written 1d or 2w (days and weeks of the calendar), or 12h or 90m (time that passes), and lasts a quarter of an hour at least';
  const RESTRICT =
    'a restriction is written "18:00-06:00", or by day { mon-fri: "18:00-06:00", sat-sun: "00:00-24:00" }';
  it.each<[string, string, string[]]>([
    [
      'a hand-over that is no time',
      withLayer('{ people: [ana], handover: "25:00", every: 1d, start: 2026-01-05 }'),
      [
        't.yml:7:89: rotations.0.layers.0.handover: a hand-over is a local time of day, written "18:00" (found "25:00")',
      ],
    ],
    [
      'a turn of a minute',
      withLayer('{ people: [ana], handover: "18:00", every: 1m, start: 2026-01-05 }'),
      [`t.yml:7:105: rotations.0.layers.0.every: ${EVERY} (found "1m")`],
    ],
    [
      'a day that is none',
      withLayer('{ people: [ana], handover: "18:00", every: 1d, start: 2026-02-30 }'),
      ['t.yml:7:116: rotations.0.layers.0.start: a start is a day, written 2026-01-05 (found "2026-02-30")'],
    ],
    [
      'a restriction that is none',
      withLayer('{ people: [ana], handover: "18:00", every: 1d, start: 2026-01-05, restrict: "6pm-6am" }'),
      [`t.yml:7:138: rotations.0.layers.0.restrict: ${RESTRICT} (found "6pm-6am")`],
    ],
    [
      'a restriction on a day that is none',
      withLayer(
        '{ people: [ana], handover: "18:00", every: 1d, start: 2026-01-05, restrict: { fri-mon: "18:00-06:00" } }',
      ),
      [
        't.yml:7:149: rotations.0.layers.0.restrict.fri-mon: "fri-mon" is not a day or a range of days (mon … sun) (found "18:00-06:00")',
      ],
    ],
    [
      'a layer without its start',
      withLayer('{ people: [ana], handover: "18:00", every: 1d }'),
      ['t.yml:7:62: rotations.0.layers.0.start: this is missing'],
    ],
    [
      'a layer with a plan and people',
      withLayer('{ people: [ana], plan: ./plan.ics }'),
      [
        't.yml:7:72: rotations.0.layers.0.people: a layer with a plan has nothing else but restrict: the plan says who and when',
      ],
    ],
    ['no layer', withLayer(''), ['t.yml:7:60: rotations.0.layers: a rotation needs at least one layer']],
    [
      'somebody whom nobody knows',
      withLayer('{ people: [ana, eve], handover: "18:00", every: 1d, start: 2026-01-05 }'),
      ['t.yml:7:78: rotations.0.layers.0.people.1: there is no person "eve"'],
    ],
    [
      'overrides that cannot be',
      withLayer(
        LAYER,
        ', overrides: [ { person: eve, from: 2026-01-06T18:00, to: 2026-01-06T18:00, instead: fay, layer: 2 } ]',
      ),
      [
        't.yml:7:165: rotations.0.overrides.0.person: there is no person "eve"',
        't.yml:7:225: rotations.0.overrides.0.instead: there is no person "fay"',
        't.yml:7:237: rotations.0.overrides.0.layer: rotation "night" has 1 layers, counted from 1',
        't.yml:7:198: rotations.0.overrides.0.to: this override ends before it begins',
      ],
    ],
    [
      'an override at no time',
      withLayer(LAYER, ', overrides: [ { person: ben, from: 2026-13-06T18:00, to: tomorrow } ]'),
      [
        't.yml:7:176: rotations.0.overrides.0.from: a time is written 2026-12-24T18:00 (local), 2026-12-24T18:00Z or 2026-12-24T18:00+01:00 (found "2026-13-06T18:00")',
        't.yml:7:198: rotations.0.overrides.0.to: a time is written 2026-12-24T18:00 (local), 2026-12-24T18:00Z or 2026-12-24T18:00+01:00 (found "tomorrow")',
      ],
    ],
    [
      'the name of a person',
      withLayer(LAYER).replace('id: night', 'id: ana'),
      [
        't.yml:7:20: rotations.0.id: "ana" is a person already; a rotation needs another id, so that each has a calendar of its own',
      ],
    ],
    [
      'quiet hours that are none',
      HEAD.replace('"22:00-06:00" }', '"at night" }'),
      ['t.yml:4:59: people.0.quiet: quiet hours are written "22:00-06:00" (found "at night")'],
    ],
    [
      'a plan, when the book is in no file',
      withLayer('{ plan: ./plan.ics }'),
      [
        't.yml:7:70: rotations.0.layers.0.plan: ./plan.ics: the book is not in a file here, so nothing beside it can be read',
      ],
    ],
  ])('with %s is refused with line and column', (_what, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('is what BOOK.md writes, and is asked as it is written', () => {
    const book = bookOf(
      withLayer(
        '{ people: [ana, ben, chi], handover: "18:00", every: 1d, start: 2026-01-05, restrict: "18:00-06:00" }',
        ', overrides: [ { person: chi, instead: ben, from: 2026-01-06T20:00, to: 2026-01-06T22:00+01:00 } ]',
      ),
    );
    const rotation = book.rotation('night')!;
    expect(rotation.name).toBe('Night');
    expect(told(shifts(rotation, at('2026-01-06T16:00Z'), at('2026-01-07T06:00Z')))).toEqual([
      '01-06T16:00 01-06T17:00 -',
      '01-06T17:00 01-06T19:00 ben',
      '01-06T19:00 01-06T21:00 chi',
      '01-06T21:00 01-07T05:00 ben',
      '01-07T05:00 01-07T06:00 -',
    ]);
    expect(book.rotation('day')).toBeUndefined();
  });

  it('is restricted by days of the week, and turns by weeks, hours and minutes', () => {
    const layer = (every: string) =>
      bookOf(
        withLayer(
          `{ people: [ana, ben], handover: "09:00", every: ${every}, start: 2026-01-05, restrict: { mon-fri: "18:00-06:00", sat-sun: "00:00-24:00" } }`,
        ),
      ).rotation('night')!;
    const weekly = layer('2w');
    expect(onCall(weekly, at('2026-01-10T12:00Z'))?.person).toBe('ana');
    expect(onCall(weekly, at('2026-01-12T12:00Z'))).toBeUndefined();
    expect(onCall(weekly, at('2026-01-24T12:00Z'))?.person).toBe('ben');
    expect(weekly.layers[0]).toMatchObject({ every: { unit: 'days', days: 14 } });
    expect(layer('24h').layers[0]).toMatchObject({ every: { unit: 'elapsed', ms: 86_400_000 } });
    expect(layer('90m').layers[0]).toMatchObject({ every: { unit: 'elapsed', ms: 5_400_000 } });
  });
});

describe('quiet hours', () => {
  it('are on the wall of the person, else of the organisation, and only where somebody has them', () => {
    const book = bookOf(HEAD);
    const quiet = (id: string, text: string) => book.isQuiet(book.person(id)!, at(text));
    expect([quiet('ana', '2026-01-05T20:59Z'), quiet('ana', '2026-01-05T21:00Z')]).toEqual([false, true]);
    expect([quiet('ana', '2026-01-06T04:59Z'), quiet('ana', '2026-01-06T05:00Z')]).toEqual([true, false]);
    expect([quiet('ben', '2026-01-05T21:00Z'), quiet('ben', '2026-01-06T03:00Z')]).toEqual([false, true]);
    expect(quiet('chi', '2026-01-06T03:00Z')).toBe(false);
    // In summer the wall is two hours ahead.
    expect([quiet('ana', '2026-07-05T19:59Z'), quiet('ana', '2026-07-05T20:00Z')]).toEqual([false, true]);
  });
});

describe('a plan beside the book', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-plan-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'tocsin.yml');
  const write = (plan: string) => {
    writeFileSync(file, withLayer(`${LAYER}, { plan: ./plan.ics }`));
    writeFileSync(join(folder, 'plan.ics'), plan);
  };
  const event = (...lines: readonly string[]) =>
    ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');

  it('is a layer over the others, its local times those of the rotation', () => {
    write(event('DTSTART:20260106T080000', 'DTEND:20260106T120000', 'SUMMARY:Chi Nguyen'));
    const rotation = createBook(readBook(file)).rotation('night')!;
    expect(told(shifts(rotation, at('2026-01-06T06:00Z'), at('2026-01-06T12:00Z')))).toEqual([
      '01-06T06:00 01-06T07:00 ana',
      '01-06T07:00 01-06T11:00 chi',
      '01-06T11:00 01-06T12:00 ana',
    ]);
  });

  it('with a fault refuses the book, at the place that names it and with the line of the plan', () => {
    write(event('UID:x', 'DTSTART:20260106T080000', 'SUMMARY:Chi Nguyen'));
    expect(() => readBook(file)).toThrow(
      `${file}:7:148: rotations.0.layers.1.plan: ./plan.ics:2: it has no end (DTEND or DURATION)`,
    );
    rmSync(join(folder, 'plan.ics'));
    expect(() => readBook(file)).toThrow(`./plan.ics: there is no file ${join(folder, 'plan.ics')}`);
    writeFileSync(join(folder, 'plan.ics'), Buffer.alloc(2 << 20));
    expect(() => readBook(file)).toThrow('2097152 bytes, and a plan has 1048576 at most: split it');
  });
});

it('is said by npm run book -- check', async () => {
  const { code, out } = await runScript('book', ['check', 'examples/riverside.yml'], {});
  expect(code).toBe(0);
  expect(out).toMatch(/note: rotation "night-berlin" has nobody \w{3} .+ \(1[34] d of the next 28 days\)/);
  expect(out).toContain('2 rotations');
  expect(out).not.toContain('warning:');
});

describe('what nobody attends to', () => {
  it('is a note for one rotation, and a warning when it is so for all of them', () => {
    const nights = withLayer(LAYER.replace(' }', ', restrict: "18:00-06:00" }'));
    expect(unattended(bookOf(nights), at('2026-02-02T12:00Z'))).toEqual([
      'note: rotation "night" has nobody Mon 2 Feb, 13:00 – Mon 2 Feb, 18:00; Tue 3 Feb, 06:00 – Tue 3 Feb, 18:00; Wed 4 Feb, 06:00 – Wed 4 Feb, 18:00; and 26 more (14 d of the next 28 days)',
      'warning: nobody at all is on call Mon 2 Feb, 13:00 – Mon 2 Feb, 18:00; Tue 3 Feb, 06:00 – Tue 3 Feb, 18:00; Wed 4 Feb, 06:00 – Wed 4 Feb, 18:00; and 26 more (14 d of the next 28 days)',
    ]);
    expect(unattended(bookOf(withLayer(LAYER)), at('2026-02-02T12:00Z'))).toEqual([]);
    expect(unattended(bookOf(HEAD), at('2026-02-02T12:00Z'))).toEqual([]);
  });

  it('is nothing in the example organisation: by day or by night, somebody is on call', () => {
    const example = fileURLToPath(new URL('../../examples/riverside.yml', import.meta.url));
    const book = createBook(parseBook(readFileSync(example, 'utf8'), 'riverside.yml'));
    const lines = unattended(book, at('2026-03-01T00:00Z'));
    expect(lines).toHaveLength(2);
    expect(lines.every((line) => line.startsWith('note:'))).toBe(true);
    expect(onCall(book.rotation('night-berlin')!, at('2026-01-05T20:00Z'))?.person).toBe('ana');
  });
});
