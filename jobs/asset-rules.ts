import type { IncidentState } from '../src/incident/index.js';
import { label } from '../src/incident/index.js';
import { type AssetRule, assetsRuled, decideAsset, hasSpoken } from '../src/inventory/index.js';
import type { Clock, IncidentStore } from '../src/ports.js';
import type { AssetStore } from '../src/ports-assets.js';
import { unarchived } from './unarchived.js';

export interface AssetRuleParts {
  readonly rules: () => readonly AssetRule[];
  readonly records: Pick<AssetStore, 'record' | 'save'>;
  readonly incidents: Pick<IncidentStore, 'list'>;
  readonly clock: Clock;
  readonly failed: (what: string, error: unknown) => void;
}

const PAGES = 20;
/** Nobody waits for a rule. */
const EVERY_MS = 20_000;

/** Has assets set aside, or looked into, where the book says so; once for each incident. `true` when one was changed. */
export function createAssetRules({ rules, records, incidents, clock, failed }: AssetRuleParts) {
  async function apply(rule: AssetRule, state: IncidentState): Promise<boolean> {
    let changed = false;
    for (const { id } of assetsRuled(rule, state)) {
      const record = await records.record(id);
      if (hasSpoken(record, rule, state)) continue;
      const why = `${label(state.number)}: ${rule.id}`;
      const command = { actor: { kind: 'rule', id: rule.id } as const, to: rule.status, why, incident: state.number };
      const decision = decideAsset(record, id, command, clock.now());
      // It is gone, or stands so already; or somebody was faster, and it is looked at again.
      if (decision.ok && decision.record && (await records.save(decision.record))) changed = true;
    }
    return changed;
  }

  let lookedAt = Number.NEGATIVE_INFINITY;
  return async function applyAll(): Promise<boolean> {
    const all = rules();
    const at = clock.now().getTime();
    if (all.length === 0 || Math.abs(at - lookedAt) < EVERY_MS) return false;
    lookedAt = at;
    // Also what is long open: an incident may be resolved long after it began.
    const { items } = await unarchived(incidents, PAGES);
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
