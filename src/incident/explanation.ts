import type { Band } from './assessment.js';

/** What a machine may say that an alarm is. Closed; anything else it says is thrown away. */
export const CLASSIFICATIONS = [
  'likely-real',
  'possibly-real',
  'likely-false',
  'equipment',
  'needs-a-look',
  'undetermined',
] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

/** What a language model said of an incident: plain, bounded text that was checked before it came here. */
export interface Explanation {
  /** Two sentences for the responder; at most 400 characters. */
  readonly summary: string;
  readonly classification: Classification;
  /** At most five, of at most 200 characters each. */
  readonly actions: readonly string[];
  /** What would confirm it or rule it out; at most five, of at most 200 characters each. */
  readonly checks: readonly string[];
  /** 0–1, the model's own. */
  readonly confidence: number;
  /** It asks for the next band up. Never down. */
  readonly raise?: { readonly to: Band; readonly why: string };
  /** Name of the model, as it is asked for. */
  readonly model: string;
}
