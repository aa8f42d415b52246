import { personDevice } from './book/helped.js';
import { OWN_SOURCE } from './book/locate.js';
import type { Source } from './book/schema.js';
import { sha256 } from './digest.js';
import { idOf } from './identity.js';
import { isLifeSafety } from './incident/index.js';
import { generic } from './intake/generic.js';
import { redactorFor } from './intake/redact.js';
import type { Clock, Inbox, RaiseAlarm } from './ports.js';
import type { LiveSource } from './sources.js';

const source: Source = {
  id: OWN_SOURCE,
  adapter: 'generic',
  // Nothing is ever verified with it.
  secret: 'env:NONE',
  cameras: {},
  devices: {},
  sites: {},
  zones: {},
  weight: 1,
};

/** For understanding only: nothing that comes in by HTTP is ever of this source. */
export const ownSource: LiveSource = {
  source,
  adapter: generic,
  secret: '',
  options: {},
  redactor: redactorFor(generic, {}),
  admits: () => false,
};

/** Puts an alarm of our own into the inbox, as if it had come in by the door. */
export function createOwnAlarms(parts: {
  readonly inbox: Pick<Inbox, 'put'>;
  readonly clock: Clock;
  readonly order: () => number;
  readonly wake: (grave: boolean) => void;
}): RaiseAlarm {
  const { inbox, clock, order, wake } = parts;
  return async ({ key, kind, siteId, zoneId, about, deviceId, subject, details, clears }) => {
    const receivedAt = clock.now();
    const grave = isLifeSafety(kind);
    const alarm = {
      key,
      kind,
      occurredAt: receivedAt.toISOString(),
      site: siteId,
      ...(zoneId ? { zone: zoneId } : {}),
      ...(about ? { device: personDevice(about) } : deviceId ? { device: deviceId } : {}),
      subject: [...subject].slice(0, 200).join(''),
      ...(details ? { details: [...details].slice(0, 2_000).join('') } : {}),
      ...(clears ? { clears } : {}),
    };
    const body = Buffer.from(JSON.stringify(alarm));
    const hash = sha256(body);
    await inbox.put({
      id: idOf(OWN_SOURCE, key),
      source: OWN_SOURCE,
      contentType: 'application/json',
      contentTypeHeader: 'application/json',
      body,
      sha256: hash,
      keptSha256: hash,
      redactions: 0,
      receivedAt,
      grave,
      order: order(),
    });
    wake(grave);
  };
}
