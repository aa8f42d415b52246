import { bulletinCard } from '../cards/bulletin-card.js';
import type { Card } from '../cards/card.js';
import type { Outcome } from '../src/incident/index.js';
import { backOffMs, destinationKey } from '../src/incident/index.js';
import type { ChatSurface, Clock } from '../src/ports.js';
import type { BulletinStore, OwedBulletin } from '../src/ports-news.js';
import { later } from '../src/time.js';
import type { Enclosures } from './enclosures.js';
import { type RunErrand, runEach } from './errands.js';
import { ENCLOSURE } from './surface-health.js';

export interface BulletinParts {
  readonly bulletins: BulletinStore;
  readonly enclosures: Enclosures;
  readonly runErrand: RunErrand;
  readonly token: () => string;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const AT_ONCE = 100;

/** After the cards of what is going on, before their diaries. */
const PRIORITY = 50;

/** Tells channels what is owed to them beside their incidents, each thing once, at the pace of everything else. */
export function createBulletins({ bulletins, enclosures, runErrand, token, clock, failed }: BulletinParts) {
  async function tell(bulletin: OwedBulletin): Promise<boolean> {
    const { id, to, until, attempt, told } = bulletin;
    const dropped = async (why: string): Promise<true> => {
      const at = clock.now();
      await bulletins.end(
        id,
        told === undefined ? { state: 'dropped', why, at } : { state: 'told', ref: told, at, bare: why },
      );
      return true;
    };
    if (until < clock.now()) return await dropped('it was no news any more');
    // Before anything is asked of the chat: paper takes a while, and a card that is owed there must not wait for it.
    const made = told === undefined ? undefined : await enclosures.made(bulletin);
    if (made && 'kind' in made) {
      await settle(bulletin, made);
      return true;
    }
    const ran = await runErrand({
      to,
      what: told === undefined ? 'bulletin' : ENCLOSURE,
      about: `bulletin ${id}`,
      call: 'post',
      looksUp: attempt !== undefined,
      priority: PRIORITY,
      run: async (surface, calling) => {
        if (told === undefined) return await sent(bulletin, surface, calling);
        const { enclosing } = surface;
        return enclosing && made
          ? await enclosures.put(bulletin, made, enclosing, calling)
          : { kind: 'skipped', reason: NO_FILES };
      },
    });
    if (ran === 'off') return await dropped(`the surface "${to.surface}" is switched off`);
    if (ran === 'waits') return false;
    await settle(bulletin, ran);
    return true;
  }

  async function sent(
    { id, to, attempt, attempts, ...news }: OwedBulletin,
    surface: ChatSurface<Card>,
    calling: (call: () => Promise<Outcome>) => Promise<Outcome | undefined>,
  ): Promise<Outcome | undefined> {
    if (attempt) {
      const found = await calling(() => surface.find(to, attempt.token, attempt.at));
      if (found?.kind === 'retry') return { ...found, inDoubt: true, at: 'look-up' };
      if (found === undefined || found.kind === 'delivered') return found;
    }
    const mark = attempt?.token ?? token();
    if (!(await bulletins.begin({ id, attempts }, { token: mark, at: clock.now() }))) return undefined;
    return await calling(() => surface.post(to, bulletinCard(news), mark));
  }

  async function settle({ id, attempts, told, report }: OwedBulletin, outcome: Outcome): Promise<void> {
    const at = clock.now();
    if (told !== undefined) return await enclosed({ id, attempts, told }, outcome);
    switch (outcome.kind) {
      case 'delivered':
        if (report !== undefined) return await bulletins.told(id, outcome.ref, at);
        return await bulletins.end(id, { state: 'told', ref: outcome.ref, at });
      case 'skipped':
        return await bulletins.end(id, { state: 'dropped', why: outcome.reason, at });
      case 'retry': {
        const dueAt = later(at, outcome.afterMs ?? backOffMs(attempts + 1));
        return await bulletins.later(id, { dueAt, error: outcome.error, inDoubt: outcome.inDoubt === true });
      }
      case 'lost':
      case 'dead':
        // Somebody may mend the channel while it is still news.
        return await bulletins.later(id, { dueAt: later(at, DEAD_MS), error: outcome.error, inDoubt: false });
      default:
        return outcome satisfies never;
    }
  }

  /** What belongs below a bulletin never takes back that it was told. */
  async function enclosed(
    { id, attempts, told }: Pick<OwedBulletin, 'id' | 'attempts'> & { readonly told: string },
    outcome: Outcome,
  ): Promise<void> {
    const at = clock.now();
    const bare = async (why: string): Promise<void> => {
      failed(`putting the report below ${id}`, new Error(why));
      await bulletins.end(id, { state: 'told', ref: told, at, bare: why });
    };
    switch (outcome.kind) {
      case 'delivered':
        return await bulletins.end(id, { state: 'told', ref: told, at });
      case 'skipped':
        return await bulletins.end(id, { state: 'told', ref: told, at, bare: outcome.reason });
      case 'retry': {
        if (attempts + 1 >= ENCLOSE_TRIES) return await bare(outcome.error);
        const dueAt = later(at, outcome.afterMs ?? backOffMs(attempts + 1));
        return await bulletins.later(id, { dueAt, error: outcome.error, inDoubt: outcome.inDoubt === true });
      }
      case 'lost':
      case 'dead':
        return await bare(outcome.error);
      default:
        return outcome satisfies never;
    }
  }

  return async function tellSome(): Promise<'idle' | number> {
    return await runEach(
      await bulletins.due(clock.now(), AT_ONCE),
      ({ to }) => to,
      tell,
      ({ to, title }, error) => {
        failed(`telling ${destinationKey(to)} "${title}"`, error);
      },
    );
  };
}

/** Its card stands all the same, and leads to the whole. */
const ENCLOSE_TRIES = 20;
const NO_FILES = 'this chat takes no files from us';

/** A channel that takes nothing is asked again so often. */
const DEAD_MS = 2 * 60_000;
