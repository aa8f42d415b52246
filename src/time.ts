import { DateTime, IANAZone } from 'luxon';

const UNIT_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `90s`, `15m`, `8h`, `30d` in milliseconds, or `undefined` when the text is not a duration. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d{1,6})([smhd])$/.exec(text);
  if (!match) return undefined;
  return Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS];
}

/** `3 min`, `2 h 5 min`, `40 s`, `3 d`: how long, as a person says it. */
export function spokenDuration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} d`;
}

/** `02:10` in the given IANA zone. */
export const localTime = (at: Date, zone: string): string => DateTime.fromJSDate(at, { zone }).toFormat('HH:mm');

/** `02:10:05` in the given IANA zone. */
export const localSecond = (at: Date, zone: string): string => DateTime.fromJSDate(at, { zone }).toFormat('HH:mm:ss');

/** `Tue 6 Jan, 02:10` in the given IANA zone. */
export const localDayTime = (at: Date, zone: string, locale = 'en-GB'): string =>
  DateTime.fromJSDate(at, { zone }).setLocale(locale).toFormat('ccc d LLL, HH:mm');

/** `2026-01-06 02:10:05` in the given IANA zone: for a record, which is read years later. */
export const localStamp = (at: Date, zone: string): string =>
  DateTime.fromJSDate(at, { zone }).toFormat('yyyy-MM-dd HH:mm:ss');

/** `Tue 6 Jan` in the given IANA zone. */
export const localDate = (at: Date, zone: string): string =>
  DateTime.fromJSDate(at, { zone }).setLocale('en-GB').toFormat('ccc d LLL');

/** `2026-01-06T02:10` in the given IANA zone, as a field of a form takes it. */
export const localInput = (at: Date, zone: string): string =>
  DateTime.fromJSDate(at, { zone }).toFormat("yyyy-MM-dd'T'HH:mm");

/** The instant of a local time (`2026-01-06T02:10`) in the given IANA zone; `undefined` when it is none. */
export function instantIn(local: string, zone: string): Date | undefined {
  const at = DateTime.fromISO(local, { zone });
  return at.isValid ? at.toJSDate() : undefined;
}

/** Wall clock at an instant: ISO weekday (1 = Monday) and minutes since midnight, in the given IANA zone. */
export function wallClock(at: Date, zone: string): { weekday: number; minutes: number } {
  const local = DateTime.fromJSDate(at, { zone });
  return { weekday: local.weekday, minutes: local.hour * 60 + local.minute };
}

/** An IANA zone: `UTC+2` and `local` are none. */
export const isZone = (zone: string): boolean => IANAZone.isValidZone(zone);

export const later = (at: Date, ms: number): Date => new Date(at.getTime() + ms);
