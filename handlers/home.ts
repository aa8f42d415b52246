import { homeCard } from '../cards/home.js';
import type { Links } from '../cards/storm-card.js';
import type { TaskLinks } from '../cards/task-card.js';
import { said } from '../cards/words/en-commands.js';
import type { Answer } from '../src/inbound.js';
import { mayEver, type PersonActor, type ThreatLevel } from '../src/incident/index.js';
import type { Clock, IncidentStore, LiveCounts } from '../src/ports.js';
import type { TaskStore } from '../src/ports-tasks.js';

export interface HomeParts {
  readonly incidents: Pick<IncidentStore, 'list' | 'counts'>;
  readonly level: (byBand: LiveCounts['byBand']) => ThreatLevel;
  /** Who has each rotation, until when, and who comes next: one line each. */
  readonly onCall: () => Promise<readonly string[]>;
  /** Names of the sites on whose systems somebody works. */
  readonly onTest: () => readonly string[];
  readonly tasks: Pick<TaskStore, 'list'>;
  readonly links: Links & TaskLinks;
  readonly clock: Clock;
}

const SHOWN = 10;

/** The bot's own page in a chat. */
export function createHome({ incidents, tasks, level, onCall, onTest, links, clock }: HomeParts) {
  return async (who: PersonActor): Promise<Answer> => {
    if (!mayEver(who, 'note')) return { kind: 'refused', text: said.notForYou };
    const of = { personId: who.id, roles: who.roles };
    const [mine, waiting, counts, duty, todo] = await Promise.all([
      incidents.list({ status: ['claimed'], claimedBy: who.id, order: 'urgency', limit: SHOWN }),
      incidents.list({ status: ['open'], order: 'urgency', limit: SHOWN }),
      incidents.counts(),
      onCall(),
      tasks.list({ live: true, of, order: 'due', limit: SHOWN }),
    ]);
    const facts = {
      name: who.name,
      threat: level(counts.byBand),
      mine: mine.items.map(({ state }) => state),
      waiting: waiting.items.map(({ state }) => state),
      tasks: todo.items.map(({ state }) => state),
      onCall: duty,
      onTest: onTest(),
      now: clock.now(),
    };
    return { kind: 'shown', card: homeCard(facts, links) };
  };
}
