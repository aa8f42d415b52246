import { parse } from 'chrono-node';
import { instantIn, localInput } from '../../src/time.js';

/**
 * A moment as people write it (`22:00`, `tomorrow 6:00`, `2026-01-06 18:00`), on the wall clock of a zone; one of today that
 * is over means tomorrow. `undefined` when it is none.
 */
export function momentOf(text: string, now: Date, zone: string): Date | undefined {
  // Read as if the zone's wall clock were UTC, so that no other zone gets a word in.
  const wall = new Date(`${localInput(now, zone)}Z`);
  const [found] = parse(text.slice(0, 100), { instant: wall, timezone: 0 }, { forwardDate: true });
  if (found?.text.length !== text.trim().slice(0, 100).length) return undefined;
  const at = found.start;
  const part = (name: 'year' | 'month' | 'day' | 'hour' | 'minute'): number => at.get(name) ?? 0;
  const date = `${String(part('year')).padStart(4, '0')}-${two(part('month'))}-${two(part('day'))}`;
  return instantIn(`${date}T${two(part('hour'))}:${two(part('minute'))}`, zone);
}

const two = (value: number): string => String(value).padStart(2, '0');
