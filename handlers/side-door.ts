import { type PlainAnswer, type PlainRequest, problem } from '../src/http.js';
import type { ParsedBody } from '../src/intake/adapter.js';
import { parse } from '../src/intake/parse.js';
import type { Clock } from '../src/ports.js';
import type { LiveSource } from '../src/sources.js';
import type { Alarms } from './alarms.js';

export interface SideDoorParts<Told> {
  /** The adapter whose sources may use it. */
  readonly adapter: string;
  /** `/patrols`, `scans`: for whoever came to the wrong door. */
  readonly address: string;
  readonly things: string;
  readonly sources: () => ReadonlyMap<string, LiveSource>;
  /** The way in of alarms: every refusal is theirs. */
  readonly alarms: Alarms;
  readonly read: (parsed: ParsedBody) => { readonly told: Told } | { readonly reason: string };
  /** Writes all of it down, and says what was done. */
  readonly take: (source: string, told: Told, now: Date) => Promise<unknown>;
  readonly clock: Clock;
  readonly observe: (source: string, outcome: string) => void;
  readonly failed: (error: unknown) => void;
}

/**
 * A way in beside that of alarms: verified as they are, read, written down and only then answered, so that what sent it sends again
 * what was not.
 */
export function createSideDoor<Told>(parts: SideDoorParts<Told>) {
  const { adapter: name, address, things, sources, alarms, read, take, clock, observe, failed } = parts;

  const wrongDoor = (id: string): PlainAnswer => {
    const detail = `The source "${id}" sends alarms: its address is /alarms/${id}. What comes to ${address} is of a source with the adapter ${name}.`;
    return problem(404, `not-${name}`, `This source sends no ${things}`, detail);
  };

  return {
    /** Before a byte of the body is read: the limit for it, or the answer that makes reading it needless. */
    admit(sourceId: string, head: Omit<PlainRequest, 'body'>): number | PlainAnswer {
      const live = sources().get(sourceId);
      const admitted = alarms.admit(sourceId, head);
      return !live || typeof admitted !== 'number' || live.adapter.name === name ? admitted : wrongDoor(sourceId);
    },

    async take(sourceId: string, request: PlainRequest): Promise<PlainAnswer> {
      const live = sources().get(sourceId);
      if (!live) return await alarms.take(sourceId, request);
      const { adapter, options, secret } = live;
      if (adapter.name !== name) return wrongDoor(sourceId);
      const now = clock.now();
      const proof = adapter.verify({ ...request, secret, now }, options);
      if (!proof.ok) return await alarms.take(sourceId, request);
      const contentTypeHeader = request.headers['content-type'] ?? '';
      const contentType = (contentTypeHeader.split(';')[0] ?? '').trim().toLowerCase();
      const parsed = await parse({ contentType, contentTypeHeader, body: request.body }, adapter.accepts);
      if (!parsed.ok) return await alarms.take(sourceId, request);
      const found = read(parsed.parsed);
      if ('reason' in found) {
        observe(sourceId, 'unreadable');
        return problem(422, 'unreadable', `These are no ${things}`, found.reason, { source: sourceId });
      }
      try {
        return { status: 202, body: await take(sourceId, found.told, now) };
      } catch (error) {
        failed(error);
        const detail = 'Send it again in a few seconds; what was taken is known again.';
        const answer = problem(503, 'not-durable', `The ${things} could not be written down`, detail);
        return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
      }
    },
  };
}
