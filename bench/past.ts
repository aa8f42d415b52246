import { launchStore } from '../embedded/launch.js';
import { connectStore, incidentStore } from '../models/index.js';
import { createDesk } from '../src/desk.js';
import { digest } from '../src/digest.js';
import type { Incident } from '../src/incident/index.js';
import { NIGHT, places } from './book.js';
import { send } from './courier.js';
import { catchUp } from './ingest.js';
import { openNight } from './night.js';

type Raw = Readonly<Record<string, unknown>>;

/** Documents of incidents that the bot itself has made, from which a long history is copied. */
export interface Past {
  readonly incident: Incident;
  readonly signal: Raw;
  readonly inbox: Raw;
}

const ALARMS = 5;
const ANA = { kind: 'person', id: 'ana', name: 'Ana Beck', roles: ['supervisor'], via: 'slack' } as const;

/** Lets the bot make one incident of a few alarms; then somebody takes it, and it is resolved and archived. */
export async function realPast(): Promise<Past> {
  const night = await openNight({ book: NIGHT });
  try {
    const [place = ['site-01', 'zone-01'] as const] = places(NIGHT);
    for (let index = 0; index < ALARMS; index++)
      await send(night.bot.url, { key: `past-${index}`, kind: 'forced-door', place });
    await catchUp(night, 30_000);
    const store = await launchStore({ dataDir: night.dataDir });
    const connection = await connectStore(store.uri, 'tocsin');
    try {
      const incidents = incidentStore(connection);
      const [first] = (await incidents.list({ order: 'newest', limit: 1 })).items;
      if (!first) throw new Error('the alarms of the past opened no incident');
      const { id } = first.state;
      const clock = { now: () => new Date() };
      const desk = createDesk({ incidents, clock, digest, bell: { saved: () => undefined } });
      await desk.execute(id, { type: 'claim', actor: ANA });
      const note = 'Walked the dock with the driver; the door was left open by the carrier.';
      await desk.execute(id, { type: 'resolve', actor: ANA, disposition: 'false-alarm', cause: 'user-error', note });
      await desk.execute(id, { type: 'archive', actor: { kind: 'system', id: 'archive' } });
      const incident = await incidents.load(id);
      const signal = await connection.collection('signals').findOne({ incidentId: id });
      const inbox = await connection.collection('inbox').findOne({});
      if (incident?.state.status !== 'archived' || !signal || !inbox)
        throw new Error(`the incident of the past is ${incident?.state.status}, not archived`);
      return { incident: { ...incident, owed: [] }, signal, inbox };
    } finally {
      await connection.close();
      await store.stop();
    }
  } finally {
    await night.close();
  }
}

const DAY_MS = 86_400_000;
/** A longer history reaches further back; it is not denser. */
const PER_DAY = 1_000;
const zones = places(NIGHT);

/** The incident that was opened as the `index`-th before now, with another number, place and time. */
export function pastIncident({ incident }: Past, index: number, number: number, now: number): Incident {
  const { state } = incident;
  if (state.status !== 'archived') throw new Error('only archived incidents are copied');
  const [siteId, zoneId] = zones[(index * 7) % zones.length] ?? ['', ''];
  const openedAt = new Date(now - 600_000 - (index * DAY_MS) / PER_DAY);
  const later = new Date(openedAt.getTime() + 300_000);
  return {
    ...incident,
    changedAt: later,
    state: {
      ...state,
      id: pastId(number),
      number,
      place: { ...state.place, siteId, zoneId },
      openedAt,
      respondBy: later,
      signals: { ...state.signals, firstOccurredAt: openedAt, lastOccurredAt: openedAt },
      resolution: { ...state.resolution, at: later },
    },
  };
}

const pastId = (number: number): string => `i-${number.toString(16).padStart(32, '0')}`;

/**
 * The same without the entries that take most room. A million whole ones would fill the memory of a small machine,
 * and no question of the way in looks at them.
 */
export const slim = (incident: Incident): Incident => ({
  ...incident,
  timeline: incident.timeline.slice(-3),
  state: { ...incident.state, signals: { ...incident.state.signals, newest: [] } },
});

/** The body and the signal that opened it, both settled long ago. */
export function pastAlarm({ signal, inbox }: Past, { state }: Incident): { signal: Raw; inbox: Raw } {
  const { id, number, openedAt: occurredAt } = state;
  const _id = id.slice(2);
  const times = { occurredAt, receivedAt: occurredAt };
  return {
    signal: {
      ...signal,
      ...times,
      _id,
      key: `past-${number}`,
      incidentId: id,
      batchId: `b-${_id}`,
      inboxId: _id,
      siteId: state.place.siteId,
      zoneId: state.place.zoneId,
    },
    inbox: { ...inbox, _id, receivedAt: occurredAt, settledAt: occurredAt, order: number, waiting: false },
  };
}
