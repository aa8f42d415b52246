import type { Desk } from '../src/desk.js';
import { idOf } from '../src/identity.js';
import type { GroupingRules, IncidentState, Signal } from '../src/incident/index.js';
import { belongsTo, evolve } from '../src/incident/index.js';
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
import { later } from '../src/time.js';
import { createBursts, type Routed, without } from './bursts.js';
import { createGaps } from './gaps.js';
import { createRestores } from './restores.js';

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
  readonly clock: Clock;
  /** Signals that join an incident so soon after the last ones wait for each other; 0 when left out. */
  readonly joinMs?: number;
}

type ReadRow = (row: InboxRow) => Promise<Interpretation>;

type Signals = readonly [Signal, ...Signal[]];

/** Signals of one pass that go to one incident together. */
interface Group extends Routed {
  readonly batchId: string;
}

/** Signals of one batch, and signals of one pass: an incident remembers its last sixteen batches. */
const BATCH_SIGNALS = 500;
const PASS_SIGNALS = 1_000;
const RECENT_MS = 30 * 86_400_000;
/** Longer than any flap window, so that the incident which a repeat belongs to is among the candidates. */
const CANDIDATE_MS = 24 * 3_600_000;

/**
 * Understands what waited in the inbox: raw bodies become signals, signals find or open their incident, and only
 * then is the row settled. Crash-safe at every step: signals are pointed at their incident before it is saved, and
 * a pass that meets such signals again finishes what was begun, once.
 */
