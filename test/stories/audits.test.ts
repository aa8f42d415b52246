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
      to: "person:ana", within: 7d, photo: true, checklist: ["Recorder has room"] }
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

test('it is not done without the picture that the book wants', async () => {
  const desk = await house.console();
  const [audit] = await tasks();
  const at = `/console/tasks/${audit.number}`;
  for (const item of ['device:cam-12', 'p1'])
    await desk.fill(`${at}/submit`, { form: 'task-check', item, result: 'ok', note: '' });
  const finish = () => desk.fill(`${at}/submit`, { form: 'task-done', outcome: 'found', note: 'one lens' });
  const refused = await finish();
  expect(refused.page).toContain('Please give a picture');
  expect((await tasks())[0].status).toBe('accepted');

  const csrf = /name="csrf" value="([^"]+)"/.exec(await desk.get(at))?.[1] ?? '';
  const body = new FormData();
  body.set('csrf', csrf);
  body.append('files', new Blob([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')]), 'lens.png');
  const given = await fetch(`${house.url}${at}/evidence`, {
    method: 'POST',
    headers: { cookie: desk.cookie },
    body,
    redirect: 'manual',
  });
  expect(given.status).toBe(303);
  await finish();
  await until('it to be done', async () => (await house.api(`/tasks/${audit.number}`)).status === 'done');
});
