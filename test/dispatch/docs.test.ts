import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dispatch as words } from '../../cards/words/en-dispatch.js';
import { createBook } from '../../src/book/book.js';
import { parseBook } from '../../src/book/parse.js';
import { DEFAULT_DISPATCH, rank } from '../../src/dispatch/index.js';
import { fix, NOW, need, officer, secondsAgo } from './given.js';

const page = readFileSync(new URL('../../docs/dispatch.md', import.meta.url), 'utf8');
const ORG = 'organisation: { name: N, timezone: Europe/Berlin, currency: EUR }\nsites: [ { id: mall, name: Mall } ]\n';

describe('docs/dispatch.md', () => {
  it('tells the defaults as they are, each with its key in the book', () => {
    const rows = [...page.matchAll(/^\| [^|]+ \| `(\w+)` \| `?([\d.]+(?:[smh]\b)?)/gm)].map(
      ([, key, value]) => `${key}: ${value}`,
    );
    expect(rows).toHaveLength(Object.keys(DEFAULT_DISPATCH).length);
    const book = createBook(parseBook(`${ORG}dispatch: { ${rows.join(', ')} }\n`, 'tocsin.yml'));
    expect(book.dispatch).toEqual(DEFAULT_DISPATCH);
  });

  it('shows a ranking as it is', () => {
    const team = [
      officer('ana', { name: 'Ana Beck', fix: fix(620), qualifications: ['keys:riverside-mall'] }),
      officer('chi', { name: 'Chi Nguyen', fix: fix(5_900, { fixedAt: secondsAgo(5), speedKmh: 48 }) }),
      officer('ben', { name: 'Ben Adeyemi', fix: fix(640, { fixedAt: secondsAgo(720) }) }),
      officer('sam', { name: 'Sam Okafor', onShift: true }),
      officer('kim', { name: 'Kim Brandt', fix: fix(210, { fixedAt: secondsAgo(40) }), state: 'off' }),
    ];
    const shown = rank(need({ keysCount: true }), team, NOW).map(({ officer: { name }, eligible, reasons }) => {
      const who = `${eligible ? '' : '– '}${name}`;
      return `${who.padEnd(13)} ${words.explained(reasons)}`;
    });
    const block = /```\n([\s\S]*?)```/.exec(page)?.[1]?.trimEnd().split('\n');
    expect(shown.map((each) => each.replace(/ +/g, ' '))).toEqual(block?.map((each) => each.replace(/ +/g, ' ')));
  });
});
