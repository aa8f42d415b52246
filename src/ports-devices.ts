/** When a device was heard of, and whether its silence was told. */
export interface Sighting {
  readonly device: string;
  readonly lastAt?: Date;
  /** The alarm that tells of its silence, until it is heard of again. */
  readonly silence?: { readonly alarm: string; readonly since: Date };
}

export interface SightingStore {
  /** Notes when each was heard of; an older moment changes nothing. */
  heard(devices: ReadonlyMap<string, Date>): Promise<void>;
  all(): Promise<readonly Sighting[]>;
  /** Its silence was told; one that was told already stays. */
  silent(device: string, silence: NonNullable<Sighting['silence']>): Promise<void>;
  /** It was told that this silence is over. */
  back(device: string, alarm: string): Promise<void>;
}
