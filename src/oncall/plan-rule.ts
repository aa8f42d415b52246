import ICAL from 'ical.js';
import { PLAN_LIMITS, Unusable } from './plan-limits.js';
import { localOf, timeOf, type WallClock } from './plan-zones.js';
import { DAY_MS } from './wall.js';

/** The parts of a rule that a shift plan needs. What the library reads otherwise than others do is not among them. */
const PARTS: Readonly<Record<string, ReadonlySet<string>>> = {
  DAILY: new Set(['BYDAY']),
  WEEKLY: new Set(['BYDAY', 'WKST']),
  MONTHLY: new Set(['BYDAY', 'BYMONTHDAY', 'WKST']),
  YEARLY: new Set(['WKST']),
};

const VALUES: Readonly<Record<string, RegExp>> = {
  INTERVAL: /^[1-9]\d{0,2}$/,
  COUNT: /^[1-9]\d{0,4}$/,
  UNTIL: /^\d{8}(T\d{6}Z?)?$/,
  WKST: /^(MO|TU|WE|TH|FR|SA|SU)$/,
  // The fifth of a weekday is in few months, and some rules with it hold in none: they would be looked for without end.
  BYDAY: /^([+-]?[1-4])?(MO|TU|WE|TH|FR|SA|SU)(,([+-]?[1-4])?(MO|TU|WE|TH|FR|SA|SU)){0,30}$/,
  BYMONTHDAY: /^-?([1-9]|[12]\d|3[01])(,-?([1-9]|[12]\d|3[01])){0,30}$/,
  BYMONTH: /^([1-9]|1[0-2])(,([1-9]|1[0-2])){0,11}$/,
};

/** Steps inside of the library between two occurrences; a rule that needs more holds nearly never. */
const STEPS = 20_000;

/**
 * The wall times at which a rule (`FREQ=WEEKLY;…`) holds, from its start on. It must have an end: a plan says how far it
 * goes. Throws `Unusable` for what is not understood, and for what is too much.
 */
export function occurrencesOf(rule: string, start: number, isDate: boolean, clock: WallClock, line: number): number[] {
  const parts = partsOf(rule, line);
  const until = parts.get('UNTIL');
  if (until === undefined && !parts.has('COUNT'))
    throw new Unusable(line, 'this rule has no end: write COUNT or UNTIL, so that the plan says how far it goes');
  // RFC 5545, 3.8.5.3, leaves open what that means, and programs differ: some show this first day, some do not.
  if (!holdsOn(start, parts)) throw new Unusable(line, 'this rule does not hold on its own first day (DTSTART)');
  const recur = ICAL.Recur.fromString(rule.toUpperCase());
  const horizon = start + PLAN_LIMITS.ruleYears * 366 * DAY_MS;
  const end = until === undefined ? horizon : endOf(until, isDate, clock, line);
  if (end > horizon) throw new Unusable(line, `this rule runs for more than ${PLAN_LIMITS.ruleYears} years`);
  // Without zones on either side the library compares what the wall clocks show.
  recur.until = timeOf(end);
  const iterator = bounded(recur.iterator(timeOf(start)), line);
  const found: number[] = [];
  for (let next = iterator(); next !== undefined; next = iterator()) {
    found.push(next);
    if (found.length > PLAN_LIMITS.occurrences)
      throw new Unusable(line, `this rule holds more than ${PLAN_LIMITS.occurrences} times`);
  }
  if (parts.has('COUNT') && until === undefined && found.length < Number(parts.get('COUNT')))
    throw new Unusable(line, `this rule runs for more than ${PLAN_LIMITS.ruleYears} years`);
  // RFC 5545, 3.8.5.3, leaves open what that means, and programs differ.
  if (found[0] !== start) throw new Unusable(line, 'this rule does not hold on its own first day (DTSTART)');
  return found;
}

const DAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'] as const;

/** Whether a day fulfils what a rule says of days. */
function holdsOn(local: number, parts: ReadonlyMap<string, string>): boolean {
  const at = new Date(local);
  const day = at.getUTCDate();
  const length = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
  const weekday = DAYS[at.getUTCDay()] ?? '';
  // The second Monday is also the fourth or third from the end.
  const names = ['', Math.ceil(day / 7), Math.floor((day - 1 - length) / 7)].map((nth) => `${nth}${weekday}`);
  const among = (part: string, values: readonly unknown[]): boolean => {
    const wanted = parts.get(part)?.replaceAll('+', '').split(',');
    return wanted === undefined || wanted.some((each) => values.map(String).includes(each));
  };
  return among('BYDAY', names) && among('BYMONTHDAY', [day, day - length - 1]);
}

function partsOf(rule: string, line: number): Map<string, string> {
  const parts = new Map<string, string>();
  for (const part of rule.toUpperCase().split(';')) {
    const [name = '', value = '', more] = part.split('=');
    if (more !== undefined || parts.has(name)) throw new Unusable(line, 'this rule cannot be read');
    parts.set(name, value);
  }
  const allowed = PARTS[parts.get('FREQ') ?? ''];
  if (!allowed) throw new Unusable(line, 'a plan repeats DAILY, WEEKLY, MONTHLY or YEARLY');
  for (const [name, value] of parts) {
    if (name === 'FREQ') continue;
    const known = ['INTERVAL', 'COUNT', 'UNTIL'].includes(name) || allowed.has(name);
    if (!known)
      throw new Unusable(line, `${/^[A-Z]{1,12}$/.test(name) ? name : 'a part'} of this rule is not understood`);
    if (!VALUES[name]?.test(value)) throw new Unusable(line, `the value of ${name} in this rule is not understood`);
  }
  if (parts.get('FREQ') !== 'MONTHLY' && /\d/.test(parts.get('BYDAY') ?? ''))
    throw new Unusable(line, 'a numbered weekday is understood in MONTHLY rules only');
  if (parts.has('BYDAY') && parts.has('BYMONTHDAY'))
    throw new Unusable(line, 'BYDAY and BYMONTHDAY together are not understood');
  if (parts.has('COUNT') && parts.has('UNTIL')) throw new Unusable(line, 'a rule has COUNT or UNTIL, not both');
  return parts;
}

/** `UNTIL` on the wall of the event: it is written in UTC, or as a wall time, or as a day, which counts whole. */
function endOf(until: string, isDate: boolean, clock: WallClock, line: number): number {
  const [, y, m, d, hh = '23', mm = '59', ss = '59'] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d))?/.exec(until) ?? [];
  const at = Date.UTC(Number(y), Number(m) - 1, Number(d), Number(hh), Number(mm), Number(ss));
  if (!new Date(at).toISOString().startsWith(`${y}-${m}-${d}T${hh}:${mm}`))
    throw new Unusable(line, 'the UNTIL of this rule is no real time');
  return until.endsWith('Z') && !isDate ? clock.localOf(at) : at;
}

/** The library looks for the next time a rule holds without a limit of its own. */
function bounded(iterator: ICAL.RecurIterator, line: number): () => number | undefined {
  const holds = iterator.check_contracting_rules.bind(iterator);
  let steps = 0;
  iterator.check_contracting_rules = () => {
    steps += 1;
    if (steps > STEPS) throw new Unusable(line, 'this rule holds nearly never');
    const { until } = iterator.rule;
    // Past its end it need not be looked for any further.
    return holds() || (until !== null && iterator.last.compare(until) > 0);
  };
  return () => {
    const next: ICAL.Time | null = iterator.next();
    return next ? localOf(next) : undefined;
  };
}
