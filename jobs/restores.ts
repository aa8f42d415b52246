import type { Desk } from '../src/desk.js';
import type { Signal } from '../src/incident/index.js';
import { refOfSignal } from '../src/incident/index.js';
import type { IncidentStore, SignalStore } from '../src/ports.js';
import type { Read } from './gaps.js';

/** A restore finds the incident of the alarm that it ends, whichever of the two came first. It closes nothing. */
export function createRestores({
  signals,
  incidents,
  desk,
}: {
  readonly signals: SignalStore;
  readonly incidents: Pick<IncidentStore, 'load'>;
  readonly desk: Desk;
}) {
  async function tell(incidentId: string, ended: Signal, ours: () => void): Promise<void> {
    const actor = { kind: 'system', id: 'intake' } as const;
    const result = await desk.execute(incidentId, () => {
      ours();
      return { type: 'restore', actor, signals: [refOfSignal(ended)] };
    });
    if (!result.ok && result.refusal.code === 'busy')
      throw new Error(`incident ${incidentId} is too busy to take a restore`);
  }

  /** The incident of the alarm with this key, once it is saved. */
  async function incidentOf(source: string, key: string): Promise<string | undefined> {
    const id = (await signals.byKey(source, key))?.incidentId;
    return id !== undefined && (await incidents.load(id)) ? id : undefined;
  }

  return {
    /** Restores whose alarm is known are told there; the others are kept until it comes. */
    async attach(read: readonly Read[], ours: () => void): Promise<void> {
      for (const { row, meaning } of read) {
        for (const { signal, clears } of meaning.restores) {
          const incidentId = await incidentOf(signal.source, clears);
          const kept = { ...signal, inboxId: row.id, clears, ...(incidentId ? { incidentId } : {}) };
          const [before] = await signals.add([kept]);
          const repeated = before !== undefined && before.inboxId !== row.id;
          if (repeated) continue;
          // Its alarm may have come through the other lane just now: then one of the two sees what the other has kept.
          const cameSince = incidentId ?? (await incidentOf(signal.source, clears));
          if (cameSince) await tell(cameSince, signal, ours);
        }
      }
    },

    /** Alarms find the restores that came before them. Told twice after a crash, a restore is noted once. */
    async tellEarly(came: readonly { readonly signal: Signal }[], ours: () => void): Promise<void> {
      for (const [source, keys] of keysBySource(came)) {
        const early = (await signals.restoresOf(source, keys)).filter((row) => row.incidentId === undefined);
        for (const row of early) {
          const alarm = row.clears === undefined ? undefined : await signals.byKey(source, row.clears);
          if (alarm?.incidentId) await tell(alarm.incidentId, row, ours);
        }
      }
    },
  };
}

function keysBySource(came: readonly { readonly signal: Signal }[]): Map<string, string[]> {
  const keys = new Map<string, string[]>();
  for (const { signal } of came) keys.set(signal.source, [...(keys.get(signal.source) ?? []), signal.key]);
  return keys;
}
