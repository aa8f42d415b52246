import type { Desk } from '../src/desk.js';
import { sha256 } from '../src/digest.js';
import { backOffMs, EVIDENCE_LIMITS, type Fetched, type SystemActor } from '../src/incident/index.js';
import type { Clock, Leases } from '../src/ports.js';
import type { Awaited, AwaitedStore, EvidenceFiles, FetchFile, FetchOutcome, SortOf } from '../src/ports-evidence.js';
import { remember } from '../src/remember.js';
import type { TaskDesk } from '../src/task-desk.js';

export interface EvidenceParts {
  readonly awaited: AwaitedStore;
  readonly files: Pick<EvidenceFiles, 'put' | 'get'>;
  readonly sortOf: SortOf;
  /** By the chat that has the file. */
  readonly sources: ReadonlyMap<string, FetchFile>;
  readonly desk: Pick<Desk, 'execute'>;
  readonly taskDesk: Pick<TaskDesk, 'execute'>;
  readonly leases: Pick<Leases, 'take'>;
  readonly holder: string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const AT_ONCE = 50;
/** Files that are waited for, at most; each is a line. */
const KNOWN = 2_000;
const LEASE = 'evidence';
/** Longer than any file takes. */
const LEASE_MS = 120_000;
const AGAIN_MS = 1_000;
/** A chat that cannot be reached over a weekend keeps the file; after this somebody has to look. */
const PATIENCE_MS = 7 * 86_400_000;
const LONGEST_MS = 10 * 60_000;
const TRIED = 1_000;

const isHere = ({ from }: Awaited): boolean => from.startsWith('here:');
const hereFirst = (a: Awaited, b: Awaited): number =>
  Number(isHere(b)) - Number(isHere(a)) || a.at.getTime() - b.at.getTime();

const ACTOR: SystemActor = { kind: 'system', id: 'delivery' };

/** Fetches the files that people gave: kept first, under their hash, and then written into the history. */
export function createEvidence(parts: EvidenceParts) {
  const { awaited, files, sortOf, sources, desk, taskDesk, leases, holder, clock, failed } = parts;
  /** How often a file was tried, and when it is tried again. Whoever starts anew tries at once. */
  const tries = new Map<string, { readonly count: number; readonly at: number }>();

  async function tell({ of, about }: Awaited, fetched: Fetched): Promise<void> {
    const command = { type: 'fetched', actor: ACTOR, fetched } as const;
    const result = of === 'incident' ? await desk.execute(about, command) : await taskDesk.execute(about, command);
    if (!result.ok) throw new Error(`${about} takes no word of it: ${result.refusal.code}`);
  }

  async function fetchOne(wanted: Awaited): Promise<FetchOutcome> {
    const [chat = '', ...ref] = wanted.from.split(':');
    const source = sources.get(chat);
    if (!source) return { kind: 'retry', error: `${chat} is switched off` };
    return await source(ref.join(':'), EVIDENCE_LIMITS.bytes);
  }

  /** Tried again later, ever more seldom; and given up in the end, whatever the reason. */
  async function later(wanted: Awaited, error: string, afterMs?: number): Promise<void> {
    const { file, at } = wanted;
    const now = clock.now();
    if (now.getTime() - at.getTime() > PATIENCE_MS) return await tell(wanted, { file, why: error });
    const count = (tries.get(file)?.count ?? 0) + 1;
    const pause = afterMs ?? Math.min(LONGEST_MS, backOffMs(count) * count);
    remember(tries, file, { count, at: now.getTime() + pause }, TRIED);
    failed(`fetching ${wanted.from} for ${wanted.about}`, new Error(error));
  }

  async function keep(wanted: Awaited): Promise<void> {
    const { file } = wanted;
    const outcome = await fetchOne(wanted);
    if (outcome.kind === 'gone') return await tell(wanted, { file, why: outcome.error });
    if (outcome.kind === 'retry') return await later(wanted, outcome.error, outcome.afterMs);
    const { bytes } = outcome;
    const hash = sha256(bytes);
    await files.put(hash, bytes);
    await tell(wanted, { file, kept: { sha256: hash, bytes: bytes.length, type: await sortOf(bytes) } });
  }

  return async function fetchSome(): Promise<'idle' | number> {
    const all = await awaited.awaited(KNOWN);
    const now = clock.now().getTime();
    // What waits for its chat does not stand in the way of what came with its bytes.
    const due = all
      .filter(({ file }) => (tries.get(file)?.at ?? 0) <= now)
      .sort(hereFirst)
      .slice(0, AT_ONCE);
    for (const wanted of due) {
      if ((await leases.take(LEASE, holder, LEASE_MS)) === undefined) return AGAIN_MS;
      try {
        await keep(wanted);
      } catch (error) {
        // One that cannot be kept must not stop the others.
        await later(wanted, error instanceof Error ? error.message : String(error)).catch((problem: unknown) => {
          failed(`giving up ${wanted.from} for ${wanted.about}`, problem);
          remember(tries, wanted.file, { count: 1, at: now + LONGEST_MS }, TRIED);
        });
      }
    }
    return all.length > 0 ? AGAIN_MS : 'idle';
  };
}
