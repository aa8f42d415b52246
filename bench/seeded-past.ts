import { DateTime } from 'luxon';
import type { Book } from '../src/book/book.js';
import { digest, sha256 } from '../src/digest.js';
import type {
  Actor,
  Command,
  Disposition,
  FalseAlarmCause,
  Incident,
  Kind,
  LossMethod,
  LossRecord,
  PersonActor,
  ShrinkCategory,
  Signal,
} from '../src/incident/index.js';
import { apply, decide, refOf } from '../src/incident/index.js';
import { createOpenings } from '../src/openings.js';
import { createPlanning } from '../src/planning.js';
import { later } from '../src/time.js';
import type { Dice } from './faults/dice.js';

export interface PastParts {
  readonly book: Book;
  readonly dice: Dice;
  readonly from: Date;
  readonly to: Date;
  readonly count: number;
}

const MINUTE_MS = 60_000;

/** How often each kind of thing happens in shops and depots, by the hour of the day. Made up, within reason. */
const KINDS: readonly { readonly kind: Kind; readonly weight: number; readonly hours: 'open' | 'night' | 'any' }[] = [
  { kind: 'shoplifting', weight: 30, hours: 'open' },
  { kind: 'pos-exception', weight: 12, hours: 'open' },
  { kind: 'motion', weight: 20, hours: 'night' },
  { kind: 'forced-door', weight: 8, hours: 'night' },
  { kind: 'door-held', weight: 10, hours: 'any' },
  { kind: 'loitering', weight: 6, hours: 'any' },
  { kind: 'theft', weight: 5, hours: 'open' },
  { kind: 'vandalism', weight: 4, hours: 'night' },
  { kind: 'device-offline', weight: 4, hours: 'any' },
  { kind: 'panic', weight: 1, hours: 'open' },
];
const ENDS: readonly (readonly [Disposition, number])[] = [
  ['confirmed', 30],
  ['false-alarm', 45],
  ['undetermined', 12],
  ['prevented', 8],
  ['test', 3],
  ['duplicate', 2],
];
const CAUSES: readonly FalseAlarmCause[] = ['user-error', 'equipment', 'environment', 'animal', 'authorised-person'];
const GOODS = ['Perfume', 'Razor blades', 'Handbag', 'Headphones', 'Spirits', 'Jacket', 'Phone', 'Cosmetics'] as const;
const METHODS: readonly LossMethod[] = ['concealment', 'concealment', 'grab-and-run', 'push-out', 'ticket-switch'];
const LOSES: ReadonlySet<Kind> = new Set(['shoplifting', 'pos-exception', 'theft', 'vandalism', 'forced-door']);

/** Incidents of the past, the oldest first: each reported, taken, closed and archived by the rules of the domain itself. */
export function* createPast({ book, dice, from, to, count }: PastParts): Generator<Incident> {
  let now = from;
  const clock = { now: () => now };
  const nobody = { surfaces: new Set<never>(), isDown: () => false, onCall: () => undefined };
  const planning = createPlanning({
    ...nobody,
    book: () => book,
    digest,
    ranking: async () => [],
    ways: () => ({ chatId: () => undefined, sms: false, voice: false, email: false, optedOut: () => false }),
  });
  const openings = createOpenings({
    book: () => book,
    clock,
    digest,
    surfaces: nobody.surfaces,
    planning,
    onTest: () => false,
  });
  const people = book.data.people.map(
    ({ id, name, roles }): PersonActor => ({ kind: 'person', id, name, roles, via: 'console' }),
  );
  const places = book.data.sites.flatMap(({ id, timezone = book.data.organisation.timezone, zones }) =>
    zones.map((zone) => ({ siteId: id, zoneId: zone.id, timezone, busy: 0.3 + dice.roll() })),
  );
  if (people.length === 0 || places.length === 0) throw new Error('the book has nobody, or no zones, to have a past');
  const step = (to.getTime() - from.getTime()) / count;

  for (let number = 1; number <= count; number++) {
    const kind = weighted(dice, KINDS, ({ weight }) => weight);
    const place = weighted(dice, places, ({ busy }) => busy);
    const day = later(from, (number - 1) * step);
    now = season(dice, day, kind.hours, place.timezone, to);
    yield lived(number, kind.kind, place);
  }

  function lived(number: number, kind: Kind, { siteId, zoneId }: { siteId: string; zoneId: string }): Incident {
    const id = `i-past-${number}`;
    const signal: Signal = {
      id: `s-past-${number}`,
      source: 'generic',
      key: `past-${number}`,
      kind,
      occurredAt: now,
      receivedAt: now,
      siteId,
      zoneId,
      assetIds: [],
      subject: `${kind} ${number}`,
      details: '',
      media: [],
      validation: { person: false, video: dice.roll() < 0.5 },
      flags: [],
      covert: false,
      rawSha256: sha256(id),
      keptSha256: sha256(id),
    };
    let incident = obeyed(id, undefined, { ...openings.report([signal], `b-${number}`, 0), number });
    const somebody = people[dice.between(0, people.length - 1)];
    if (!somebody) return incident;
    const who = leadOf(somebody);
    // Most are taken in minutes, some in an hour.
    now = later(now, skewed(dice, 3 * MINUTE_MS));
    incident = obeyed(id, incident, { type: 'claim', actor: who });
    if (dice.roll() < 0.3) {
      const officer = { who: refOf(who), because: 'near', best: true, recipients: { reach: [], none: [] } };
      now = later(now, MINUTE_MS);
      incident = obeyed(id, incident, { type: 'dispatch', actor: who, officer });
      for (const answer of ['accepted', 'en-route', 'on-scene', 'clear'] as const) {
        now = later(now, skewed(dice, 4 * MINUTE_MS));
        incident = obeyed(id, incident, { type: 'respond', actor: who, who: refOf(who), answer });
      }
    }
    const [disposition] = weighted(dice, ENDS, ([, weight]) => weight);
    const lost = LOSES.has(kind) && (disposition === 'confirmed' || disposition === 'prevented');
    if (lost) incident = obeyed(id, incident, { type: 'loss', actor: who, loss: lossOf(dice, disposition, book) });
    now = later(now, skewed(dice, 20 * MINUTE_MS));
    const cause =
      disposition === 'false-alarm' ? { cause: CAUSES[dice.between(0, CAUSES.length - 1)] ?? 'unknown' } : {};
    incident = obeyed(id, incident, { type: 'resolve', actor: who, disposition, ...cause, note: '', skip: 'made up' });
    now = later(now, 14 * 86_400_000);
    return now < to ? obeyed(id, incident, { type: 'archive', actor: { kind: 'system', id: 'archive' } }) : incident;
  }

  function obeyed(id: string, incident: Incident | undefined, command: Command & { readonly actor: Actor }): Incident {
    const decision = decide(incident?.state, command, now);
    if (!decision.ok) throw new Error(`${id}: ${command.type} was refused: ${JSON.stringify(decision.refusal)}`);
    return { ...apply(id, incident, decision.events, { actor: command.actor, now, digest }), owed: [], calls: [] };
  }
}

