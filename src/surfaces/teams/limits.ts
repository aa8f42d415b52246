import type { CallLimits, Limit } from '../../limits.js';

/** What Teams takes (learn.microsoft.com, "Format your bot messages" and "Rate limiting"; see docs/teams.md). */
export const TEAMS_LIMITS = {
  /** Bytes of a card as JSON. Teams itself takes more by now; what stands between often does not. */
  card: 25_000,
  /** UTF-16 units of one text; ours, so that no single text fills the card. */
  text: 3_000,
  /** Of a picture that comes with a message: written in base64, with the rest of it, below 100 KB of UTF-16. */
  pictureBytes: 36_000,
  buttonText: 60,
  imageUrl: 2_000,
  imageAlt: 500,
  /** A menu longer than this is no menu. */
  choices: 100,
  /** Whose view of a card Teams asks for by itself. */
  refreshers: 60,
} as const;

/**
 * Per bot and conversation 7 messages in 1 s, 8 in 2 s, 60 in 30 s and 1,800 in an hour; 30 calls a second for the whole tenant. What
 * is saved up counts as well: 4 at once and one every 540 ms make 5 in the first second, 7 in two and 59 in thirty.
 */
const CALLS: readonly Limit[] = [
  { per: 'channel', name: 'message', rate: { everyMs: 540, burst: 4 } },
  { per: 'channel', name: 'hour', rate: { everyMs: 3_600, burst: 795 } },
  { per: 'workspace', name: 'tenant', rate: { everyMs: 40, burst: 5 } },
];

/** A bot cannot read what a channel shows, so nothing is looked up. */
export const TEAMS_CALLS: CallLimits = { post: CALLS, update: CALLS, reply: CALLS, find: [] };
