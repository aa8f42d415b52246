import { type PlainAnswer, type PlainRequest, problem } from '../src/http.js';
import { parse } from '../src/intake/parse.js';
import { scansIn, type ToldScans } from '../src/intake/patrol.js';
import type { Scan } from '../src/patrol/index.js';
import type { Clock } from '../src/ports.js';
import type { LiveSource } from '../src/sources.js';
import type { Alarms } from './alarms.js';
import { createPatrolScans, type PatrolScansParts, type Taken } from './patrol-scans.js';

export interface PatrolParts extends PatrolScansParts {
  readonly sources: () => ReadonlyMap<string, LiveSource>;
  /** The way in of alarms: every refusal is theirs. */
  readonly alarms: Alarms;
  readonly clock: Clock;
  readonly observe: (source: string, outcome: string) => void;
  readonly failed: (error: unknown) => void;
}

const ADAPTER = 'patrol';

/**
 * `POST /patrols/:source`: scans of codes on walls, one or many. Each is judged, written down and only then answered, so that its
 * app sends again what was not; what proves nothing is kept all the same, and shown apart.
 */
export function createPatrols(parts: PatrolParts) {
  const { sources, alarms, clock, observe, failed } = parts;
  const takeScans = createPatrolScans(parts);

  return {
    /** Before a byte of the body is read: the limit for it, or the answer that makes reading it needless. */
    admit(sourceId: string, head: Omit<PlainRequest, 'body'>): number | PlainAnswer {
      const live = sources().get(sourceId);
      const admitted = alarms.admit(sourceId, head);
      return !live || typeof admitted !== 'number' || live.adapter.name === ADAPTER ? admitted : noPatrol(sourceId);
    },

    async take(sourceId: string, request: PlainRequest): Promise<PlainAnswer> {
      const live = sources().get(sourceId);
      if (!live) return await alarms.take(sourceId, request);
      const { adapter, options, secret } = live;
      if (adapter.name !== ADAPTER) return noPatrol(sourceId);
      const now = clock.now();
      const proof = adapter.verify({ ...request, secret, now }, options);
      if (!proof.ok) return await alarms.take(sourceId, request);
      const contentTypeHeader = request.headers['content-type'] ?? '';
      const contentType = (contentTypeHeader.split(';')[0] ?? '').trim().toLowerCase();
      const read = await parse({ contentType, contentTypeHeader, body: request.body }, adapter.accepts);
      if (!read.ok) return await alarms.take(sourceId, request);
      const found = scansIn(read.parsed);
      if ('reason' in found) {
        observe(sourceId, 'unreadable');
        return problem(422, 'unreadable', 'This is no scan', found.reason, { source: sourceId });
      }
      const { sentAt, scans: told } = found.told;
      try {
        const taken = await takeScans(
          sourceId,
          told.map((each) => scanOf(each, sentAt)),
          now,
        );
        for (const { status, scan } of taken)
          observe(sourceId, status === 'accepted' ? (scan.proven ? 'proven' : 'unproven') : status);
        return { status: 202, body: { scans: taken.map(answerOf) } };
      } catch (error) {
        failed(error);
        const detail = 'Send it again in a few seconds; what was taken is known again.';
        const answer = problem(503, 'not-durable', 'The scans could not be written down', detail);
        return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
      }
    },
  };
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

function noPatrol(id: string): PlainAnswer {
  const detail = `The source "${id}" sends alarms: its address is /alarms/${id}. Scans come from a source with the adapter patrol.`;
  return problem(404, 'not-a-patrol', 'This source sends no scans', detail);
}
