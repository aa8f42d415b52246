import { DateTime, IANAZone } from 'luxon';

/** A time that could not be read. The intake replaces it by the time of arrival and says so on the alarm. */
export const unreadable = (): Date => new Date(Number.NaN);

/**
 * Seconds or milliseconds since 1970, told apart by size: 10^11 seconds is the year 5138 and 10^11 milliseconds is
 * 1973. Verkada mixes both in one object.
 */
export function epoch(value: unknown): Date {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return unreadable();
  return new Date(Math.abs(number) < 1e11 ? number * 1000 : number);
}

/** Date and time are both asked for: luxon would complete a bare `12:00` with today's date. */
const DATE_AND_TIME = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/;

/** ISO 8601; a time without offset is taken in the IANA zone. */
export function iso(value: unknown, zone = 'UTC'): Date {
  if (typeof value !== 'string' || value.length > 64) return unreadable();
  const text = value.trim();
  if (!DATE_AND_TIME.test(text)) return unreadable();
  return DateTime.fromISO(text.replace(' ', 'T'), { zone }).toJSDate();
}

export const isZone = (zone: string): boolean => IANAZone.isValidZone(zone);
