import { DateTime } from 'luxon';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENT, type House, handClock, type Json, OPS, openHouse, PUBLIC_URL, until } from '../house.js';
import { type SmtpStandIn, startSmtp } from '../standins/smtp.js';

const BOOK = `  - { id: managers, surface: slack, to: ${CLIENT}, receives: [weekly] }\n`;
const REPORTS = '\nreports: { weekly: { at: "Mon 07:00", to: ["list:stakeholders"] } }\n';
const clock = handClock();

let house: House;
let smtp: SmtpStandIn;
beforeAll(async () => {
  smtp = await startSmtp({ tls: 'none' });
  house = await openHouse({
    clock,
    calendarMs: 500,
    book: BOOK,
    edit: (book) =>
      book
        .replace('roles: [supervisor], email: sam', 'roles: [supervisor, manager], email: sam')
        .replace('any: [{ band: critical }]', 'any: [{ band: critical }, { loss: ">=100000" }]') + REPORTS,
    env: {
      SMTP_URL: `smtp://127.0.0.1:${smtp.port}`,
      MAIL_FROM: 'Tocsin <reports@northgate.example>',
      PUBLIC_URL,
    },
  });
}, 30_000);
afterAll(async () => {
  await house?.close();
  await smtp?.stop();
});

const answerTo = async (user: string, text: string): Promise<string> => {
  const sent = house.slack.command('/tocsin', text, user, OPS);
  const { body } = await house.slack.raw(sent.body, sent.headers);
  const answer = JSON.parse(body) as { text: string; blocks?: object[] };
  return house.slack.visibleText({ text: answer.text, blocks: answer.blocks ?? [] });
};

test('a loss is written down where the incident is closed, line by line', async () => {
  await house.generic({ key: 'theft', kind: 'shoplifting', zone: 'jewellery', subject: 'Alarm gate' });
  const { ts } = await until('the card', () => house.cardOf('INC-1'));
  await house.slack.click({ channel: OPS, ts, actionId: 'tocsin:claim', user: 'U0ANA' });
  await until('who has it', () => house.slack.visibleText(house.cardOf('INC-1')!).includes('Ana Beck has this'));
  await house.slack.click({ channel: OPS, ts, actionId: 'tocsin:resolve', user: 'U0ANA' });
  const view = await until('the form', () => house.slack.openViews('U0ANA')[0]);
  const values = { disposition: 'confirmed', note: '', category: 'external_theft', recovered: '89.90' };
  // How it was done is of no use without what was lost: nothing that somebody chose is dropped.
  const half = await house.slack.submit({
    viewId: view.id,
    user: 'U0ANA',
    values: { disposition: 'confirmed', note: '', method: 'push-out' },
  });
  expect(half.errors).toHaveProperty('category');
  const wrong = await house.slack.submit({
    viewId: view.id,
    user: 'U0ANA',
    values: { ...values, lines: 'a bag full' },
  });
  expect(JSON.stringify(wrong)).toContain('“a bag full” could not be read');
  await house.slack.submit({ viewId: view.id, user: 'U0ANA', values: { ...values, lines: '3 Perfume 50 ml 89.90' } });
  await until('what it cost, on the card', () =>
    house.slack
      .visibleText(house.cardOf('INC-1')!)
      .includes('Loss €179.80 (external theft, at cost): goods €269.70, recovered €89.90'),
  );
  expect((await house.api('/incidents/1')).loss).toMatchObject({
    category: 'external_theft',
    basis: 'cost',
    currency: 'EUR',
    direct: 26_970,
    net: 17_980,
    lines: [{ item: 'Perfume 50 ml', quantity: 3, unit: 8_990 }],
    by: { id: 'ana' },
  });
});

test('it is corrected by a form of its own, and the diary says so', async () => {
  const sent = house.slack.command('/tocsin', 'loss INC-1', 'U0SAM', OPS);
  await house.slack.raw(sent.body, sent.headers);
  const view = await until('the form', () => house.slack.openViews('U0SAM')[0]);
  expect(JSON.stringify(view)).toContain('3 Perfume 50 ml 89.90');
  await house.slack.submit({
    viewId: view.id,
    user: 'U0SAM',
    values: {
      category: 'orc',
      basis: 'retail',
      lines: '4 Perfume 50 ml 120\n1 Handbag 1.250,00 €',
      other: 'man-hours 60',
      recovered: '',
    },
  });
  await until('the diary', () =>
    house.slack
      .thread(OPS, house.cardOf('INC-1')!.ts)
      .some(({ text }) => text.includes('Sam Okafor corrected the loss: €1,790 (organised retail crime, at retail)')),
  );
});

test('management hears of so much, once', async () => {
  const told = () => smtp.arrived.filter(({ to }) => to.includes('director@northgate.example'));
  const mail = await until('the mail', () => told()[0]);
  expect(mail.mail.subject).toContain('INC-1');
  expect(mail.mail.text).toContain('Loss €1,790 (organised retail crime, at retail)');
  const sent = house.slack.command('/tocsin', 'loss INC-1', 'U0SAM', OPS);
  await house.slack.raw(sent.body, sent.headers);
  const view = await until('the form', () => house.slack.openViews('U0SAM')[0]);
  const values = { category: 'orc', basis: 'retail', lines: '1 Handbag 1790', other: '', recovered: '' };
  await house.slack.submit({ viewId: view.id, user: 'U0SAM', values });
  await until('the correction', async () => (await house.api('/incidents/1')).loss.direct === 179_000);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(told()).toHaveLength(1);
});

