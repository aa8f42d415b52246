import { IANAZone } from 'luxon';

/** An instant at which the clock of a zone is set, with the offsets from UTC in minutes. */
export interface Change {
  readonly zone: string;
  readonly at: number;
  readonly before: number;
  readonly after: number;
}

const WEEK_MS = 7 * 86_400_000;
const FROM = Date.UTC(2024, 0, 1);
const TO = Date.UTC(2035, 0, 1);

export const ZONES: readonly string[] = Intl.supportedValuesOf('timeZone');

const known = new Map<string, readonly Change[]>();

/** Every change of a zone's clock from 2024 to 2034, by bisection to the second, without any code of ours. */
export function changesOf(zone: string): readonly Change[] {
  const found = known.get(zone) ?? search(zone);
  known.set(zone, found);
  return found;
}

function search(zone: string): Change[] {
  const iana = IANAZone.create(zone);
  const found: Change[] = [];
  let before = iana.offset(FROM);
  // No zone changes twice within a week: Ramadan, the shortest pause, is a month.
  for (let week = FROM; week < TO; week += WEEK_MS) {
    const after = iana.offset(week + WEEK_MS);
    if (after === before) continue;
    let [low, high] = [week, week + WEEK_MS];
    while (high - low > 1_000) {
      const middle = low + Math.floor((high - low) / 2_000) * 1_000;
      if (iana.offset(middle) === before) low = middle;
      else high = middle;
    }
    found.push({ zone, at: high, before, after });
    before = after;
  }
  return found;
}

/** What the wall shows, read with nothing of ours: minutes since 1970 as if it were UTC. */
export const wallMinutes = (zone: string, at: number): number =>
  Math.floor(at / 60_000) + IANAZone.create(zone).offset(at);
