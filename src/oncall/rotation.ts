/**
 * A rotation: who is on call in turn. Layers stand over each other, the later one wins where it is in force; overrides
 * stand over all of them. Everything here is plain data, and the time is always given.
 */
export interface Rotation {
  readonly id: string;
  readonly name: string;
  /** IANA. Every wall time of the rotation is on this clock. */
  readonly timezone: string;
  readonly layers: readonly Layer[];
  /** In the order in which they were given: of two that hold at once, the later one wins. */
  readonly overrides: readonly Override[];
}

export type Layer = Turns | Plan;

/** People who take turns. */
export interface Turns {
  readonly kind: 'turns';
  readonly people: readonly string[];
  /** Minutes since midnight, on the wall. */
  readonly handover: number;
  readonly every: Step;
  /** The day of the first hand-over, counted from 1970-01-01. Before it nobody of this layer is on call. */
  readonly startDay: number;
  readonly restrict?: Restriction;
}

/** Shifts written down one by one, as an imported calendar has them. In order, and none into another. */
export interface Plan {
  readonly kind: 'plan';
  readonly shifts: readonly PlanShift[];
  readonly restrict?: Restriction;
}

export interface PlanShift {
  readonly person: string;
  readonly from: Date;
  readonly to: Date;
}

/** Days are steps of the calendar, however long the day is; milliseconds are time that passes. */
export type Step = { readonly unit: 'days'; readonly days: number } | { readonly unit: 'elapsed'; readonly ms: number };

/** Minutes since midnight; `to` at or before `from` is on the next day. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** When a layer is in force: by ISO weekday on which the window begins. A day that is left out has none. */
export type Restriction = ReadonlyMap<number, Window>;

/** Somebody takes a stretch over. */
export interface Override {
  readonly person: string;
  readonly from: Date;
  readonly to: Date;
  /** Only where this person would be on call. Without it, the whole stretch, also where nobody would be. */
  readonly instead?: string;
  /** Only within this layer (0 is the first), so that layers above it still stand over it. */
  readonly layer?: number;
}

/** Who has it at an instant. */
export interface Holder {
  readonly person: string;
  /** Nothing when an override fills a gap. */
  readonly layer?: number;
  /** Whom an override put this person in the place of. */
  readonly insteadOf?: string;
}

/** Who is on call, and who comes next. */
export interface OnCall extends Holder {
  /** The rest of the layer, in the order of its turns; nobody twice, and nobody who gave this stretch away. */
  readonly next: readonly string[];
}

/** A piece of the plan, from inclusive to exclusive. Without a person it is a gap. */
export interface Shift {
  readonly from: Date;
  readonly to: Date;
  readonly holder: Holder | undefined;
}
