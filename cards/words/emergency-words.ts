/** What is said about calling the emergency services, and to them. */
export interface EmergencyWords {
  proposed(name: string, phone: string): string;
  /** `reference` may be empty. */
  called(name: string, at: string, by: string, reference: string): string;
  readonly read: string;
  script(facts: {
    readonly caller: string;
    readonly what: string;
    readonly site: string;
    readonly address: string | undefined;
    readonly zone: string | undefined;
    readonly time: string;
    readonly avs: number;
    readonly personSeen: boolean;
    readonly seen?: string;
    /** Of ours, on the way or there. */
    readonly officers: number;
    readonly covert: boolean;
  }): string;
}
