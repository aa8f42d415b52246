import { type Arrival, arrivalOf } from './arrival.js';
import { keysOf, type LatLon, type Officer, VEHICLE } from './officer.js';
import type { Exclusion, RankReason } from './reason.js';
import { DEFAULT_DISPATCH, type DispatchRules } from './rules.js';

/** Who is looked for. */
export interface Need {
  /** Of the book; left out when nobody knows where it is. */
  readonly siteId?: string;
  readonly at?: LatLon;
  /** The book names somebody who holds the keys of the site, so coming without them has its price. */
  readonly keysCount: boolean;
  /** Without each of these nobody is sent. */
  readonly required: readonly string[];
  readonly excluded: ReadonlyMap<string, Exclusion>;
  readonly lifeSafety: boolean;
}

/** An officer in a ranking, with all that put them there. */
export interface Ranked {
  readonly officer: Officer;
  readonly eligible: boolean;
  /** What speaks against sending them first, then the weightiest facts. */
  readonly reasons: readonly RankReason[];
  /** Seconds. Left out when nobody knows where they are. */
  readonly etaS?: number;
  /** Metres as the crow flies. */
  readonly distanceM?: number;
}

interface Asked {
  readonly need: Need;
  readonly now: Date;
  readonly rules: DispatchRules;
}

interface Placed {
  readonly ranked: Ranked;
  readonly group: number;
  /** Seconds that decide within a group: the arrival, and what else has its price. */
  readonly cost: number;
  readonly radiusM: number;
}

/** Without a fix, seconds that only order: who belongs to the site before who does not, and then by shift. */
const ELSEWHERE_S = 3_600;
const SHIFT_S = { on: 0, unknown: 600, off: 1_200 } as const;

/**
 * All officers, best first: those who can be sent by when they could be there, then those whose whereabouts nobody knows,
 * then those who cannot be sent, and last those who are not to be asked. Where an officer stands rests on them alone, so
 * nobody's coming or going changes the order of the others. Ties go by id.
 */
export function rank(
  need: Need,
  officers: readonly Officer[],
  now: Date,
  rules: DispatchRules = DEFAULT_DISPATCH,
): Ranked[] {
  const asked: Asked = { need, now, rules };
  return officers
    .map((officer) => place(asked, officer))
    .sort(before)
    .map(({ ranked }) => ranked);
}

function before(a: Placed, b: Placed): number {
  if (a.group !== b.group) return a.group - b.group;
  if (a.cost !== b.cost) return a.cost - b.cost;
  if (a.radiusM !== b.radiusM) return a.radiusM - b.radiusM;
  return a.ranked.officer.id < b.ranked.officer.id ? -1 : 1;
}

function place(asked: Asked, officer: Officer): Placed {
  const { need, now, rules } = asked;
  const eligible = isEligible(need, officer);
  const hasVehicle = officer.qualifications.includes(VEHICLE);
  const arrival = officer.fix && need.at && arrivalOf(officer.fix, hasVehicle, need.at, now, rules);
  return {
    ranked: new RankedOfficer(officer, eligible, arrival, asked),
    group: need.excluded.has(officer.id) ? 4 : (eligible ? 0 : 2) + (arrival ? 0 : 1),
    cost: (arrival?.etaS ?? standIn(need, officer)) + priceOf(need, officer, rules),
    radiusM: arrival?.radiusM ?? 0,
  };
}

/** One shape for all ten thousand, and the reasons made when somebody reads them: a card shows a few. */
class RankedOfficer implements Ranked {
  declare readonly etaS?: number;
  declare readonly distanceM?: number;
  readonly #arrival: Arrival | undefined;
  readonly #asked: Asked;

  constructor(
    readonly officer: Officer,
    readonly eligible: boolean,
    arrival: Arrival | undefined,
    asked: Asked,
  ) {
    this.#arrival = arrival;
    this.#asked = asked;
    if (arrival) {
      this.etaS = arrival.etaS;
      this.distanceM = arrival.distanceM;
    }
  }

