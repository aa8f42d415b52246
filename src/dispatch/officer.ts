/** Latitude and longitude in degrees (WGS 84), as a book writes a place. */
export type LatLon = readonly [latitude: number, longitude: number];

/**
 * How much is known of a fix: `measured` its accuracy was told, `unstated` it was not, `approximate` it was made from
 * cells or networks and is good for a district at most.
 */
export const FIX_QUALITIES = ['measured', 'unstated', 'approximate'] as const;
export type FixQuality = (typeof FIX_QUALITIES)[number];

/** Where an officer was at an instant. */
export interface Fix {
  readonly at: LatLon;
  /** By the tracker's own clock, when it was there. This counts, and never the time of arrival. */
  readonly fixedAt: Date;
  readonly receivedAt: Date;
  /** Radius in metres in which the tracker believes to be. */
  readonly accuracyM?: number;
  readonly speedKmh?: number;
  /** Id of the source in the book. */
  readonly source: string;
  readonly quality: FixQuality;
}

/** `assigned` somebody was sent and has not started; the states after it say how far they are. */
export const OFFICER_STATES = ['available', 'assigned', 'en-route', 'on-scene', 'off'] as const;
export type OfficerState = (typeof OFFICER_STATES)[number];

/** What an officer has in hand already. */
export interface Load {
  /** Live incidents that are theirs. */
  readonly incidents: number;
  /** One of them is life safety, so nobody takes them away from it. */
  readonly lifeSafety: boolean;
}

/** Somebody who can be sent. */
export interface Officer {
  readonly id: string;
  readonly name: string;
  readonly state: OfficerState;
  /** The newest one, by its own time. */
  readonly fix?: Fix;
  readonly qualifications: readonly string[];
  /** Sites that they are assigned to. */
  readonly sites: readonly string[];
  /** What a rotation says; unknown where none names them. */
  readonly onShift?: boolean;
  readonly load: Load;
}

/** Holder of the keys of a site, as a qualification of the book. */
export const keysOf = (siteId: string): string => `keys:${siteId}`;

/** Has a car at hand, as a qualification of the book. */
export const VEHICLE = 'vehicle';
