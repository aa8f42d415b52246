import anyAscii from 'any-ascii';
import { SegmentedMessage } from 'sms-segments-calculator';

/**
 * Text messages are counted in units of the GSM 03.38 alphabet ("GSM-7"): 160 in one segment, 153 in each of several;
 * `^{}\[~]|€` take two. One character outside it makes the phone company switch to 70 per segment.
 */
export const ONE_SEGMENT = 160;
/** Less one: a character of two units is not parted, and may leave the last one of the first segment empty. */
export const TWO_SEGMENTS = 2 * 153 - 1;

/** Printable ASCII but for the backtick: most texts, and no work. */
const PLAIN = /^[ -_a-~]*$/;

/**
 * The text in GSM-7: only what that alphabet does not have is written in other letters (`Café Łódź` → `Café Lodz`).
 * Pictures (emoji) are left out: spelled, one of them would fill a line.
 */
export function gsm(text: string): string {
  if (PLAIN.test(text)) return text;
  const letters = text.normalize('NFC').replace(/\p{Emoji_Presentation}/gu, '');
  return new SegmentedMessage(letters).encodedChars.map(({ isGSM7, raw }) => (isGSM7 ? raw : inLatin(raw))).join('');
}

/** ASCII has one character that GSM-7 lacks. */
const inLatin = (text: string): string =>
  anyAscii(text)
    .replaceAll('`', "'")
    .replace(/[^\n -~]/g, '');

/** How many units a text in GSM-7 takes. The calculator says the same and is much slower: a message is measured often. */
export const gsmUnits = (text: string): number => text.length + (text.match(/[\f^{}\\[~\]|€]/g)?.length ?? 0);

/** In how many segments it is sent and charged, whatever characters it has. */
export const segmentsOf = (text: string): number => new SegmentedMessage(text).segmentsCount;

const CUT = '...';

/** As many whole words as fit into so many units, with `...` for what was left out. A word that alone is too long is cut. */
export function clipUnits(text: string, units: number): string {
  if (gsmUnits(text) <= units) return text;
  const room = units - CUT.length;
  if (room < 1) return '';
  const words = text.split(' ');
  let kept = '';
  for (const word of words) {
    const more = kept === '' ? word : `${kept} ${word}`;
    if (gsmUnits(more) > room) break;
    kept = more;
  }
  if (kept !== '') return `${kept.replace(/[,.:;]+$/, '')}${CUT}`;
  // Every character takes one unit or two.
  let cut = (words[0] ?? '').slice(0, room);
  while (gsmUnits(cut) > room) cut = cut.slice(0, -1);
  return `${cut}${CUT}`;
}
