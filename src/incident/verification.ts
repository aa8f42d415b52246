/** What a person found who looked at the picture, rang up or stands there. */
export const SEEN = ['nobody', 'staff', 'cancelled', 'person', 'damage', 'threat'] as const;
export type Seen = (typeof SEEN)[number];
