import { outageNews } from '../cards/outage-news.js';
import type { Destination, IncidentState } from '../src/incident/index.js';
import { destinationKey } from '../src/incident/index.js';
import type { IncidentStore } from '../src/ports.js';
import type { BulletinStore } from '../src/ports-news.js';
import { later } from '../src/time.js';
import type { Outage } from './surface-health.js';

export interface OutageParts {
  readonly incidents: Pick<IncidentStore, 'list'>;
  readonly bulletins: Pick<BulletinStore, 'add'>;
  readonly timezone: () => string;
}

/** The newest are looked through; more than these happen in no outage that one message could tell of. */
const LOOKED_AT = 200;
const NEWS_MS = 6 * 3_600_000;

/** Tells each channel that missed something what happened while its chat could not be reached, once. */
export const createOutageNews =
  ({ incidents, bulletins, timezone }: OutageParts) =>
  async (outage: Outage): Promise<void> => {
    const { items } = await incidents.list({ limit: LOOKED_AT, order: 'newest' });
    const changed = items.map(({ state }) => state).filter((state) => changedSince(state, outage.from));
    for (const to of outage.missed.filter(({ audience }) => audience === 'team'))
      await bulletins.add({
        id: `outage/${destinationKey(to)}/${outage.from.toISOString()}`,
        to: { ...to, mention: 'none' },
        ...outageNews(
          outage,
          changed.filter((state) => stands(state, to)),
          timezone(),
        ),
        madeAt: outage.to,
        until: later(outage.to, NEWS_MS),
      });
  };

const stands = ({ destinations }: IncidentState, to: Destination): boolean =>
  destinations.some((each) => destinationKey(each) === destinationKey(to));

function changedSince(state: IncidentState, from: Date): boolean {
  const moments = [
    state.openedAt,
    ...(state.status === 'claimed' ? [state.claim.at] : []),
    ...(state.status === 'resolved' || state.status === 'archived' ? [state.resolution.at] : []),
  ];
  return moments.some((at) => at >= from);
}
