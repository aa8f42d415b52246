import { everyDay } from '../../src/oncall/index.js';
import type { Layer, Override, Restriction, Rotation, Shift, Turns } from '../../src/oncall/rotation.js';
import { dayOf } from '../../src/oncall/wall.js';

export const at = (text: string): Date => new Date(text);
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** `18:00-06:00` on every day. */
export function between(text: string): Restriction {
  const [from, to] = text.split('-').map(minutes);
  return everyDay({ from: from!, to: to! });
}

export const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));

export const turns = (people: readonly string[], more: Partial<Turns> & { restrict?: Restriction } = {}): Turns => ({
  kind: 'turns',
  people,
  handover: minutes('18:00'),
  every: { unit: 'days', days: 1 },
  startDay: dayOf('2020-01-06')!,
  ...more,
});

export const rotation = (
  layers: readonly Layer[],
  timezone = 'Europe/Berlin',
  overrides: readonly Override[] = [],
): Rotation => ({ id: 'night', name: 'Night', timezone, layers, overrides });

/** What is wrong with pieces that should fill a range: nothing. */
export function faultsOf(pieces: readonly Shift[], from: Date, to: Date): string[] {
  const faults: string[] = [];
  const say = (at: Date) => at.toISOString();
  if (pieces[0]?.from.getTime() !== from.getTime()) faults.push('does not begin at the beginning');
  if (pieces.at(-1)?.to.getTime() !== to.getTime()) faults.push('does not end at the end');
  pieces.forEach((piece, index) => {
    if (piece.from >= piece.to) faults.push(`has no length at ${say(piece.from)}`);
    const next = pieces[index + 1];
    if (next && next.from.getTime() !== piece.to.getTime())
      faults.push(`${next.from > piece.to ? 'gap' : 'overlap'} at ${say(piece.to)}`);
  });
  return faults;
}

/** `ana 18:00–06:00` lines, in UTC, for tests that say the whole plan. */
export const told = (pieces: readonly Shift[]): string[] =>
  pieces.map(({ from, to, holder }) => `${spoken(from)} ${spoken(to)} ${holder?.person ?? '-'}`);
const spoken = (at: Date): string => at.toISOString().slice(5, 16);
