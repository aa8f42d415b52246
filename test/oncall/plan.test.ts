import { describe, expect, it } from 'vitest';
import { calendar, NIGHT, OUTLOOK, told, UTC_NIGHT } from './plan-given.js';

describe('a shift plan', () => {
  it.each<[string, string, string[]]>([
    ['a zone by name', calendar([...NIGHT, 'SUMMARY:ana']), ['ana 03-28T17:00 03-29T04:00']],
    ['UTC', calendar(UTC_NIGHT), ['ana 03-28T18:00 03-29T06:00']],
    [
      'floating times, which are those of the rotation',
      calendar(['DTSTART:20260328T180000', 'DTEND:20260329T060000', 'SUMMARY:ana']),
      ['ana 03-28T17:00 03-29T04:00'],
    ],
    ['a whole day', calendar(['DTSTART;VALUE=DATE:20260329', 'SUMMARY:ana']), ['ana 03-28T23:00 03-29T22:00']],
    [
      'whole days',
      calendar(['DTSTART;VALUE=DATE:20260328', 'DTEND;VALUE=DATE:20260330', 'SUMMARY:ana']),
      ['ana 03-27T23:00 03-29T22:00'],
    ],
    [
      'a duration of days, on the wall',
      calendar([NIGHT[0]!, 'DURATION:P1D', 'SUMMARY:ana']),
      ['ana 03-28T17:00 03-29T16:00'],
    ],
    [
      'a duration of hours, which pass',
      calendar([NIGHT[0]!, 'DURATION:PT24H', 'SUMMARY:ana']),
      ['ana 03-28T17:00 03-29T17:00'],
    ],
    [
      'a rule over a change of the clock, with exceptions',
      calendar([
        ...NIGHT,
        'RRULE:FREQ=DAILY;UNTIL=20260401T000000Z',
        'EXDATE;TZID=Europe/Berlin:20260329T180000',
        'SUMMARY:Night: Ana Beck',
      ]),
      ['ana 03-28T17:00 03-29T04:00', 'ana 03-30T16:00 03-31T04:00', 'ana 03-31T16:00 04-01T04:00'],
    ],
    [
      'a rule until the very moment of its last day, said in UTC',
      calendar([...NIGHT, 'RRULE:FREQ=DAILY;UNTIL=20260330T160000Z', 'SUMMARY:ana']),
      ['ana 03-28T17:00 03-29T04:00', 'ana 03-29T16:00 03-30T04:00', 'ana 03-30T16:00 03-31T04:00'],
    ],
    [
      'a zone that only the file knows',
      calendar([
        'DTSTART;TZID=W. Europe Standard Time:20260328T180000',
        'DTEND;TZID=W. Europe Standard Time:20260329T060000',
        'SUMMARY:ana',
      ]).replace('BEGIN:VEVENT', `${OUTLOOK}BEGIN:VEVENT`),
      ['ana 03-28T17:00 03-29T04:00'],
    ],
    [
      'one occurrence that was moved, and one that was called off',
      calendar(
        ['UID:n', ...NIGHT, 'RRULE:FREQ=DAILY;COUNT=3', 'SUMMARY:ana'],
        [
          'UID:n',
          'RECURRENCE-ID;TZID=Europe/Berlin:20260329T180000',
          'DTSTART:20260329T200000Z',
          'DTEND:20260329T210000Z',
          'SUMMARY:Ben Adeyemi',
        ],
        [
          'UID:n',
          'RECURRENCE-ID;TZID=Europe/Berlin:20260330T180000',
          'DTSTART:20260330T160000Z',
          'DTEND:20260331T040000Z',
          'STATUS:CANCELLED',
          'SUMMARY:x',
        ],
      ),
      ['ana 03-28T17:00 03-29T04:00', 'ben 03-29T20:00 03-29T21:00'],
    ],
    [
      'days that were added',
      calendar([...UTC_NIGHT, 'RDATE:20260401T180000Z']),
      ['ana 03-28T18:00 03-29T06:00', 'ana 04-01T18:00 04-02T06:00'],
    ],
    [
      'the mail of an attendee, before the title',
      calendar([...NIGHT, 'SUMMARY:Ben Adeyemi', 'ATTENDEE;CN="A; B":MAILTO:Ana@Northgate.example']),
      ['ana 03-28T17:00 03-29T04:00'],
    ],
    [
      'a name in the title, whole words only',
      calendar([...NIGHT, 'SUMMARY:ANA BECK (management\\, banana)']),
      ['ana 03-28T17:00 03-29T04:00'],
    ],
    ['the name that is the whole title', calendar([...NIGHT, 'SUMMARY:adeyemi']), ['ade 03-28T17:00 03-29T04:00']],
    ['our own id', calendar([...NIGHT, 'SUMMARY:on call', 'X-TOCSIN-PERSON:ben']), ['ben 03-28T17:00 03-29T04:00']],
    [
      'alarms and folded lines',
      calendar([...NIGHT, 'BEGIN:VALARM', 'TRIGGER:-PT5M', 'END:VALARM', 'SUMMARY:An', ' a Be', '\tck']),
      ['ana 03-28T17:00 03-29T04:00'],
    ],
    [
      'one person twice at once',
      calendar(UTC_NIGHT, ['DTSTART:20260328T200000Z', 'DTEND:20260329T080000Z', 'SUMMARY:ana']),
      ['ana 03-28T18:00 03-29T08:00'],
    ],
  ])('is read with %s', (_what, file, shifts) => {
    expect(told(file)).toEqual(shifts);
  });

  it.each<[string, string, string[]]>([
    [
      'no end',
      calendar(['UID:u1', 'DTSTART:20260328T180000Z', 'SUMMARY:ana']),
      ['3: it has no end (DTEND or DURATION)'],
    ],
    ['no beginning', calendar(['DTEND:20260328T180000Z', 'SUMMARY:ana']), ['3: it has no beginning (DTSTART)']],
    [
      'an end before its beginning',
      calendar(['DTSTART:20260328T180000Z', 'DTEND:20260328T170000Z', 'SUMMARY:ana']),
      ['5: it ends before it begins'],
    ],
    [
      'a month that is none',
      calendar(['DTSTART:20261328T180000Z', 'DTEND:20260328T170000Z', 'SUMMARY:ana']),
      ['4: DTSTART is no real time between 1970 and 2200'],
    ],
    [
      'a time that is none',
      calendar(['DTSTART:tomorrow', 'DTEND:20260328T170000Z', 'SUMMARY:ana']),
      ['4: DTSTART is no real time'],
    ],
    [
      'nobody we know',
      calendar(['UID:u2', ...NIGHT, 'SUMMARY:Banana']),
      ['3 u2: it names nobody of the book: neither an attendee’s mail nor the title has a known name'],
    ],
    [
      'two people',
      calendar([...NIGHT, 'SUMMARY:Ana Beck and Ben Adeyemi']),
      ['3: it names more than one person of the book: ana, ben, ade'],
    ],
    [
      'an id of nobody',
      calendar([...NIGHT, 'X-TOCSIN-PERSON:eve', 'SUMMARY:ana']),
      ['3: X-TOCSIN-PERSON names nobody of the book'],
    ],
    [
      'an endless rule',
      calendar([...UTC_NIGHT, 'RRULE:FREQ=DAILY']),
      ['7: this rule has no end: write COUNT or UNTIL, so that the plan says how far it goes'],
    ],
    [
      'a rule of seconds',
      calendar([...UTC_NIGHT, 'RRULE:FREQ=SECONDLY;COUNT=2']),
      ['7: a plan repeats DAILY, WEEKLY, MONTHLY or YEARLY'],
    ],
    [
      'a rule that never holds',
      calendar([...UTC_NIGHT, 'RRULE:FREQ=DAILY;INTERVAL=364;BYDAY=SA;COUNT=20']),
      ['7: this rule runs for more than 10 years'],
    ],
    [
      'a rule to the end of time',
      calendar([...UTC_NIGHT, 'RRULE:FREQ=DAILY;UNTIL=99991231T000000Z']),
      ['7: this rule runs for more than 10 years'],
    ],
    [
      'a rule with too many days',
      calendar([...UTC_NIGHT, 'RRULE:FREQ=DAILY;COUNT=2001']),
      ['7: this rule holds more than 2000 times'],
    ],
    [
      'a rule with a part that we do not know',
      calendar([...UTC_NIGHT, 'RRULE:FREQ=DAILY;COUNT=2;BYHOUR=1']),
      ['7: BYHOUR of this rule is not understood'],
    ],
    [
      'a rule with a step of nothing',
      calendar([...UTC_NIGHT, 'RRULE:FREQ=DAILY;COUNT=2;INTERVAL=0']),
      ['7: the value of INTERVAL in this rule is not understood'],
    ],
    [
      'a rule that does not hold on its first day',
      calendar([...UTC_NIGHT, 'RRULE:FREQ=WEEKLY;COUNT=2;BYDAY=MO']),
      ['7: this rule does not hold on its own first day (DTSTART)'],
    ],
    [
      'a zone that is on no map',
      calendar(['DTSTART;TZID=Mars/Base:20260328T180000', 'DURATION:PT1H', 'SUMMARY:ana']),
      ['4: its time zone is not in the IANA list, and the file does not define it (VTIMEZONE)'],
    ],
    [
      'two people at once',
      calendar(UTC_NIGHT, ['DTSTART:20260329T050000Z', 'DTEND:20260329T080000Z', 'SUMMARY:adeyemi']),
      ['8: ade from 2026-03-29T05:00:00.000Z, while ana (line 3) is on call until 2026-03-29T06:00:00.000Z'],
    ],
    [
      'a change of all later ones',
      calendar([...UTC_NIGHT, 'RECURRENCE-ID;RANGE=THISANDFUTURE:20260328T180000Z']),
      ['7: a change of this and all later occurrences is not understood: end the rule, begin another'],
    ],
    [
      'several bad rows',
      calendar(['SUMMARY:ana'], UTC_NIGHT, ['DTSTART:x', 'SUMMARY:ana']),
      ['3: it has no beginning (DTSTART)', '12: DTSTART is no real time'],
    ],
    ['no events', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', ['1: there is no event in this file']],
    ['its end cut off', calendar(UTC_NIGHT).slice(0, -27), ['3: this does not end: the file is cut off']],
    [
      'a line without a name',
      calendar(['DTSTART']),
      ['4: this is no line of a calendar: it has no name with a colon after it'],
    ],
    ['something else', '{"kind":"calendar"}', ['1: this is no iCalendar file (.ics)']],
  ])('with %s is refused whole, and says where and why', (_what, file, problems) => {
    expect(told(file)).toEqual(problems);
  });
});
