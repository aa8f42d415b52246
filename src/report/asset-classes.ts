import type { AssetRef, LossRecord } from '../incident/index.js';
import { type MoneyUnit, sameUnit } from './money-sums.js';
import type { ReportRow } from './row.js';

/** Goods lost of one class of the inventory; without a class, what no asset of the incident explains. */
export interface ClassSum {
  readonly class?: string;
  /** Σ quantity × price of one, in minor units: what came back is not known by class. */
  readonly direct: number;
}

/** More than any inventory has; its table adds up. */
const MOST = 50;

/**
 * The goods of one record by class: a line that names an asset of the incident, by id or name, is of its class; any other is of
 * the one class that all assets of the incident have, if it is one.
 */
export function classesOf({ lines, category }: LossRecord, assets: readonly AssetRef[]): readonly ClassSum[] {
  if (category === 'prevented') return [];
  const named = new Map(assets.flatMap((each) => [each.id, each.name].map((name) => [told(name), each] as const)));
  const all = new Set(assets.map((each) => each.class));
  const [only] = all.size === 1 ? all : [];
  return summed(
    lines.map(({ item, quantity, unit }) => {
      const of = named.get(told(item))?.class ?? only;
      return { ...(of === undefined ? {} : { class: of }), direct: quantity * unit };
    }),
  );
}

/** Of a period, in one currency at one basis; the largest first. */
export const byClass = (rows: readonly ReportRow[], unit: MoneyUnit): readonly ClassSum[] =>
  summed(rows.flatMap(({ loss }) => (loss && sameUnit(loss, unit) ? (loss.classes ?? []) : [])))
    .sort((a, b) => b.direct - a.direct || (a.class ?? '~').localeCompare(b.class ?? '~'))
    .slice(0, MOST);

const told = (name: string): string => name.trim().toLowerCase();

function summed(sums: readonly ClassSum[]): ClassSum[] {
  const classes = new Map<string | undefined, number>();
  for (const each of sums) classes.set(each.class, (classes.get(each.class) ?? 0) + each.direct);
  return [...classes].map(([of, direct]) => ({ ...(of === undefined ? {} : { class: of }), direct }));
}
