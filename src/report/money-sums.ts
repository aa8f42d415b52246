import type { ShrinkCategory } from '../incident/index.js';
import type { ReportRow } from './row.js';

/** Losses of one currency; another currency has sums of its own, because no rate is known that would hold for both. */
export interface MoneySums {
  readonly currency: string;
  /** Incidents with a record of a loss, prevented ones left out. */
  readonly n: number;
  readonly gross: number;
  readonly recovered: number;
  readonly net: number;
  readonly prevented: number;
  /** Net, by what it is put down to; organised retail crime counts as external theft as well. */
  readonly byCategory: Readonly<Partial<Record<ShrinkCategory, number>>>;
}

export function moneySums(rows: readonly ReportRow[]): MoneySums[] {
  const currencies = new Map<string, ReportRow[]>();
  for (const row of rows) {
    if (!row.loss) continue;
    const same = currencies.get(row.loss.currency);
    if (same) same.push(row);
    else currencies.set(row.loss.currency, [row]);
  }
  return [...currencies]
    .map(([currency, all]) => sumsOf(currency, all))
    .sort((a, b) => b.n - a.n || a.currency.localeCompare(b.currency));
}

function sumsOf(currency: string, rows: readonly ReportRow[]): MoneySums {
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
  return { currency, n, gross, recovered, net, prevented, byCategory };
}

/** What of a gross loss came back; nothing when nothing was lost: that is neither none nor all. */
export const recoveryRate = ({ gross, recovered }: MoneySums): number | undefined =>
  gross === 0 ? undefined : recovered / gross;
