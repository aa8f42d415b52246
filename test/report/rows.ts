import type { ReportRow } from '../../src/report/index.js';

/** An incident of a report, opened at that moment; everything else may be said. */
export const row = (number: number, openedAt: string | Date, change: Partial<ReportRow> = {}): ReportRow => {
  const at = new Date(openedAt);
  return {
    number,
    kind: 'shoplifting',
    band: 'medium',
    siteId: 'mall',
    siteName: 'Riverside Mall',
    zoneId: 'court',
    zoneName: 'Jewellery court',
    devices: [{ id: 'cam-12', name: 'Camera 12' }],
    openedAt: at,
    respondBy: new Date(at.getTime() + 15 * 60_000),
    escalated: false,
    ...(change.acknowledgedAt ? { inTime: change.acknowledgedAt.getTime() <= at.getTime() + 15 * 60_000 } : {}),
    ...change,
  };
};

export const minutesAfter = (at: string | Date, minutes: number): Date =>
  new Date(new Date(at).getTime() + minutes * 60_000);
