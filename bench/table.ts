import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import type { Figure } from './figures.js';
import { TARGETS } from './targets.js';

const HEADER = ['Figure', 'Measured', 'Target', 'Of the floor', ''];

/** The rows as people read them: what, how much, what was wanted, how near to the floor, and whether it is reached. */
export function rowsOf(figures: readonly Figure[]): string[][] {
  const floor = figures.find(({ id }) => id === 'floor')?.value;
  return figures.map((figure) => {
    const target = TARGETS[figure.id];
    const met = target?.met(figure, floor);
    return [
      figure.what,
      figure.measured,
      target?.text ?? '',
      figure.ofFloor && floor !== undefined ? (figure.value / floor).toFixed(2) : '',
      met === undefined ? '' : met ? 'met' : 'missed',
    ];
  });
}

export function table(figures: readonly Figure[]): string {
  const rows = [HEADER, ...rowsOf(figures)];
  const widths = HEADER.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** On what, with what and on which state of the code the figures were measured. */
export function circumstances(): string {
  const [cpu] = cpus();
  const commit = git(['rev-parse', '--short', 'HEAD']);
  const state =
    commit === undefined ? '' : `, commit ${commit}${git(['status', '--porcelain']) ? ' with changes' : ''}`;
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  return `${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpu?.model.trim()}, ${memory}, ${process.platform}, Node ${process.version}${state}`;
}

/** `undefined` where there is no repository, as in an unpacked archive. */
function git(args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return undefined;
  }
}

const FROM = '<!-- last results: written by npm run bench -- --write -->';
const TO = '<!-- end of the last results -->';

/** Puts the results between the two marks of a page. */
export function writeInto(file: string, figures: readonly Figure[], note: string): void {
  const text = readFileSync(file, 'utf8');
  const [before, rest] = text.split(FROM);
  const after = rest?.split(TO)[1];
  if (before === undefined || after === undefined)
    throw new Error(`${file} has no place for the results: it needs the lines "${FROM}" and "${TO}"`);
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const results = [HEADER, HEADER.map(() => '---'), ...rowsOf(figures)].map(line).join('\n');
  writeFileSync(file, `${before}${FROM}\n\n${circumstances()}${note}\n\n${results}\n\n${TO}${after}`);
}
