import { gapsIn, RangeTooLong, type Rotation, type Shift } from '../oncall/index.js';
import { localDayTime, spokenDuration } from '../time.js';
import type { Book } from './book.js';

/** How far ahead is looked for stretches without anybody. */
const DAYS = 28;
const SHOWN = 3;

/**
 * When nobody of a rotation is on call: a note, for a night rotation leaves the day free on purpose. When nobody of any
 * rotation is: a warning, for hardly anybody means that.
 */
export function unattended(book: Book, from: Date): string[] {
  const to = new Date(from.getTime() + DAYS * 86_400_000);
  const rotations = book.data.rotations.flatMap(({ id }) => book.rotation(id) ?? []);
  const gaps = rotations.map((rotation) => ({ rotation, gaps: gapsOf(rotation, from, to) }));
  const told = gaps
    .filter(({ gaps: found }) => found.length > 0)
    .map(
      ({ rotation, gaps: found }) => `note: rotation "${rotation.id}" has nobody ${spoken(found, rotation.timezone)}`,
    );
  const all =
    gaps.reduce<readonly Stretch[] | undefined>((left, { gaps: found }) => both(left, found), undefined) ?? [];
  if (all.length === 0) return told;
  return [...told, `warning: nobody at all is on call ${spoken(all, book.data.organisation.timezone)}`];
}

type Stretch = Pick<Shift, 'from' | 'to'>;

function gapsOf(rotation: Rotation, from: Date, to: Date): readonly Stretch[] {
  try {
    return gapsIn(rotation, from, to);
  } catch (error) {
    // Who hands over every few minutes is looked at for a day.
    if (error instanceof RangeTooLong) return gapsIn(rotation, from, new Date(from.getTime() + 86_400_000));
    throw error;
  }
}

/** What lies in both lists; each is in order. */
function both(left: readonly Stretch[] | undefined, right: readonly Stretch[]): readonly Stretch[] {
  if (left === undefined) return right;
  return left.flatMap((a) =>
    right.flatMap((b) => {
      const [from, to] = [a.from > b.from ? a.from : b.from, a.to < b.to ? a.to : b.to];
      return from < to ? [{ from, to }] : [];
    }),
  );
}

function spoken(gaps: readonly Stretch[], zone: string): string {
  const shown = gaps
    .slice(0, SHOWN)
    .map(({ from, to }) => `${localDayTime(from, zone)} – ${localDayTime(to, zone)}`)
    .join('; ');
  const total = spokenDuration(gaps.reduce((sum, { from, to }) => sum + (to.getTime() - from.getTime()), 0));
  const more = gaps.length > SHOWN ? `; and ${gaps.length - SHOWN} more` : '';
  return `${shown}${more} (${total} of the next ${DAYS} days)`;
}
