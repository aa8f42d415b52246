import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVIDENCE_LIMITS } from '../../src/incident/index.js';
import { type House, type Json, OPS, openHouse, runScript, until } from '../house.js';

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const HTML = Buffer.from('<script>alert(1)</script>');
const hash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.generic({ key: 'dock', kind: 'forced-door', zone: 'loading-dock' });
  await until('the card', () => house.cardOf('INC-1'));
}, 30_000);
afterAll(() => house?.close());

const cardText = () => house.slack.visibleText(house.cardOf('INC-1')!);
const diary = () => house.slack.thread(OPS, house.cardOf('INC-1')!.ts).map((line) => house.slack.visibleText(line));
const evidence = async (): Promise<Json[]> => (await house.api('/incidents/1')).evidence;

async function noteForm(user: string) {
  const { ts } = house.cardOf('INC-1')!;
  await house.slack.click({ channel: OPS, ts, actionId: 'tocsin:more', value: 'Note…', user });
  return await until('the form', () =>
    house.slack.openViews(user).findLast(({ view }) => (view as Json).callback_id === 'tocsin:note'),
  );
}

test('pictures given in Slack are fetched, hashed as they arrive, and stand on the card and in the diary', async () => {
  const { slack } = house;
  const view = await noteForm('U0ANA');
  const files = { files: [slack.upload('U0ANA', 'dock.png', PNG), slack.upload('U0ANA', '../../etc/x.html', HTML)] };
  await slack.submit({ viewId: view.id, user: 'U0ANA', values: { text: 'Lock broken' }, files });
  await until('the diary', () => diary().some((line) => line.includes(`SHA-256 ${hash(PNG)}`)));
  await until('both', async () => (await evidence()).every(({ state }) => state === 'kept'));
  expect(diary().some((line) => line.includes('Ana Beck gave dock.png, ../../etc/x.html'))).toBe(true);
  expect(diary().some((line) => line.includes('Ana Beck: Lock broken'))).toBe(true);
  await until('the card', () => cardText().includes('Evidence: dock.png, ../../etc/x.html'));
  expect(await evidence()).toMatchObject([
    { name: 'dock.png', sha256: hash(PNG), bytes: PNG.length, type: 'image/png', by: { name: 'Ana Beck' } },
    { name: '../../etc/x.html', sha256: hash(HTML), type: 'application/octet-stream' },
  ]);
});

test('the same file twice is one, and a form with files alone needs no words', async () => {
  const { slack } = house;
  const view = await noteForm('U0BEN');
  const given = slack.upload('U0BEN', 'roof.png', Buffer.concat([PNG, Buffer.from([0])]));
  const submit = { viewId: view.id, user: 'U0BEN', values: {}, files: { files: [given] } };
  await slack.submit(submit);
  await until('three', async () => (await evidence()).length === 3);
  const again = await noteForm('U0BEN');
  await slack.submit({ ...submit, viewId: again.id });
  await until('all kept', async () => (await evidence()).every(({ state }) => state === 'kept'));
  expect(await evidence()).toHaveLength(3);
});

test('a file that Slack does not have any more is said to be gone; one that cannot be had now is had later', async () => {
  const { slack } = house;
  const gone = slack.upload('U0ANA', 'gone.png', PNG);
  slack.deleteFile(String(gone.id));
  slack.fail('files-pri', { kind: 'http', status: 503, times: 1 });
  const late = slack.upload('U0ANA', 'late.png', Buffer.concat([PNG, Buffer.from([1])]));
  const view = await noteForm('U0ANA');
  await slack.submit({ viewId: view.id, user: 'U0ANA', values: {}, files: { files: [gone, late] } });
  await until('that it is gone', () => diary().some((line) => line.includes('gone.png could not be had: ')));
  await until('the other', async () => (await evidence()).find(({ name }) => name === 'late.png')?.state === 'kept');
  expect((await evidence()).find(({ name }) => name === 'gone.png')).toMatchObject({ state: 'failed' });
});

