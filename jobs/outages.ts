import { outageNews } from '../cards/outage-news.js';
import type { Destination, IncidentState } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { Clock, IncidentStore } from '../src/ports.js';
import type { BulletinStore, OpenOutage, OutageStore } from '../src/ports-news.js';
import { later } from '../src/time.js';

export interface OutageParts {
  readonly incidents: Pick<IncidentStore, 'list'>;
  readonly bulletins: Pick<BulletinStore, 'add'>;
  readonly outages: OutageStore;
  readonly timezone: () => string;
  readonly clock: Clock;
}

/** The newest are looked through; more than these happen in no outage that one message could tell of. */
const LOOKED_AT = 200;
const NEWS_MS = 6 * 3_600_000;
/** Nobody wants to hear of a hiccup. */
const WORTH_TELLING_MS = 20_000;

/** When a chat can be reached again, every channel whose incidents changed meanwhile is told what happened, once. */
export const createOutageNews =
  ({ incidents, bulletins, outages, timezone, clock }: OutageParts) =>
  async (surface: OpenOutage['surface']): Promise<void> => {
    const outage = await outages.close(surface);
    const to = clock.now();
    // Of several instances the first to see it says so.
    if (!outage || to.getTime() - outage.from.getTime() < WORTH_TELLING_MS) return;
    const { items } = await incidents.list({ limit: LOOKED_AT, order: 'newest' });
    const changed = items.map(({ state }) => state).filter((state) => changedSince(state, outage.from));
    const channels = new Map<string, Destination>();
    for (const { destinations } of changed)
      for (const each of destinations)
        if (each.surface === surface && each.audience === 'team' && each.person === undefined)
          channels.set(destinationKey(each), each);
    for (const [key, channel] of channels)
      await bulletins.add({
        id: `outage/${key}/${outage.from.toISOString()}`,
        to: { ...channel, mention: 'none' },
        ...outageNews(
          { ...outage, to },
          changed.filter((state) => stands(state, key)),
          timezone(),
        ),
        madeAt: to,
        until: later(to, NEWS_MS),
      });
  };

const stands = ({ destinations }: IncidentState, key: string): boolean =>
  destinations.some((each) => destinationKey(each) === key);

function changedSince(state: IncidentState, from: Date): boolean {
  const moments = [
    state.openedAt,
    ...(state.status === 'claimed' ? [state.claim.at] : []),
    ...(state.status === 'resolved' || state.status === 'archived' ? [state.resolution.at] : []),
  ];
  return moments.some((at) => at >= from);
}
