import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A program of the benchmark in a process of its own, so that nobody shares an event loop with what is measured. */
export interface Program {
  readonly url: string;
  readonly pid: number;
  /** From the start of the process to its word that it is ready. */
  readonly readyMs: number;
  /** Resident memory now, in MiB; `undefined` where the system does not say. */
  rss(): number | undefined;
  /** Sends a message and waits for the answer to it. */
  ask(message: object): Promise<unknown>;
  /** Asks it to end, and ends it when it does not. */
  stop(): Promise<void>;
}

export interface Starting {
  /** Of `dist`, such as `src/main.js`. */
  readonly file: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Modules that are loaded before the program, of `dist`. */
  readonly preload?: readonly string[];
  readonly readyWithinMs?: number;
}

const running = new Set<ChildProcess>();
const built = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

const STOP_MS = 20_000;
const ASK_MS = 60_000;

/** Starts a built program and waits until it says over IPC where it listens. */
export function start(starting: Starting): Promise<Program> {
  const { file, args = [], env = {}, preload = [], readyWithinMs = 60_000 } = starting;
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(
      process.execPath,
      [...preload.flatMap((each) => ['--import', built(each)]), built(file), ...args],
      { env: { PATH: process.env.PATH ?? '', ...env }, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] },
    );
    running.add(child);
    let out = '';
    const hear = (chunk: Buffer) => {
      out = (out + chunk.toString()).slice(-20_000);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    const gone = new Promise<void>((done) => {
      child.once('exit', () => {
        running.delete(child);
        done();
      });
    });
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${file} was not ready within ${readyWithinMs / 1_000} s:\n${out}`));
    }, readyWithinMs);
    child.once('exit', (code, signal) => {
      clearTimeout(late);
      reject(new Error(`${file} ended with ${signal ?? code} before it was ready:\n${out}`));
    });
    child.on('message', (message: { ready?: string }) => {
      if (!message.ready) return;
      clearTimeout(late);
      resolve({
        url: message.ready,
        pid: child.pid ?? 0,
        readyMs: performance.now() - startedAt,
        rss: () => rssOf(child.pid ?? 0),
        ask: (question) => askOf(child, file, question, () => out),
        async stop() {
          child.kill('SIGTERM');
          const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
          await gone;
          clearTimeout(impatient);
        },
      });
    });
  });
}

let questions = 0;

function askOf(child: ChildProcess, file: string, question: object, out: () => string): Promise<unknown> {
  questions += 1;
  const ask = questions;
  return new Promise((resolve, reject) => {
    const done = (act: () => void) => {
      clearTimeout(late);
      child.off('message', hear);
      child.off('exit', gone);
      act();
    };
    const hear = (message: { answers?: number; value?: unknown; error?: string }) => {
      if (message.answers !== ask) return;
      done(() => (message.error === undefined ? resolve(message.value) : reject(new Error(message.error))));
    };
    const gone = () => done(() => reject(new Error(`${file} ended while it was asked something:\n${out()}`)));
    const late = setTimeout(() => done(() => reject(new Error(`${file} gave no answer:\n${out()}`))), ASK_MS);
    child.on('message', hear);
    child.once('exit', gone);
    child.send({ ...question, ask });
  });
}

/** Answers what `ask` asks, in the process that is asked. */
export function answering(answer: (question: Record<string, unknown>) => unknown): void {
  process.on('message', (question: Record<string, unknown>) => {
    if (typeof question.ask !== 'number') return;
    const answers = question.ask;
    Promise.resolve()
      .then(() => answer(question))
      .then(
        (value) => process.send?.({ answers, value }),
        (error: unknown) => process.send?.({ answers, error: error instanceof Error ? error.message : String(error) }),
      );
  });
}

const folders = new Set<string>();

/** A folder for one chapter; `clearAway` removes it when the chapter did not. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-bench-'));
  folders.add(folder);
  return folder;
}

/** Ends whatever this process started and that still runs, and removes its folders. */
export function clearAway(): void {
  for (const child of running) child.kill('SIGKILL');
  // A program that was killed a moment ago may still be writing.
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

function rssOf(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return kib === undefined ? undefined : Number(kib) / 1_024;
}
