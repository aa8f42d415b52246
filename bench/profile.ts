import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Program } from './programs.js';

/** As the Chrome DevTools protocol has it: `Profiler.Profile`. */
export interface CpuProfile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
    readonly children?: readonly number[];
  }[];
  readonly samples?: readonly number[];
  /** Microseconds between samples. */
  readonly timeDeltas?: readonly number[];
}

const TOP_FUNCTIONS = 25;
const TOP_PLACES = 15;
const TOP_OURS = 25;
const WAITING = new Set(['(idle)', '(root)']);

/** Runs `work` under the profiler of the program, keeps the profiles in the folder, and tells where the time went. */
export async function profiled<T>(
  program: Program,
  folder: string,
  name: string,
  work: () => Promise<T>,
): Promise<{ result: T; lines: readonly string[] }> {
  await program.ask({ profile: 'start' });
  const result = await work();
  const profiles = (await program.ask({ profile: 'stop' })) as Record<string, CpuProfile | undefined>;
  const lines = Object.entries(profiles).flatMap(([thread, profile]) => {
    if (!profile) return [];
    const file = join(folder, `${name}-${thread.replaceAll(/[^a-z0-9]+/gi, '-')}.cpuprofile`);
    writeFileSync(file, JSON.stringify(profile));
    return [`\n${name}, ${thread}: ${file}`, ...summary(profile)];
  });
  return { result, lines };
}

interface Frame {
  readonly name: string;
  readonly url: string;
  readonly place: string;
}

/**
 * Of the time that was not idle: the functions that took most themselves, the places (packages, files of ours) that
 * did, and our own functions with all that they call.
 */
export function summary(profile: CpuProfile): string[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, frameOf(callFrame)]));
  const parents = new Map(
    profile.nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
  );
  const functions = new Tally();
  const places = new Tally();
  const ours = new Tally();
  let busy = 0;
  let all = 0;
  profile.samples?.forEach((id, index) => {
    const frame = frames.get(id);
    const took = profile.timeDeltas?.[index] ?? 0;
    all += took;
    if (!frame || WAITING.has(frame.name)) return;
    busy += took;
    functions.add(frame.name, took);
    places.add(frame.place, took);
    const stack = new Set<string>();
    for (let at: number | undefined = id; at !== undefined; at = parents.get(at)) {
      const each = frames.get(at);
      if (each && isOurs(each.url)) stack.add(each.name);
    }
    for (const name of stack) ours.add(name, took);
  });
  return [
    `  busy ${((100 * busy) / all).toFixed(0)} % of ${(all / 1e6).toFixed(1)} s; of that, by function itself:`,
    ...functions.top(TOP_FUNCTIONS, busy),
    '  by place:',
    ...places.top(TOP_PLACES, busy),
    '  by function of ours with what it calls:',
    ...ours.top(TOP_OURS, busy),
  ];
}

class Tally {
  private readonly took = new Map<string, number>();

  add(what: string, microseconds: number): void {
    this.took.set(what, (this.took.get(what) ?? 0) + microseconds);
  }

  top(count: number, of: number): string[] {
    return [...this.took]
      .sort(([, a], [, b]) => b - a)
      .slice(0, count)
      .map(([what, took]) => `  ${((100 * took) / of).toFixed(1).padStart(5)} %  ${what}`);
  }
}

function frameOf({ functionName, url, lineNumber }: CpuProfile['nodes'][number]['callFrame']): Frame {
  const at = url ? `  ${shortened(url)}:${lineNumber + 1}` : '';
  return { name: `${functionName || '(anonymous)'}${at}`, url, place: placeOf(url) || functionName };
}

const isOurs = (url: string): boolean => url.includes('/dist/') && !/\/node_modules\/|\/dist\/bench\//.test(url);

const shortened = (url: string): string => url.replace(/^.*\/node_modules\//, '').replace(/^.*\/dist\//, '');

/** A package, a room of the house with its file, or a part of Node. */
function placeOf(url: string): string {
  const inPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1];
  return inPackage ?? shortened(url);
}
