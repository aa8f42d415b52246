import { z } from 'zod';
import { leads, NEEDS_A_LEAD, refOf } from '../src/incident/index.js';
import type { Clock } from '../src/ports.js';
import type { OnTestAnswer, OnTestDesk, OnTestStore } from '../src/ports-ontest.js';
import { later, parseDuration } from '../src/time.js';
import { faultsOf } from './faults.js';

export interface OnTestParts {
  readonly store: OnTestStore;
  readonly site: (id: string) => { readonly name: string } | undefined;
  readonly clock: Clock;
  /** Told when a test began, or was ended before its time. */
  readonly changed: (answer: Extract<OnTestAnswer, { ok: true }>) => Promise<void>;
}

/** A test that was forgotten must not keep a site quiet for a night and a day. */
const LONGEST_MS = 12 * 3_600_000;
const WHY_LENGTH = 200;

const span = z
  .string()
  .transform((text) => parseDuration(text.trim()) ?? 0)
  .refine((ms) => ms >= 60_000, 'Please write how long, like 30m or 2h.')
  .refine((ms) => ms <= LONGEST_MS, 'At most 12h.');

const wishSchema = z.object({
  site: z.string().min(1, 'Please choose one.').max(100),
  for: span,
  why: z.string().trim().min(3, 'Please write a few words.').max(WHY_LENGTH, `At most ${WHY_LENGTH} characters.`),
});

/** Puts sites on test. It makes alarms of property count for less, so it is for those who lead; life safety it never touches. */
export function createOnTest({ store, site, clock, changed }: OnTestParts): OnTestDesk {
  const forbidden: OnTestAnswer = { ok: false, refusal: NEEDS_A_LEAD };

  async function done(answer: Extract<OnTestAnswer, { ok: true }>): Promise<OnTestAnswer> {
    await changed(answer);
    return answer;
  }

  return {
    async begin(actor, wish) {
      if (!leads(actor)) return forbidden;
      const read = wishSchema.safeParse(wish);
      if (!read.success) return { ok: false, faults: faultsOf(read.error) };
      const { site: siteId, for: ms, why } = read.data;
      if (!site(siteId)) return { ok: false, faults: { site: 'There is no such site in the book.' } };
      const from = clock.now();
      const test = { siteId, from, until: later(from, ms), by: refOf(actor), why };
      await store.begin(test);
      return await done({ ok: true, test });
    },

    async end(actor, siteId) {
      if (!leads(actor)) return forbidden;
      const test = await store.end(siteId, { at: clock.now(), by: refOf(actor) });
      return test ? await done({ ok: true, test }) : { ok: false, missing: true };
    },
  };
}
