import type { Card } from '../cards/card.js';
import { type Links, stormCard, stormOverCard } from '../cards/storm-card.js';
import { viewFor } from '../cards/view.js';
import type { Destination, Digest, Outcome, Storm } from '../src/incident/index.js';
import { backOffMs, destinationKey, newestOf, signalsOf } from '../src/incident/index.js';
import type { ChatSurface, Clock, Lease } from '../src/ports.js';
import type { Audit } from './audit.js';
import type { Calling } from './calling.js';
import type { StormDebt, Storms } from './storms.js';

export interface StormNewsParts {
  readonly storms: Storms;
  readonly clock: Clock;
  readonly digest: Digest;
  readonly token: () => string;
  readonly links: Links;
  readonly calling: Calling;
  readonly audit: Pick<Audit, 'confirmed'>;
}

/** Tells a channel about a storm: posts its one message, brings it up to date, and says at last that it is over. */
export function createStormNews({ storms, clock, digest, token, links, calling, audit }: StormNewsParts) {
  /** Storms whose last call failed, so that the next one waits; by destination and site. */
  const failures = new Map<string, { readonly count: number; readonly until: Date }>();
  const keyOf = ({ to, siteId }: StormDebt): string => `${destinationKey(to)} ${siteId}`;

  /** The console is not for clients. */
  const linksFor = ({ audience }: Destination): Links => (audience === 'client' ? NOWHERE : links);

  async function post(debt: StormDebt, surface: ChatSurface<Card>, lease: Lease): Promise<Outcome | undefined> {
    const { to } = debt;
    const storm = debt.storm ?? begun(debt);
    if (!storm) return undefined;
    const { attempt } = storm;
    if (attempt) {
      const found = await calling(to, 'storm', lease, () => surface.find(to, attempt.token, attempt.at));
      // Found again it may say something older, so it is brought up to date next.
      if (found?.kind === 'delivered') {
        const { attempt: _told, ...rest } = storm;
        await storms.save({ ...rest, ref: found.ref }, lease.fence);
        return found;
      }
      if (found?.kind === 'retry') return { ...found, at: 'look-up' };
      if (found === undefined) return found;
    }
    if (debt.waiting.length === 0) {
      // It was never posted, and there is nothing left to say.
      await storms.end(storm, lease.fence);
      return undefined;
    }
    const mark = attempt?.token ?? token();
    const marked = { ...storm, attempt: { token: mark, at: clock.now() } };
    if (!(await storms.save(marked, lease.fence))) return undefined;
    const card = stormCard(debt.waiting, {
      startedAt: storm.startedAt,
      links: linksFor(to),
      now: clock.now(),
      words: viewFor(to).words,
    });
    const outcome = await calling(to, 'storm', lease, () => surface.post(to, card, mark));
    if (outcome?.kind === 'delivered') {
      const { ref } = outcome;
      await storms.save({ ...shownAs(storm, debt), ref }, lease.fence);
      audit.confirmed({ to, ref, amiss: () => storms.missed(storm, ref) });
    }
    // It did not arrive for certain, so there is nothing to look up.
    else if (outcome && !(outcome.kind === 'retry' && outcome.inDoubt)) await storms.save(storm, lease.fence);
    return outcome;
  }

  async function update(
    debt: StormDebt,
    storm: Storm,
    surface: ChatSurface<Card>,
    lease: Lease,
  ): Promise<Outcome | undefined> {
    const { to, waiting, step } = debt;
    const card =
      step.do === 'farewell'
        ? stormOverCard(storm, clock.now(), viewFor(to).words)
        : stormCard(waiting, {
            startedAt: storm.startedAt,
            links: linksFor(to),
            now: clock.now(),
            words: viewFor(to).words,
          });
    if (step.do === 'update' && storm.shown?.digest === saying(storm, debt)) {
      storms.unchanged(storm, clock.now());
      return undefined;
    }
    const outcome = await calling(to, 'storm', lease, () => surface.update(to, storm.ref ?? '', card));
    if (outcome?.kind === 'lost') {
      const { ref: _gone, shown: _old, ...fresh } = storm;
      await storms.save(fresh, lease.fence);
    }
    // A message that cannot be changed now says something untrue, so it is tried again as any card is.
    const said = outcome?.kind === 'delivered' || outcome?.kind === 'lost';
    if (step.do === 'farewell' && said) await storms.end(storm, lease.fence);
    else if (outcome?.kind === 'delivered') await storms.save(shownAs(storm, debt), lease.fence);
    return outcome;
  }

  function begun({ to, siteId, waiting }: StormDebt): Storm | undefined {
    const [first] = waiting;
    if (!first) return undefined;
    const site = { name: first.place.siteName, timezone: first.place.timezone };
    return { destination: destinationKey(to), siteId, site, startedAt: clock.now() };
  }

  function shownAs({ attempt: _told, ...storm }: Storm, debt: StormDebt): Storm {
    const { waiting } = debt;
    return {
      ...storm,
      shown: { digest: saying(storm, debt), signals: signalsOf(waiting), newest: newestOf(waiting), at: clock.now() },
    };
  }

  /** What the card says, but for the time at which it says so. */
  function saying({ startedAt }: Pick<Storm, 'startedAt'>, { to, waiting }: StormDebt): string {
    return digest(
      waiting.length === 0 ? 'over' : stormCard(waiting, { startedAt, links: linksFor(to), ...viewFor(to) }),
    );
  }

  return {
    /** Milliseconds until this debt can be paid at all: its own time, or the pause after a failure. */
    dueInMs(debt: StormDebt): number {
      const failure = failures.get(keyOf(debt));
      const pause = failure ? failure.until.getTime() - clock.now().getTime() : 0;
      return Math.max(debt.step.inMs, pause > LONGEST_PAUSE_MS ? 0 : pause);
    },

    async tell(debt: StormDebt, surface: ChatSurface<Card>, lease: Lease): Promise<Outcome | undefined> {
      const { storm } = debt;
      const outcome = storm?.ref ? await update(debt, storm, surface, lease) : await post(debt, surface, lease);
      const key = keyOf(debt);
      if (!outcome || outcome.kind === 'delivered' || outcome.kind === 'lost') failures.delete(key);
      else {
        const count = (failures.get(key)?.count ?? 0) + 1;
        const after = outcome.kind === 'retry' ? (outcome.afterMs ?? backOffMs(count)) : LONGEST_PAUSE_MS;
        failures.set(key, { count, until: new Date(clock.now().getTime() + after) });
      }
      return outcome;
    },
  };
}

const NOWHERE: Links = { incident: () => undefined, queue: () => undefined };

/** A channel that takes no storm card is asked again so often; a moment further ahead was written by another clock. */
const LONGEST_PAUSE_MS = 120_000;

export type StormNews = ReturnType<typeof createStormNews>;
