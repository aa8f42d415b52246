import type { AssetRef, AssetStatus, Disposition, IncidentState, Kind } from '../incident/index.js';
import { BANDS, type Band } from '../incident/index.js';
import type { AssetRecord } from './asset.js';
import { isByRule } from './status.js';

/** When the book has an asset set aside, or looked into, without anybody asking. */
export interface AssetRule {
  readonly id: string;
  /** Any when left out. */
  readonly kinds?: readonly Kind[];
  readonly band?: Band;
  readonly on: 'opened' | 'resolved';
  /** Only after one of these outcomes; any when left out. */
  readonly after?: readonly Disposition[];
  /** Only what is of high value. */
  readonly highValue: boolean;
  readonly status: Extract<AssetStatus, 'under-investigation' | 'restricted'>;
}

const fits = (rule: AssetRule, state: IncidentState): boolean => {
  const resolved = state.status === 'resolved' ? state.resolution : undefined;
  return (
    (rule.kinds?.includes(state.kind) ?? true) &&
    BANDS.indexOf(state.assessment.band) >= BANDS.indexOf(rule.band ?? 'low') &&
    (rule.on === 'opened'
      ? state.status === 'open' || state.status === 'claimed'
      : resolved !== undefined && (rule.after?.includes(resolved.disposition) ?? true))
  );
};

/** Assets of an incident that a rule wants to stand otherwise. */
export const assetsRuled = (rule: AssetRule, state: IncidentState): readonly AssetRef[] =>
  fits(rule, state) ? state.assets.filter(({ highValue }) => highValue || !rule.highValue) : [];

/** A rule speaks once about each incident, and not after a person: what people say stands. */
export function hasSpoken(
  record: AssetRecord | undefined,
  rule: AssetRule,
  { number, openedAt }: IncidentState,
): boolean {
  return (
    record?.history.some((change) =>
      isByRule(change) ? change.incident === number && change.by.id === `rule:${rule.id}` : change.at >= openedAt,
    ) ?? false
  );
}
