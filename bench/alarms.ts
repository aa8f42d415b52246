import { signedHeaders } from '../scripts/samples.js';
import type { Kind } from '../src/incident/index.js';
import type { BookPlan } from './book.js';
import { places } from './book.js';
import { ALARM_SECRET } from './secrets.js';

/** Whole HTTP requests, signed and laid end to end, so that sending one costs the generator a write and no more. */
export interface Requests {
  readonly count: number;
  /** The alarm's own key, by which it is looked for afterwards. */
  key(index: number): string;
  bytes(index: number): Buffer;
}

/** Of a thousand alarms at night, so many are of each kind; one is life safety. */
const MIX: readonly (readonly [kind: Kind, share: number])[] = [
  ['motion', 560],
  ['person', 200],
  ['loitering', 60],
  ['forced-door', 60],
  ['glass-break', 30],
  ['access-denied', 50],
  ['tamper', 20],
  ['device-offline', 19],
  ['panic', 1],
];
const KINDS: readonly Kind[] = MIX.flatMap(([kind, share]) => Array.from({ length: share }, () => kind));
/** No common divisor with the thousand of the mix or with any plan's number of zones, so that all pairs occur. */
const STRIDE = 617;

export interface AlarmPlan {
  readonly book: BookPlan;
  readonly count: number;
  /** Begins every key, so that no two volleys share one. */
  readonly prefix: string;
  readonly now: Date;
}

const kindAt = (index: number): Kind => KINDS[(index * STRIDE) % KINDS.length] ?? 'motion';

export function alarmBody(key: string, kind: Kind, [site, zone]: readonly [string, string], now: Date): string {
  return JSON.stringify({
    key,
    kind,
    occurredAt: now.toISOString(),
    site,
    zone,
    device: `device-${site}-${zone}`,
    subject: `${kind} at ${zone}`,
    details: 'Detector 4 of the ring reports a movement that lasted for longer than two seconds.',
    confidence: 0.87,
  });
}

export const alarmHeaders = (body: string, now: Date): Record<string, string> => ({
  host: '127.0.0.1',
  'content-type': 'application/json',
  'content-length': String(Buffer.byteLength(body)),
  ...signedHeaders('generic', ALARM_SECRET, body, now),
});

function alarmRequest(body: string, now: Date): string {
  const lines = Object.entries(alarmHeaders(body, now)).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST /alarms/generic HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

/** Makes and signs them all beforehand. Signatures hold for five minutes from `now`. */
export function signedAlarms({ book, count, prefix, now }: AlarmPlan): Requests {
  const all = places(book);
  const key = (index: number): string => `${prefix}-${index}`;
  const starts = new Float64Array(count + 1);
  const chunks: Buffer[] = [];
  let size = 0;
  for (let index = 0; index < count; index++) {
    const place = all[index % all.length] ?? ['site-01', 'zone-01'];
    const request = Buffer.from(alarmRequest(alarmBody(key(index), kindAt(index), place, now), now));
    chunks.push(request);
    size += request.length;
    starts[index + 1] = size;
  }
  const bytes = Buffer.concat(chunks, size);
  return { count, key, bytes: (index) => bytes.subarray(starts[index], starts[index + 1]) };
}
