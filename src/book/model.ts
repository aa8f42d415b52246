import { z } from 'zod';
import { language } from './people.js';

const taken = z.boolean().default(true);

/**
 * What a language model is asked, when there is one (`OPENAI_API_KEY`). Left out, nothing personal leaves the house.
 * PINs, card and account numbers and addresses with a login in them never do, whatever stands here.
 */
export const model = z
  .strictObject({
    /** Of all instances, from midnight to midnight of the organisation. 0: the model is never asked. */
    dailyTokens: z.int().min(0).max(100_000_000).default(200_000),
    /** Questions under way at once, of one instance. */
    atOnce: z.int().min(1).max(20).default(2),
    /** What is taken out of texts before they leave; `values` is what assets are worth. */
    redact: z.strictObject({ plates: taken, names: taken, phones: taken, mails: taken, values: taken }).prefault({}),
    /** It writes the first paragraph of reports for clients, out of their figures, which then leave the house. */
    reports: z.boolean().default(false),
    /** The language that it answers in; the organisation's own when left out. */
    language: language.optional(),
  })
  .prefault({});
