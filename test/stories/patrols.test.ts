import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedHeaders } from '../../scripts/samples.js';
import { codesOf } from '../../src/app/patrols.js';
import { type House, handClock, type Json, openHouse, SECRET, until } from '../house.js';

const PATROL_SECRET = 'a-secret-for-the-codes-on-the-walls';
const MINUTE = 60_000;
const clock = handClock();
const GATE: [number, number] = [52.5163, 13.3777];
const DOCK: [number, number] = [52.5172, 13.3779];

let house: House;
beforeAll(async () => {
  house = await openHouse({
    clock,
    env: { PATROL_SECRET, ALARM_SECRET_PHONES: SECRET },
    edit: (book) =>
      book
        .replace(
          / {2}- \{ id: standard, when: .*\n/,
          `  - id: standard
    when: {}
    escalation: standard
    tasks:
      - { id: round, kind: patrol, title: Walk the round, to: person:ana, within: 30m, tour: night }
`,
        )
        .replace(/^sources:\n/m, 'sources:\n  - { id: phones, adapter: patrol, secret: env:ALARM_SECRET_PHONES }\n'),
    book: `
checkpoints:
  - { id: gate, site: riverside-mall, name: North gate, at: [${GATE}] }
  - { id: dock, site: riverside-mall, zone: loading-dock, name: Loading dock, at: [${DOCK}] }
tours:
  - { id: night, site: riverside-mall, checkpoints: [gate, dock], order: in-order }
`,
  });
}, 30_000);
afterAll(() => house?.close());

const token = (id: string): string =>
  codesOf(house.app.book.book, PATROL_SECRET).find(({ checkpoint }) => checkpoint.id === id)!.token;

let keys = 0;
const scan = (id: string, at: [number, number] | undefined, more: object = {}) => ({
  key: `s${++keys}`,
  token: token(id),
  guard: 'ana',
  scannedAt: clock.now().toISOString(),
  ...(at ? { at, accuracyM: 10 } : {}),
  ...more,
});
async function send(body: unknown, secret = SECRET, source = 'phones'): Promise<{ status: number; body: Json }> {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', ...signedHeaders('generic', secret, text, clock.now()) };
  const response = await fetch(`${house.url}/patrols/${source}`, { method: 'POST', headers, body: text });
  return { status: response.status, body: await response.json() };
}
const upload = (...scans: object[]) => send({ sentAt: clock.now().toISOString(), scans });

test('the door is that of alarms: wrong signatures, sources and bodies are refused with the next step', async () => {
  expect((await send(scan('gate', GATE), 'wrong')).status).toBe(401);
  expect((await send(scan('gate', GATE), SECRET, 'nobody')).status).toBe(404);
  expect((await send(scan('gate', GATE), SECRET, 'generic')).body.detail).toContain('/alarms/generic');
  expect((await send({ scans: [] })).status).toBe(422);
  expect((await send({ ...scan('gate', GATE), colour: 'red' })).body.detail).toContain('colour');
  expect((await send({ scans: Array.from({ length: 201 }, () => scan('gate', GATE)) })).status).toBe(422);
  expect((await send('x'.repeat(1_100_000))).status).toBe(413);
  expect((await house.api('/patrols')).items).toEqual([]);
});

test('scans at the points tick off the round that the protocol gave; out of order is said', async () => {
  await house.generic({ key: 'dock', kind: 'forced-door', zone: 'loading-dock' });
  await until('the task', async () => (await house.api('/tasks')).items[0]);
  // The points of a tour are its checklist.
  expect((await house.api('/tasks/1')).checklist).toMatchObject([{ text: 'North gate' }, { text: 'Loading dock' }]);
  const far = await upload(scan('gate', [52.52, 13.3777]));
  expect(far.body.scans).toMatchObject([{ status: 'accepted', proven: false, reasons: ['far'] }]);
  expect((await house.api('/tasks/1')).checklist[0].check).toBeNull();

  const first = scan('dock', DOCK);
  expect((await upload(first)).body.scans).toMatchObject([{ proven: true, reasons: [] }]);
  expect((await house.api('/tasks/1')).checklist[1].check).toMatchObject({ result: 'ok', by: { id: 'ana' } });
  expect((await house.api('/tasks/1')).checklist[1].check.note).toContain('out of order');
  expect((await house.api('/tasks/1')).status).toBe('accepted');
  // Sent again it is known again, and changes nothing.
  const { chain } = await house.api('/tasks/1');
  expect((await upload(first)).body.scans).toMatchObject([{ status: 'duplicate', proven: true }]);
  expect((await house.api('/tasks/1')).chain).toEqual(chain);
});

test('what was scanned without a network counts by when it was made; by whoever ran faster than anybody, not', async () => {
  clock.wind(10 * MINUTE);
  const madeAt = new Date(clock.now().getTime() - 5 * MINUTE).toISOString();
  const quick = new Date(clock.now().getTime() - 5 * MINUTE + 3_000).toISOString();
  const answer = await upload(scan('gate', GATE, { scannedAt: madeAt }), scan('dock', DOCK, { scannedAt: quick }));
  expect(answer.body.scans).toMatchObject([
    { proven: true, remarks: ['offline'] },
    { proven: false, reasons: ['too-fast'] },
  ]);
  await until('the point', async () => (await house.api('/tasks/1')).checklist[0].check?.note.includes('offline'));
  const kept = (await house.api('/patrols')).items.find(({ remarks }: Json) => remarks.includes('offline'));
  expect(new Date(kept.receivedAt).getTime() - new Date(kept.madeAt).getTime()).toBeGreaterThan(4 * MINUTE);
  expect(kept.task).toBe(1);
});

test('nine scans in ten minutes are a burst: none of them proves anything any more', async () => {
  clock.wind(120 * MINUTE);
  for (let index = 0; index < 8; index++) {
    expect((await upload(scan('gate', GATE))).body.scans[0].proven, String(index)).toBe(true);
    clock.wind(20_000);
  }
  expect((await upload(scan('gate', GATE))).body.scans).toMatchObject([{ proven: false, reasons: ['burst'] }]);
  const { items } = await house.api('/patrols');
  expect(items.slice(0, 9).map(({ reasons }: Json) => reasons)).toEqual(Array.from({ length: 9 }, () => ['burst']));
});

test('an upload of nine ticks nothing off, and so do as many at once', async () => {
  clock.wind(120 * MINUTE);
  await house.generic({ key: 'dock-2', kind: 'forced-door', zone: 'loading-dock' });
  await until('the next task', async () => (await house.api('/tasks')).items[1]);
  clock.wind(5 * MINUTE);
  const many = await upload(...Array.from({ length: 9 }, () => scan('gate', GATE)));
  expect(many.body.scans.map(({ reasons }: Json) => reasons)).toEqual(Array.from({ length: 9 }, () => ['burst']));
  const [newest] = (await house.api('/tasks')).items;
  const points = async () => (await house.api(`/tasks/${newest.number}`)).checklist;
  expect((await points()).map(({ check }: Json) => check)).toEqual([null, null]);

  clock.wind(30 * MINUTE);
  await Promise.all(Array.from({ length: 12 }, () => upload(scan('gate', GATE))));
  const { items } = await house.api('/patrols');
  expect(items.slice(0, 12).filter(({ proven }: Json) => proven)).toEqual([]);
  // What was ticked off before the ninth came is a problem now, which whoever finishes it must speak about.
  expect((await points())[0].check).toMatchObject({ result: 'problem', note: expect.stringContaining('burst') });

  clock.wind(30 * MINUTE);
  const once = scan('dock', DOCK);
  const answers = await Promise.all([upload(once), upload(once), upload(once)]);
  expect(answers.map(({ body }) => body.scans[0].status).sort()).toEqual(['accepted', 'duplicate', 'duplicate']);
  expect((await house.api(`/tasks/${newest.number}`)).checklist[1].check).toMatchObject({ result: 'ok' });
});

test('a key that was used for another scan ticks nothing off; keys of two guards are two scans', async () => {
  clock.wind(120 * MINUTE);
  await upload(scan('gate', GATE, { key: 'same', guard: 'ben' }));
  const theirs = await upload(scan('dock', DOCK, { key: 'same' }));
  expect(theirs.body.scans).toMatchObject([{ status: 'accepted', proven: true }]);
  clock.wind(10 * MINUTE);
  const reused = await upload(scan('gate', GATE, { key: 'same' }));
  expect(reused.body.scans).toEqual([
    { key: 'same', status: 'key-reused', proven: false, reasons: ['key-reused'], remarks: [] },
  ]);
});

test('the console shows scans and prints codes, for those who lead', async () => {
  const desk = await house.console();
  const page = await desk.get('/console/patrols');
  expect(page).toContain('no: burst');
  expect(page).toContain('gate');
  const codes = await desk.get('/console/patrols/codes');
  expect(codes).toContain('<svg');
  expect(codes).toContain('North gate');
  expect(codes).not.toContain(token('gate'));
});
