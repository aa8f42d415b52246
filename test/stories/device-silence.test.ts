import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, handClock, openHouse, until } from '../house.js';

const clock = handClock();

let house: House;
beforeAll(async () => {
  house = await openHouse({
    clock,
    calendarMs: 300,
    edit: (book) =>
      book.replace('name: Gallery 3 camera, class: camera', 'name: Camera roof, class: camera, heartbeat: 5m'),
  });
}, 30_000);
afterAll(() => house?.close());

/** Not in one leap: what nobody could hear is no silence. */
async function pass(minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    clock.wind(60_000);
    await new Promise((resolve) => setTimeout(resolve, 700));
  }
}

const hear = (key: string, kind: string) => house.generic({ key, site: 'museum', device: 'cam-gallery-3', kind });
const absences = async () => (await house.incidents()).filter(({ kind }) => kind === 'device-offline');
const told = async (number: number) => JSON.stringify(await house.api(`/incidents/${number}`));

test('a device that falls silent is an incident, and what it says again is noted there', async () => {
  await hear('k-1', 'loitering');
  await until('its own alarm', async () => (await house.incidents()).length === 1);
  await pass(7);
  const silent = await until('the incident', async () => (await absences())[0]);
  expect(await told(silent.number)).toContain('No word from Camera roof');
  const desk = await house.console();
  const board = await until('the board to say so', async () => {
    const page = await desk.get('/console');
    return page.includes('1 to be heard of, 1 silent') && page;
  });
  expect(board).toContain('Camera roof');

  await hear('k-2', 'loitering');
  await until('the word that it is back', async () =>
    (await told(silent.number)).includes('Camera roof is heard of again'),
  );
  expect(await absences()).toHaveLength(1);
  await until('the board to be calm', async () =>
    (await desk.get('/console')).includes('1 to be heard of, none is silent'),
  );
});

test('a message about the absence of a device is no word from it', async () => {
  await pass(4);
  await hear('k-3', 'device-offline');
  await until('it to arrive', async () =>
    JSON.stringify(await Promise.all((await absences()).map(({ number }) => told(number)))).includes('k-3'),
  );
  await pass(3);
  await until('a second silence', async () => {
    const all = await Promise.all((await absences()).map(({ number }) => told(number)));
    return (all.join(' ').match(/"subject":"No word from Camera roof"/g) ?? []).length >= 2;
  });
});
