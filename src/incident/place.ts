import type { Money } from './money.js';

/** Where it is, with the names as they were when the incident opened. */
export interface Place {
  readonly siteId: string;
  readonly siteName: string;
  readonly address?: string;
  /** IANA zone of the site; times on the card are local to it. */
  readonly timezone: string;
  readonly clientId?: string;
  readonly clientName?: string;
  readonly zoneId?: string;
  readonly zoneName?: string;
  /** Who is called for help there, and in whose name. */
  readonly psap?: { readonly name: string; readonly phone: string; readonly caller: string };
  /** What the detector calls the place, when the book does not have it. */
  readonly named?: string;
}

/** A device that spoke, with its name as people know it. */
export interface DeviceRef {
  readonly id: string;
  readonly name: string;
}

/** How an asset stands. */
export const ASSET_STATUSES = [
  'normal',
  'under-investigation',
  'lost',
  'stolen',
  'restricted',
  'recovered',
  'decommissioned',
] as const;
export type AssetStatus = (typeof ASSET_STATUSES)[number];

/** An asset exposed in the zone of the incident. */
export interface AssetRef {
  readonly id: string;
  readonly name: string;
  readonly worth: Money;
  /** 0–1. */
  readonly criticality: number;
  /** 0–1. */
  readonly vulnerability: number;
  readonly highValue: boolean;
  /** Of the inventory: `display-case`. */
  readonly class?: string;
  /** Normal when left out. */
  readonly status?: AssetStatus;
}

/** A channel that shows the incident's card. */
export interface Destination {
  readonly surface: 'slack' | 'teams';
  /** The surface's own address: a Slack channel id, a Teams conversation. */
  readonly to: string;
  /** What the book calls it; shown in the console. */
  readonly name: string;
  readonly audience: 'team' | 'client';
  /** Who is mentioned when the first card is posted; `none` unless the book says so for the band. */
  readonly mention: 'none' | 'here' | 'channel';
  /** ISO 639-1; English when left out. */
  readonly language?: string;
  /** What a client does not see there, by the book. */
  readonly hides?: readonly Hidden[];
  /** Id in the book of the one whose own chat it is: the card alone stands there, and calls nobody else. */
  readonly person?: string;
}

/** Names of our people, pictures, and what detectors say in their own words. */
export const HIDDEN = ['names', 'pictures', 'words'] as const;
export type Hidden = (typeof HIDDEN)[number];

export const destinationKey = (destination: Pick<Destination, 'surface' | 'to'>): string =>
  `${destination.surface}:${destination.to}`;