export function createUnderstanding(parts: UnderstandParts) {
  const { inbox, signals, incidents, numbers, desk, interpret, openings, grouping, clock, joinMs = 0 } = parts;
  const gaps = createGaps(parts.serials);
  const restores = createRestores(parts);
  const bursts = createBursts(clock, joinMs);

  /** One pass over rows, oldest first; returns how many were settled. `readAs` stands in for their own meaning. */
  return async function understand(
    rows: readonly InboxRow[],
    readAs: ReadRow = interpret,
    patient = false,
  ): Promise<number> {
    if (rows.length === 0) return 0;
    const read = await gaps.told(
      bounded(await Promise.all(rows.map(async (row) => ({ row, meaning: await readAs(row) })))),
    );
    const all = read.flatMap(({ row, meaning }) => meaning.signals.map((signal) => ({ signal, inboxId: row.id })));
    const known = new Map((await signals.known(all.map(({ signal }) => signal.id))).map((row) => [row.id, row]));
    await finishInterrupted(all, known);
    const routed = await route(dedupe(all.filter(({ signal }) => !known.has(signal.id))));
    const postponed = patient ? bursts.postponed(routed, read) : new Set<string>();
    const groups = named(without(routed, postponed));
    const taken = read.filter(({ row }) => !postponed.has(row.id));
    await signals.add(groups.flatMap(rowsOf));
    for (const group of groups) await deliverGroup(group);
    await restores.attach(taken);
    await restores.tellEarly(
      all.filter(({ signal, inboxId }) => (known.get(signal.id)?.inboxId ?? inboxId) === inboxId),
    );
    // Not sooner: a pass that is repeated after a crash must find the same gaps again, until their alarms are saved.
    // Not later: a row that is settled is not looked at again, and the next one would tell of a gap that never was.
    await gaps.remember(taken);
    const at = clock.now();
    await inbox.settle(
      taken.map(({ row, meaning }) => ({ id: row.id, outcome: outcomeOf(meaning, row, known) })),
      at,
    );
    return taken.length;
  };

  /** Batches that a crash left between pointing at an incident and saving it. */
  async function finishInterrupted(
    all: readonly { signal: Signal; inboxId: string }[],
    known: ReadonlyMap<string, SignalRow>,
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
      await deliverGroup({ incidentId, batchId, fresh: incident === undefined, flapping, members });
    }
  }

  /** Finds the incident of each signal, in order, so that signals of one pass can join what an earlier one opens. */
  async function route(fresh: readonly { signal: Signal; inboxId: string }[]): Promise<Routed[]> {
    const groups: Routed[] = [];
    const candidates = new Map<string, IncidentState[]>();
    for (const member of fresh) {
      const { signal } = member;
      const near =
        candidates.get(signal.siteId) ??
        (await incidents.candidates(signal.siteId, later(signal.receivedAt, -CANDIDATE_MS)));
      candidates.set(signal.siteId, near);
      const target = belongsTo(signal, near, grouping());
      if (target.to === 'new') {
        const incidentId = `i-${signal.id}`;
        groups.push({ incidentId, fresh: true, flapping: false, members: [member] });
        near.push(imagined(incidentId, signal));
        continue;
      }
      const open = groups.find(
        (group) => group.incidentId === target.incidentId && group.members.length < BATCH_SIGNALS,
      );
      if (open) open.members.push(member);
      else
        groups.push({
          incidentId: target.incidentId,
          fresh: false,
          flapping: target.to === 'flapping',
          members: [member],
        });
      const at = near.findIndex((state) => state.id === target.incidentId);
      const state = near[at];
      if (state) near[at] = widened(state, signal);
    }
    return groups;
  }

  /** What the incident will be once it is opened, so that the signals behind it can be compared with it. */
  function imagined(id: string, signal: Signal): IncidentState {
    const { actor, type: _type, ...opening } = openings.report([signal], signal.id, 0);
    return evolve(undefined, { event: { type: 'opened', ...opening }, at: clock.now(), actor }, id);
  }

  function widened(state: IncidentState, signal: Signal): IncidentState {
    const attach = openings.attach([signal], signal.id, state, false);
    const { actor, type: _type, ...joining } = attach;
    return evolve(state, { event: { type: 'signals-joined', ...joining }, at: clock.now(), actor }, state.id);
  }

  async function deliverGroup(group: Group): Promise<void> {
    const members = group.members.map(({ signal }) => signal);
    const [first, ...rest] = members;
    if (!first) return;
    const batch: Signals = [first, ...rest];
    // An incident of this id can be there already: opened by what was to join it, when a crash had left only that.
    if (group.fresh && (await open(group.incidentId, group.batchId, batch))) return;
    const result = await desk.execute(group.incidentId, (state) =>
      openings.attach(batch, group.batchId, state, group.flapping),
    );
    if (result.ok) return bursts.joined(group.incidentId);
    if (result.refusal.code === 'busy')
      throw new Error(`incident ${group.incidentId} is too busy to take ${batch.length} signals`);
    // It was resolved or archived between looking and saving: the alarm is news, and opens an incident of its own.
    const incidentId = `i-${group.batchId}`;
    const batchId = `${group.batchId}.again`;
    await signals.reroute(group.batchId, { incidentId, batchId });
    await open(incidentId, batchId, batch);
  }

  /** Opens the incident with this batch; `false` when it is there already, without it. */
  async function open(incidentId: string, batchId: string, batch: Signals): Promise<boolean> {
    const [first] = batch;
    const existing = await incidents.load(incidentId);
    const recent = await incidents.countSince(first.siteId, first.zoneId, later(first.receivedAt, -RECENT_MS));
    const report = openings.report(batch, batchId, recent);
    const number = existing ? existing.state.number : await numbers.next('incident');
    const result = await desk.report(incidentId, { ...report, number });
    if (!result.ok) throw new Error(`incident ${incidentId} could not be opened: ${result.refusal.code}`);
    return result.incident.state.signals.batches.includes(batchId);
  }
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

/** The oldest rows that together make a pass of bounded size; at least one. */
function bounded<T extends { readonly meaning: Interpretation }>(read: readonly T[]): T[] {
  let count = 0;
  return read.filter(({ meaning }, index) => {
    count += meaning.signals.length;
    return index === 0 || count <= PASS_SIGNALS;
  });
}

/** The same event twice in one pass counts once; the first one stays. */
function dedupe(all: readonly { signal: Signal; inboxId: string }[]): { signal: Signal; inboxId: string }[] {
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
