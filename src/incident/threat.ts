/** How threatened a site, or the whole organisation, is. */
export const THREAT_LEVELS = ['guarded', 'elevated', 'high', 'severe'] as const;
export type ThreatLevel = (typeof THREAT_LEVELS)[number];