test('the week that goes on can be asked for, by those who lead', async () => {
  expect(await answerTo('U0ANA', 'weekly now')).toBe('Reports are for whoever leads, or works on losses.');
  const told = await answerTo('U0SAM', 'weekly now');
  expect(told).toContain('Weekly loss report');
  expect(told).toContain('1 incident. €1,790 net was lost.');
  expect(told).toMatch(/Work on external theft first: €1,790 of €1,790/);
  // Nothing is kept of a week that is not over.
  expect((await house.api('/reports')).items).toEqual([]);
});

test('somebody has an account at the console', async () => {
  const desk = await house.console();
  const { html = '' } = await desk.press(1, 'loss');
  // How it is written stands below the field, and is read aloud with it.
  expect(html).toContain('One line each: 3 Perfume 50 ml 89.90. The price is for one, in EUR');
  expect(html).toMatch(/<textarea[^>]+name="lines"[^>]+aria-describedby="field-lines-hint"/);
});

test('on Monday it is in the channel of the managers, and a mail leads to it without its figures', async () => {
  const now = DateTime.fromJSDate(clock.now(), { zone: 'Europe/Berlin' });
  const monday = now.startOf('week').plus({ weeks: 1 }).set({ hour: 7, minute: 1 });
  clock.wind(monday.toMillis() - now.toMillis());
  const [message] = await until(
    'the report in Slack',
    () => {
      const all = house.slack.messages(CLIENT).filter((each) => house.slack.visibleText(each).includes('Weekly'));
      return all.length > 0 && all;
    },
    20_000,
  );
  const text = house.slack.visibleText(message!);
  expect(text).toContain('1 incident. €1,790 net was lost.');
  expect(text).toContain('no week before to compare with');
  const [below] = await until(
    'the charts and the paper below it',
    () => {
      const all = house.slack.messages(CLIENT).filter(({ files }) => files !== undefined);
      return all.length > 0 && all;
    },
    20_000,
  );
  const [chart, paper] = below?.files ?? [];
  expect(chart?.title).toContain('net lost');
  expect(below?.text).toContain('2026-W');
  expect(house.slack.fileBytes(chart!.id)?.subarray(0, 3).toString('hex')).toBe('ffd8ff');
  expect(paper?.name).toMatch(/^weekly-\d{4}-W\d\d\.pdf$/);
  expect(house.slack.fileBytes(paper!.id)?.subarray(0, 5).toString()).toBe('%PDF-');
  const { items } = await house.api('/reports');
  expect(items).toHaveLength(1);
  const id = items[0].id as string;
  expect(id).toBe(`weekly/${now.toFormat("kkkk-'W'WW")}`);
  expect((await house.api(`/reports/${id}`)).report).toMatchObject({
    netLoss: { now: 179_000 },
    incidents: { now: 1 },
  });
  const mail = await until('the mail', () => smtp.arrived.find(({ mail }) => mail.subject?.includes('Weekly')), 20_000);
  expect(mail.to).toEqual(['director@northgate.example']);
  expect(mail.raw).not.toMatch(/1[.,]790/);
  expect(mail.mail.text).toContain(`${PUBLIC_URL}/console/reports/${id}`);
});

test('the console lists it with its mail, and prints it', async () => {
  const signedIn = await fetch(`${house.url}/console/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ login: 'dana', password: 'a long enough sentence' }),
  });
  const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
  const get = async (path: string) => await (await fetch(`${house.url}${path}`, { headers: { cookie } })).text();
  const page = await get('/console/reports');
  expect(page).toMatch(/Weekly loss report · [\s\S]*Week \d+/);
  await until('the mail is known as sent', async () => (await get('/console/reports')).includes('sent'), 20_000);
  const [, path = ''] = /href="(\/console\/reports\/weekly\/[^"]+\.pdf)"/.exec(page)!;
  const printed = await fetch(`${house.url}${path}`, { headers: { cookie } });
  expect(printed.headers.get('content-type')).toBe('application/pdf');
  expect(
    Buffer.from(await printed.arrayBuffer())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-');
  const without = await fetch(`${house.url}${path}`, { redirect: 'manual' });
  expect(without.status).toBe(303);
  expect((await fetch(`${house.url}/console/reports/weekly/2001-W01.pdf`, { headers: { cookie } })).status).toBe(404);
});

test('it is made once, also when Tocsin starts again', async () => {
  const before = (await house.api('/reports')).items as Json[];
  await house.restart();
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect((await house.api('/reports')).items).toEqual(before);
  const told = house.slack.messages(CLIENT).filter((each) => house.slack.visibleText(each).includes('Weekly'));
  expect(told.map(({ files = [] }) => files.length)).toEqual([0, 2]);
  expect(smtp.arrived.filter(({ mail }) => mail.subject?.includes('Weekly'))).toHaveLength(1);
});
