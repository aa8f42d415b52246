import type { GroupingRules, IncidentState, Signal } from '../src/incident/index.js';
import { belongsTo, evolve, withOneMore } from '../src/incident/index.js';
import type { Clock, Openings } from '../src/ports.js';
import type { Routed } from './bursts.js';
import { breath } from './loop.js';
import type { Near } from './near.js';

export interface RoutingParts {
  readonly near: Near;
  readonly openings: Openings;
  readonly grouping: () => GroupingRules;
  readonly clock: Clock;
}

/** Signals of one batch: an incident remembers its last sixteen batches. */
const BATCH_SIGNALS = 500;

/** Signals routed in one go, before others get their turn: a click, an answer to a sender. */
const BREATH = 64;

type Member = Routed['members'][number];

/** Finds the incident of each signal, in order, so that signals of one pass can join what an earlier one opens. */
export function createRouting({ near, openings, grouping, clock }: RoutingParts) {
  /** What the incident will be once it is opened, so that the signals behind it can be compared with it. */
  function imagined(id: string, signal: Signal): IncidentState {
    const { actor, type: _type, ...opening } = openings.report([signal], signal.id, 0);
    return evolve(undefined, { event: { type: 'opened', ...opening }, at: clock.now(), actor }, id);
  }

  function widened(state: IncidentState, signal: Signal): IncidentState {
    if (state.signals.kinds[signal.kind] !== undefined) return withOneMore(state, signal);
    // A new kind can take the lead, and then others belong to it.
    const attach = openings.attach([signal], signal.id, state, false);
    const { actor, type: _type, ...joining } = attach;
    return evolve(state, { event: { type: 'signals-joined', ...joining }, at: clock.now(), actor }, state.id);
  }

  return async function route(fresh: readonly Member[]): Promise<Routed[]> {
    const groups: Routed[] = [];
    /** The group of an incident that takes more. */
    const open = new Map<string, Routed>();
    const candidates = new Map<string, IncidentState[]>();

    function add(group: Routed): void {
      groups.push(group);
      open.set(group.incidentId, group);
    }

    for (const [index, member] of fresh.entries()) {
      if (index % BREATH === BREATH - 1) await breath();
      const { signal } = member;
      const states = candidates.get(signal.siteId) ?? (await near.of(signal.siteId, signal.receivedAt));
      candidates.set(signal.siteId, states);
      const target = belongsTo(signal, states, grouping());
      if (target.to === 'new') {
        const incidentId = `i-${signal.id}`;
        add({ incidentId, fresh: true, flapping: false, members: [member] });
        states.push(imagined(incidentId, signal));
        continue;
      }
      const { incidentId } = target;
      const group = open.get(incidentId);
      if (group && group.members.length < BATCH_SIGNALS) group.members.push(member);
      else add({ incidentId, fresh: false, flapping: target.to === 'flapping', members: [member] });
      const at = states.findIndex((state) => state.id === incidentId);
      const state = states[at];
      if (state) states[at] = widened(state, signal);
    }
    return groups;
  };
}
