import type { IncidentState } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import { type AssetRule, assetsRuled, decideAsset, hasSpoken } from '../src/inventory/index.js';
import type { Clock, IncidentStore } from '../src/ports.js';
import type { AssetStore } from '../src/ports-assets.js';
import { later } from '../src/time.js';

export interface AssetRuleParts {
  readonly rules: () => readonly AssetRule[];
  readonly records: Pick<AssetStore, 'record' | 'save'>;
  readonly incidents: Pick<IncidentStore, 'list'>;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const LOOKED_AT = 200;
/** What was resolved so long ago has been looked at. */
const BACK_MS = 2 * 86_400_000;

/** Has assets set aside, or looked into, where the book says so; once for each incident. `true` when one was changed. */
export function createAssetRules({ rules, records, incidents, clock, failed }: AssetRuleParts) {
  async function apply(rule: AssetRule, state: IncidentState): Promise<boolean> {
    let changed = false;
    for (const { id } of assetsRuled(rule, state)) {
      const record = await records.record(id);
      if (hasSpoken(record, rule, state.number)) continue;
      const why = `${label(state.number)}: ${rule.id}`;
      const command = { actor: { kind: 'rule', id: rule.id } as const, to: rule.status, why, incident: state.number };
      const decision = decideAsset(record, id, command, clock.now());
      // It is gone, or stands so already; or somebody was faster, and it is looked at again.
      if (decision.ok && decision.record && (await records.save(decision.record))) changed = true;
    }
    return changed;
  }

  return async function applyAll(): Promise<boolean> {
    const all = rules();
    if (all.length === 0) return false;
    const { items } = await incidents.list({
      since: later(clock.now(), -BACK_MS),
      status: ['open', 'claimed', 'resolved'],
      order: 'newest',
      limit: LOOKED_AT,
    });
    let changed = false;
    for (const { state } of items)
      for (const rule of all)
        try {
          if (await apply(rule, state)) changed = true;
        } catch (error) {
          failed(`the rule "${rule.id}" about ${label(state.number)}`, error);
        }
    return changed;
  };
}
