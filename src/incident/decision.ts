import type { IncidentEvent } from './event.js';
import type { Refusal } from './refusal.js';

export type Decision =
  | { readonly ok: true; readonly events: readonly IncidentEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

export const yes = (...events: IncidentEvent[]): Decision => ({ ok: true, events });
export const no = (refusal: Refusal): Decision => ({ ok: false, refusal });

/** Bounds of what people write and ask. */
export const LIMITS = { noteLength: 2_000, whyLength: 500, referenceLength: 80, snoozeMs: 8 * 3_600_000 } as const;

/** Without space around it, and with half a character (a lone surrogate) made whole: such text cannot be hashed. */
export const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd').trim();

export function textProblem(field: string, text: string, limit: number): Decision | undefined {
  const length = [...text].length;
  if (length === 0) return no({ code: 'invalid', field, why: 'it is empty' });
  if (length > limit) return no({ code: 'invalid', field, why: `${length} characters, at most ${limit}` });
  return undefined;
}
