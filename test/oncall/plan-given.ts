import { importPlan } from '../../src/oncall/index.js';

const PEOPLE = [
  { id: 'ana', name: 'Ana Beck', email: 'ana@northgate.example' },
  { id: 'ben', name: 'Ben Adeyemi' },
  { id: 'ade', name: 'Adeyemi' },
];
export const read = (file: string | Uint8Array, timezone = 'Europe/Berlin') =>
  importPlan(typeof file === 'string' ? Buffer.from(file) : file, { people: PEOPLE, timezone });
export const calendar = (...events: readonly (readonly string[])[]): string =>
  [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    ...events.flatMap((lines) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']),
    'END:VCALENDAR',
    '',
  ].join('\r\n');

/** The shifts as `ana 03-28T17:00 03-29T04:00` in UTC, or why there are none. */
export function told(file: string | Uint8Array, timezone?: string): string[] {
  const plan = read(file, timezone);
  if (!plan.ok) return plan.problems.map(({ line, uid, why }) => `${line}${uid ? ` ${uid}` : ''}: ${why}`);
  return plan.shifts.map(
    ({ person, from, to }) => `${person} ${from.toISOString().slice(5, 16)} ${to.toISOString().slice(5, 16)}`,
  );
}

export const NIGHT = ['DTSTART;TZID=Europe/Berlin:20260328T180000', 'DTEND;TZID=Europe/Berlin:20260329T060000'];
export const UTC_NIGHT = ['DTSTART:20260328T180000Z', 'DTEND:20260329T060000Z', 'SUMMARY:ana'];
export const OUTLOOK = `BEGIN:VTIMEZONE\r
TZID:W. Europe Standard Time\r
BEGIN:STANDARD\r
DTSTART:16010101T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\r
END:STANDARD\r
BEGIN:DAYLIGHT\r
DTSTART:16010101T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\r
END:DAYLIGHT\r
END:VTIMEZONE\r
`;
