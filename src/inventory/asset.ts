import type { AssetStatus, Money, PersonRef, Via } from '../incident/index.js';

/** Something of worth: a display case, a server, a pallet; one of many of its sort, when `quantity` says so. */
export interface Asset {
  readonly id: string;
  readonly name: string;
  readonly siteId: string;
  readonly zoneId?: string;
  readonly class: string;
  /** What stands on it: a barcode, an RFID tag; by it an alarm can name it. */
  readonly tag?: string;
  readonly unitCost: Money;
  readonly quantity: number;
  /** 0–1: how much depends on it. */
  readonly criticality: number;
  /** 0–1: how easily it is had. */
  readonly vulnerability: number;
  readonly highValue: boolean;
  /** Id of the person who answers for it. */
  readonly custodian?: string;
}

/** One change of its status. */
export interface AssetChange {
  readonly from: AssetStatus;
  readonly to: AssetStatus;
  readonly why: string;
  readonly by: PersonRef;
  readonly via: Via;
  readonly at: Date;
  /** Number of the incident that it belongs to. */
  readonly incident?: number;
}

/** How an asset stands. One without a record is normal. */
export interface AssetRecord {
  readonly id: string;
  readonly status: AssetStatus;
  readonly since: Date;
  /** The newest last. */
  readonly history: readonly AssetChange[];
  /** Changes that live incidents were not told of yet: of the newest so many. */
  readonly untold: number;
  /** Counts the saves; a save of an old version is refused by the store. */
  readonly version: number;
}
