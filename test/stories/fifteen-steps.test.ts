import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signedHeaders } from '../../scripts/samples.js';
import { codesOf } from '../../src/app/patrols.js';
import { type House, handClock, type Json, OPS, openHouse, PUBLIC_URL, SECRET, until } from '../house.js';
import { readPdf } from '../read-pdf.js';
import { type SmtpStandIn, startSmtp } from '../standins/smtp.js';

/** The loss-prevention protocol, from a till and a door to the report of Monday: each of its fifteen steps leaves its record. */

const PATROL_SECRET = 'a-secret-for-the-codes-on-the-walls';
const HOOK_SECRET = 'a-secret-for-compliance';
const DAY_MS = 86_400_000;
const COURT = [52.5163, 13.3777] as const;
const clock = handClock();
const soon = DateTime.now().setZone('Europe/Berlin').plus({ hours: 2 });

let house: House;
let smtp: SmtpStandIn;
let compliance: Server;
const told: { body: Json; raw: string; signature: string }[] = [];

beforeAll(async () => {
  smtp = await startSmtp({ tls: 'none' });
  compliance = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString();
      told.push({ body: JSON.parse(raw), raw, signature: String(request.headers['x-tocsin-signature']) });
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => compliance.listen(0, '127.0.0.1', resolve));
  const hook = `http://127.0.0.1:${(compliance.address() as AddressInfo).port}/incidents`;
  house = await openHouse({
    clock,
    calendarMs: 300,
    phones: {},
    env: {
      PUBLIC_URL,
      PATROL_SECRET,
      HOOK_COMPLIANCE: HOOK_SECRET,
      ALARM_SECRET_DOORS: SECRET,
      ALARM_SECRET_SCANS: SECRET,
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      MAIL_FROM: 'Tocsin <alarm@northgate.example>',
    },
    edit: (book) =>
      book
        .replace('roles: [supervisor], email: sam', 'roles: [supervisor, manager], email: sam')
        .replace(
          /^sources:\n/m,
          'sources:\n  - { id: doors, adapter: access, secret: env:ALARM_SECRET_DOORS }\n  - { id: scans, adapter: patrol, secret: env:ALARM_SECRET_SCANS }\n',
        ),
    book: `
lists: { stakeholders: [director@northgate.example], rapid-response: [ben, chi] }
webhooks: [ { id: compliance, url: "${hook}", secret: env:HOOK_COMPLIANCE } ]
grouping: [ { kinds: [pos-exception, forced-door], by: [site, zone], within: 10m } ]
notices: [ { id: breach, to: ["list:stakeholders"], when: { loss: ">=100000" } } ]
escalation:
  - { id: ladder, steps: [ { after: 0s, notify: ["list:rapid-response"], via: [sms] } ] }
assetRules: [ { id: hold, kinds: [pos-exception, forced-door], status: under-investigation } ]
checkpoints:
  - { id: court, site: riverside-mall, zone: jewellery, name: Jewellery court, at: [${COURT.join(', ')}] }
tours:
  - { id: perimeter, site: riverside-mall, checkpoints: [court] }
recurring:
  - { id: cameras, kind: audit, title: Check the cameras, site: riverside-mall, class: camera, at: "${soon.toFormat('HH:mm')}", to: "person:ana", within: 7d }
protocols:
  - id: loss
    when: {}
    escalation: ladder
    report: { to: ["list:stakeholders"], webhooks: [compliance] }
    tasks:
      - { id: walk, kind: patrol, title: Walk the perimeter, to: "person:ana", within: 30m, tour: perimeter, checklist: ["Shutters down"] }
      - { id: look, kind: investigation, title: Find out how, to: "role:loss-prevention", within: 2d,
          checklist: ["Footage of camera court 3", "Badges of the dock", "Ask the till"] }
risk: { halfLife: 30d }
archive: { after: 14d }
reports: { weekly: { at: "Mon 07:00", to: ["list:stakeholders"] } }
`,
  });
}, 30_000);
afterAll(async () => {
  await house?.close();
  await smtp?.stop();
  compliance?.closeAllConnections();
  compliance?.close();
});

