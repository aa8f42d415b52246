import type { Actor } from './actor.js';
import type { TimelineEntry } from './event.js';
import { evolve } from './evolve.js';
import type { ChainHead, IncidentState } from './incident.js';

/**
 * Hash of a plain value in canonical form (RFC 8785 JSON, then SHA-256, hex). Given from outside, so that the core
 * stays free of platform code; `src/digest.ts` is the one used.
 */
export type Digest = (value: unknown) => string;

const GENESIS = '0'.repeat(64);

export const emptyChain: ChainHead = { seq: 0, hash: GENESIS, pages: 0 };

/** Whose history it is: hashed into every entry, so that none can be moved to another. */
export type ChainOwner = Readonly<Record<string, string>>;

/** The next link. */
export function link<Event>(
  owner: ChainOwner,
  head: ChainHead,
  entry: { readonly at: Date; readonly actor: Actor; readonly event: Event },
  digest: Digest,
): TimelineEntry<Event> {
  const body = { seq: head.seq + 1, at: entry.at, actor: entry.actor, event: entry.event, prev: head.hash };
  return { ...body, hash: digest({ ...owner, ...body }) };
}

/** A place where the kept evidence and its proof disagree. */
export interface ChainFault {
  readonly seq: number;
  readonly what: string;
}

/** Proves a whole timeline of an incident, oldest entry first, as `provenBy` does. */
export const verifyChain = (
  incidentId: string,
  timeline: readonly TimelineEntry[],
  head: ChainHead,
  state: IncidentState,
  digest: Digest,
): ChainFault[] =>
  provenBy({ incidentId }, { timeline, head, state }, digest, (folded: IncidentState | undefined, entry) =>
    evolve(folded, entry, incidentId),
  );

/**
 * Proves a whole timeline, oldest entry first: sequence without gaps, each hash over its content and its
 * predecessor, and the kept state equal to the fold of the events. Returns every fault found.
 */
export function provenBy<State, Event extends { readonly type: string }>(
  owner: ChainOwner,
  kept: { readonly timeline: readonly TimelineEntry<Event>[]; readonly head: ChainHead; readonly state: State },
  digest: Digest,
  fold: (folded: State | undefined, entry: TimelineEntry<Event>) => State,
): ChainFault[] {
  const { timeline, head, state } = kept;
  const faults: ChainFault[] = [];
  let prev = GENESIS;
  let seq = 0;
  let folded: State | undefined;
  for (const each of timeline) {
    seq += 1;
    // What lies in a store that somebody changed need not be an entry at all.
    const entry = each ?? ({ seq } as TimelineEntry<Event>);
    if (entry.seq !== seq)
      faults.push({ seq, what: `entry ${seq} is missing: entry ${entry.seq} stands in its place` });
    if (entry.prev !== prev) faults.push({ seq: entry.seq, what: 'does not follow from the entry before it' });
    const { hash, ...body } = entry;
    if (hashed({ ...owner, ...body }, digest) !== hash)
      faults.push({ seq: entry.seq, what: `"${entry.event?.type ?? 'entry'}" was changed` });
    prev = hash;
    seq = entry.seq;
    try {
      folded = fold(folded, entry);
    } catch (error) {
      faults.push({ seq: entry.seq, what: `it cannot be followed any further: ${(error as Error).message}` });
      return faults;
    }
  }
  if (head.seq !== seq || head.hash !== prev) {
    faults.push({ seq: head.seq, what: `the chain ends at entry ${seq}, but entry ${head.seq} is its recorded end` });
  }
  faults.push(...differences(folded, state, digest).map((what) => ({ seq, what })));
  return faults;
}

/** What cannot be hashed (not a number, half a character) was never written by us. */
function hashed(value: unknown, digest: Digest): string {
  try {
    return digest(value);
  } catch {
    return 'unhashable';
  }
}

/** Fields of the kept state that its own history does not explain. */
function differences(folded: unknown, state: unknown, digest: Digest): string[] {
  const told = (folded ?? {}) as Readonly<Record<string, unknown>>;
  const kept = state as Readonly<Record<string, unknown>>;
  const fields = new Set([...Object.keys(told), ...Object.keys(kept)]);
  return [...fields]
    .filter((field) => hashed({ value: told[field] }, digest) !== hashed({ value: kept[field] }, digest))
    .map((field) => `field "${field}" was changed outside the timeline`);
}
