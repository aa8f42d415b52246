import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import ical from 'node-ical';
import { describe, expect, it } from 'vitest';
import { PLAN_LIMITS } from '../../src/oncall/index.js';
import { calendar, NIGHT, OUTLOOK, read, UTC_NIGHT } from './plan-given.js';

describe('a shift plan from a stranger', () => {
  const zoneRule = (rule: string) =>
    calendar(['DTSTART;TZID=Own:20260328T180000', 'DURATION:PT1H', 'SUMMARY:ana']).replace(
      'BEGIN:VEVENT',
      `${OUTLOOK.replace('W. Europe Standard Time', 'Own').replaceAll('FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3', rule)}BEGIN:VEVENT`,
    );
  it.each<[string, () => string | Uint8Array]>([
    ['ten megabytes', () => Buffer.alloc(10 << 20, calendar(UTC_NIGHT))],
    ['bytes of any kind', () => Buffer.concat([Buffer.from('BEGIN:VCALENDAR\r\n'), randomBytes(500_000)])],
    ['noughts', () => Buffer.concat([Buffer.from('BEGIN:VCALENDAR\r\n'), Buffer.alloc(1_000)])],
    ['one endless line', () => `BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART${';a=b'.repeat(250_000)}:20260101T000000Z`],
    ['many long lines', () => calendar(Array.from({ length: 120 }, () => `ATTENDEE${';a=b'.repeat(1_950)}:x`))],
    ['a million empty lines', () => `BEGIN:VCALENDAR\r\n${'\n'.repeat(1_000_000)}`],
    ['more events than a plan has', () => calendar(...Array.from({ length: 15_000 }, () => ['UID:a']))],
    [
      'more shifts than a plan has',
      () => calendar(...Array.from({ length: 1_900 }, () => [...UTC_NIGHT, 'RRULE:FREQ=DAILY;COUNT=2000'])),
    ],
    ['nests', () => `BEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\n'.repeat(50_000)}`],
    [
      'rules that are hard to fulfil',
      () =>
        calendar(
          ...Array.from({ length: 400 }, (_, i) => [
            'DTSTART:20260102T000000Z',
            'DURATION:PT1H',
            'SUMMARY:ana',
            `RRULE:FREQ=DAILY;INTERVAL=${700 + (i % 7) * 7};BYDAY=FR;COUNT=900`,
          ]),
        ),
    ],
    ['a zone whose clock changes every second', () => zoneRule('FREQ=SECONDLY')],
    ['a zone whose rule never holds', () => zoneRule('FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31;BYDAY=TU')],
  ])('of %s is done with within a second', (_what, make) => {
    const file = make();
    // Of the processor: what else this machine does is not the file's fault.
    const begun = process.cpuUsage();
    const plan = read(file);
    expect(process.cpuUsage(begun).user / 1_000).toBeLessThan(1_000);
    if (_what !== 'a zone whose rule never holds') expect(plan.ok).toBe(false);
    expect(JSON.stringify(plan).length).toBeLessThan(20_000);
  });

  it('says what a stranger wrote without control characters, and not at any length', () => {
    const plan = read(calendar([`UID:${'\u001b[31m'.repeat(40)}`, ...NIGHT, 'SUMMARY:nobody']));
    const [problem] = plan.ok ? [] : plan.problems;
    expect(problem?.uid?.length).toBeLessThanOrEqual(80);
    expect(problem?.uid).not.toMatch(/\p{Cc}/u);
    const many = read(calendar(...Array.from({ length: 500 }, () => ['SUMMARY:ana'])));
    expect(many.ok ? 0 : many.problems.length).toBeLessThanOrEqual(PLAN_LIMITS.problems);
  });

  it('whatever is in it, is read or refused, and never throws', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'BEGIN:VEVENT',
        'END:VEVENT',
        'BEGIN:VTIMEZONE',
        'END:VTIMEZONE',
        'RRULE:FREQ=MONTHLY;BYDAY=-1MO,2TU;COUNT=3',
        ...UTC_NIGHT,
        ...NIGHT,
      ),
      fc
        .tuple(
          fc.constantFrom('DTSTART', 'DTEND', 'RRULE', 'EXDATE', 'RDATE', 'DURATION', 'RECURRENCE-ID', 'SUMMARY'),
          fc.string(),
        )
        .map(([name, value]) => `${name}:${value}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 12 }), (lines) => {
        const plan = read(`BEGIN:VCALENDAR\r\n${lines.join('\r\n')}\r\nEND:VCALENDAR\r\n`);
        if (!plan.ok) expect(plan.problems.length).toBeGreaterThan(0);
        expect(read(calendar(lines)).ok).toBeTypeOf('boolean');
      }),
      { numRuns: 400 },
    );
  });

  it('repeats on the days on which another library repeats', () => {
    const day = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
    const days = fc.uniqueArray(day, { minLength: 1, maxLength: 4 });
    const rule = fc.oneof(
      fc.constant('FREQ=DAILY'),
      days.map((list) => `FREQ=DAILY;BYDAY=${list.join(',')}`),
      days.map((list) => `FREQ=WEEKLY;BYDAY=${list.join(',')}`),
      fc
        .tuple(fc.constantFrom('1', '2', '4', '-1', '-2'), day)
        .map(([nth, each]) => `FREQ=MONTHLY;BYDAY=${nth}${each}`),
      fc
        .uniqueArray(fc.integer({ min: 1, max: 31 }), { minLength: 1, maxLength: 3 })
        .map((list) => `FREQ=MONTHLY;BYMONTHDAY=${list.join(',')}`),
      fc.constantFrom('FREQ=MONTHLY;BYMONTHDAY=-1', 'FREQ=YEARLY', 'FREQ=MONTHLY', 'FREQ=WEEKLY'),
    );
    let compared = 0;
    fc.assert(
      fc.property(
        rule,
        fc.integer({ min: 0, max: 800 }),
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 2, max: 12 }),
        (text, after, interval, count) => {
          const start = new Date(Date.UTC(2026, 0, 1, 18) + after * 86_400_000)
            .toISOString()
            .replace(/[-:]|\.\d+/g, '');
          const file = calendar([
            'UID:r',
            `DTSTART:${start}`,
            'DURATION:PT1H',
            'SUMMARY:ana',
            `RRULE:${text};INTERVAL=${interval};COUNT=${count}`,
          ]);
          const plan = read(file);
          const event = ical.sync.parseICS(file).r as { rrule?: { all(): Date[] } } | undefined;
          const elsewhere = event?.rrule?.all().map((each) => each.toISOString()) ?? [];
          // A first day on which the rule does not hold is refused by us, and left out by others.
          if (!plan.ok)
            return (
              elsewhere[0]?.replace(/[-:]|\.\d+/g, '') !== start || plan.problems[0]?.why.includes('10 years') === true
            );
          compared += 1;
          expect(plan.shifts.map(({ from }) => from.toISOString())).toEqual(elsewhere);
          return true;
        },
      ),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(30);
  });
});
