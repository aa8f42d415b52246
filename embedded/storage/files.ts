import { existsSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './disk.js';

/** The files of a store: `snapshot-N` holds everything before `log-N`; logs after N continue it. */
export interface Files {
  readonly snapshot: string | undefined;
  readonly logs: readonly string[];
  readonly newest: number;
  /** A file without which the others are not whole. */
  readonly missing: string | undefined;
  /** Superseded or half-made files, to be removed once the rest has been read. */
  readonly rest: readonly string[];
}

const name = (kind: 'log' | 'snapshot', generation: number): string => `${kind}-${String(generation).padStart(6, '0')}`;

export const storeFolder = (dataDir: string): string => join(dataDir, 'store');
export const logFile = (dataDir: string, generation: number): string =>
  join(storeFolder(dataDir), name('log', generation));
export const snapshotFile = (dataDir: string, generation: number): string =>
  join(storeFolder(dataDir), name('snapshot', generation));

const numbered = (names: readonly string[], kind: string): number[] =>
  names.flatMap((one) =>
    one.startsWith(`${kind}-`) && /^\d{6,}$/.test(one.slice(kind.length + 1))
      ? [Number(one.slice(kind.length + 1))]
      : [],
  );

function missingLog(dataDir: string, first: number, logs: readonly number[]): string | undefined {
  const gap = logs.findIndex((generation, at) => generation !== first + at);
  if (gap >= 0) return logFile(dataDir, first + gap);
  return logs.length === 0 ? logFile(dataDir, first) : undefined;
}

/** Looks which files make up the store of this folder. */
export function listFiles(dataDir: string): Files {
  makeFolder(storeFolder(dataDir));
  const names = readdirSync(storeFolder(dataDir));
  const base = Math.max(0, ...numbered(names, 'snapshot'));
  const logs = numbered(names, 'log')
    .filter((one) => one >= base)
    .sort((a, b) => a - b);
  const kept = new Set([...logs.map((one) => name('log', one)), ...(base > 0 ? [name('snapshot', base)] : [])]);
  const ours = names.filter((one) => /^(?:log|snapshot)-\d+(?:\.tmp)?$/.test(one));
  return {
    snapshot: base > 0 ? snapshotFile(dataDir, base) : undefined,
    logs: logs.map((one) => logFile(dataDir, one)),
    newest: Math.max(base, ...logs),
    missing: base > 0 || logs.length > 0 ? missingLog(dataDir, Math.max(1, base), logs) : undefined,
    rest: ours.filter((one) => !kept.has(one)).map((one) => join(storeFolder(dataDir), one)),
  };
}

/** Removes files that nothing needs any more. */
export function removeFiles(files: readonly string[]): void {
  for (const file of files) rmSync(file, { force: true });
}

/** Cuts the torn end of a log off. */
export function cut(file: string, end: number): void {
  if (existsSync(file)) truncateSync(file, end);
}
