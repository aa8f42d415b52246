import { PRIORITY } from '../src/incident/index.js';
import type { IncidentStore } from '../src/ports.js';
import type { Debts } from './debts.js';

/**
 * Brings what is known of debts into line with the store: what other instances or a crash left is learned, what others
 * paid is forgotten. Several who ask at the same time wait for one look.
 */
export function createCatchUp({ incidents, debts }: { readonly incidents: IncidentStore; readonly debts: Debts }) {
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const known = debts.known();
    const { news, paid } = await incidents.owing(known);
    for (const incident of news) debts.learn(incident);
    for (const id of paid) debts.paid(id, known.get(id) ?? 0);
  }

  return {
    /** A look that begins after this was asked for. */
    async all(): Promise<void> {
      await looking?.catch(() => undefined);
      looking ??= look().finally(() => {
        looking = undefined;
      });
      await looking;
    },

    /** Life-safety cards that another instance owes: they are few, and must not wait until a whole look has its turn. */
    async urgent(): Promise<void> {
      for (const incident of await incidents.owingUrgently(PRIORITY.lifeSafetyUpdate, debts.known()))
        debts.learn(incident);
    },
  };
}

export type CatchUp = ReturnType<typeof createCatchUp>;
