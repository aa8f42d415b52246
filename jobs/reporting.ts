import type { Desk } from '../src/desk.js';
import type { Signal } from '../src/incident/index.js';
import type { IncidentStore, Numbers, Openings, SignalStore } from '../src/ports.js';
import { later } from '../src/time.js';
import type { Routed } from './bursts.js';

export interface ReportingParts {
  readonly signals: SignalStore;
  readonly incidents: IncidentStore;
  readonly numbers: Numbers;
  readonly desk: Desk;
  readonly openings: Openings;
}

/** Signals that go to one incident together, under a name that a repeated pass meets again. */
export interface Group extends Routed {
  readonly batchId: string;
}

type Signals = readonly [Signal, ...Signal[]];

const RECENT_MS = 30 * 86_400_000;

/** Brings a group of signals to its incident: opens it, or joins it. `true` when they joined one that was there. */
export function createReporting({ signals, incidents, numbers, desk, openings }: ReportingParts) {
  /** Opens the incident with this batch; `false` when it is there already, without it. */
  async function open(incidentId: string, batchId: string, batch: Signals): Promise<boolean> {
    const [first] = batch;
    const since = later(first.receivedAt, -RECENT_MS);
    // A number is drawn at the same time as the rest is asked; one that a repeated pass does not need is skipped.
    const [recent, number] = await Promise.all([
      incidents.countSince(first.siteId, first.zoneId, since),
      numbers.next('incident'),
    ]);
    const result = await desk.report(incidentId, { ...openings.report(batch, batchId, recent), number });
    if (!result.ok) throw new Error(`incident ${incidentId} could not be opened: ${result.refusal.code}`);
    return result.incident.state.signals.batches.includes(batchId);
  }

  return async function report(
    { incidentId, batchId, fresh, flapping, members }: Group,
    ours: () => void,
  ): Promise<boolean> {
    const [first, ...rest] = members.map(({ signal }) => signal);
    if (!first) return false;
    const batch: Signals = [first, ...rest];
    // An incident of this id can be there already: opened by what was to join it, when a crash had left only that.
    if (fresh && (await open(incidentId, batchId, batch))) return false;
    const result = await desk.execute(incidentId, (state) => {
      // Asked at every try: whoever was stopped for a while may meet a state in which others have counted these long ago.
      ours();
      return openings.attach(batch, batchId, state, flapping);
    });
    if (result.ok) return true;
    if (result.refusal.code === 'busy')
      throw new Error(`incident ${incidentId} is too busy to take ${batch.length} signals`);
    // It was resolved or archived between looking and saving: the alarm is news, and opens an incident of its own.
    const anew = { incidentId: `i-${batchId}`, batchId: `${batchId}.again` };
    await signals.reroute(batchId, anew);
    await open(anew.incidentId, anew.batchId, batch);
    return false;
  };
}
