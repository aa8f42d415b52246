import type {
  Assessment,
  AssetRef,
  Band,
  Because,
  Factor,
  FactorName,
  Flag,
  Kind,
  Money,
  OpeningContext,
  Seen,
} from '../incident/index.js';
import { FACTOR_NAMES, isLifeSafety } from '../incident/index.js';
import { avsOf } from './avs.js';
import type { SeverityRules } from './weights.js';
import { GRAVITY, HUMAN_LIKELY, SPREAD } from './weights.js';

/** Everything that the score is made of; nothing else is looked at. */
export interface Evidence {
  /** Kinds seen so far, each once. */
  readonly kinds: readonly Kind[];
  readonly devices: number;
  readonly personSeen: boolean;
  readonly videoSeen: boolean;
  readonly flags: readonly Flag[];
  /** What a person found who looked. */
  readonly seen?: Seen;
  /** Set when no detector's dialect explains the body: the name of the source. */
  readonly unrecognisedFrom?: string;
  readonly zoneName: string;
  readonly assets: readonly AssetRef[];
  readonly context: OpeningContext;
}

/** Life safety is critical whatever the arithmetic says; the floor leaves room to rank among critical ones. */
const LIFE_SAFETY_FLOOR = 90;

interface Term {
  readonly value: number;
  readonly because: Because;
}

/** Scores how bad it is, 0–100, with every term and its reason. Pure; more indicators never lower it. */
export function assess(evidence: Evidence, rules: SeverityRules): Assessment {
  const total = FACTOR_NAMES.reduce((sum, name) => sum + rules.weights[name], 0) || 1;
  const factors = FACTOR_NAMES.map((name): Factor => {
    const { value, because } = TERMS[name](evidence);
    const weight = rules.weights[name];
    return { name, weight, value, because, contribution: Math.round((weight * value * 1000) / total) / 10 };
  }).sort((a, b) => b.contribution - a.contribution);
  const sum = Math.round(factors.reduce((points, factor) => points + factor.contribution, 0));
  const floor = evidence.kinds.some(isLifeSafety) ? Math.max(LIFE_SAFETY_FLOOR, rules.bands.critical) : 0;
  const score = Math.min(100, Math.max(sum, floor));
  const { level, indicators } = avsOf({ ...evidence, onTest: evidence.context.onTest });
  return { score, band: bandOf(score, rules), avs: level, indicators, factors };
}

export function bandOf(score: number, { bands }: SeverityRules): Band {
  if (score >= bands.critical) return 'critical';
  if (score >= bands.high) return 'high';
  return score >= bands.medium ? 'medium' : 'low';
}

/** The gravest of the kinds: it names the card. */
export const gravest = (kinds: readonly [Kind, ...Kind[]]): Kind =>
  kinds.reduce((worst, kind) => (GRAVITY[kind] > GRAVITY[worst] ? kind : worst));

const TERMS: Record<FactorName, (evidence: Evidence) => Term> = {
  kind: ({ kinds, unrecognisedFrom, context }) => {
    const [first, ...rest] = kinds;
    const kind = first ? gravest([first, ...rest]) : 'other';
    // Nobody knows what it is, so the source's own default speaks for it.
    if (unrecognisedFrom !== undefined) {
      return {
        value: Math.max(GRAVITY[kind], context.sourceWeight),
        because: { code: 'unrecognised', source: unrecognisedFrom },
      };
    }
    return { value: GRAVITY[kind], because: { code: 'kind', kind } };
  },
  assets: ({ assets }) => {
    const worth = totalWorth(assets);
    if (!worth) return { value: 0, because: { code: 'no-assets' } };
    const exposed = Math.max(...assets.map((asset) => worthScale(asset.worth) * exposure(asset)));
    const highValue = assets.some((asset) => asset.highValue);
    return { value: exposed, because: { code: 'assets', worth, count: assets.length, highValue } };
  },
  location: ({ context, zoneName }) => ({
    value: clamp(context.sensitivity),
    because: { code: 'zone', name: zoneName, sensitivity: context.sensitivity },
  }),
  contagion: ({ kinds, context }) => {
    const spreading = [...kinds].sort((a, b) => (SPREAD[b] ?? 0) - (SPREAD[a] ?? 0))[0];
    const spread = spreading ? (SPREAD[spreading] ?? 0) : 0;
    if (!spreading || spread === 0) return { value: 0, because: { code: 'contained' } };
    const value = clamp(spread + 0.1 * Math.min(3, context.adjoiningZones));
    return { value, because: { code: 'spread', kind: spreading, adjoining: context.adjoiningZones } };
  },
  validation: ({ personSeen, videoSeen, devices, kinds, seen }) => {
    if (
      personSeen ||
      seen === 'person' ||
      seen === 'damage' ||
      seen === 'threat' ||
      kinds.some((kind) => HUMAN_LIKELY.has(kind))
    )
      return { value: 1, because: { code: 'person-seen' } };
    if (devices > 1)
      return { value: Math.min(0.9, 0.4 + 0.15 * devices), because: { code: 'several-devices', count: devices } };
    if (videoSeen) return { value: 0.4, because: { code: 'picture' } };
    return { value: 0.1, because: { code: 'unverified' } };
  },
  context: ({ context, flags }) => {
    // Where a part of the system is switched off, what it does not see may be worse than what the rest sees.
    if (flags.includes('bypass')) return { value: 1, because: { code: 'bypass' } };
    if (context.armed && (context.justClosed || flags.includes('recent-close')))
      return { value: 1, because: { code: 'just-closed' } };
    if (!context.openingHoursKnown) return { value: 0.5, because: { code: 'hours-unknown' } };
    if (context.armed) return { value: 1, because: { code: 'armed' } };
    return { value: context.occupancy === 'public' ? 0.1 : 0.4, because: { code: 'open-hours' } };
  },
  recurrence: ({ context }) => ({
    value: clamp(context.recentIncidents / 5),
    because: { code: 'recurrence', count: context.recentIncidents },
  }),
};

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Criticality × vulnerability on a scale that a half-vulnerable, fully critical asset fills to three quarters. */
const exposure = ({ criticality, vulnerability }: AssetRef): number => clamp(criticality * (0.5 + 0.5 * vulnerability));

/** 1,000 counts for nothing much, 100,000 for everything; logarithmic between. In major units of its currency. */
const worthScale = ({ amount }: Money): number => clamp((Math.log10(Math.max(1, amount / 100)) - 2) / 3);

/** Sum of the most valuable currency present; amounts of two currencies are never added. */
function totalWorth(assets: readonly AssetRef[]): Money | undefined {
  const sums = new Map<string, number>();
  for (const { worth } of assets) sums.set(worth.currency, (sums.get(worth.currency) ?? 0) + worth.amount);
  const [largest] = [...sums].sort((a, b) => b[1] - a[1]);
  return largest && { currency: largest[0], amount: largest[1] };
}
