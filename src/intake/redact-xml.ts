import type { Redactor } from './redact.js';
import type { Found } from './redact-json.js';

/** What is no element and is stepped over whole. */
const ISLANDS: readonly (readonly [string, string])[] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
];

/** The end of the tag that starts at `at`; a `>` in a quoted attribute does not end it. */
function afterTag(text: string, at: number): number {
  let quote = '';
  for (let next = at; next < text.length; next += 1) {
    const character = text.charAt(next);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return next + 1;
  }
  return text.length;
}

function attributesOf(tag: string, tagStart: number, fields: Redactor): readonly Found[] {
  const found: Found[] = [];
  for (const match of tag.matchAll(/\s([^\s=<>"'/]{1,100})\s*=\s*(?:"([^"]*)"|'([^']*)')/g)) {
    const value = match[2] ?? match[3] ?? '';
    if (value === '' || !fields.matches(match[1] ?? '')) continue;
    const end = tagStart + match.index + match[0].length - 1;
    found.push({ start: end - value.length, end });
  }
  return found;
}

/** Where the contents of the named elements and attributes stand in a valid XML text. */
export function findXml(text: string, fields: Redactor): readonly Found[] {
  const found: Found[] = [];
  let hidden: { readonly start: number; depth: number } | undefined;
  let at = text.indexOf('<');
  while (at !== -1) {
    const island = ISLANDS.find(([open]) => text.startsWith(open, at));
    if (island) {
      const end = text.indexOf(island[1], at + island[0].length);
      at = end === -1 ? -1 : text.indexOf('<', end);
      continue;
    }
    const after = afterTag(text, at);
    const tag = text.slice(at, after);
    const closing = tag.startsWith('</');
    const empty = tag.endsWith('/>');
    if (hidden) {
      hidden.depth += closing ? -1 : empty ? 0 : 1;
      if (hidden.depth === 0) {
        if (text.slice(hidden.start, at).trim() !== '') found.push({ start: hidden.start, end: at });
        hidden = undefined;
      }
    } else if (!closing) {
      const name = /^<([^\s/>]+)/.exec(tag)?.[1] ?? '';
      found.push(...attributesOf(tag, at, fields));
      if (!empty && fields.matches(name)) hidden = { start: after, depth: 1 };
    }
    at = text.indexOf('<', after);
  }
  return found;
}
