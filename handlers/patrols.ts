import { scansIn, type ToldScans } from '../src/intake/patrol.js';
import type { Scan } from '../src/patrol/index.js';
import { createPatrolScans, type PatrolScansParts, type Taken } from './patrol-scans.js';
import { createSideDoor, type SideDoorParts } from './side-door.js';

export type PatrolParts = PatrolScansParts &
  Pick<SideDoorParts<ToldScans>, 'sources' | 'alarms' | 'clock' | 'observe' | 'failed'>;

/**
 * `POST /patrols/:source`: scans of codes on walls, one or many. Each is judged and written down; what proves nothing is kept all
 * the same, and shown apart.
 */
export function createPatrols(parts: PatrolParts) {
  const { sources, alarms, clock, observe, failed } = parts;
  const takeScans = createPatrolScans(parts);

  return createSideDoor<ToldScans>({
    adapter: 'patrol',
    address: '/patrols',
    things: 'scans',
    sources,
    alarms,
    read: scansIn,
    async take(source, { sentAt, scans }, now) {
      const taken = await takeScans(
        source,
        scans.map((each) => scanOf(each, sentAt)),
        now,
      );
      for (const { status, scan } of taken)
        observe(source, status === 'accepted' ? (scan.proven ? 'proven' : 'unproven') : status);
      return { scans: taken.map(answerOf) };
    },
    clock,
    observe,
    failed,
  });
}

function scanOf({ at, accuracyM, ...told }: ToldScans['scans'][number], sentAt: Date | undefined): Scan {
  return {
    ...told,
    ...(at ? { at } : {}),
    ...(accuracyM === undefined ? {} : { accuracyM }),
    ...(sentAt ? { sentAt } : {}),
  };
}

function answerOf({ status, scan }: Taken) {
  const { key, proven, reasons, remarks, distanceM, madeAt } = scan;
  // Of the scan that has this key nothing is said: this one is another, and was not taken.
  if (status === 'key-reused') return { key, status, proven: false, reasons: [status], remarks: [] };
  return { key, status, proven, reasons, remarks, distanceM: distanceM ?? null, madeAt };
}
