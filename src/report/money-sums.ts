import type { LossBasis, ShrinkCategory } from '../incident/index.js';
import type { ReportRow } from './row.js';

/** What amounts can be added: those of one currency at one basis. No rate holds for two currencies, and retail has the margin in it. */
export interface MoneyUnit {
  readonly currency: string;
  readonly basis: LossBasis;
}

export const sameUnit = (a: MoneyUnit, b: MoneyUnit): boolean => a.currency === b.currency && a.basis === b.basis;

/** Losses that can be added. */
export interface MoneySums extends MoneyUnit {
  /** Incidents with a record of a loss, prevented ones left out. */
  readonly n: number;
  readonly gross: number;
  readonly recovered: number;
  readonly net: number;
  readonly prevented: number;
  /** Net, by what it is put down to. */
  readonly byCategory: Readonly<Partial<Record<ShrinkCategory, number>>>;
}

export function moneySums(rows: readonly ReportRow[]): MoneySums[] {
  const units = new Map<string, { readonly unit: MoneyUnit; readonly rows: ReportRow[] }>();
  for (const row of rows) {
    if (!row.loss) continue;
    const { currency, basis } = row.loss;
    const key = `${currency} ${basis}`;
    const same = units.get(key);
    if (same) same.rows.push(row);
    else units.set(key, { unit: { currency, basis }, rows: [row] });
  }
  return [...units.values()]
    .map(({ unit, rows: all }) => sumsOf(unit, all))
    .sort((a, b) => b.n - a.n || a.currency.localeCompare(b.currency) || a.basis.localeCompare(b.basis));
}

function sumsOf(unit: MoneyUnit, rows: readonly ReportRow[]): MoneySums {
  let [n, gross, recovered, net, prevented] = [0, 0, 0, 0, 0];
  const byCategory: Partial<Record<ShrinkCategory, number>> = {};
  for (const { loss } of rows) {
    if (!loss) continue;
    prevented += loss.prevented;
    if (loss.category === 'prevented') continue;
    n += 1;
    gross += loss.gross;
    recovered += loss.recovered;
    net += loss.net;
    byCategory[loss.category] = (byCategory[loss.category] ?? 0) + loss.net;
  }
  return { ...unit, n, gross, recovered, net, prevented, byCategory };
}

/** What of a gross loss came back; nothing when nothing was lost: that is neither none nor all. */
export const recoveryRate = ({ gross, recovered }: MoneySums): number | undefined =>
  gross === 0 ? undefined : recovered / gross;

/** Net by category, organised retail crime with external theft, of which it is a part. */
export function rolledUp({ byCategory }: Pick<MoneySums, 'byCategory'>): Partial<Record<ShrinkCategory, number>> {
  const { orc, ...others } = byCategory;
  return orc === undefined ? others : { ...others, external_theft: (others.external_theft ?? 0) + orc };
}
