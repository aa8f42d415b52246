import type mongoose from 'mongoose';
import type {
  Incident,
  IncidentEvent,
  IncidentState,
  Plan,
  TimelineEntry,
  TimelinePage,
} from '../src/incident/index.js';

interface PlanRow {
  readonly _id: string;
  readonly plan: Omit<Plan, 'version'>;
}

/** Where a plan stands in a document: by its version alone. */
interface PlanRef {
  readonly version: string;
}

/**
 * Plans are long and few, incidents many: each plan is kept once, under the hash of its content, and documents hold
 * the hash. Outside of `models/` nobody notices.
 */
export function planStore(connection: mongoose.Connection) {
  const rows = connection.collection<PlanRow>('plans');
  const known = new Map<string, Plan>();

  const packedEvent = (event: IncidentEvent): IncidentEvent =>
    event.type === 'opened' || event.type === 'replanned'
      ? { ...event, plan: { version: event.plan.version } as Plan }
      : event;

  const packedEntry = (entry: TimelineEntry): TimelineEntry => {
    const event = packedEvent(entry.event);
    return event === entry.event ? entry : { ...entry, event };
  };

  const packedState = (state: IncidentState): IncidentState => ({
    ...state,
    plan: { version: state.plan.version } as Plan,
  });

  const planOf = ({ version }: PlanRef): Plan => {
    const plan = known.get(version);
    if (!plan) throw new Error(`the plan ${version} is not in the store, although an incident names it`);
    return plan;
  };

  const unpackedEntry = (entry: TimelineEntry): TimelineEntry => {
    const { event } = entry;
    return event?.type === 'opened' || event?.type === 'replanned'
      ? { ...entry, event: { ...event, plan: planOf(event.plan) } }
      : entry;
  };

  const unpackedState = (state: IncidentState): IncidentState => ({ ...state, plan: planOf(state.plan) });

  /** The versions that documents as read name, wherever they stand in them. */
  const namedIn = (states: readonly IncidentState[], entries: readonly TimelineEntry[]): string[] => [
    ...states.map((state) => state.plan.version),
    ...entries.flatMap(({ event }) =>
      event?.type === 'opened' || event?.type === 'replanned' ? [event.plan.version] : [],
    ),
  ];

  async function learn(versions: readonly string[]): Promise<void> {
    const missing = [...new Set(versions)].filter((version) => !known.has(version));
    if (missing.length === 0) return;
    for (const { _id, plan } of await rows.find({ _id: { $in: missing } }).toArray())
      known.set(_id, { version: _id, ...plan });
  }

  return {
    /** Keeps the plans of incidents that are about to be written; they are there before anything names them. */
    async keep(incidents: readonly Incident[]): Promise<void> {
      const plans = new Map(
        incidents
          .map(({ state }) => state.plan)
          .filter(({ version }) => !known.has(version))
          .map((plan) => [plan.version, plan]),
      );
      for (const [version, plan] of plans) {
        const { version: _id, ...content } = plan;
        await rows.replaceOne({ _id }, { plan: content }, { upsert: true });
        known.set(version, plan);
      }
    },

    packed: <T extends Pick<Incident, 'state' | 'timeline'>>(incident: T): T => ({
      ...incident,
      state: packedState(incident.state),
      timeline: incident.timeline.map(packedEntry),
    }),
    packedPage: (page: TimelinePage): TimelinePage => ({ ...page, entries: page.entries.map(packedEntry) }),

    async unpacked<T extends { readonly state: IncidentState; readonly timeline?: readonly TimelineEntry[] }>(
      documents: readonly T[],
    ): Promise<T[]> {
      await learn(
        namedIn(
          documents.map(({ state }) => state),
          documents.flatMap(({ timeline = [] }) => timeline),
        ),
      );
      return documents.map((document) => ({
        ...document,
        state: unpackedState(document.state),
        ...(document.timeline ? { timeline: document.timeline.map(unpackedEntry) } : {}),
      }));
    },

    async unpackedPages(pages: readonly TimelinePage[]): Promise<TimelinePage[]> {
      await learn(
        namedIn(
          [],
          pages.flatMap(({ entries }) => entries),
        ),
      );
      return pages.map((page) => ({ ...page, entries: page.entries.map(unpackedEntry) }));
    },
  };
}

export type PlanStore = ReturnType<typeof planStore>;
