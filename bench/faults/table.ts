import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { held, type Result } from './scenario.js';

const HEADER = ['scenario', 'rounds', 'acknowledged', 'lost', 'stale', 'doubled', 'broken', 'verdict', 'took'] as const;

export const took = (ms: number): string =>
  ms < 120_000 ? `${(ms / 1_000).toFixed(1)} s` : `${Math.round(ms / 60_000)} min`;

export const verdictOf = (result: Result): string =>
  result.skipped === undefined ? (held(result) ? 'holds' : 'BROKEN') : 'skipped';

const cellsOf = (result: Result): string[] => [
  result.name,
  ...(result.skipped === undefined
    ? [result.rounds, result.acknowledged, result.lost, result.stale, result.doubled, result.broken].map((each) =>
        each === undefined ? '–' : each.toLocaleString('en-GB'),
      )
    : ['–', '–', '–', '–', '–', '–']),
  verdictOf(result),
  took(result.tookMs),
];

/** The one table, for a terminal. Numbers stand to the right. */
export function table(results: readonly Result[]): string {
  const rows = [[...HEADER], ...results.map(cellsOf)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 || column === 7 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = rows;
  return [line(head), widths.map((width) => '─'.repeat(width)).join('──'), ...body.map(line)].join('\n');
}

/** `2 × AMD EPYC, 24 GiB, linux, Node v20.20.2` */
export function machine(): string {
  const all = cpus();
  const model = (all[0]?.model ?? 'unknown processor').replaceAll(/\s+/g, ' ').trim();
  return `${all.length} × ${model}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${process.platform}, Node ${process.version}`;
}

const BEGIN = '<!-- results: begin -->';
const END = '<!-- results: end -->';
/** Beside the page; links on the page are relative to it. */
const IMAGES = 'images';
const LINK = /\]\(([^)]+)\)/;

/**
 * Puts the results between the two marks of the page. Rows of scenarios that did not run this time stay as they are,
 * each with its own date and machine. A picture is shown when its files were written, now or by a run before.
 */
export function writeInto(file: string, results: readonly Result[], at: Date): void {
  const text = readFileSync(file, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin)
    throw new Error(`${file} has no "${BEGIN}" before "${END}": put both where the results belong.`);
  const kept = text.slice(begin + BEGIN.length, end).split('\n');
  const rows = merged(
    kept.filter((line) => /^\| (?!scenario|---)/.test(line)),
    results.map((result) => [result.name, `| ${[...cellsOf(result), at.toISOString().slice(0, 10)].join(' | ')} |`]),
    (line) => line.split('|')[1]?.trim() ?? '',
  );
  const figures = merged(
    kept.filter((line) => line.startsWith('- **')),
    results.map((result) => [
      result.name,
      `- **${result.name}** (${machine()}): ${result.skipped ?? result.figures.join('; ')}.`,
    ]),
    (line) => /^- \*\*(.+?)\*\*/.exec(line)?.[1] ?? '',
  );
  const columns = [...HEADER, 'run on'];
  const made = [
    BEGIN,
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map((_, index) => (index === 0 || index > 6 ? '---' : '---:')).join('|')}|`,
    ...rows,
    '',
    ...figures,
    '',
    ...picturesOf(file, kept, results),
  ].join('\n');
  writeFileSync(file, text.slice(0, begin) + made + text.slice(end));
}

/** Writes the files of the pictures, and gives the lines that show them; never one that leads to nothing. */
function picturesOf(file: string, kept: readonly string[], results: readonly Result[]): string[] {
  const folder = dirname(file);
  const fresh = results.flatMap(({ picture }) => picture ?? []);
  for (const { name, text } of fresh.flatMap(({ files }) => files)) {
    mkdirSync(join(folder, IMAGES), { recursive: true });
    writeFileSync(join(folder, IMAGES, name), text);
  }
  if (fresh.length > 0) return fresh.flatMap(({ lines }) => [...lines, '']);
  return kept.flatMap((line) => {
    const target = /^(\||- \*\*)/.test(line) ? undefined : LINK.exec(line)?.[1];
    return target !== undefined && existsSync(join(folder, target)) ? [line, ''] : [];
  });
}

function merged(
  kept: readonly string[],
  fresh: readonly (readonly [name: string, line: string])[],
  nameOf: (line: string) => string,
): string[] {
  const left = new Map(fresh);
  const lines = kept.map((line) => {
    const next = left.get(nameOf(line));
    left.delete(nameOf(line));
    return next ?? line;
  });
  return [...lines, ...left.values()];
}
