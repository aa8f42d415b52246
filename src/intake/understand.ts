import { createHash } from 'node:crypto';
import { z } from 'zod';
import { KINDS } from '../incident/kinds.js';
import { FLAGS } from '../incident/signal.js';
import { TRAITS } from '../incident/trait.js';
import type { Adapter, Draft, Meaning, ParsedBody, PlaceHint } from './adapter.js';
import { whyNot } from './reason.js';
import { lines, oneLine, title } from './text.js';

export const LIMITS = {
  meanings: 500,
  key: 200,
  place: 100,
  subject: 200,
  details: 2_000,
  reason: 300,
  assets: 50,
  media: 10,
  url: 2_000,
  trait: 60,
  futureMilliseconds: 5 * 60_000,
} as const;

/** Clocks without a battery start in 1970 or 2000; no alarm of this bot is older than that. */
export const FIRST_SANE = Date.UTC(2001, 0, 1);

/** A key that had to be changed gets a digest of the whole, so that two keys never become one. */
const key = z
  .string()
  .min(1)
  .transform((text) => {
    const clean = oneLine(text, LIMITS.key);
    if (clean === text) return text;
    return `${oneLine(text, LIMITS.key - 20)}#${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  });

const hint = z
  .string()
  .transform((text) => oneLine(text, LIMITS.place) || undefined)
  .optional();

const isWeb = (url: string): boolean => {
  if (url.length > LIMITS.url || !URL.canParse(url)) return false;
  return ['http:', 'https:'].includes(new URL(url).protocol);
};

const media = z
  .array(z.object({ url: z.string(), type: z.string() }))
  .transform((all) => all.filter(({ url }) => isWeb(url)).slice(0, LIMITS.media))
  .transform((all) => all.map(({ url, type }) => ({ url: new URL(url).href, type: oneLine(type, 100) })));

/** `z.date()` refuses an Invalid Date, which here means "could not be read". */
const time = z.custom<Date>((value) => value instanceof Date, { error: 'expected a time' });

const place = z.object({
  site: hint,
  zone: hint,
  device: hint,
  at: z
    .tuple([z.number().min(-90).max(90), z.number().min(-180).max(180)])
    .optional()
    .catch(undefined),
  tracker: hint,
});

/** What an adapter says is looked at once more: whatever the dialect, nothing unbounded or invisible gets further. */
const draft = z.object({
  key,
  kind: z.enum(KINDS),
  occurredAt: time,
  place,
  assetIds: z.array(z.string()).transform((ids) => ids.slice(0, LIMITS.assets).map((id) => oneLine(id, LIMITS.place))),
  subject: z.string().transform((text) => oneLine(text, LIMITS.subject)),
  details: z.string(),
  confidence: z.number().min(0).max(1).optional().catch(undefined),
  media,
  validation: z.object({ person: z.boolean(), video: z.boolean() }),
  flags: z.array(z.enum(FLAGS)).transform((flags) => [...new Set(flags)]),
  traits: z
    .array(z.object({ of: z.enum(TRAITS), value: z.string() }))
    .transform((all) =>
      all
        .slice(0, TRAITS.length)
        .map(({ of, value }) => ({ of, value: oneLine(value, LIMITS.trait) }))
        // Of signs that nobody sees nothing is left.
        .filter(({ value }) => value !== ''),
    )
    .optional(),
  covert: z.boolean(),
});

const restore = z.object({
  key,
  clears: key,
  occurredAt: time,
  place,
  subject: z.string().transform((text) => oneLine(text, LIMITS.subject)),
});

const tidy = (hints: z.output<typeof place>): PlaceHint => ({
  ...(hints.site === undefined ? {} : { site: hints.site }),
  ...(hints.zone === undefined ? {} : { zone: hints.zone }),
  ...(hints.device === undefined ? {} : { device: hints.device }),
  ...(hints.at === undefined ? {} : { at: hints.at }),
  ...(hints.tracker === undefined ? {} : { tracker: hints.tracker }),
});

/** The detector's time when it can be, else the time of arrival, with the reason for the card. */
function saneTime(told: Date, receivedAt: Date): { readonly at: Date; readonly note?: string } {
  const told_ms = told.getTime();
  if (Number.isNaN(told_ms))
    return { at: receivedAt, note: 'The source gave no readable time; the time of arrival is shown.' };
  if (told_ms < FIRST_SANE) {
    return {
      at: receivedAt,
      note: `The clock of the source is not set (${told.toISOString()}); the time of arrival is shown.`,
    };
  }
  if (told_ms > receivedAt.getTime() + LIMITS.futureMilliseconds) {
    return {
      at: receivedAt,
      note: `The clock of the source is ahead (${told.toISOString()}); the time of arrival is shown.`,
    };
  }
  return { at: told };
}

function checkedDraft(told: Draft, receivedAt: Date): Meaning {
  const read = draft.safeParse(told);
  if (!read.success) return { is: 'unrecognised', reason: whyNot(read.error, told, 'alarm') };
  const { confidence, place: hints, traits, ...rest } = read.data;
  const { at, note } = saneTime(rest.occurredAt, receivedAt);
  const room = note === undefined ? LIMITS.details : LIMITS.details - note.length - 1;
  const details = lines(rest.details, room);
  return {
    is: 'signal',
    draft: {
      ...rest,
      occurredAt: at,
      place: tidy(hints),
      subject: rest.subject || title(rest.kind),
      details: [details, note ?? ''].filter((part) => part !== '').join('\n'),
      ...(confidence === undefined ? {} : { confidence }),
      ...(traits === undefined || traits.length === 0 ? {} : { traits }),
    },
  };
}

function checked(meaning: Meaning, receivedAt: Date): Meaning {
  switch (meaning.is) {
    case 'signal':
      return checkedDraft(meaning.draft, receivedAt);
    case 'restore': {
      const read = restore.safeParse(meaning);
      if (!read.success) return { is: 'unrecognised', reason: whyNot(read.error, meaning, 'restore') };
      const { place: hints, occurredAt, subject, ...keys } = read.data;
      const at = saneTime(occurredAt, receivedAt).at;
      return { is: 'restore', ...keys, occurredAt: at, place: tidy(hints), subject: subject || 'Restored' };
    }
    case 'ignored':
      return {
        is: 'ignored',
        reason: meaning.reason,
        ...(meaning.detail === undefined ? {} : { detail: oneLine(meaning.detail, LIMITS.reason) }),
        ...(meaning.from?.device === undefined ? {} : { from: { device: oneLine(meaning.from.device, LIMITS.place) } }),
      };
    case 'unrecognised':
      return { is: 'unrecognised', reason: oneLine(meaning.reason, LIMITS.reason) || 'no reason was given' };
  }
}

/**
 * What a parsed body means, in bounded, visible, plain text. Pure, never throws, never empty: whatever an adapter does
 * with a hostile body, at least one meaning comes out, and a body of more than 500 alarms says how many were cut.
 */
export function understand<Options>(
  adapter: Adapter<Options>,
  parsed: ParsedBody,
  context: { readonly receivedAt: Date; readonly options: Options },
): readonly Meaning[] {
  try {
    const meanings = adapter.understand(parsed, context);
    if (meanings.length === 0)
      return [{ is: 'unrecognised', reason: 'body: there is nothing in it that could be an alarm' }];
    const kept = meanings.slice(0, meanings.length > LIMITS.meanings ? LIMITS.meanings - 1 : LIMITS.meanings);
    const told = kept.map((meaning) => checked(meaning, context.receivedAt));
    const left = meanings.length - kept.length;
    if (left === 0) return told;
    const reason = `body: ${left} of ${meanings.length} alarms in one body were cut off; send at most ${LIMITS.meanings}`;
    return [...told, { is: 'unrecognised', reason }];
  } catch (error) {
    // An adapter that throws is a defect of ours; the alarm is kept and shown all the same.
    const what = error instanceof Error ? error.message : String(error);
    return [
      { is: 'unrecognised', reason: oneLine(`body: the ${adapter.name} adapter failed: ${what}`, LIMITS.reason) },
    ];
  }
}