const incident = () => house.api('/incidents/1');
const signed = async (door: string, source: string, body: unknown): Promise<Json> => {
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', ...signedHeaders('generic', SECRET, text, clock.now()) };
  const response = await fetch(`${house.url}/${door}/${source}`, { method: 'POST', headers, body: text });
  expect(response.status).toBe(202);
  return await response.json();
};
const tasks = async (): Promise<Json[]> => (await house.api('/tasks')).items;
const taskOf = async (kind: string): Promise<Json> => {
  const found = (await tasks()).find((each) => each.kind === kind);
  return found && (await house.api(`/tasks/${found.number}`));
};
const mailAbout = (text: string) => smtp.arrived.find(({ mail }) => mail.subject?.includes(text));

test('1–3, 10, 15: signals are one incident with its assets, its score, its people, and who was at the doors', async () => {
  await signed('access', 'doors', {
    key: 'badge-1',
    at: clock.now().toISOString(),
    site: 'riverside-mall',
    zone: 'jewellery',
    door: 'Court door',
    result: 'denied',
    badge: '0449-1',
    holder: 'C. Kaya',
  });
  await house.generic({ key: 'till', kind: 'pos-exception', zone: 'jewellery', subject: 'Void after total, till 7' });
  await house.generic({ key: 'door', kind: 'forced-door', zone: 'jewellery', subject: 'Court door forced' });
  const first = await until('one incident of both', async () => {
    const whole = await incident();
    return whole.signals?.length === 2 && whole;
  });
  expect(first).toMatchObject({ number: 1, zone: { id: 'jewellery' } });
  // 1: what was logged can be asked for by place, kind and time.
  const since = encodeURIComponent(new Date(clock.now().getTime() - 60_000).toISOString());
  expect((await house.api(`/incidents?site=riverside-mall&since=${since}`)).items).toHaveLength(1);
  // 2: what of worth stands there.
  const whole = await incident();
  expect(whole.assets).toMatchObject([{ id: 'case-7', highValue: true }]);
  // 3: how bad, with its arithmetic, and the sum of it.
  expect(whole.severity.factors.length).toBeGreaterThan(0);
  const points = whole.severity.factors.reduce((sum: number, each: Json) => sum + each.contribution, 0);
  expect(Math.abs(points - whole.severity.score)).toBeLessThanOrEqual(1);
  // 10: the rapid-response list has a text.
  await until('the text to Ben', () => house.twilio.takeText('+4915550002', /^INC-1 /));
  // 15: the badge is on the incident.
  await until('the badge', async () => JSON.stringify(await incident()).includes('access-found'));
  await until('the badge on the card', () =>
    house.slack.visibleText(house.cardOf('INC-1')!).includes('Court door: denied'),
  );
}, 60_000);

test('5–7: the asset is held, a patrol proves that it was there, an investigation says how', async () => {
  // 5
  await until(
    'the case is looked into',
    async () => {
      const { items } = await house.api('/assets?status=under-investigation');
      return items.some(({ id }: Json) => id === 'case-7');
    },
    45_000,
  );
  // 6
  const walk = await until('the patrol', () => taskOf('patrol'));
  expect(walk.checklist).toHaveLength(2);
  const code = codesOf(house.app.book.book, PATROL_SECRET)[0]!;
  const now = clock.now().toISOString();
  const scan = { key: 's1', token: code.token, guard: 'ana', scannedAt: now, at: COURT, accuracyM: 8 };
  const { scans } = await signed('patrols', 'scans', { sentAt: now, scans: [scan] });
  expect(scans).toMatchObject([{ status: 'accepted', proven: true }]);
  await until('the point is ticked', async () => (await taskOf('patrol')).checklist[0].check?.result === 'ok');
  const desk = await house.console();
  const point = walk.checklist.find(({ text }: Json) => text === 'Shutters down').id;
  await desk.fill(`/console/tasks/${walk.number}/submit`, { form: 'task-check', item: point, result: 'ok', note: '' });
  await desk.fill(`/console/tasks/${walk.number}/submit`, { form: 'task-done', outcome: 'in-order', note: '' });
  await until('the patrol is over', async () => (await taskOf('patrol')).status === 'done');
  // 7
  const look = await until('the investigation', () => taskOf('investigation'));
  expect(look.to).toMatchObject({ kind: 'role', id: 'loss-prevention' });
  expect(look.checklist.map(({ text }: Json) => text)).toContain('Footage of camera court 3');
  await desk.fill(`/console/tasks/${look.number}/press`, { action: 'task-accept' });
  for (const { id: item } of look.checklist)
    await desk.fill(`/console/tasks/${look.number}/submit`, { form: 'task-check', item, result: 'ok', note: '' });
  await desk.fill(`/console/tasks/${look.number}/submit`, {
    form: 'task-done',
    outcome: 'found',
    note: 'Till 7, twice',
  });
  await until('how it came out', async () => (await taskOf('investigation')).status === 'done');
}, 120_000);

