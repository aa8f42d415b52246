import fc from 'fast-check';
import ical from 'node-ical';
import { describe, expect, it } from 'vitest';
import { calendarOf, importPlan, shifts } from '../../src/oncall/index.js';
import type { Rotation } from '../../src/oncall/rotation.js';
import { dayOf } from '../../src/oncall/wall.js';
import { changesOf, ZONES } from './changes.js';
import { at, between, DAY, rotation, turns } from './given.js';

const START = { startDay: dayOf('2026-01-05')! };
const NOW = at('2026-03-20T08:00:00Z');
const PEOPLE = [
  { id: 'ana', name: 'Ana Beck' },
  { id: 'ben', name: 'Ben "the Wall"; Adeyemi, jr.' },
  { id: 'chi', name: 'Chi Nguyễn, 夜勤の責任者でありとても長い名前を持つ人、そしてまだ続く' },
];
const nameOf = (id: string) => PEOPLE.find((each) => each.id === id)?.name ?? id;

const export_ = (whole: Rotation, from: Date, to: Date): string =>
  calendarOf({
    name: 'On call: Night',
    entries: shifts(whole, from, to).map((shift) => ({ rotation: whole, shift })),
    nameOf,
    now: NOW,
  });

/** What another library reads: instants and names, in order. */
const readElsewhere = (text: string) =>
  Object.values(ical.sync.parseICS(text))
    .flatMap((each) => (each.type === 'VEVENT' ? [each] : []))
    .map(({ start, end, summary, uid }) => ({ from: start.toISOString(), to: end.toISOString(), summary, uid }))
    .sort((a, b) => a.from.localeCompare(b.from));

const nights = rotation([turns(['ana', 'ben', 'chi'], { ...START, restrict: between('18:00-06:00') })]);

describe('a calendar', () => {
  it('is read by another library as the same instants and names, across a change of the clock', () => {
    const [from, to] = [at('2026-03-27T12:00Z'), at('2026-04-05T12:00Z')];
    const held = shifts(nights, from, to).filter(({ holder }) => holder);
    expect(readElsewhere(export_(nights, from, to)).map(({ from, to, summary }) => [from, to, summary])).toEqual(
      held.map((each) => [
        each.from.toISOString(),
        each.to.toISOString(),
        `${nameOf(each.holder!.person)}: on call, Night`,
      ]),
    );
    expect(held[1]?.to.toISOString()).toBe('2026-03-29T04:00:00.000Z');
  });

  it('comes back to us as the same shifts, of any rotation in any zone', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.nat(),
        fc.nat(1439),
        fc.integer({ min: 1, max: 9 }),
        (zone, near, handover, days) => {
          const changes = changesOf(zone);
          const middle = changes[near % Math.max(1, changes.length)]?.at ?? Date.UTC(2028, 1, 29);
          const [from, to] = [new Date(middle - 5 * DAY), new Date(middle + 5 * DAY)];
          const whole = rotation([turns(['ana', 'ben', 'chi'], { handover, every: { unit: 'days', days } })], zone);
          const text = export_(whole, from, to);
          const held = shifts(whole, from, to).map(({ from, to, holder }) => ({ person: holder?.person, from, to }));
          expect(importPlan(Buffer.from(text), { people: PEOPLE, timezone: 'Asia/Tokyo' })).toEqual({
            ok: true,
            shifts: held,
          });
          expect(readElsewhere(text).map((each) => each.from)).toEqual(held.map((each) => each.from.toISOString()));
        },
      ),
      { numRuns: 40 },
    );
  });

  it('is folded at 75 bytes, escaped, and says when it was made and when to look again', () => {
    const text = export_(nights, at('2026-03-20T00:00Z'), at('2026-03-25T00:00Z'));
    expect(Math.max(...text.split('\r\n').map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true);
    expect(text).toContain('SUMMARY:Ben "the Wall"\\; Adeyemi\\, jr.: on call\\, Night\r\n');
    expect(text).toContain('REFRESH-INTERVAL;VALUE=DURATION:PT30M\r\n');
    expect(text.match(/DTSTAMP:20260320T080000Z/g)?.length).toBe(text.match(/BEGIN:VEVENT/g)?.length);
    expect(text).not.toContain('METHOD');
  });

  it('takes no line from a name: what looks like one is text', () => {
    const entries = shifts(nights, at('2026-03-20T18:00Z'), at('2026-03-20T20:00Z')).map((shift) => ({
      rotation: nights,
      shift,
    }));
    const evil = 'Ana\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x\u0007\u2028y';
    const text = calendarOf({ name: evil, entries, nameOf: () => evil, now: NOW });
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(1);
    expect(text).not.toMatch(/\u0007/);
    expect(readElsewhere(text)).toHaveLength(1);
  });

  it('keeps the UID of an entry when somebody else takes it over, and has each UID once', () => {
    const [from, to] = [at('2026-03-20T12:00Z'), at('2026-03-30T12:00Z')];
    const before = readElsewhere(export_(nights, from, to));
    const cover = { person: 'ana', instead: 'chi', from: at('2026-03-20T00:00Z'), to: at('2026-03-31T00:00Z') };
    const after = readElsewhere(export_({ ...nights, overrides: [cover] }, from, to));
    expect(after.map(({ uid }) => uid)).toEqual(before.map(({ uid }) => uid));
    expect(after.map(({ summary }) => summary)).not.toEqual(before.map(({ summary }) => summary));
    expect(new Set(after.map(({ uid }) => uid)).size).toBe(after.length);
    expect(before[0]?.uid).toBe('night-20260320T170000Z@tocsin');
  });
});
