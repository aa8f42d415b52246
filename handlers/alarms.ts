import { sha256 } from '../src/digest.js';
import { type PlainAnswer, type PlainRequest, problem } from '../src/http.js';
import { idOf } from '../src/identity.js';
import { isLifeSafety } from '../src/incident/index.js';
import type { Meaning, ParsedBody, Reading } from '../src/intake/adapter.js';
import { parse } from '../src/intake/parse.js';
import { redactBody } from '../src/intake/redact.js';
import { understand } from '../src/intake/understand.js';
import type { Clock, Inbox } from '../src/ports.js';
import type { LiveSource } from '../src/sources.js';
import type { Bodies } from './bodies.js';

export interface AlarmParts {
  readonly sources: () => ReadonlyMap<string, LiveSource>;
  /** Sources of the book that are not ready, and why. */
  readonly notReady: (source: string) => string | undefined;
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly order: () => number;
  /** Names for messages that have none of their own. */
  readonly bodies: Bodies;
  /** What was read out of a body that is kept as it came. */
  readonly note: (body: Buffer, reading: () => Reading) => void;
  /** What a source says tells of its devices that they are there. */
  readonly heard: (live: LiveSource, reading: () => Reading) => void;
  /** Something waits in the inbox; `grave` when it speaks of life safety. */
  readonly wake: (grave: boolean) => void;
  readonly observe: (source: string, outcome: string) => void;
  readonly failed: (error: unknown) => void;
}

/** Bytes. A multipart body may carry pictures; a text never needs as much. */
export const BODY_LIMITS = { text: 1_048_576, multipart: 8_388_608 } as const;

/**
 * `POST /alarms/:source`: verifies the raw bytes, makes them durable, and only then answers 202. Understanding
 * comes after the answer. Nothing of the body is trusted, nothing that verified is dropped.
 */
export function createAlarms(parts: AlarmParts) {
  const { sources, notReady, inbox, clock, order, bodies, note, heard, wake, observe, failed } = parts;

  return {
    /** Before a byte of the body is read: the limit for it, or the answer that makes reading it needless. */
    admit(sourceId: string, { headers, remote }: Omit<PlainRequest, 'body'>): number | PlainAnswer {
      const live = sources().get(sourceId);
      const answer = live ? refusedTo(live, remote) : unknownSource(sourceId, notReady(sourceId));
      if (answer) observe(live ? sourceId : 'unknown', String(answer.status));
      return answer ?? (typeOf(headers).startsWith('multipart/') ? BODY_LIMITS.multipart : BODY_LIMITS.text);
    },
    async take(sourceId: string, request: PlainRequest): Promise<PlainAnswer> {
      const live = sources().get(sourceId);
      const answer = live ? await take(live, request) : unknownSource(sourceId, notReady(sourceId));
      const outcome = answer.status === 202 ? (answer.body as { status: string }).status : String(answer.status);
      observe(live ? sourceId : 'unknown', outcome);
      return answer;
    },
  };

  /** The alarm is durable already: nothing that goes wrong here is told to its sender. */
  function noted(live: LiveSource, reading: () => Reading): void {
    try {
      heard(live, reading);
    } catch (error) {
      failed(error);
    }
  }

  async function take(live: LiveSource, request: PlainRequest): Promise<PlainAnswer> {
    const { source, adapter, secret, redactor } = live;
    const contentTypeHeader = request.headers['content-type'] ?? '';
    const contentType = typeOf(request.headers);
    const now = clock.now();
    const input = { headers: request.headers, query: request.query, body: request.body, secret, now };
    const proof = adapter.verify(input, live.options);
    if (!proof.ok)
      return problem(401, 'bad-signature', 'The sender could not be verified', proof.why, { source: source.id });
    const read = await parse({ contentType, contentTypeHeader, body: request.body }, adapter.accepts);
    if (!read.ok) {
      const title = read.status === 415 ? 'This content type is not taken' : 'The body could not be read';
      return problem(read.status, read.status === 415 ? 'content-type' : 'unreadable', title, read.message, {
        path: read.path,
      });
    }
    const hash = sha256(request.body);
    const key = adapter.deliveryKey(read.parsed);
    const reading = once(() => readingOf(live, read.parsed, now));
    const grave = adapter.grave?.(read.parsed) ?? isGrave(reading().meanings);
    const { body, redactions } = redactBody(request.body, read.spans, redactor);
    if (redactions === 0) note(body, reading);
    try {
      const at = order();
      const signalId = idOf(source.id, key ?? bodies.keyOf(source.id, hash, grave, at));
      const status = await inbox.put({
        id: signalId,
        source: source.id,
        contentType,
        contentTypeHeader,
        body,
        sha256: hash,
        keptSha256: redactions === 0 ? hash : sha256(body),
        redactions,
        receivedAt: now,
        grave,
        order: at,
      });
      if (status === 'accepted') {
        wake(grave);
        noted(live, reading);
      }
      return { status: 202, body: { signalId, status } };
    } catch (error) {
      failed(error);
      const answer = problem(
        503,
        'not-durable',
        'The alarm could not be made durable',
        'Send it again in a few seconds; it was not taken.',
      );
      return { ...answer, headers: { ...answer.headers, 'retry-after': '5' } };
    }
  }
}

export type Alarms = ReturnType<typeof createAlarms>;

function readingOf({ adapter, options }: LiveSource, parsed: ParsedBody, receivedAt: Date): Reading {
  const numbered = adapter.sequence?.(parsed);
  return { meanings: understand(adapter, parsed, { receivedAt, options }), ...(numbered ? { numbered } : {}) };
}

/** Works it out when it is asked for, and once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

const typeOf = (headers: PlainRequest['headers']): string =>
  ((headers['content-type'] ?? '').split(';')[0] ?? '').trim().toLowerCase();

function refusedTo({ source, admits }: LiveSource, remote: string): PlainAnswer | undefined {
  if (admits(remote)) return undefined;
  const detail = `The book lists the addresses of the source "${source.id}" under "from"; this one is not among them.`;
  return problem(403, 'address', 'This address may not send', detail);
}

const isGrave = (meanings: readonly Meaning[]): boolean =>
  meanings.some((meaning) => meaning.is === 'signal' && (isLifeSafety(meaning.draft.kind) || meaning.draft.covert));

function unknownSource(id: string, why: string | undefined): PlainAnswer {
  const shown = id.slice(0, 64);
  const detail = why
    ? `The source "${shown}" is in the book but not ready: ${why}.`
    : `The book has no source "${shown}". Add it under "sources" in the book and start again.`;
  return problem(404, 'unknown-source', 'This source is not known', detail);
}
