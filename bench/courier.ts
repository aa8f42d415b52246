import { Agent, request } from 'node:http';
import type { Kind } from '../src/incident/index.js';
import { alarmBody, alarmHeaders } from './alarms.js';
import { Lost } from './figures.js';
import { sharedNow } from './night.js';

/** One connection that is kept, as a detector keeps it. */
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

const PATIENCE_MS = 30_000;

export interface Parcel {
  readonly key: string;
  readonly kind: Kind;
  readonly place: readonly [site: string, zone: string];
}

/** Sends one signed alarm; resolves when it is acknowledged, with the moment at which it left. */
export function send(url: string, { key, kind, place }: Parcel): Promise<number> {
  const now = new Date();
  const body = alarmBody(key, kind, place, now);
  return new Promise((resolve, reject) => {
    const sentAt = sharedNow();
    const call = request(
      `${url}/alarms/generic`,
      { method: 'POST', agent, headers: alarmHeaders(body, now), signal: AbortSignal.timeout(PATIENCE_MS) },
      (response) => {
        response.resume();
        response.on('end', () =>
          response.statusCode === 202
            ? resolve(sentAt)
            : reject(new Lost(`the alarm ${key} was answered with ${response.statusCode}`)),
        );
      },
    );
    call.on('error', reject);
    call.end(body);
  });
}
