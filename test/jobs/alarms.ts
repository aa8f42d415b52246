import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { createNear } from '../../jobs/near.js';
import { createUnderstanding } from '../../jobs/understand.js';
import { createBook } from '../../src/book/book.js';
import { parseBook } from '../../src/book/parse.js';
import { createDesk } from '../../src/desk.js';
import { digest, sha256 } from '../../src/digest.js';
import { idOf } from '../../src/identity.js';
import type { GroupingRules, Incident, Signal, SignalBatch, TimelineEntry } from '../../src/incident/index.js';
import { digestOf, verifyChain } from '../../src/incident/index.js';
import { createOpenings } from '../../src/openings.js';
import type { InboxRow, Interpretation } from '../../src/ports.js';
import { minute, signal } from '../incident/given.js';
import { planningFor } from '../planning.js';
import type { Fate, Life } from './crash.js';
import { lifeOf } from './crash.js';
import type { Kept } from './kept.js';
import { handWound, inboxIn, incidentsIn, numbersIn, serialsIn, signalsIn } from './kept.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/riverside.yml', import.meta.url));
export const riverside = createBook(parseBook(readFileSync(EXAMPLE, 'utf8'), 'riverside.yml'));

/** An alarm as its detector tells it; `key` makes it the same one however often it comes. */
export const alarm = (key: string, change: Partial<Signal> = {}): Signal =>
  signal(key, { id: idOf('generic', key), ...change });

/** What one body means, written down instead of parsed. */
export interface Body {
  readonly alarms?: readonly Signal[];
  /** Keys of alarms that it ends. */
  readonly clears?: readonly string[];
  /** The device numbers its messages: this one, and the one before it. */
  readonly numbered?: readonly [serial: number, previous: number];
}

function meaningOf(row: InboxRow, { alarms = [], clears = [], numbered }: Body): Interpretation {
  const restores = clears.map((key) => ({
    clears: key,
    signal: alarm(`end-of-${key}`, { kind: 'other', subject: 'closed again', receivedAt: row.receivedAt }),
  }));
  if (!numbered) return { signals: alarms, restores, ignored: [] };
  const [serial, previous] = numbered;
  const lost = alarm(`gap:${previous}`, {
    kind: 'supervision',
    zoneId: 'north-door',
    subject: `Messages before number ${serial} were lost`,
  });
  return { signals: alarms, restores, ignored: [], numbered: { device: 'panel', serial, previous, alarm: lost } };
}

/** The alarms of one night: bodies by their inbox row. */
export interface Night {
  readonly bodies: readonly Body[];
  readonly grouping?: GroupingRules;
}

export const rowId = (index: number): string => `row-${String(index).padStart(3, '0')}`;

export function putAll(kept: Kept, night: Night): void {
  night.bodies.forEach((_body, index) => {
    const id = rowId(index);
    const body = Buffer.from(id);
    const row = {
      id,
      source: 'generic',
      contentType: 'application/json',
      contentTypeHeader: 'application/json',
      body,
      sha256: sha256(body),
      keptSha256: sha256(body),
      redactions: 0,
      grave: false,
      receivedAt: minute(index),
      order: index,
    };
    kept.inbox.set(id, { row });
  });
}

/** One process that understands what lies in `kept`; `fate` says when it dies. */
export function processOn(
  kept: Kept,
  night: Night,
  fate: Fate = {},
): { life: Life; pass: (limit: number) => Promise<number>; desk: ReturnType<typeof createDesk> } {
  const life = lifeOf(fate);
  const clock = handWound(minute(night.bodies.length));
  const incidents = life.port('incidents', incidentsIn(kept));
  const near = createNear(incidents, clock);
  const desk = createDesk({ incidents, clock, digest, bell: { saved: ({ state }) => near.saved(state) } });
  const inbox = life.port('inbox', inboxIn(kept));
  const understand = createUnderstanding({
    inbox,
    signals: life.port('signals', signalsIn(kept)),
    numbers: life.port('numbers', numbersIn(kept)),
    serials: life.port('serials', serialsIn(kept)),
    incidents,
    desk,
    near,
    clock,
    openings: createOpenings({
      book: () => riverside,
      clock,
      digest,
      surfaces: new Set(['slack']),
      fallback: { surface: 'slack', to: 'C0OPS' },
      planning: planningFor(() => riverside),
      onTest: () => false,
    }),
    grouping: () => night.grouping ?? riverside.grouping,
    interpret: async (row) => meaningOf(row, night.bodies[row.order] ?? {}),
  });
  const pass = async (limit: number) => (await understand(await inbox.waiting(limit, { grave: false }))).settled;
  return { life, pass, desk };
}

