/** What Teams takes (learn.microsoft.com, "Format your bot messages" and "Rate limiting"; see docs/teams.md). */
export const TEAMS_LIMITS = {
  /** Bytes of a card as JSON. Teams itself takes more by now; what stands between often does not. */
  card: 25_000,
  /** UTF-16 units of one text; ours, so that no single text fills the card. */
  text: 3_000,
  buttonText: 60,
  imageUrl: 2_000,
  imageAlt: 500,
  /** A menu longer than this is no menu. */
  choices: 100,
} as const;
