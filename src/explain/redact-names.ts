import type { Span } from './spans.js';
import { spansOf } from './spans.js';

const NAME_PART = "\\p{Lu}[\\p{L}'’-]{1,30}";
/** Lines that adapters and tills write of somebody: all of the line is about them. */
const LINE =
  /^(?:name|person|recogni[sz]ed|holder|cardholder|user|employee|visitor|cashier|clerk|operator|guard|driver|inhaber|nutzer|benutzer|mitarbeiter|besucher|kassierer(?:in)?|fahrer|usuario|empleado): *(?<what>.{2,60})$/gim;
const TITLED = new RegExp(
  `(?<!\\p{L})(?:Mr|Mrs|Ms|Dr|Herr|Frau|Sra?|Señora?|Mme|M)\\.? (?<what>${NAME_PART}(?: ${NAME_PART}){0,2})`,
  'gu',
);

/** Spellings of one name: as it is, without its marks, and with the two letters that German writes for an umlaut. */
function spellings(name: string): string[] {
  const bare = name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ß', 'ss');
  const written = name.replace(/[äÄ]/g, 'ae').replace(/[öÖ]/g, 'oe').replace(/[üÜ]/g, 'ue').replaceAll('ß', 'ss');
  return [...new Set([name.normalize('NFC'), bare, written])].map((each) =>
    each.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'),
  );
}

interface Patterns {
  /** Whole names, in any case and order. */
  readonly whole: RegExp | undefined;
  /** Single parts, only where they are written as a name: "Will" is one, "will" is not. */
  readonly parts: RegExp | undefined;
}

const oneOf = (all: readonly string[], flags: string): RegExp | undefined =>
  all.length === 0 ? undefined : new RegExp(`(?<![\\p{L}\\d])(?:${all.join('|')})(?![\\p{L}\\d])`, flags);

/** The people of the directory, as patterns: at most the first 2,000, so that no book makes this slow. */
function patternsOf(names: readonly string[]): Patterns {
  const whole: string[] = [];
  const parts = new Set<string>();
  for (const name of names.slice(0, 2_000)) {
    const words = name
      .normalize('NFC')
      .split(/\s+/)
      .filter((word) => word !== '');
    for (const spelling of spellings(words.join(' '))) {
      const pieces = spelling.split(' ');
      whole.push(pieces.join('[\\s._-]{1,3}'), [...pieces].reverse().join('[\\s,._-]{1,3}'));
    }
    for (const word of words.filter((each) => [...each].length >= 3)) {
      for (const each of spellings(word)) parts.add(each).add(each.toUpperCase());
    }
  }
  const longestFirst = (a: string, b: string): number => b.length - a.length;
  return { whole: oneOf(whole.sort(longestFirst), 'giu'), parts: oneOf([...parts].sort(longestFirst), 'gu') };
}

/** Those of the directory that was asked for last: it changes with the book, and is asked for with every text. */
let made: { readonly of: string; readonly patterns: Patterns } | undefined;

function known(names: readonly string[]): Patterns {
  const of = names.join('\n');
  if (made?.of !== of) made = { of, patterns: patternsOf(names) };
  return made.patterns;
}

/** Names: of the directory wherever they stand, of strangers where a line or a title says that somebody is named. */
export function people(text: string, names: readonly string[]): Span[] {
  const patterns = known(names);
  return [
    ...spansOf(text, LINE),
    ...(patterns.whole ? spansOf(text, patterns.whole) : []),
    ...(patterns.parts ? spansOf(text, patterns.parts) : []),
    ...spansOf(text, TITLED),
  ];
}
