import { people } from './redact-names.js';
import { accounts, cards, phones, secrets } from './redact-numbers.js';
import { plates } from './redact-plates.js';
import type { Span } from './spans.js';
import { spansOf } from './spans.js';
import { cut, visible } from './text.js';

/** What the book wants taken out of texts before they leave the house. Left out means: taken out. */
export interface RedactionPolicy {
  readonly plates: boolean;
  readonly names: boolean;
  readonly phones: boolean;
  readonly mails: boolean;
  /** What assets are worth. */
  readonly values: boolean;
}

/** Takes out of texts what must not leave, under the same marker wherever the same thing stands. */
export interface TextRedactor {
  /** `[plate 1] at the gate, code [pin 1]`: lines of visible text, at most `max` characters. */
  text(from: string, max: number): string;
}

/** An address can hold a key, and a model needs none of them. */
const LINK = /(?<![\p{L}\d])(?:[a-z][a-z\d+.-]{1,20}:\/\/|www\.)[^\s<>"']+/giu;
const LOGIN = /[^\s:/@]{1,64}:[^\s:/@]{1,64}@[^\s/@]{2,200}/g;
const MAIL =
  /[^\s@<>()[\],;:"]{1,64} ?(?:@|[([{] ?at ?[)\]}]) ?[^\s@<>()[\],;:"]{1,200}(?:\.| ?[([{] ?dot ?[)\]}] ?)\p{L}{2,24}/giu;

interface Rule {
  readonly marker: string;
  /** The key of the policy that may switch it off; without one it always holds. */
  readonly unless?: keyof RedactionPolicy;
  readonly find: (text: string, names: readonly string[]) => readonly Span[];
}

/** In this order: what is found first is no longer there for the next. */
const RULES: readonly Rule[] = [
  { marker: 'link', find: (text) => [...spansOf(text, LINK), ...spansOf(text, LOGIN)] },
  { marker: 'mail', unless: 'mails', find: (text) => spansOf(text, MAIL) },
  { marker: 'account', find: accounts },
  { marker: 'card', find: cards },
  { marker: 'plate', unless: 'plates', find: plates },
  { marker: 'pin', find: secrets },
  { marker: 'person', unless: 'names', find: people },
  { marker: 'phone', unless: 'phones', find: phones },
];

/** Stands for a marker while other rules still look; such characters were taken out of the text before. */
const FIRST_PLACE = 0xf0000;
const PLACES = 4_096;

export function createTextRedactor(policy: RedactionPolicy, names: readonly string[]): TextRedactor {
  const rules = RULES.filter(({ unless }) => unless === undefined || policy[unless]);
  const numbers = new Map<string, readonly string[]>();
  const markers: string[] = [];

  /** The same thing, the same number; of a person also a part of the name. */
  function markerFor(marker: string, what: string): string {
    const same = what.toUpperCase().replace(/[^\p{L}\d]/gu, '');
    const known = numbers.get(marker) ?? [];
    const at = known.findIndex((each) => each === same || (marker === 'person' && each.includes(same)));
    if (at < 0) numbers.set(marker, [...known, same]);
    return `[${marker} ${at < 0 ? known.length + 1 : at + 1}]`;
  }

  function place(marker: string): string {
    // Bounded: a text of a thousand numbers is noise, and what comes after is one more of the last.
    if (markers.length < PLACES) markers.push(marker);
    return String.fromCodePoint(FIRST_PLACE + markers.length - 1);
  }

  function replaced(text: string, { marker, find }: Rule): string {
    let out = '';
    let from = 0;
    for (const { start, end } of apart(find(text, names))) {
      out += text.slice(from, start) + place(markerFor(marker, text.slice(start, end)));
      from = end;
    }
    return out + text.slice(from);
  }

  return {
    text(from, max) {
      const hidden = rules.reduce(replaced, visible(from));
      const shown = hidden.replace(
        /[\u{F0000}-\u{F0FFF}]/gu,
        (each) => markers[(each.codePointAt(0) ?? 0) - FIRST_PLACE] ?? '',
      );
      return cut(shown, max);
    },
  };
}

/** Spans in order; those that overlap are one. */
function apart(spans: readonly Span[]): Span[] {
  const joined: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last && span.start < last.end)
      joined[joined.length - 1] = { start: last.start, end: Math.max(last.end, span.end) };
    else if (span.end > span.start) joined.push(span);
  }
  return joined;
}
