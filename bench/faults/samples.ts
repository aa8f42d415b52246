import { readdirSync, readFileSync } from 'node:fs';
import type { Ledger } from './ledger.js';

/** The state of the bot at one moment of the soak. */
export interface Sample {
  /** Seconds since the start. */
  readonly at: number;
  readonly rssMiB: number;
  /** Of the documents in the store, which is part of the same process. */
  readonly storeMiB: number;
  readonly documents: number;
  readonly files: number;
  readonly inbox: number;
  readonly owed: number;
  /** Of the answers to alarms since the sample before. */
  readonly p99Ms: number;
}

export const COLUMNS = ['at', 'rssMiB', 'storeMiB', 'documents', 'files', 'inbox', 'owed', 'p99Ms'] as const;

export const csvOf = (samples: readonly Sample[]): string =>
  [COLUMNS.join(','), ...samples.map((sample) => COLUMNS.map((column) => sample[column]).join(','))].join('\n') + '\n';

/** `NaN` when nothing was measured. */
export function p99(latencies: readonly number[]): number {
  const sorted = [...latencies].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? Number.NaN;
}

/** Looks at a process of this machine from outside, and at what it says of itself. What could not be read is `NaN`. */
export async function sampleOf(
  { pid, url, ledger }: { pid: number; url: string; ledger: Ledger },
  at: number,
  latencies: readonly number[],
): Promise<Sample> {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const text = await (await fetch(`${url}/metrics`)).text();
  const metric = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  const store = await ledger.size();
  return {
    at,
    rssMiB: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? Number.NaN) / 1_024,
    storeMiB: store.bytes / 2 ** 20,
    documents: store.documents,
    files: readdirSync(`/proc/${pid}/fd`).length,
    inbox: metric('tocsin_inbox_depth'),
    owed: metric('tocsin_owed_depth'),
    p99Ms: p99(latencies),
  };
}
