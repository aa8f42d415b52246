import type { Disposition, TaskOutcome } from '../incident/index.js';

/** An incident as far as risk goes. */
export interface RiskRow {
  readonly siteId: string;
  readonly zoneId?: string;
  /** Ids of the assets that it touched. */
  readonly assets: readonly string[];
  /** 0–100. */
  readonly score: number;
  readonly at: Date;
  readonly disposition?: Disposition;
  /** What investigations of it came to. */
  readonly investigated: readonly TaskOutcome[];
}

export const RISK_KINDS = ['organisation', 'site', 'zone', 'asset'] as const;
export type RiskKind = (typeof RISK_KINDS)[number];

/** How much may be expected to happen to something. */
export interface Risk {
  readonly kind: RiskKind;
  /** `riverside-mall`, `riverside-mall/jewellery`, an asset's id; empty for the organisation. */
  readonly id: string;
  readonly name: string;
  /** Of a zone or an asset. */
  readonly siteId?: string;
  /** 0–100. */
  readonly score: number;
  /** Incidents that it is made of. */
  readonly n: number;
}

/** What risk needs to know of what is guarded. */
export interface Guarded {
  readonly name: string;
  /** 0–1; 0.5 for what nobody has judged. */
  readonly vulnerability: number;
  readonly siteId?: string;
}

export interface RiskRules {
  /** After so long an incident counts half, in milliseconds. */
  readonly halfLifeMs: number;
  /** `undefined` for what is not guarded any more. */
  readonly guarded: (kind: RiskKind, id: string) => Guarded | undefined;
}

/** Older ones would count for less than a two-hundredth. */
const HALF_LIVES = 8;
/** What each outcome says about the danger; ours. Tests and duplicates say nothing. */
const OUTCOME: Readonly<Record<Disposition | 'open', number>> = {
  confirmed: 1,
  prevented: 1,
  open: 0.75,
  undetermined: 0.5,
  'false-alarm': 0.1,
  test: 0,
  duplicate: 0,
};
const INVESTIGATED: Readonly<Record<TaskOutcome, number>> = { found: 1.5, 'in-order': 0.5, 'not-possible': 1 };
/** So much exposure makes 63 of 100 of something half vulnerable; ours. */
const SCALE = 4;
/** Assets that are kept, the highest first; places all are. */
const ASSETS = 500;

const fewAssets = (): ((risk: Risk) => boolean) => {
  let left = ASSETS;
  return ({ kind }) => kind !== 'asset' || left-- > 0;
};

export const riskSince = (now: Date, halfLifeMs: number): Date => new Date(now.getTime() - HALF_LIVES * halfLifeMs);

/**
 * Risk of everything that something happened to, the highest first. Exposure is Σ severity/100 × outcome × investigation ×
 * 2^(−age/half-life) over its incidents; the score is 100 × (1 − e^(−exposure × (0.5 + vulnerability) / 4)): it grows with each
 * incident, fades by itself, and never leaves 0–100.
 */
export function risksOf(rows: readonly RiskRow[], { halfLifeMs, guarded }: RiskRules, now: Date): Risk[] {
  const sums = new Map<string, { kind: RiskKind; id: string; exposure: number; n: number }>();
  const since = riskSince(now, halfLifeMs);
  for (const row of rows) {
    const weight = weightOf(row, halfLifeMs, now);
    if (weight === 0 || row.at < since || row.at > now) continue;
    for (const [kind, id] of touchedBy(row)) {
      const key = `${kind}:${id}`;
      const sum = sums.get(key) ?? { kind, id, exposure: 0, n: 0 };
      sum.exposure += weight;
      sum.n += 1;
      sums.set(key, sum);
    }
  }
  return [...sums.values()]
    .flatMap(({ kind, id, exposure, n }): Risk[] => {
      const known = guarded(kind, id);
      if (!known) return [];
      const { name, vulnerability, siteId } = known;
      const scale = kind === 'organisation' || kind === 'site' ? SCALE * WIDER[kind] : SCALE;
      const score = Math.round(100 * (1 - Math.exp((-exposure * (0.5 + vulnerability)) / scale)));
      return [{ kind, id, name, score, n, ...(siteId === undefined ? {} : { siteId }) }];
    })
    .sort((a, b) => b.score - a.score || b.n - a.n || a.id.localeCompare(b.id))
    .filter(fewAssets());
}

/** Where many zones are, more happens without any being worse; ours. */
const WIDER = { site: 5, organisation: 25 } as const;

function weightOf({ score, at, disposition, investigated }: RiskRow, halfLifeMs: number, now: Date): number {
  const age = Math.max(0, now.getTime() - at.getTime());
  const found = investigated.reduce((factor, outcome) => factor * INVESTIGATED[outcome], 1);
  return (score / 100) * OUTCOME[disposition ?? 'open'] * Math.min(found, 2) * 2 ** (-age / halfLifeMs);
}

function touchedBy({ siteId, zoneId, assets }: RiskRow): [RiskKind, string][] {
  return [
    ['organisation', ''],
    ['site', siteId],
    ...(zoneId === undefined ? [] : [['zone', `${siteId}/${zoneId}`] as [RiskKind, string]]),
    ...[...new Set(assets)].map((id): [RiskKind, string] => ['asset', id]),
  ];
}

/** Something whose risk is not what it was. */
export interface RiskMove extends Risk {
  /** `undefined` when nobody knew it then. */
  readonly before?: number;
}

export function movesOf(now: readonly Risk[], before: readonly Risk[] | undefined): RiskMove[] {
  const then = new Map(before?.map((risk) => [`${risk.kind}:${risk.id}`, risk.score]));
  return now.map((risk) => {
    const score = before ? (then.get(`${risk.kind}:${risk.id}`) ?? 0) : undefined;
    return score === undefined ? risk : { ...risk, before: score };
  });
}

/** A zone that rises so far in a week, and so high, wants somebody's decision; ours. */
const RISEN = 15;
const HIGH = 40;

export const rising = (moves: readonly RiskMove[]): RiskMove[] =>
  moves.filter(
    ({ kind, score, before }) => kind === 'zone' && before !== undefined && score >= HIGH && score - before >= RISEN,
  );