/** Whoever leads may skip what a procedure asks. */
const leadOf = (person: PersonActor): PersonActor => ({ ...person, roles: ['supervisor'] });

/** A time of the day at which such a thing happens, more of them before Christmas and on Saturdays. */
function season(dice: Dice, day: Date, hours: 'open' | 'night' | 'any', zone: string, to: Date): Date {
  const local = DateTime.fromJSDate(day, { zone });
  const shifted = dice.roll() < 0.15 ? local.plus({ days: 6 - local.weekday }) : local;
  const hour = { open: 10 + dice.between(0, 9), night: (21 + dice.between(0, 8)) % 24, any: dice.between(0, 23) }[
    hours
  ];
  const at = shifted.set({ hour, minute: dice.between(0, 59), second: dice.between(0, 59) }).toJSDate();
  return at < to ? at : later(to, -dice.between(1, 60) * MINUTE_MS);
}

/** Many short ones and a few long ones. */
const skewed = (dice: Dice, typicalMs: number): number =>
  Math.round(typicalMs * Math.min(20, Math.exp((dice.roll() + dice.roll() + dice.roll() - 1.5) * 2)));

function lossOf(dice: Dice, disposition: Disposition, book: Book): LossRecord {
  const lines = Array.from({ length: dice.between(1, 3) }, () => ({
    item: dice.pick(GOODS) ?? 'Goods',
    quantity: dice.between(1, 4),
    unit: dice.between(500, 25_000),
  }));
  const direct = lines.reduce((sum, { quantity, unit }) => sum + quantity * unit, 0);
  const categories: readonly ShrinkCategory[] = [
    'external_theft',
    'external_theft',
    'orc',
    'internal_theft',
    'process_control',
    'unknown',
  ];
  return {
    category: disposition === 'prevented' ? 'prevented' : (dice.pick(categories) ?? 'unknown'),
    basis: 'cost',
    ...(dice.roll() < 0.6 ? { method: dice.pick(METHODS) ?? 'other' } : {}),
    currency: book.data.organisation.currency,
    lines,
    secondary: dice.roll() < 0.2 ? [{ what: 'man-hours', amount: dice.between(2_000, 15_000) }] : [],
    recovered: dice.roll() < 0.25 && disposition !== 'prevented' ? Math.floor(direct * dice.roll()) : 0,
  };
}

function weighted<T>(dice: Dice, from: readonly T[], weightOf: (each: T) => number): T {
  let left = dice.roll() * from.reduce((sum, each) => sum + weightOf(each), 0);
  for (const each of from) {
    left -= weightOf(each);
    if (left <= 0) return each;
  }
  const [last] = from.slice(-1);
  if (last === undefined) throw new Error('nothing to choose from');
  return last;
}
