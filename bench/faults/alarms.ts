import { signedHeaders } from '../../scripts/samples.js';
import type { Kind } from '../../src/incident/index.js';
import { SECRET } from '../../test/house.js';
import { sortOf, sortOfStatus } from './tally.js';

export interface Alarm {
  readonly key: string;
  readonly kind: Kind;
  readonly site: string;
  readonly zone: string;
  readonly subject?: string;
}

/** What became of an alarm that was sent. Times are epoch milliseconds. */
export interface Sent extends Alarm {
  readonly sentAt: number;
  readonly answeredAt: number;
  /** The HTTP status; 0 when nobody answered. */
  readonly status: number;
  /** The status in words, or why nobody answered. */
  readonly sort: string;
}

/** Signs an alarm of the source `generic` and sends it once. Never throws: whoever sends alarms only sees an answer or none. */
export async function send(url: string, alarm: Alarm, now = new Date(), withinMs = 15_000): Promise<Sent> {
  const body = JSON.stringify({ subject: `${alarm.kind} at ${alarm.zone}`, ...alarm, occurredAt: now.toISOString() });
  const headers = { 'content-type': 'application/json', ...signedHeaders('generic', SECRET, body, now) };
  const sentAt = Date.now();
  let status = 0;
  let sort = '';
  try {
    const signal = AbortSignal.timeout(withinMs);
    const response = await fetch(`${url}/alarms/generic`, { method: 'POST', headers, body, signal });
    // Whoever does not read the answer to its end holds the connection.
    await response.arrayBuffer();
    status = response.status;
    sort = sortOfStatus(status);
  } catch (error) {
    // Nobody answered: the alarm counts as not acknowledged, and whoever sent it judges whether that may be.
    sort = sortOf(error);
  }
  return { ...alarm, sentAt, answeredAt: Date.now(), status, sort };
}
