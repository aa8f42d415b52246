import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, type Json, openHouse, until } from '../house.js';

/** Incidents of the past with their alarms and bodies. */
const PAST = 3_000;
const YEAR_MS = 365 * 86_400_000;

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.generic({ key: 'pattern', kind: 'forced-door', zone: 'north-door' });
  await until('the card', () => house.cardOf('INC-1'));
}, 30_000);
afterAll(() => house?.close());

const db = () => house.app.connection.db!;

/** The rows that an incident of long ago leaves, copied from a real one. */
async function past(): Promise<void> {
  const ago = (index: number) => new Date(Date.now() - YEAR_MS - index * 60_000);
  const [incident, signal, inbox] = (await Promise.all(
    ['incidents', 'signals', 'inbox'].map((name) => db().collection(name).findOne({})),
  )) as [Json, Json, Json];
  const copies = (make: (index: number) => object) => Array.from({ length: PAST }, (_, index) => make(index) as never);
  await db()
    .collection('incidents')
    .insertMany(
      copies((index) => ({
        ...incident,
        _id: `past-${index}`,
        number: 100_000 + index,
        status: 'archived',
        live: false,
        claimedBy: null,
        openedAt: ago(index),
        lastSignalAt: ago(index),
        resolvedAt: ago(index),
        dueAt: null,
        owedAt: null,
        owedPriority: null,
        callAt: null,
        callPriority: null,
        engaged: false,
        dead: false,
        owed: [],
        calls: [],
      })),
    );
  await db()
    .collection('signals')
    .insertMany(
      copies((index) => ({ ...signal, _id: `past-${index}`, key: `past-${index}`, incidentId: `past-${index}` })),
    );
  await db()
    .collection('inbox')
    .insertMany(copies((index) => ({ ...inbox, _id: `past-${index}`, waiting: false })));
}

const lookedAt = async (): Promise<number> =>
  Number((await db().command({ serverStatus: 1 })).metrics.queryExecutor.scannedObjects);

test('what a night asks for does not read what is long over', async () => {
  await past();
  const desk = await house.console();
  const before = await lookedAt();
  await house.generic({ key: 'tonight', kind: 'forced-door', zone: 'loading-dock' });
  await until('its card', () => house.cardOf('INC-2'));
  await desk.press(2, 'claim');
  await until('who has it', () => house.slack.visibleText(house.cardOf('INC-2')!).includes('has this'));
  expect(await (await fetch(`${house.url}/metrics`)).text()).toMatch(/^tocsin_inbox_depth 0$/m);
  await fetch(`${house.url}/readyz`);
  expect(await desk.get('/console')).toContain('INC-2');
  expect((await house.api('/incidents?status=open,claimed')).items).toHaveLength(2);
  await house.api('/incidents?limit=20');
  await house.api('/incidents/2');
  expect((await lookedAt()) - before).toBeLessThan(PAST / 2);
});
