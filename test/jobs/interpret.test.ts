import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import { createInterpret } from '../../src/interpret.js';
import type { InboxRow } from '../../src/ports.js';
import { readySources } from '../../src/sources.js';
import { NIGHT } from '../incident/given.js';
import { inboxRow } from '../intake/given.js';
import { riverside } from './alarms.js';

const { live } = readySources(riverside, () => 'secret');
const { interpret } = createInterpret(
  () => riverside,
  () => live,
);
const row = (body: unknown, source = 'generic'): InboxRow =>
  inboxRow(Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), { source, receivedAt: NIGHT });

describe('what a body means', () => {
  it('is a signal in our own places', async () => {
    const body = {
      key: 'k1',
      kind: 'forced-door',
      occurredAt: NIGHT.toISOString(),
      site: 'riverside-mall',
      zone: 'loading-dock',
      device: 'door-dock-2',
      subject: 'Forced',
    };
    const { signals } = await interpret(row(body));
    expect(signals).toMatchObject([
      {
        source: 'generic',
        key: 'k1',
        siteId: 'riverside-mall',
        zoneId: 'loading-dock',
        deviceId: 'door-dock-2',
        subject: 'Forced',
      },
    ]);
  });

  it('is an unrecognised alarm when nobody can read it, or its source has left the book', async () => {
    expect((await interpret(row('{'))).signals).toMatchObject([{ kind: 'other', details: '{' }]);
    expect((await interpret(row({}, 'gone'))).signals).toMatchObject([
      { siteId: 'unplaced', unrecognised: 'the book no longer has the source "gone"' },
    ]);
  });

  it.each(Array.from({ length: 4 }, (_, shift) => shift))(
    'can be hashed wherever a long text is cut (%i)',
    async (shift) => {
      const long = `${'x'.repeat(shift)}${'🚨'.repeat(3_000)}`;
      const far = { key: 'k', kind: 'fire', occurredAt: NIGHT.toISOString(), site: 'atlantis', subject: long };
      for (const body of [`{ "odd": "${long}"`, far]) {
        const { signals } = await interpret(row(body));
        expect(signals.length).toBe(1);
        expect(() => digest(signals[0])).not.toThrow();
      }
    },
  );
});
