import { z } from 'zod';
import { BANDS } from '../incident/index.js';
import { CLIENT_CHARTS } from '../report/index.js';
import { language } from './people.js';
import { currency, duration, id, phone, share, zone } from './values.js';

/** Who pays for it: their brand, their people, and what their contract promises. */

/** One line of text that people see. */
const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cf}<>"@]*$/u, 'one line, without < > " @');

const brand = z.strictObject({
  /** A file beside the book: SVG, PNG or JPEG. */
  logo: z.string().optional(),
  colour: z
    .string()
    .regex(/^#[0-9A-Fa-f]{6}$/, 'a colour is written #0B5FFF')
    .optional(),
  /** Above each page, and as whom a mail comes from; the organisation when left out. */
  header: line(80).optional(),
  sender: line(80).optional(),
  footer: z.string().max(150).optional(),
});

const contact = z.strictObject({
  name: z.string(),
  email: z.email(),
  /** A file beside the book: the certificate (PEM) to which mails are encrypted (S/MIME). */
  certificate: z.string().optional(),
  /** Takes the passphrase of an encrypted PDF by text message. */
  phone: phone.optional(),
  receives: z.array(z.enum(['reports'])).default([]),
});

const contract = z.strictObject({
  reports: z
    .array(
      z.strictObject({
        kind: z.enum(['daily', 'weekly', 'monthly']),
        charts: z.array(z.enum(CLIENT_CHARTS)).default([]),
        language: language.optional(),
      }),
    )
    .default([]),
  sla: z.array(z.strictObject({ band: z.enum(BANDS), respond: duration, share })).default([]),
  highlight: z.strictObject({ band: z.enum(BANDS) }).optional(),
});

export const client = z.strictObject({
  id,
  name: z.string().min(1),
  timezone: zone.optional(),
  language: language.optional(),
  currency: currency.optional(),
  brand: brand.optional(),
  contacts: z.array(contact).max(50).default([]),
  contract: contract.optional(),
});