  get reasons(): readonly RankReason[] {
    const { need, now, rules } = this.#asked;
    return reasonsOf(need, this.officer, this.#arrival, now, rules);
  }
}

const isEligible = (need: Need, { id, state, qualifications, load }: Officer): boolean =>
  !need.excluded.has(id) &&
  state !== 'off' &&
  !load.lifeSafety &&
  (need.lifeSafety || !isBusy(state)) &&
  need.required.every((each) => qualifications.includes(each));

type BusyState = Exclude<Officer['state'], 'available' | 'off'>;
const isBusy = (state: Officer['state']): state is BusyState => state !== 'available' && state !== 'off';

/** Seconds for whom nobody knows the whereabouts of. They order, and are shown to nobody. */
function standIn({ siteId }: Need, { sites, onShift }: Officer): number {
  const here = siteId !== undefined && sites.includes(siteId);
  const shift = onShift === undefined ? SHIFT_S.unknown : onShift ? SHIFT_S.on : SHIFT_S.off;
  return (here ? 0 : ELSEWHERE_S) + shift;
}

/** What counts beside the arrival, in seconds. */
function priceOf(need: Need, officer: Officer, rules: DispatchRules): number {
  const keys = need.keysCount && !holdsKeys(need, officer) ? rules.withoutKeysMs : 0;
  const load = need.lifeSafety ? 0 : officer.load.incidents * rules.perIncidentMs;
  const away = need.lifeSafety && isBusy(officer.state) ? rules.takenAwayMs : 0;
  return (keys + load + away) / 1_000;
}

const holdsKeys = ({ siteId }: Need, { qualifications }: Officer): boolean =>
  siteId !== undefined && qualifications.includes(keysOf(siteId));

function reasonsOf(
  need: Need,
  officer: Officer,
  arrival: Arrival | undefined,
  now: Date,
  rules: DispatchRules,
): RankReason[] {
  const where = arrival ? seen(officer, arrival, rules) : unseen(need, officer, now);
  return [...obstacles(need, officer), ...where, ...facts(need, officer)];
}

function obstacles(need: Need, { id, state, qualifications, load }: Officer): RankReason[] {
  const found: RankReason[] = [];
  const excluded = need.excluded.get(id);
  if (excluded) found.push({ code: 'excluded', why: excluded });
  if (state === 'off') found.push({ code: 'off-duty' });
  const lacks = need.required.filter((each) => !qualifications.includes(each));
  if (lacks.length > 0) found.push({ code: 'lacks', qualifications: lacks });
  if (load.lifeSafety) found.push({ code: 'on-life-safety' });
  else if (isBusy(state) && !need.lifeSafety) found.push({ code: 'busy', state });
  return found;
}

function seen({ fix }: Officer, arrival: Arrival, rules: DispatchRules): RankReason[] {
  const found: RankReason[] = [
    { code: 'distance', metres: arrival.distanceM },
    { code: 'fix', ageMs: arrival.ageMs, stale: arrival.ageMs >= rules.staleAfterMs },
  ];
  if (arrival.accuracyM > rules.inaccurateM) found.push({ code: 'inaccurate', metres: arrival.accuracyM });
  if (arrival.rolling && fix?.speedKmh !== undefined) found.push({ code: 'rolling', kmh: fix.speedKmh });
  return found;
}

function unseen({ at }: Need, { fix, onShift }: Officer, now: Date): RankReason[] {
  const where: RankReason = !fix
    ? { code: 'no-fix' }
    : at
      ? { code: 'old-fix', ageMs: now.getTime() - fix.fixedAt.getTime() }
      : { code: 'no-place' };
  return onShift === undefined ? [where] : [where, { code: onShift ? 'on-shift' : 'off-shift' }];
}

function facts(need: Need, officer: Officer): RankReason[] {
  const { sites, qualifications, state, load } = officer;
  const found: RankReason[] = [];
  if (holdsKeys(need, officer)) found.push({ code: 'keys' });
  else if (need.keysCount) found.push({ code: 'no-keys' });
  if (need.siteId !== undefined && sites.includes(need.siteId)) found.push({ code: 'assigned-here' });
  const useful = need.required.filter((each) => qualifications.includes(each));
  if (useful.length > 0) found.push({ code: 'qualified', qualifications: useful });
  if (need.lifeSafety && isBusy(state) && !load.lifeSafety) found.push({ code: 'taken-away', from: state });
  if (load.incidents > 0) found.push({ code: 'load', incidents: load.incidents });
  return found;
}
