import type { Desk } from '../src/desk.js';
import { idOf } from '../src/identity.js';
import type { GroupingRules, Signal } from '../src/incident/index.js';
import { belongsTo, isLifeSafety } from '../src/incident/index.js';
import type {
  Clock,
  Inbox,
  InboxRow,
  IncidentStore,
  Interpret,
  Interpretation,
  Numbers,
  Openings,
  Serials,
  SignalRow,
  SignalStore,
} from '../src/ports.js';
import { createBursts, type Routed, without } from './bursts.js';
import { createGaps, type Read } from './gaps.js';
import { breath } from './loop.js';
import type { Near } from './near.js';
import { createReporting, type Group } from './reporting.js';
import { createRestores } from './restores.js';
import { createRouting } from './routing.js';

export interface UnderstandParts {
  readonly inbox: Inbox;
  readonly signals: SignalStore;
  readonly incidents: IncidentStore;
  readonly numbers: Numbers;
  readonly desk: Desk;
  readonly interpret: Interpret;
  readonly openings: Openings;
  readonly grouping: () => GroupingRules;
  readonly serials: Serials;
  readonly near: Near;
  readonly clock: Clock;
  /** Signals that join an incident so soon after the last ones wait for each other; 0 when left out. */
  readonly joinMs?: number;
}

/** How a pass is made. */
export interface Pass {
  /** Stands in for the meaning that the rows have. */
  readonly readAs?: (row: InboxRow) => Promise<Interpretation>;
  /** What joins an incident may wait a moment for more of it. */
  readonly patient?: boolean;
  /** Only what speaks of life safety or is covert; rows that say more stay, for an ordinary pass. */
  readonly graveOnly?: boolean;
  /** Milliseconds for which nobody else understands the same rows; a pass without them is given up. */
  readonly leftMs?: () => number;
}

/** What became of the rows of a pass. */
export interface Understood {
  readonly settled: number;
  /** Rows that wait for more of their kind, in the inbox where they are durable, and until when. */
  readonly postponed: ReadonlyMap<string, number>;
}

type Member = Routed['members'][number];

/** Signals of one pass. */
const PASS_SIGNALS = 2_000;
/** Rows read in one go, before others get their turn. */
const BREATH = 32;
/** Incidents saved at once: their writes share a flush of the store. */
const AT_ONCE = 24;

/**
 * Understands what waited in the inbox: raw bodies become signals, signals find or open their incident, and only
 * then is the row settled. Crash-safe at every step: signals are pointed at their incident before it is saved, and
 * a pass that meets such signals again finishes what was begun, once.
 */
