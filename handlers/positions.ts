import { type PlainAnswer, type PlainRequest, problem } from '../src/http.js';
import { parse } from '../src/intake/parse.js';
import type { NoFix, PositionReport, Tracker } from '../src/intake/positions/tracker.js';
import { isTracker } from '../src/intake/positions/tracker.js';
import type { Clock } from '../src/ports.js';
import type { OfficerStore } from '../src/ports-dispatch.js';
import type { LiveSource } from '../src/sources.js';
import type { Alarms } from './alarms.js';

export interface PositionParts {
  readonly sources: () => ReadonlyMap<string, LiveSource>;
  /** The way in of alarms: a call for help goes there, and every refusal is theirs. */
  readonly alarms: Alarms;
  readonly officers: Pick<OfficerStore, 'moved'>;
  /** Id of the person who carries a tracker. */
  readonly carrierOf: (source: string, tracker: string) => string | undefined;
  readonly clock: Clock;
  readonly observe: (source: string, outcome: PositionOutcome) => void;
  /** A tracker that nobody carries. */
  readonly stranger: (source: string, tracker: string) => void;
  readonly failed: (error: unknown) => void;
}

/** What became of a message of a tracker. What the way in of alarms answered, that one tells. */
export type PositionOutcome = 'newest' | 'older' | 'other-message' | 'nobodys-tracker' | 'not-kept' | NoFix;

/**
 * `POST /positions/:source`: where officers are. The same door as that of alarms, and what is a call for help, or could be
 * one, goes through it. A position is written down before it is answered, so that its app sends again what was not.
 */
export function createPositions(parts: PositionParts) {
  const { sources, alarms, officers, carrierOf, clock, observe, stranger, failed } = parts;

  return {
    /** Before a byte of the body is read: the limit for it, or the answer that makes reading it needless. */
    admit(sourceId: string, head: Omit<PlainRequest, 'body'>): number | PlainAnswer {
      const live = sources().get(sourceId);
      const admitted = alarms.admit(sourceId, head);
      return !live || typeof admitted !== 'number' || isTracker(live.adapter) ? admitted : notATracker(sourceId);
    },

    async take(sourceId: string, request: PlainRequest): Promise<PlainAnswer> {
      const live = sources().get(sourceId);
      if (!live) return await alarms.take(sourceId, request);
      const { adapter, options, secret } = live;
      if (!isTracker(adapter)) return notATracker(sourceId);
      const now = clock.now();
      const proof = adapter.verify({ ...request, secret, now }, options);
      if (!proof.ok) return await alarms.take(sourceId, request);
      if (request.body.length === 0 && adapter.sendsEmptyBodies) return taken(live, adapter, 'other-message');
      const contentTypeHeader = request.headers['content-type'] ?? '';
      const contentType = (contentTypeHeader.split(';')[0] ?? '').trim().toLowerCase();
      const read = await parse({ contentType, contentTypeHeader, body: request.body }, adapter.accepts);
      if (!read.ok) return await alarms.take(sourceId, request);
      const reading = adapter.read(read.parsed, { receivedAt: now, options });
      if (reading.is === 'ignored') return taken(live, adapter, 'other-message');
      const calls = reading.is === 'unrecognised' || reading.report.alarms.length > 0;
      if (calls) {
        // First: whoever cries for help is not kept waiting by where they are.
        const answer = await alarms.take(sourceId, request);
        if (answer.status !== 202) return answer;
      }
      if (reading.is === 'unrecognised') return { status: 200, body: adapter.reply };
      const outcome = await note(live, reading.report, now);
      if (calls) return { status: 200, body: adapter.reply };
      return outcome === 'not-kept' ? notKept(live) : taken(live, adapter, outcome);
    },
  };

  async function note(
    { source }: LiveSource,
    { tracker, position }: PositionReport,
    receivedAt: Date,
  ): Promise<PositionOutcome> {
    if (position.is === 'ignored') return position.reason;
    const person = carrierOf(source.id, tracker);
    if (person === undefined) {
      stranger(source.id, tracker);
      return 'nobodys-tracker';
    }
    try {
      return await officers.moved(person, { ...position.fix, receivedAt, source: source.id });
    } catch (error) {
      failed(error);
      return 'not-kept';
    }
  }

  function taken({ source }: LiveSource, { reply }: Tracker, outcome: PositionOutcome): PlainAnswer {
    observe(source.id, outcome);
    return { status: 200, body: reply };
  }

  function notKept({ source }: LiveSource): PlainAnswer {
    observe(source.id, 'not-kept');
    const detail = 'Send it again in a few seconds; it was not taken.';
    const answer = problem(503, 'not-durable', 'The position could not be written down', detail);
    return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
  }
}

function notATracker(id: string): PlainAnswer {
  const detail = `The source "${id}" sends alarms: its address is /alarms/${id}. Trackers have the adapter owntracks or traccar.`;
  return problem(404, 'not-a-tracker', 'This source sends no positions', detail);
}
