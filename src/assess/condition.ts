import type { AvsLevel, Band, Kind, PlanReason } from '../incident/index.js';
import { bandRank } from '../incident/index.js';

/** What a rule of the book asks of an incident. All that is given has to hold; nothing given holds always. */
export interface Condition {
  readonly any?: readonly Condition[] | undefined;
  readonly all?: readonly Condition[] | undefined;
  readonly not?: Condition | undefined;
  readonly band?: { readonly is: Band; readonly orAbove: boolean } | undefined;
  readonly avs?: { readonly is: AvsLevel; readonly orAbove: boolean } | undefined;
  readonly lifeSafety?: boolean | undefined;
  readonly covert?: boolean | undefined;
  readonly kinds?: readonly Kind[] | undefined;
  readonly sites?: readonly string[] | undefined;
  readonly zones?: readonly string[] | undefined;
  readonly clients?: readonly string[] | undefined;
  readonly closed?: boolean | undefined;
  /** Local to the site; may pass midnight. */
  readonly hours?: { readonly text: string; readonly from: number; readonly to: number } | undefined;
  readonly highValue?: boolean | undefined;
  /** Minor units; holds once a loss of so much is on record. */
  readonly loss?: number | undefined;
}

/** What a condition looks at. */
export interface Facts {
  readonly band: Band;
  readonly avs: AvsLevel;
  readonly lifeSafety: boolean;
  readonly covert: boolean;
  readonly kinds: readonly Kind[];
  readonly siteId: string;
  readonly siteName: string;
  readonly zoneId?: string | undefined;
  readonly zoneName?: string | undefined;
  readonly clientId?: string | undefined;
  readonly clientName?: string | undefined;
  /** The site was closed when it happened. */
  readonly closed: boolean;
  /** Minutes since midnight on the wall clock of the site. */
  readonly minutes: number;
  readonly highValue: boolean;
  readonly loss?: number | undefined;
}

/** Why the condition holds; `undefined` when it does not. */
export function meets(condition: Condition, facts: Facts): readonly PlanReason[] | undefined {
  const { any, all, not, ...own } = condition;
  const reasons: PlanReason[] = [];
  for (const test of Object.keys(own) as (keyof typeof TESTS)[]) {
    if (own[test] === undefined) continue;
    const found = TESTS[test](own as never, facts);
    if (found === undefined) return undefined;
    reasons.push(...found);
  }
  for (const each of all ?? []) {
    const found = meets(each, facts);
    if (!found) return undefined;
    reasons.push(...found);
  }
  if (any) {
    const found = any.map((each) => meets(each, facts)).filter((each) => each !== undefined);
    if (found.length === 0) return undefined;
    reasons.push(...found.flat());
  }
  if (not && meets(not, facts)) return undefined;
  return reasons;
}

type Own = Omit<Condition, 'any' | 'all' | 'not'>;
type Test<K extends keyof Own> = (own: Required<Pick<Own, K>>, facts: Facts) => readonly PlanReason[] | undefined;

const when = (holds: boolean, ...reasons: PlanReason[]): readonly PlanReason[] | undefined =>
  holds ? reasons : undefined;

const TESTS: { readonly [K in keyof Own]-?: Test<K> } = {
  band: ({ band }, facts) =>
    band &&
    when(band.orAbove ? bandRank(facts.band) >= bandRank(band.is) : facts.band === band.is, {
      code: 'band',
      band: facts.band,
    }),
  avs: ({ avs }, facts) =>
    avs && when(avs.orAbove ? facts.avs >= avs.is : facts.avs === avs.is, { code: 'avs', level: facts.avs }),
  lifeSafety: ({ lifeSafety }, facts) =>
    when(facts.lifeSafety === lifeSafety, ...(lifeSafety ? [{ code: 'life-safety' } as const] : [])),
  covert: ({ covert }, facts) => when(facts.covert === covert, ...(covert ? [{ code: 'covert' } as const] : [])),
  kinds: ({ kinds }, facts) => {
    const kind = facts.kinds.find((each) => kinds?.includes(each));
    return kind && [{ code: 'kind', kind }];
  },
  sites: ({ sites }, facts) => when(sites?.includes(facts.siteId) === true, { code: 'place', name: facts.siteName }),
  zones: ({ zones }, facts) =>
    when(facts.zoneId !== undefined && zones?.includes(facts.zoneId) === true, {
      code: 'place',
      name: facts.zoneName ?? facts.siteName,
    }),
  clients: ({ clients }, facts) =>
    when(facts.clientId !== undefined && clients?.includes(facts.clientId) === true, {
      code: 'place',
      name: facts.clientName ?? facts.siteName,
    }),
  closed: ({ closed }, facts) => when(facts.closed === closed, { code: closed ? 'closed' : 'open' }),
  hours: ({ hours }, facts) => hours && when(within(facts.minutes, hours), { code: 'hours', hours: hours.text }),
  highValue: ({ highValue }, facts) =>
    when(facts.highValue === highValue, ...(highValue ? [{ code: 'assets' } as const] : [])),
  loss: ({ loss }, facts) => when(facts.loss !== undefined && facts.loss >= (loss ?? 0)),
};

const within = (minutes: number, { from, to }: { from: number; to: number }): boolean =>
  from < to ? minutes >= from && minutes < to : minutes >= from || minutes < to;
