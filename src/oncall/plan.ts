import { PLAN_LIMITS, type PlanProblem, Unusable } from './plan-limits.js';
import { blocksOf } from './plan-lines.js';
import { namingOf, type Rostered } from './plan-people.js';
import { type Row, type RowTime, rowOf } from './plan-row.js';
import { occurrencesOf } from './plan-rule.js';
import { clocksOf, ianaClock } from './plan-zones.js';
import type { PlanShift } from './rotation.js';

/** A shift plan, or everything about it that cannot be used. Nothing of a plan with a problem is used. */
export type ImportedPlan =
  | { readonly ok: true; readonly shifts: readonly PlanShift[] }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

export interface PlanParts {
  readonly people: readonly Rostered[];
  /** IANA: of times without a zone and of whole days. */
  readonly timezone: string;
}

interface Found extends PlanShift {
  readonly line: number;
}

/**
 * Reads an iCalendar file (RFC 5545) as a shift plan: events, also repeating ones, each naming one person. The file is a
 * stranger's: size, events, rules and occurrences are bounded, and what is not understood is said with its line.
 */
export function importPlan(file: Uint8Array, { people, timezone }: PlanParts): ImportedPlan {
  const refused = (line: number, why: string): ImportedPlan => ({ ok: false, problems: [{ line, why }] });
  if (file.length > PLAN_LIMITS.bytes)
    return refused(1, `the file has ${file.length} bytes, and a plan has ${PLAN_LIMITS.bytes} at most: split it`);
  const text = textOf(file);
  if (text === undefined || !/^\s*BEGIN:VCALENDAR\s/i.test(text)) return refused(1, 'this is no iCalendar file (.ics)');
  const { events, zones, problems: broken } = blocksOf(text);
  if (broken.length > 0) return { ok: false, problems: broken };
  if (events.length === 0) return refused(1, 'there is no event in this file');
  if (events.length > PLAN_LIMITS.events)
    return refused(1, `the file has ${events.length} events, and a plan has ${PLAN_LIMITS.events} at most`);

  const problems: PlanProblem[] = [];
  const attempt = <T>(line: number, uid: string | undefined, run: () => T): T | undefined => {
    try {
      return run();
    } catch (error) {
      // The library met something that it did not foresee.
      const { line: at, why } = error instanceof Unusable ? error : { line, why: 'this event cannot be read' };
      problems.push({ line: at, ...(uid ? { uid: shown(uid) } : {}), why });
      return undefined;
    }
  };
  const parts = { clockOf: clocksOf(zones), home: ianaClock(timezone) };
  const rows = events.flatMap((block) => attempt(block.line, undefined, () => rowOf(block, parts)) ?? []);
  const replaced = replacedIn(rows);
  const personOf = namingOf(people);
  const found: Found[] = [];
  for (const row of rows) {
    if (problems.length >= PLAN_LIMITS.problems) break;
    if (row.cancelled) continue;
    const more = attempt(row.line, row.uid, () => shiftsOf(row, personOf(row), replaced.get(row.uid ?? '')));
    found.push(...(more ?? []));
    if (found.length > PLAN_LIMITS.shifts)
      return refused(row.line, `the plan has more than ${PLAN_LIMITS.shifts} shifts up to here`);
  }
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, PLAN_LIMITS.problems) };
  return inOrder(found);
}

function textOf(file: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(file);
    return text.includes('\u0000') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The file is a stranger's: its names go to a terminal without control characters, and not at any length. */
const shown = (uid: string): string => uid.replace(/\p{Cc}+/gu, ' ').slice(0, 80);

const instantOf = ({ clock, local }: RowTime): number => clock.instantOf(local);

/** By UID, the occurrences that have an event of their own. */
function replacedIn(rows: readonly Row[]): ReadonlyMap<string, readonly RowTime[]> {
  const replaced = new Map<string, RowTime[]>();
  for (const { uid, replaces } of rows)
    if (uid !== undefined && replaces) replaced.set(uid, [...(replaced.get(uid) ?? []), replaces]);
  return replaced;
}

function shiftsOf(row: Row, person: string, replaced: readonly RowTime[] = []): Found[] {
  const { start, rule, more } = row;
  const away = row.replaces ? row.except : [...row.except, ...replaced];
  const instants = new Set(away.filter(({ isDate }) => !isDate || start.isDate).map(instantOf));
  const days = new Set(away.filter(({ isDate }) => isDate).map(({ local }) => local));
  const locals = rule ? occurrencesOf(rule.text, start.local, start.isDate, start.clock, rule.line) : [start.local];
  const added = more.map((time) => start.clock.localOf(instantOf(time)));
  return [...new Set([...locals, ...added])].flatMap((local) => {
    const from = start.clock.instantOf(local);
    // A day without a time excepts whatever begins on it.
    if (instants.has(from) || days.has(local - (local % 86_400_000))) return [];
    const to = row.endOf(local);
    return to > from ? [{ person, from: new Date(from), to: new Date(to), line: row.line }] : [];
  });
}

/** In order; what one person has twice is one shift, and what two have at once is a problem. */
function inOrder(found: Found[]): ImportedPlan {
  const problems: PlanProblem[] = [];
  const shifts: Found[] = [];
  for (const shift of found.sort((a, b) => a.from.getTime() - b.from.getTime())) {
    const last = shifts.at(-1);
    if (!last || last.to <= shift.from) shifts.push(shift);
    else if (last.person === shift.person)
      shifts[shifts.length - 1] = { ...last, to: last.to > shift.to ? last.to : shift.to };
    else if (problems.length < PLAN_LIMITS.problems)
      problems.push({
        line: shift.line,
        why: `${shift.person} from ${shift.from.toISOString()}, while ${last.person} (line ${last.line}) is on call until ${last.to.toISOString()}`,
      });
  }
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, shifts: shifts.map(({ person, from, to }) => ({ person, from, to })) };
}
