import type { IncidentStore } from '../ports.js';
import type { Engagement } from '../ports-dispatch.js';

/** More live incidents that somebody is busy with than any desk has people. */
const MOST = 5_000;
const ASSIGNED = { asked: 'assigned', accepted: 'assigned', 'en-route': 'en-route', 'on-scene': 'on-scene' } as const;
const FURTHEST = ['assigned', 'en-route', 'on-scene'] as const;

/** What everybody has in hand, as the live incidents tell it. */
export async function engagementsIn(incidents: Pick<IncidentStore, 'engaged'>): Promise<Map<string, Engagement>> {
  const found = new Map<string, Engagement>();
  const add = (id: string, lifeSafety: boolean, state?: Engagement['state']): void => {
    const have = found.get(id);
    const further = furthest(have?.state, state);
    found.set(id, {
      ...(further ? { state: further } : {}),
      incidents: (have?.incidents ?? 0) + 1,
      lifeSafety: lifeSafety || have?.lifeSafety === true,
    });
  };
  for (const incident of await incidents.engaged(MOST)) {
    const { lifeSafety, responders } = incident;
    const sent = new Set<string>();
    for (const { who, state } of responders) {
      if (!(state in ASSIGNED)) continue;
      sent.add(who.id);
      add(who.id, lifeSafety, ASSIGNED[state as keyof typeof ASSIGNED]);
    }
    if (incident.status === 'claimed' && !sent.has(incident.claim.by.id)) add(incident.claim.by.id, lifeSafety);
  }
  return found;
}

function furthest(a: Engagement['state'], b: Engagement['state']): Engagement['state'] {
  if (!a || !b) return a ?? b;
  return FURTHEST.indexOf(a) >= FURTHEST.indexOf(b) ? a : b;
}
