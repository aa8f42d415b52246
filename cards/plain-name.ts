/**
 * A name as it may be sent to a phone or stand in a subject: one line without control, bidi and invisible characters,
 * which could turn round or hide what follows.
 */
export const plainName = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(/[\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();

/** Text of several lines without what turns a line round or means something to a terminal. */
export const plainText = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029]/gu, (each) => (each === '\n' ? each : ' '))
    .replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g, '');
