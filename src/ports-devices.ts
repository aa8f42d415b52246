/** When a device was heard of, and whether its silence was told. */
export interface Sighting {
  readonly device: string;
  /** Since when it is listened for. */
  readonly askedAt: Date;
  readonly lastAt?: Date;
  /** The alarm that tells of its silence, until it is heard of again. */
  readonly silence?: { readonly alarm: string; readonly since: Date };
}

export interface SightingStore {
  /** Notes when each was heard of last. */
  heard(devices: ReadonlyMap<string, Date>): Promise<void>;
  all(): Promise<readonly Sighting[]>;
  /** From now on they are listened for; those that are already stay as they are. */
  ask(devices: readonly string[], at: Date): Promise<void>;
  /** Nobody listens for them any more. */
  forget(devices: readonly string[]): Promise<void>;
  /** Its silence was told; one that was told already stays. */
  silent(device: string, silence: NonNullable<Sighting['silence']>): Promise<void>;
  /** It was told that this silence is over. */
  back(device: string, alarm: string): Promise<void>;
}
