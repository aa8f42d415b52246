import type { Actor } from './actor.js';
import { type Digest, emptyChain, link } from './chain.js';
import type { IncidentEvent } from './event.js';
import { evolve } from './evolve.js';
import type { Incident } from './incident.js';
import { owe } from './owe.js';
import { oweCalls } from './owe-calls.js';

/**
 * Turns decided events into the next incident: state, chained timeline entries and what it owes now, as the one
 * document that is saved in one write. `version` stays that of the incident read, which the store compares.
 */
export function apply(
  id: string,
  incident: Incident | undefined,
  events: readonly IncidentEvent[],
  context: { readonly actor: Actor; readonly now: Date; readonly digest: Digest },
): Incident {
  const { actor, now, digest } = context;
  let state = incident?.state;
  let chain = incident?.chain ?? emptyChain;
  const timeline = [...(incident?.timeline ?? [])];
  const cards = incident?.cards ?? [];
  let owed = incident?.owed ?? [];
  let calls = incident?.calls ?? [];
  for (const event of events) {
    const entry = link({ incidentId: id }, chain, { at: now, actor, event }, digest);
    chain = { ...chain, seq: entry.seq, hash: entry.hash };
    timeline.push(entry);
    state = evolve(state, entry, id);
    owed = owe({ state, seq: entry.seq, cards, owed }, event, actor, now);
    calls = oweCalls(state, calls, event, now);
  }
  if (!state) throw new Error(`no events for the new incident ${id}`);
  return { state, timeline, chain, cards, owed, calls, version: incident?.version ?? 0, changedAt: now };
}