test('the console shows pictures, saves everything else, and takes files itself', async () => {
  const desk = await house.console();
  const get = (path: string) => fetch(`${house.url}${path}`, { headers: { cookie: desk.cookie } });
  const page = await desk.get('/console/incidents/1');
  expect(page).toContain(hash(PNG));
  const picture = await get(`/console/incidents/1/evidence/${hash(PNG)}`);
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(Buffer.from(await picture.arrayBuffer())).toEqual(PNG);
  const script = await get(`/console/incidents/1/evidence/${hash(HTML)}`);
  expect(script.headers.get('content-type')).toContain('application/octet-stream');
  expect(script.headers.get('content-disposition')).toMatch(/^attachment; filename=x.html$/);
  expect(script.headers.get('content-security-policy')).toContain('sandbox');
  expect((await get(`/console/incidents/1/evidence/${'0'.repeat(64)}`)).status).toBe(404);
  expect((await get('/console/incidents/1/evidence/..%2F..%2Fsecrets.json')).status).toBe(404);
  const stranger = await fetch(`${house.url}/console/incidents/1/evidence/${hash(PNG)}`, { redirect: 'manual' });
  expect(stranger.status).toBe(303);

  const csrf = /name="csrf" value="([^"]+)"/.exec(page)![1]!;
  const give = async (bytes: Buffer, token = csrf): Promise<Response> => {
    const body = new FormData();
    body.set('csrf', token);
    body.set('files', new Blob([new Uint8Array(bytes)]), 'plan.pdf');
    return await fetch(`${house.url}/console/incidents/1/evidence`, {
      method: 'POST',
      headers: { cookie: desk.cookie },
      body,
      redirect: 'manual',
    });
  };
  // A body that ends in the middle of a file costs nobody anything but the file.
  const broken = await fetch(`${house.url}/console/incidents/1/evidence`, {
    method: 'POST',
    headers: { cookie: desk.cookie, 'content-type': 'multipart/form-data; boundary=x' },
    body: `--x\r\ncontent-disposition: form-data; name="csrf"\r\n\r\n${csrf}\r\n--x\r\ncontent-disposition: form-data; name="files"; filename="a"\r\n\r\nabc`,
    redirect: 'manual',
  });
  expect(broken.status).toBe(413);
  expect((await fetch(`${house.url}/healthz`)).status).toBe(200);
  const pdf = Buffer.from('%PDF-1.4 plan');
  expect((await give(pdf, 'wrong')).status).toBe(403);
  expect((await give(Buffer.alloc(EVIDENCE_LIMITS.bytes + 1))).status).toBe(413);
  expect((await give(Buffer.alloc(0))).status).toBe(422);
  expect((await give(pdf)).status).toBe(303);
  await until('the plan', async () =>
    (await evidence()).some(
      ({ name, sha256, type }) => name === 'plan.pdf' && sha256 === hash(pdf) && type === 'application/pdf',
    ),
  );
});

test('a task has evidence of its own', async () => {
  const desk = await house.console();
  await desk.fill('/console/tasks/new/submit', {
    form: 'task',
    kind: 'audit',
    title: 'Test the camera',
    place: 'riverside-mall',
    to: 'role:responder',
    due: '2h',
  });
  const { slack } = house;
  const card = await until('its card', () => house.cardOf('TASK-1'));
  await slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:task-accept', user: 'U0ANA' });
  await slack.click({ channel: OPS, ts: card.ts, actionId: 'tocsin:task-done', user: 'U0ANA' });
  const view = await until('the form', () =>
    slack.openViews('U0ANA').findLast((each) => (each.view as Json).callback_id === 'tocsin:task-done'),
  );
  const files = { files: [slack.upload('U0ANA', 'camera.png', PNG)] };
  await slack.submit({ viewId: view.id, user: 'U0ANA', values: { outcome: 'in-order' }, files });
  await until('the picture', async () =>
    (await house.api('/tasks/1')).evidence.some(
      (item: Json) => item.name === 'camera.png' && item.sha256 === hash(PNG),
    ),
  );
  expect((await house.api('/tasks/1')).status).toBe('done');
});

test('a file that somebody changes on disk is found out', async () => {
  const { dataDir } = house;
  const env = { DATA_DIR: dataDir };
  expect((await runScript('verify', ['INC-1'], env)).out).toContain('INC-1 holds');
  expect((await runScript('verify', ['TASK-1'], env)).out).toContain('TASK-1 holds');
  const path = join(dataDir, 'evidence', hash(PNG).slice(0, 2), hash(PNG));
  const bytes = readFileSync(path);
  writeFileSync(path, Buffer.concat([bytes, Buffer.from('x')]));
  expect((await runScript('verify', ['INC-1'], env)).out).toContain('evidence dock.png: the file was changed');
  expect((await runScript('verify', ['TASK-1'], env)).out).toContain('evidence camera.png: the file was changed');
});
