import { describe, expect, it } from 'vitest';
import { createAlarms } from '../../handlers/alarms.js';
import { createBodies } from '../../handlers/bodies.js';
import { createOrder } from '../../src/identity.js';
import { mapped } from '../../src/intake/mapped.js';
import { redactorFor } from '../../src/intake/redact.js';
import type { InboxRow } from '../../src/ports.js';
import type { LiveSource } from '../../src/sources.js';
import { MINUTE, NIGHT } from '../incident/given.js';
import { handWound, inboxIn, nothingKept } from '../jobs/kept.js';

const SECRET = 'a-token-for-the-panel';
const BODY = Buffer.from(JSON.stringify({ id: 4, text: 'Zone 4' }));

/** A panel that gives its messages neither a number of their own nor a time. */
function panel(kept = nothingKept(), mark = 'a start', kind = 'motion') {
  const clock = handWound(NIGHT);
  let steady = 0;
  const options = mapped.options({ proof: 'token', key: '$.id', kind, subject: '$.text' });
  const source: LiveSource = {
    source: { id: 'panel', adapter: 'mapped', secret: 'env:PANEL' } as LiveSource['source'],
    adapter: mapped as LiveSource['adapter'],
    options,
    secret: SECRET,
    redactor: redactorFor(mapped, options),
    admits: () => true,
  };
  const { take } = createAlarms({
    sources: () => new Map([['panel', source]]),
    notReady: () => undefined,
    inbox: inboxIn(kept),
    clock,
    order: createOrder(clock.now),
    bodies: createBodies(() => steady, mark),
    note: () => undefined,
    heard: () => undefined,
    wake: () => undefined,
    observe: () => undefined,
    failed: (error) => {
      throw error;
    },
  });
  const send = () =>
    take('panel', {
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SECRET}` },
      query: new URLSearchParams(),
      body: BODY,
      remote: '127.0.0.1',
    } as never);
  const status = async () => ((await send()).body as { status: string }).status;
  const rows = (): InboxRow[] => [...kept.inbox.values()].map(({ row }) => row);
  const wind = (ms: number) => {
    clock.wind(ms);
    steady += ms;
  };
  return { kept, clock, wind, status, rows };
}

describe('the same bytes from a source without message numbers', () => {
  it('are a repetition for a minute, and news after it', async () => {
    const { wind, status } = panel();
    expect(await status()).toBe('accepted');
    wind(40_000);
    expect(await status()).toBe('duplicate');
    wind(21_000);
    expect(await status()).toBe('accepted');
  });

  it('are news after a minute whatever somebody did to the clock', async () => {
    const { clock, wind, status, rows } = panel();
    for (const minutes of [0, -60, 61, -24 * 60]) {
      clock.wind(minutes * MINUTE);
      expect(await status()).toBe('accepted');
      expect(await status()).toBe('duplicate');
      wind(MINUTE);
    }
    expect(rows()).toHaveLength(4);
  });

  it('are news after a restart: counted twice rather than not at all', async () => {
    const before = panel();
    const after = panel(before.kept, 'second start');
    expect([await before.status(), await after.status()]).toEqual(['accepted', 'accepted']);
  });

  it('are never a repetition when they speak of life safety', async () => {
    const { status } = panel(nothingKept(), 'a start', 'panic');
    expect([await status(), await status()]).toEqual(['accepted', 'accepted']);
  });
});
