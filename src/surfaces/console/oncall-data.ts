import type { Cover, Rotation, Shift } from '../../oncall/index.js';
import { coverAt, instantOf, members, onCall, shifts, wallAt } from '../../oncall/index.js';
import type { Clock } from '../../ports.js';
import type { CoverStore, Covers, Roster } from '../../ports-oncall.js';
import type { Choice } from './board-data.js';

export interface OnCallParts {
  readonly roster: Roster;
  readonly covers: Covers;
  readonly coverStore: Pick<CoverStore, 'within'>;
  readonly clock: Clock;
  readonly people: () => readonly Choice[];
  /** The path of the calendar of a rotation or a person, with its token. */
  readonly feedOf: (name: string) => string;
}

/** Days that the strip shows, today first. */
const DAYS = 14;

/** A part of a shift within one day. */
export interface Piece {
  readonly from: Date;
  readonly to: Date;
  readonly person: string | undefined;
  /** Where in the day, in thousandths of it. */
  readonly at: number;
  readonly length: number;
}

export interface Day {
  /** Noon of it, so that its date reads the same wherever it is shown. */
  readonly noon: Date;
  readonly pieces: readonly Piece[];
}

export interface RotationView {
  readonly rotation: Rotation;
  readonly now: Shift | undefined;
  /** Who would be asked after who has it. */
  readonly next: readonly string[];
  /** The next shift that somebody else has. */
  readonly after: Shift | undefined;
  readonly days: readonly Day[];
  readonly members: readonly string[];
  readonly offered: readonly Cover[];
  /** The next shift of who looks at it. */
  readonly mine: Shift | undefined;
}

export interface OnCallData {
  readonly now: Date;
  readonly me: string;
  readonly rotations: readonly RotationView[];
  /** Everybody who takes turns in any of them. */
  readonly people: readonly string[];
  readonly nameOf: (person: string) => string;
  readonly feedOf: (name: string) => string;
}

/** Everything that the page shows, at one moment. */
export async function onCallData(parts: OnCallParts, me: string): Promise<OnCallData> {
  const now = parts.clock.now();
  // The last day shown ends at its own midnight, wherever that is.
  const until = new Date(now.getTime() + (DAYS + 1) * 86_400_000);
  const rotations = await parts.roster.rotations(now, until);
  const open = (await parts.coverStore.within(now, new Date(now.getTime() + 366 * 86_400_000))).filter(
    (cover) => coverAt(cover, now).status === 'offered',
  );
  const names = new Map(parts.people().map(({ id, name }) => [id, name]));
  return {
    now,
    me,
    rotations: rotations.map((rotation) => viewOf(rotation, open, me, now, until)),
    people: [...new Set(rotations.flatMap(members))],
    nameOf: (person) => names.get(person) ?? person,
    feedOf: parts.feedOf,
  };
}

function viewOf(rotation: Rotation, open: readonly Cover[], me: string, now: Date, until: Date): RotationView {
  const first = wallAt(rotation.timezone, now.getTime()).day;
  const today = new Date(instantOf(rotation.timezone, first, 0));
  const laid = shifts(rotation, today, until);
  const current = laid.find(({ from, to }) => from <= now && now < to);
  return {
    rotation,
    now: current,
    next: onCall(rotation, now)?.next ?? [],
    after: laid.find(({ from, holder }) => from > now && holder && holder.person !== current?.holder?.person),
    days: Array.from({ length: DAYS }, (_, index) => dayOf(rotation.timezone, first + index, laid)),
    members: members(rotation),
    offered: open.filter((cover) => cover.rotation === rotation.id),
    mine: laid.find(({ to, holder }) => to > now && holder?.person === me),
  };
}

function dayOf(zone: string, day: number, laid: readonly Shift[]): Day {
  const [begin, end] = [instantOf(zone, day, 0), instantOf(zone, day + 1, 0)];
  const share = (ms: number): number => Math.round((ms / (end - begin)) * 1_000);
  const pieces = laid.flatMap(({ from, to, holder }): Piece[] => {
    const [start, stop] = [Math.max(begin, from.getTime()), Math.min(end, to.getTime())];
    if (start >= stop) return [];
    const place = { at: share(start - begin), length: share(stop - start) };
    return [{ from: new Date(start), to: new Date(stop), person: holder?.person, ...place }];
  });
  return { noon: new Date(instantOf(zone, day, 720)), pieces };
}

/** Who is on call, for the strip of the board. */
export interface OnDuty {
  readonly rotation: string;
  readonly person: string | undefined;
}

export async function onDuty({ roster, clock, people }: OnCallParts): Promise<OnDuty[]> {
  const now = clock.now();
  const names = new Map(people().map(({ id, name }) => [id, name]));
  return (await roster.rotations(now, now)).map((rotation) => {
    const person = onCall(rotation, now)?.person;
    return { rotation: rotation.name, person: person === undefined ? undefined : (names.get(person) ?? person) };
  });
}
