import type { Desk } from '../src/desk.js';
import type { Incident } from '../src/incident/index.js';
import { type AssetChange, type AssetRecord, isByRule, type Register } from '../src/inventory/index.js';
import type { IncidentStore } from '../src/ports.js';
import type { AssetStore } from '../src/ports-assets.js';

export interface AssetNewsParts {
  readonly assets: Pick<AssetStore, 'untold' | 'save'>;
  readonly register: () => Register;
  readonly incidents: Pick<IncidentStore, 'list' | 'loadByNumber'>;
  readonly desk: Pick<Desk, 'execute'>;
  readonly failed: (what: string, error: unknown) => void;
}

const LIVE = 200;

/** Tells live incidents how the assets stand that they touch, and the one that a change belongs to. */
export function createAssetNews({ assets, register, incidents, desk, failed }: AssetNewsParts) {
  async function concerned(record: AssetRecord, changes: readonly AssetChange[]): Promise<Incident[]> {
    const { items } = await incidents.list({ status: ['open', 'claimed'], order: 'urgency', limit: LIVE });
    const touching = items.filter(({ state }) => state.assets.some(({ id }) => id === record.id));
    const named = await Promise.all(
      [...new Set(changes.flatMap(({ incident }) => incident ?? []))].map((number) => incidents.loadByNumber(number)),
    );
    return [
      ...new Map([...touching, ...named.flatMap((each) => each ?? [])].map((each) => [each.state.id, each])).values(),
    ];
  }

  async function tell(record: AssetRecord): Promise<void> {
    const changes = record.history.slice(-record.untold);
    const asset = register().refOf(record.id);
    if (asset) {
      for (const { state } of await concerned(record, changes)) {
        for (const { from, to, why, by, via } of changes) {
          const actor = isByRule({ by })
            ? ({ kind: 'system', id: 'intake' } as const)
            : ({ kind: 'person', id: by.id, name: by.name, roles: [], via } as const);
          const result = await desk.execute(state.id, { type: 'asset', actor, asset, from, to, why });
          if (!result.ok && result.refusal.code === 'busy') return;
        }
      }
    }
    // Somebody else may have changed it meanwhile: then it is told again, and incidents hear it once.
    await assets.save({ ...record, untold: 0 });
  }

  return async function tellSome(): Promise<'idle'> {
    for (const record of await assets.untold()) {
      try {
        await tell(record);
      } catch (error) {
        failed(`telling incidents of the asset ${record.id}`, error);
      }
    }
    return 'idle';
  };
}
