import type { AssetRef, AssetStatus } from '../incident/index.js';
import type { Asset, AssetRecord } from './asset.js';

/** Assets that one incident names, at most; those that weigh most. */
const AT_ONCE = 50;

export interface Spot {
  readonly siteId: string;
  readonly zoneId?: string;
}

/** All that is of worth, found by its place, its id or its tag at once. */
export interface Register {
  readonly size: number;
  find(name: string): Asset | undefined;
  /** How an incident names the asset of that id, and how it stands now. */
  refOf(id: string): AssetRef | undefined;
  /** What stands in a zone, or was named by its id or tag; the gravest first. */
  at(spot: Spot, named: readonly string[]): readonly AssetRef[];
  statusOf(id: string): AssetStatus;
  /** Whose id, name or tag has that in it, or whose status it is; in order of worth. */
  search(
    query: { readonly text?: string; readonly siteId?: string; readonly status?: AssetStatus },
    limit: number,
  ): readonly Asset[];
}

const worthOf = ({ unitCost, quantity }: Asset): number => unitCost.amount * quantity;
const weightOf = (asset: Asset): number => worthOf(asset) * asset.criticality * asset.vulnerability;
/** What a thief would take first. */
const byWeight = (a: Asset, b: Asset): number =>
  Number(b.highValue) - Number(a.highValue) || weightOf(b) - weightOf(a) || (a.id < b.id ? -1 : 1);

export function createRegister(assets: readonly Asset[], records: ReadonlyMap<string, AssetRecord>): Register {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const byTag = new Map(assets.flatMap((asset) => (asset.tag === undefined ? [] : [[asset.tag, asset] as const])));
  const byZone = new Map<string, Asset[]>();
  for (const asset of assets) {
    if (asset.zoneId === undefined) continue;
    const key = `${asset.siteId}/${asset.zoneId}`;
    const there = byZone.get(key);
    if (there) there.push(asset);
    else byZone.set(key, [asset]);
  }
  for (const there of byZone.values()) there.sort(byWeight);

  const statusOf = (id: string): AssetStatus => records.get(id)?.status ?? 'normal';
  const find = (name: string): Asset | undefined => byId.get(name) ?? byTag.get(name);
  const told = (asset: Asset): AssetRef => {
    const status = statusOf(asset.id);
    return {
      id: asset.id,
      name: asset.name,
      worth: { amount: worthOf(asset), currency: asset.unitCost.currency },
      criticality: asset.criticality,
      vulnerability: asset.vulnerability,
      highValue: asset.highValue,
      class: asset.class,
      ...(status === 'normal' ? {} : { status }),
    };
  };

  return {
    size: assets.length,
    find,
    refOf(id) {
      const asset = byId.get(id);
      return asset && told(asset);
    },
    statusOf,
    at({ siteId, zoneId }, named) {
      const asked = named.flatMap((name) => find(name) ?? []);
      const there = zoneId === undefined ? [] : (byZone.get(`${siteId}/${zoneId}`) ?? []);
      // What is not there any more is not at stake.
      const standing = there.filter(({ id }) => !GONE.has(statusOf(id)));
      const all = new Map([...asked, ...standing.slice(0, AT_ONCE)].map((asset) => [asset.id, asset]));
      return [...all.values()].slice(0, AT_ONCE).map(told);
    },
    search({ text, siteId, status }, limit) {
      const wanted = text?.toLowerCase();
      const found: Asset[] = [];
      const some: Iterable<Asset> =
        status === undefined || status === 'normal'
          ? assets
          : [...records.values()].flatMap((record) => byId.get(record.id) ?? []);
      for (const asset of some) {
        if (siteId !== undefined && asset.siteId !== siteId) continue;
        if (status !== undefined && statusOf(asset.id) !== status) continue;
        if (wanted && !`${asset.id} ${asset.name} ${asset.tag ?? ''}`.toLowerCase().includes(wanted)) continue;
        found.push(asset);
      }
      return found.sort(byWeight).slice(0, limit);
    },
  };
}

const GONE: ReadonlySet<AssetStatus> = new Set(['lost', 'stolen', 'decommissioned']);