/** Understands what waits, a few rows at a time, until nothing does. */
export async function understandAll(pass: (limit: number) => Promise<number>, limit: number): Promise<void> {
  for (let round = 0; round < 100; round++) if ((await pass(limit)) === 0) return;
  throw new Error('the inbox does not become empty');
}

const timelineOf = (kept: Kept, { state, timeline, chain }: Incident): TimelineEntry[] => {
  const pages = [...kept.pages.values()].filter(({ incidentId }) => incidentId === state.id);
  const older = pages.sort((a, b) => a.page - b.page).slice(0, chain.pages);
  return [...older.flatMap(({ entries }) => entries), ...timeline];
};

const batchesOf = (kept: Kept, incident: Incident): SignalBatch[] =>
  timelineOf(kept, incident).flatMap(({ event }) =>
    event.type === 'opened' || event.type === 'signals-joined' ? [event.signals] : [],
  );

/** Law 1, as far as understanding goes: every signal that came is on exactly one incident, and every count is right. */
export function expectNothingLost(kept: Kept, night: Night): void {
  expect([...kept.inbox.values()].filter(({ outcome }) => outcome === undefined)).toEqual([]);
  const rows = [...kept.signals.values()].filter((row) => row.clears === undefined);
  const came = new Set(night.bodies.flatMap(({ alarms = [] }) => alarms.map(({ id }) => id)));
  expect(
    rows
      .filter(({ key }) => !key.startsWith('gap:'))
      .map(({ id }) => id)
      .sort(),
  ).toEqual([...came].sort());
  for (const row of rows) {
    const mine = [...kept.incidents.values()].flatMap((incident) =>
      batchesOf(kept, incident)
        .filter(({ id }) => id === row.batchId)
        .map(() => incident.state.id),
    );
    expect(mine, `incidents of ${row.key}`).toEqual([row.incidentId]);
  }
  for (const incident of kept.incidents.values()) {
    const { state, chain } = incident;
    const batches = batchesOf(kept, incident);
    expect(new Set(batches.map(({ id }) => id)).size, `batches of ${state.id}`).toBe(batches.length);
    for (const batch of batches) {
      const members = rows.filter(({ batchId }) => batchId === batch.id);
      expect(members.length, `signals of batch ${batch.id}`).toBe(batch.count);
      expect(digestOf(members, digest)).toBe(batch.digest);
    }
    expect(state.signals.count).toBe(rows.filter(({ incidentId }) => incidentId === state.id).length);
    expect(verifyChain(state.id, timelineOf(kept, incident), chain, state, digest)).toEqual([]);
  }
  const numbers = [...kept.incidents.values()].map(({ state }) => state.number);
  expect(new Set(numbers).size, 'numbers of incidents').toBe(numbers.length);
  expectRestores(kept, night);
  expect(rows.flatMap(({ key }) => (key.startsWith('gap:') ? [key] : [])).sort(), 'gaps told').toEqual(gapsOf(night));
}

/** Keys of the alarms about messages that never came. */
function gapsOf({ bodies }: Night): string[] {
  let last: number | undefined;
  const gaps = bodies.flatMap(({ numbered }) => {
    if (numbered === undefined) return [];
    const [serial, previous] = numbered;
    const gap = last !== undefined && serial > last && previous > last ? [`gap:${previous}`] : [];
    last = serial;
    return gap;
  });
  return [...new Set(gaps)].sort();
}

/** A restore whose alarm came, before or after it, is told once on the incident of that alarm. */
function expectRestores(kept: Kept, night: Night): void {
  for (const key of new Set(night.bodies.flatMap(({ clears = [] }) => clears))) {
    const ended = [...kept.signals.values()].find((row) => row.key === key);
    const told = [...kept.incidents.values()].flatMap((incident) =>
      timelineOf(kept, incident).flatMap(({ event }) =>
        event.type === 'restored'
          ? event.signals.filter((each) => each.key === `end-of-${key}`).map(() => incident.state.id)
          : [],
      ),
    );
    expect(told, `told that ${key} is over`).toEqual(ended ? [ended.incidentId] : []);
  }
}
