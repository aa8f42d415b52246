import { en } from '../../cards/words/en.js';
import { digest } from '../../src/digest.js';
import type { Incident, TimelineEntry } from '../../src/incident/index.js';
import { digestOf, label, verifyChain } from '../../src/incident/index.js';
import type { SignalRow } from '../../src/ports.js';
import type { SlackStandIn } from '../../test/standins/slack/index.js';
import type { Ledger } from './ledger.js';
import { standingStormFaults } from './storm-truth.js';
import { type Channel, channelOf, shownIn } from './truth.js';

/** What the laws say of a final state. Each line is one fault. */
export interface Judgement {
  readonly incidents: number;
  readonly signals: number;
  readonly lost: readonly string[];
  /** Diary lines that are neither in their thread nor owed. */
  readonly untold: readonly string[];
  readonly stale: readonly string[];
  readonly doubled: readonly string[];
  readonly broken: readonly string[];
  /** Incidents that stand on a storm card and have no card of their own. */
  readonly onStormCard: number;
  /** How often somebody was told that they have an incident; each is held against the timeline. */
  readonly told: number;
}

export interface Evidence {
  readonly ledger: Ledger;
  readonly slack: SlackStandIn;
  /** Keys that were answered 202, as `source/key`. */
  readonly acknowledged: Iterable<string>;
}

type Found = Record<'lost' | 'untold' | 'stale' | 'doubled' | 'broken', string[]>;

export const keyOf = (source: string, key: string): string => `${source}/${key}`;

/**
 * Holds the final state against the laws: every acknowledged signal on exactly one incident and counted once; every
 * card there once and true; every storm card true; every diary line told once; every claim that somebody was told of in the timeline; every
 * chain and the store proved.
 */
export async function judge(evidence: Evidence): Promise<Judgement> {
  // The bots live on: whatever becomes overdue between a look at the store and one at Slack makes them differ.
  for (let look = 1; ; look++) {
    const before = await evidence.ledger.versions();
    const judgement = await judgeOnce(evidence);
    if (look === LOOKS || before === (await evidence.ledger.versions())) return judgement;
  }
}

/** A state that goes on changing is judged as it is. */
const LOOKS = 20;

async function judgeOnce({ ledger, slack, acknowledged }: Evidence): Promise<Judgement> {
  const incidents = await ledger.incidents();
  const signals = await ledger.signals();
  const found: Found = { lost: [], untold: [], stale: [], doubled: [], broken: [] };
  found.broken.push(...(await ledger.validate()));
  judgeSignals(incidents, signals, acknowledged, found);
  const batches = grouped(signals, (row) => row.batchId);
  const channels = new Map<string, Channel>();
  const told = tellings(slack);
  let onStormCard = 0;
  const total = [...told.values()].reduce((sum, count) => sum + count, 0);
  for (const incident of incidents) {
    const timeline = await ledger.timeline(incident);
    judgeChain(incident, timeline, batches, found);
    const claims = timeline.filter(({ event }) => event.type === 'claimed').length;
    const wanted = told.get(label(incident.state.number)) ?? 0;
    told.delete(label(incident.state.number));
    if (claims < wanted)
      found.lost.push(
        `${label(incident.state.number)}: ${wanted} were told "you have it", the timeline has ${claims} claims`,
      );
    for (const destination of incident.state.destinations) {
      const channel = channels.get(destination.to) ?? channelOf(slack, destination.to);
      channels.set(destination.to, channel);
      const shown = shownIn(channel, incident, destination, timeline);
      if (shown.missing) found[shown.owed ? 'stale' : 'lost'].push(shown.missing + (shown.owed ? ' yet' : ''));
      if (shown.stale) found.stale.push(shown.stale);
      if (shown.twice > 0)
        found.doubled.push(`${label(incident.state.number)}: its card is there ${shown.twice + 1} times`);
      if (!shown.diaryOwed) found.untold.push(...shown.linesMissing);
      found.doubled.push(...shown.linesTwice);
      if (shown.onStormCard) onStormCard += 1;
    }
  }
  for (const [name, count] of told)
    found.lost.push(`${name}: ${count} were told that they have it, and it is not there`);
  for (const { what, text } of await standingStormFaults(ledger, slack, incidents)) found[what].push(text);
  return { incidents: incidents.length, signals: signals.length, ...found, onStormCard, told: total };
}

