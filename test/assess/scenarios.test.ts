import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import type { Signal } from '../../src/incident/index.js';
import { createInterpret } from '../../src/interpret.js';
import { createOpenings } from '../../src/openings.js';
import { readySources } from '../../src/sources.js';
import { bytes, inboxRow, typeOf } from '../intake/given.js';
import { riverside } from '../jobs/alarms.js';
import { planningFor } from '../planning.js';
import { type Row, SCENARIOS, type Where } from './scenarios.js';

const { live } = readySources(riverside, () => 'secret');
const { interpret } = createInterpret(
  () => riverside,
  () => live,
);

async function signalsOf(source: string, file: string, { at, site, zone, change }: Where): Promise<Signal[]> {
  const occurredAt = new Date(at);
  const { signals } = await interpret(inboxRow(bytes(file), { source, type: typeOf(file), receivedAt: occurredAt }));
  return signals.map(({ zoneId: _zone, ...signal }) => ({
    ...signal,
    occurredAt,
    ...(site ? { siteId: site } : {}),
    ...(zone ? { zoneId: zone } : {}),
    ...change,
  }));
}

async function assessed(files: Row[1], where: Where) {
  const found = await Promise.all(files.map(([source, file]) => signalsOf(source, file, where)));
  const [first, ...rest] = found.flat();
  if (!first) throw new Error(`nothing of ${files.map(([, file]) => file).join(', ')} is a signal`);
  const openings = createOpenings({
    book: () => riverside,
    clock: { now: () => new Date(where.at) },
    digest,
    surfaces: new Set(['slack']),
    fallback: { surface: 'slack', to: 'C0ALL' },
    planning: planningFor(() => riverside),
    onTest: () => false,
  });
  return openings.report([first, ...rest], 'b1', where.recent ?? 0).assessment;
}

describe('how bad it is', () => {
  it.each(SCENARIOS)('%s', async (_what, files, where, band, avs, top) => {
    const { factors, ...found } = await assessed(files, where);
    const leading = factors.slice(0, top.length).map(({ name }) => name);
    expect({ band: found.band, avs: found.avs, leading }).toEqual({ band, avs, leading: top });
  });
});
