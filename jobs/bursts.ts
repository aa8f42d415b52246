import type { Signal } from '../src/incident/index.js';
import type { Clock, InboxRow, Interpretation } from '../src/ports.js';

/** Signals of one pass that go to one incident. */
export interface Routed {
  readonly incidentId: string;
  readonly fresh: boolean;
  readonly flapping: boolean;
  readonly members: { readonly signal: Signal; readonly inboxId: string }[];
}

/**
 * Lets signals that join an incident in quick succession join it together, so that a burst is one entry a second in
 * its timeline and one line in its diary. What waits, waits in the inbox, where it is durable.
 */
export function createBursts(clock: Clock, joinMs: number) {
  /** When signals last joined an incident, as far as this process did it; forgotten soon after. */
  const last = new Map<string, number>();

  return {
    joined(incidentId: string): void {
      last.set(incidentId, clock.now().getTime());
    },

    /**
     * Messages that can wait, and until when: all they say joins incidents that signals joined a moment ago. What
     * opens an incident, ends an alarm or tells of a gap never waits.
     */
    postponed(
      routed: readonly Routed[],
      read: readonly { readonly row: InboxRow; readonly meaning: Interpretation }[],
    ): Map<string, number> {
      const now = clock.now().getTime();
      for (const [id, at] of last) if (now - at >= joinMs || at > now) last.delete(id);
      const soon = (group: Routed): boolean => !group.fresh && !group.flapping && last.has(group.incidentId);
      const rows = new Map<string, number>();
      for (const group of routed.filter(soon)) {
        const until = (last.get(group.incidentId) ?? now) + joinMs;
        for (const id of inboxIdsOf(group)) rows.set(id, Math.max(until, rows.get(id) ?? 0));
      }
      for (const id of routed.filter((group) => !soon(group)).flatMap(inboxIdsOf)) rows.delete(id);
      for (const { row, meaning } of read) if (meaning.restores.length > 0 || meaning.numbered) rows.delete(row.id);
      return rows;
    },
  };
}

const inboxIdsOf = ({ members }: Routed): string[] => members.map(({ inboxId }) => inboxId);

/** The groups without the messages that wait. */
export const without = (groups: readonly Routed[], rows: ReadonlyMap<string, number>): Routed[] =>
  groups
    .map((group) => ({ ...group, members: group.members.filter(({ inboxId }) => !rows.has(inboxId)) }))
    .filter((group) => group.members.length > 0);