function judgeSignals(
  incidents: readonly Incident[],
  signals: readonly SignalRow[],
  acknowledged: Iterable<string>,
  found: Found,
): void {
  const known = new Set(incidents.map(({ state }) => state.id));
  const kept = new Map<string, number>();
  for (const row of signals) {
    const key = keyOf(row.source, row.key);
    if (row.incidentId && known.has(row.incidentId)) kept.set(key, (kept.get(key) ?? 0) + 1);
  }
  for (const key of acknowledged) {
    const count = kept.get(key) ?? 0;
    if (count === 0) found.lost.push(`the acknowledged signal ${key} is on no incident`);
    if (count > 1) found.doubled.push(`the signal ${key} is kept ${count} times`);
  }
  const own = grouped(
    signals.filter((row) => row.clears === undefined),
    (row) => row.incidentId,
  );
  for (const { state } of incidents) {
    const rows = own.get(state.id)?.length ?? 0;
    if (state.signals.count > rows)
      found.doubled.push(`${label(state.number)} counts ${state.signals.count} signals, ${rows} are kept`);
    if (state.signals.count < rows)
      found.lost.push(`${label(state.number)} counts ${state.signals.count} signals, ${rows} are kept`);
  }
}

/** The chain follows, and what its entries count is what is kept, unchanged. */
function judgeChain(
  { state, chain }: Incident,
  timeline: readonly TimelineEntry[],
  batches: ReadonlyMap<string, SignalRow[]>,
  { broken, doubled }: Found,
): void {
  const name = label(state.number);
  const joined = new Set<string>();
  for (const { seq, what } of verifyChain(state.id, timeline, chain, state, digest))
    broken.push(`${name} entry ${seq}: ${what}`);
  for (const { event, seq } of timeline) {
    if (event.type !== 'opened' && event.type !== 'signals-joined') continue;
    if (joined.has(event.signals.id)) doubled.push(`${name} entry ${seq}: its signals joined once before`);
    joined.add(event.signals.id);
    const rows = batches.get(event.signals.id) ?? [];
    if (rows.length !== event.signals.count)
      broken.push(`${name} entry ${seq}: counts ${event.signals.count} signals, ${rows.length} are kept`);
    else if (digestOf(rows, digest) !== event.signals.digest)
      broken.push(`${name} entry ${seq}: its signals were changed`);
  }
}

/** The answer to a press on Claim that won, around the label of its incident. */
const MARK = '\u0000';
const [BEFORE = '', AFTER = ''] = en.done('claimed', MARK).split(MARK);

/** How often people were told that they have an incident, by its label. */
function tellings(slack: SlackStandIn): Map<string, number> {
  const told = new Map<string, number>();
  for (const user of ['U0ANA', 'U0BEN', 'U0SAM']) {
    for (const { text } of slack.ephemerals(user)) {
      if (!text.startsWith(BEFORE) || !text.endsWith(AFTER)) continue;
      const name = text.slice(BEFORE.length, text.length - AFTER.length);
      told.set(name, (told.get(name) ?? 0) + 1);
    }
  }
  return told;
}

function grouped(rows: readonly SignalRow[], by: (row: SignalRow) => string | undefined): Map<string, SignalRow[]> {
  const groups = new Map<string, SignalRow[]>();
  for (const row of rows) {
    const key = by(row);
    if (key === undefined) continue;
    const have = groups.get(key);
    if (have) have.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
