import type { AssetStatus, PersonActor, Role } from '../incident/index.js';
import { ASSET_STATUSES, LEADS, LIMITS, leads, mayEver, refOf, whole } from '../incident/index.js';
import type { AssetChange, AssetRecord } from './asset.js';

/** What may follow on what. What is gone comes back by being recovered; what is decommissioned only those who lead take up again. */
const NEXT: Readonly<Record<AssetStatus, readonly AssetStatus[]>> = {
  normal: ['under-investigation', 'restricted', 'lost', 'stolen', 'decommissioned'],
  'under-investigation': ['normal', 'lost', 'stolen', 'restricted', 'decommissioned'],
  lost: ['recovered', 'under-investigation', 'decommissioned'],
  stolen: ['recovered', 'under-investigation', 'decommissioned'],
  restricted: ['normal', 'under-investigation', 'lost', 'stolen', 'decommissioned'],
  recovered: ['normal', 'under-investigation', 'restricted', 'decommissioned'],
  decommissioned: ['normal'],
};

export const nextStatuses = (status: AssetStatus): readonly AssetStatus[] => NEXT[status];

/** One of the closed list, by its name. */
export const assetStatusOf = (text: string): AssetStatus | undefined => ASSET_STATUSES.find((each) => each === text);

export type AssetRefusal =
  | { readonly code: 'unknown-asset' }
  | { readonly code: 'not-permitted'; readonly needs: readonly Role[] }
  | { readonly code: 'not-from-here'; readonly is: AssetStatus; readonly can: readonly AssetStatus[] }
  | { readonly code: 'invalid'; readonly field: string; readonly why: string }
  | { readonly code: 'busy' };

/** Changes that one record keeps; older ones leave. */
const KEPT = 200;

/** Who works on losses, and who leads; whoever is on the desk may say that something has to be looked into. */
const mayChange = (actor: PersonActor | RuleActor, to: AssetStatus): boolean =>
  actor.kind === 'rule' ? BY_RULE.has(to) : isTheirs(actor, to);

const isTheirs = (actor: PersonActor, to: AssetStatus): boolean =>
  leads(actor) || actor.roles.includes('loss-prevention') || (to === 'under-investigation' && mayEver(actor, 'note'));

/** A rule of the book: it sets aside and looks into; what is gone only people say. */
export interface RuleActor {
  readonly kind: 'rule';
  readonly id: string;
}

const GONE: ReadonlySet<AssetStatus> = new Set(['lost', 'stolen', 'recovered', 'decommissioned']);
const BY_RULE: ReadonlySet<AssetStatus> = new Set(['under-investigation', 'restricted']);
const RULE = 'rule:';
export const isByRule = ({ by }: Pick<AssetChange, 'by'>): boolean => by.id.startsWith(RULE);

export interface AssetCommand {
  readonly actor: PersonActor | RuleActor;
  readonly to: AssetStatus;
  readonly why: string;
  readonly incident?: number;
}

/** How it stands after that; the same record when it stands so already. */
export function decideAsset(
  record: AssetRecord | undefined,
  id: string,
  { actor, to, why: given, incident }: AssetCommand,
  now: Date,
): { readonly ok: true; readonly record?: AssetRecord } | { readonly ok: false; readonly refusal: AssetRefusal } {
  const from = record?.status ?? 'normal';
  const needs: readonly Role[] = [...LEADS, 'loss-prevention'];
  // What is gone, or came back, only people speak of.
  if (actor.kind === 'rule' && GONE.has(from)) return { ok: true };
  if (!mayChange(actor, to) || (from === 'decommissioned' && (actor.kind === 'rule' || !leads(actor))))
    return { ok: false, refusal: { code: 'not-permitted', needs: from === 'decommissioned' ? LEADS : needs } };
  if (to === from) return { ok: true };
  if (!NEXT[from].includes(to)) return { ok: false, refusal: { code: 'not-from-here', is: from, can: NEXT[from] } };
  const why = whole(given);
  const length = [...why].length;
  if (length === 0) return { ok: false, refusal: { code: 'invalid', field: 'why', why: 'it is empty' } };
  if (length > LIMITS.whyLength)
    return {
      ok: false,
      refusal: { code: 'invalid', field: 'why', why: `${length} characters, at most ${LIMITS.whyLength}` },
    };
  const change: AssetChange = {
    from,
    to,
    why,
    ...(actor.kind === 'rule'
      ? { by: { id: RULE + actor.id, name: `Rule ${actor.id}` }, via: 'api' as const }
      : { by: refOf(actor), via: actor.via }),
    at: now,
    ...(incident ? { incident } : {}),
  };
  return {
    ok: true,
    record: {
      id,
      status: to,
      since: now,
      history: [...(record?.history ?? []), change].slice(-KEPT),
      untold: Math.min(KEPT, (record?.untold ?? 0) + 1),
      version: record?.version ?? 0,
    },
  };
}
