import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type House, handClock, openHouse, until } from '../house.js';

const clock = handClock();
const soon = DateTime.now().setZone('Europe/Berlin').plus({ minutes: 2 });

let house: House;
beforeAll(async () => {
  house = await openHouse({
    clock,
    calendarMs: 300,
    book: `
recurring:
  - { id: cameras, kind: audit, title: "Cameras of the mall", site: riverside-mall, class: camera, at: "${soon.toFormat('HH:mm')}",
      to: "person:ana", within: 7d, checklist: ["Recorder has room"] }
`,
  });
}, 30_000);
afterAll(() => house?.close());

const tasks = async () => (await house.api('/tasks')).items;

test('a check of the equipment comes by itself, device by device, once', async () => {
  expect(await tasks()).toEqual([]);
  clock.wind(3 * 60_000);
  const [audit] = await until('the check', async () => {
    const all = await tasks();
    return all.length > 0 && all;
  });
  expect(audit).toMatchObject({ kind: 'audit', title: 'Cameras of the mall', to: { id: 'ana' } });
  const whole = await house.api(`/tasks/${audit.number}`);
  expect(whole.checklist.map(({ id }: { id: string }) => id)).toEqual(['device:cam-12', 'device:cam-17', 'p1']);
  clock.wind(30_000);
  await new Promise((resolve) => setTimeout(resolve, 900));
  expect(await tasks()).toHaveLength(1);
});

test('what it finds is an incident about that device', async () => {
  const desk = await house.console();
  const [audit] = await tasks();
  const { page } = await desk.fill(`/console/tasks/${audit.number}/press`, { action: 'task-accept' });
  expect(page).toBeDefined();
  const answer = await desk.fill(`/console/tasks/${audit.number}/submit`, {
    form: 'task-check',
    item: 'device:cam-17',
    result: 'problem',
    note: 'lens smeared',
  });
  expect(answer.status).toBe(200);
  const [incident] = await until('the incident', async () => {
    const all = await house.incidents();
    return all.length > 0 && all;
  });
  expect(incident).toMatchObject({ kind: 'device-offline', title: 'Device offline · Loading dock 2' });
  const { timeline } = await house.api(`/incidents/${incident.number}`);
  expect(JSON.stringify(timeline)).toMatch(/Camera dock 2 is not in order[\s\S]*lens smeared/);
});