export function createUnderstanding(parts: UnderstandParts) {
  const { inbox, signals, incidents, interpret, grouping, clock, joinMs = 0 } = parts;
  const gaps = createGaps(parts.serials);
  const restores = createRestores(parts);
  const bursts = createBursts(clock, joinMs);
  const route = createRouting(parts);
  const report = createReporting(parts);

  /** One pass over rows, oldest first. */
  return async function understand(rows: readonly InboxRow[], pass: Pass = {}): Promise<Understood> {
    if (rows.length === 0) return { settled: 0, postponed: new Map() };
    const { readAs = interpret, patient = false, graveOnly = false, leftMs = () => Number.POSITIVE_INFINITY } = pass;
    const ours = () => {
      if (leftMs() <= 0) throw new Error('the inbox is in the hands of another instance by now; it goes on there');
    };
    const meant = await readSome(rows, readAs);
    const read = graveOnly ? meant.map(graveOf) : await gaps.told(meant);
    const all = read.flatMap(({ row, meaning }) => meaning.signals.map((signal) => ({ signal, inboxId: row.id })));
    const known = new Map((await signals.known(all.map(({ signal }) => signal.id))).map((row) => [row.id, row]));
    await finishInterrupted(all, known, ours);
    const routed = await route(dedupe(all.filter(({ signal }) => !known.has(signal.id))));
    const postponed = patient ? bursts.postponed(routed, read) : new Map<string, number>();
    const taken = read.filter(({ row }) => !postponed.has(row.id));
    ours();
    await deliver(await pointed(named(without(routed, postponed))), ours);
    await restores.attach(taken, ours);
    await restores.tellEarly(
      all.filter(({ signal, inboxId }) => (known.get(signal.id)?.inboxId ?? inboxId) === inboxId),
      ours,
    );
    // Not sooner: a pass that is repeated after a crash must find the same gaps again, until their alarms are saved.
    // Not later: a row that is settled is not looked at again, and the next one would tell of a gap that never was.
    await gaps.remember(taken);
    const said = new Set(
      read.filter(({ meaning }, index) => meaning !== meant[index]?.meaning && graveOnly).map(idOfRow),
    );
    const done = taken.filter((each) => !said.has(idOfRow(each)));
    ours();
    await inbox.calm([...said]);
    await inbox.settle(
      done.map(({ row, meaning }) => ({ id: row.id, outcome: outcomeOf(meaning, row, known) })),
      clock.now(),
    );
    return { settled: taken.length, postponed };
  };

  /** Batches that a crash left between pointing at an incident and saving it. */
  async function finishInterrupted(
    all: readonly Member[],
    known: ReadonlyMap<string, SignalRow>,
    ours: () => void,
  ): Promise<void> {
    const interrupted = new Map<string, string>();
    for (const { signal, inboxId } of all) {
      const row = known.get(signal.id);
      // Same inbox row: it is this very delivery again. Another inbox row: the source repeated itself later.
      if (row?.inboxId === inboxId && row.batchId && row.incidentId) interrupted.set(row.batchId, row.incidentId);
    }
    for (const [batchId, incidentId] of interrupted) {
      const incident = await incidents.load(incidentId);
      if (incident?.state.signals.batches.includes(batchId)) continue;
      const members = (await signals.ofBatch(batchId)).map((row) => ({ signal: row as Signal, inboxId: row.inboxId }));
      const flapping =
        incident?.state.status === 'resolved' &&
        members[0] !== undefined &&
        belongsTo(members[0].signal, [incident.state], grouping()).to === 'flapping';
      await report({ incidentId, batchId, fresh: incident === undefined, flapping, members }, ours);
    }
  }

  /** Points the signals at their incidents. One that somebody else has pointed elsewhere meanwhile is theirs. */
  async function pointed(groups: readonly Group[]): Promise<Group[]> {
    const had = await signals.add(groups.flatMap(rowsOf));
    if (had.length === 0) return [...groups];
    const there = new Map(had.map((row) => [row.id, row]));
    return groups.flatMap((group) => {
      const mine = ({ signal, inboxId }: Member) => {
        const row = there.get(signal.id);
        if (!row || row.batchId === group.batchId) return true;
        // Of the very row that is ours now: whoever pointed it has lost the inbox, and perhaps never reports it. The
        // next pass finds it pointed, and finishes it.
        if (row.inboxId === inboxId) throw new Error(`another instance was about to understand the message ${inboxId}`);
        return false;
      };
      const members = group.members.filter(mine);
      return members.length === 0 ? [] : [{ ...group, members }];
    });
  }

  /** Groups of one incident in order, those of different incidents side by side. */
  async function deliver(groups: readonly Group[], ours: () => void): Promise<void> {
    const queues = [...groupedBy(groups, ({ incidentId }) => incidentId).values()];
    const workers = Array.from({ length: Math.min(AT_ONCE, queues.length) }, async () => {
      for (let queue = queues.shift(); queue; queue = queues.shift()) {
        for (const group of queue) {
          ours();
          if (await report(group, ours)) bursts.joined(group.incidentId);
        }
      }
    });
    // All of them end before the pass does, so that a failure leaves nothing running behind it.
    const ends = await Promise.allSettled(workers);
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

/** What is grave of a row. The same meaning when that is all. */
function graveOf({ row, meaning }: Read): Read {
  const grave = meaning.signals.filter((signal) => isLifeSafety(signal.kind) || signal.covert);
  const all = grave.length === meaning.signals.length && grave.length > 0;
  if (all && meaning.restores.length === 0 && !meaning.numbered) return { row, meaning };
  return { row, meaning: { signals: grave, restores: [], ignored: [] } };
}

const idOfRow = ({ row }: Read): string => row.id;

function groupedBy<T>(all: readonly T[], keyOf: (each: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const each of all) {
    const group = groups.get(keyOf(each));
    if (group) group.push(each);
    else groups.set(keyOf(each), [each]);
  }
  return groups;
}

const rowsOf = (group: Group): SignalRow[] =>
  group.members.map(({ signal, inboxId }) => ({
    ...signal,
    inboxId,
    incidentId: group.incidentId,
    batchId: group.batchId,
  }));

const named = (groups: readonly Routed[]): Group[] =>
  groups.map((group) => ({ ...group, batchId: batchIdOf(group.members) }));

/** By its members, so that what a crash left of a batch and the rest of it, understood later, are two. */
const batchIdOf = (members: Group['members']): string =>
  idOf('batch', members.map(({ signal }) => signal.id).join(' '));

/** What the oldest rows mean that together make a pass of bounded size; at least one. */
async function readSome(
  rows: readonly InboxRow[],
  readAs: (row: InboxRow) => Promise<Interpretation>,
): Promise<Read[]> {
  const read: Read[] = [];
  let count = 0;
  for (const [index, row] of rows.entries()) {
    if (index % BREATH === BREATH - 1) await breath();
    const meaning = await readAs(row);
    count += meaning.signals.length;
    if (index > 0 && count > PASS_SIGNALS) return read;
    read.push({ row, meaning });
  }
  return read;
}

/** The same event twice in one pass counts once; the first one stays. */
function dedupe(all: readonly Member[]): Member[] {
  const seen = new Set<string>();
  return all.filter(({ signal }) => !seen.has(signal.id) && seen.add(signal.id));
}

function outcomeOf(meaning: Interpretation, row: InboxRow, known: ReadonlyMap<string, SignalRow>): string {
  const repeats = meaning.signals.filter(
    (signal) => known.has(signal.id) && known.get(signal.id)?.inboxId !== row.id,
  ).length;
  const parts = [
    ...(meaning.signals.length - repeats > 0 ? [`${meaning.signals.length - repeats} signals`] : []),
    ...(repeats > 0 ? [`${repeats} repeats`] : []),
    ...(meaning.restores.length > 0 ? [`${meaning.restores.length} restores`] : []),
    ...(meaning.ignored.length > 0 ? [`ignored: ${[...new Set(meaning.ignored)].join(', ')}`] : []),
  ];
  return parts.join(', ').slice(0, 200) || 'nothing in it';
}