test('4, 8, 9: the loss is worked out, management hears of it once, and the report is sent where the book says', async () => {
  const desk = await house.console();
  expect((await desk.press(1, 'claim')).status).toBe(200);
  const closed = await desk.submit(1, 'resolve', {
    disposition: 'confirmed',
    note: 'Two rings gone',
    category: 'external_theft',
    lines: '2 Ring 1800.00',
    recovered: '1800.00',
  });
  expect(closed.status).toBe(200);
  // 8
  expect((await incident()).loss).toMatchObject({ direct: 360_000, recovered: 180_000, net: 180_000, currency: 'EUR' });
  // 9
  await until('the breach', () => mailAbout('INC-1'));
  // 4: to people as a way to it, to programs as a signed record, and on paper for whoever may read it.
  await until('the report', () => mailAbout('Incident report INC-1'), 30_000);
  const [record] = await until('the record', () => told.length > 0 && told, 30_000);
  expect(record?.body).toMatchObject({ incident: 'INC-1', disposition: 'confirmed', loss: { net: 180_000 } });
  const [, stamp, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(record?.signature ?? '') ?? [];
  expect(mac).toBe(createHmac('sha256', HOOK_SECRET).update(`${stamp}.${record?.raw}`).digest('hex'));
  expect(record?.raw).not.toMatch(/Kaya|Two rings/);
  const { cookie } = desk;
  const paper = await fetch(`${house.url}/console/incidents/1/report.pdf`, { headers: { cookie } });
  const text = (await readPdf(Buffer.from(await paper.arrayBuffer()))).pages.join(' ');
  for (const part of ['Two rings gone', 'Court door', 'Till 7, twice']) expect(text).toContain(part);
  expect(JSON.stringify((await incident()).timeline)).toContain('report-owed');
}, 60_000);

test('11, 14: risk is worked out anew, and the cameras are to be checked', async () => {
  const sent = house.slack.command('/tocsin', 'risk Riverside Mall', 'U0SAM', OPS);
  const answer = JSON.parse((await house.slack.raw(sent.body, sent.headers)).body) as {
    text: string;
    blocks?: object[];
  };
  const shown = house.slack.visibleText({ text: answer.text, blocks: answer.blocks ?? [] });
  expect(shown).toMatch(/Jewellery court, Riverside Mall \(zone\): [1-9]\d*/);
  expect(shown).toMatch(/Display case 7 \(asset\): [1-9]\d*/);
  await until(
    'the risk of the day',
    async () => (await house.app.connection.collection('riskdays').countDocuments({})) > 0,
  );
  clock.wind(2 * 3_600_000 + 60_000);
  const audit = await until('the check of the cameras', () => taskOf('audit'));
  expect(audit.checklist.map(({ id }: Json) => id)).toEqual(['device:cam-12', 'device:cam-17']);
}, 60_000);

test('12, 13: Monday has it in the report, and two weeks later it is in the archive, where it is found and proved', async () => {
  const monday = DateTime.fromISO((await incident()).openedAt, { zone: 'Europe/Berlin' })
    .plus({ weeks: 1 })
    .startOf('week')
    .set({ hour: 7 });
  clock.wind(monday.toMillis() - clock.now().getTime() + 5_000);
  const [report] = await until('the report of the week', async () => {
    const { items } = await house.api('/reports');
    return items.length > 0 && items;
  });
  const { report: figures } = await house.api(`/reports/${report.id}`);
  expect(figures.netLoss.now).toBe(180_000);
  expect(figures.topLosses).toMatchObject([{ number: 1 }]);
  await until('the mail about it', () => mailAbout('Weekly loss report'), 30_000);
  clock.wind(15 * DAY_MS);
  await until('the archive', async () => (await incident()).status === 'archived', 30_000);
  const { items } = await house.api('/incidents?status=archived');
  expect(items.map(({ number }: Json) => number)).toContain(1);
  const { timeline, chain } = await incident();
  expect(timeline.at(-1).hash).toBe(chain.head);
}, 90_000);
