import { PLAN_LIMITS, type PlanProblem } from './plan-limits.js';

/** A line of a calendar after unfolding (RFC 5545, 3.1), and where it begins in the file. */
export interface ContentLine {
  readonly line: number;
  /** Upper-case. */
  readonly name: string;
  readonly text: string;
}

/** A component as its lines, those of parts of it included for zones. */
export interface Block {
  readonly line: number;
  readonly lines: readonly ContentLine[];
}

export interface Blocks {
  readonly events: readonly Block[];
  readonly zones: readonly Block[];
  readonly problems: readonly PlanProblem[];
}

const NAME = /^([A-Za-z0-9-]{1,64})[;:]/;

/** Takes a calendar apart into its events and zones, each with the lines that it stands on. Whatever else is in it is left out. */
export function blocksOf(text: string): Blocks {
  const problems: PlanProblem[] = [];
  const found = { VEVENT: [] as Block[], VTIMEZONE: [] as Block[] };
  const open: string[] = [];
  let block: { readonly line: number; readonly lines: ContentLine[] } | undefined;
  for (const each of unfolded(text)) {
    if (problems.length >= PLAN_LIMITS.problems) break;
    const { line, name } = each;
    const value = each.text
      .slice(each.text.indexOf(':') + 1)
      .trim()
      .toUpperCase();
    if (name === '')
      problems.push({ line, why: 'this is no line of a calendar: it has no name with a colon after it' });
    else if (name === 'BEGIN') {
      open.push(value);
      if (open.length > 5) return { events: [], zones: [], problems: [{ line, why: 'this is nested too deeply' }] };
      if (open.length === 2 && (value === 'VEVENT' || value === 'VTIMEZONE')) block = { line, lines: [] };
      else if (open[1] === 'VTIMEZONE') block?.lines.push(each);
    } else if (name === 'END') {
      if (open.pop() !== value)
        return { events: [], zones: [], problems: [...problems, { line, why: 'this ends what did not begin here' }] };
      if (open.length === 1 && block && (value === 'VEVENT' || value === 'VTIMEZONE')) {
        found[value].push(block);
        block = undefined;
      } else if (open[1] === 'VTIMEZONE') block?.lines.push(each);
    } else if (block && (open.length === 2 || open[1] === 'VTIMEZONE')) {
      if (each.text.length <= PLAN_LIMITS.lineLength) block.lines.push(each);
      else if (USED.has(name))
        problems.push({ line, why: `this line is longer than ${PLAN_LIMITS.lineLength} characters` });
    }
  }
  if (open.length > 0 && problems.length === 0)
    problems.push({ line: block?.line ?? 1, why: 'this does not end: the file is cut off' });
  return { events: found.VEVENT, zones: found.VTIMEZONE, problems };
}

/** What is read of an event. */
const USED: ReadonlySet<string> = new Set(
  'UID DTSTART DTEND DURATION RRULE RDATE EXDATE EXRULE RECURRENCE-ID SUMMARY ATTENDEE STATUS X-TOCSIN-PERSON'.split(
    ' ',
  ),
);

function* unfolded(text: string): Generator<ContentLine> {
  let held: { line: number; parts: string[] } | undefined;
  const close = ({ line, parts }: { line: number; parts: string[] }): ContentLine => {
    const whole = parts.join('');
    return { line, text: whole, name: NAME.exec(whole)?.[1]?.toUpperCase() ?? '' };
  };
  let line = 0;
  for (const physical of text.split(/\r\n|\n|\r/)) {
    line += 1;
    if (held && /^[ \t]/.test(physical)) {
      held.parts.push(physical.slice(1));
      continue;
    }
    if (held) yield close(held);
    held = physical.trim() === '' ? undefined : { line, parts: [physical] };
  }
  if (held) yield close(held);
}
