import { DateTime } from 'luxon';
import { generate } from 'selfsigned';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLIENT, type House, handClock, OPS, openHouse, PUBLIC_URL, until } from '../house.js';
import { unsealed } from '../outbound/unsealed.js';
import { readPdf } from '../read-pdf.js';
import { type SmtpStandIn, startSmtp } from '../standins/smtp.js';

const OFFICE = 'office@riverside.example';
const PHONE = '+4915557777';
const DAY_MS = 86_400_000;
const clock = handClock();

let house: House;
let smtp: SmtpStandIn;
let wound = 0;
let pems: Awaited<ReturnType<typeof generate>>;
beforeAll(async () => {
  smtp = await startSmtp({ tls: 'none' });
  pems = await generate([{ name: 'commonName', value: OFFICE }], {
    keySize: 2048,
    extensions: [{ name: 'subjectAltName', altNames: [{ type: 1, value: OFFICE }] }],
    notAfterDate: new Date(Date.now() + 365 * DAY_MS),
  });
  house = await openHouse({
    clock,
    calendarMs: 500,
    phones: {},
    beside: {
      './office.pem': Buffer.from(pems.cert),
      './logo.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>'),
    },
    book: `  - { id: for-riverside, surface: slack, to: ${CLIENT}, for: { clients: [riverside] }, audience: client, receives: [reports] }\n`,
    edit: (book) =>
      book
        .replace('roles: [supervisor], email: sam', 'roles: [supervisor, manager], email: sam')
        .replace(
          'contacts: [{ name: Property office, email: office@riverside.example, receives: [reports] }]',
          `language: de
    brand: { logo: ./logo.svg, colour: "#006644", header: "Sicherheit am Fluss", sender: "Riverside Security", footer: "Riverside · vertraulich" }
    contacts:
      - { name: Property office, email: ${OFFICE}, certificate: ./office.pem, receives: [reports] }
      - { name: Finance, email: finance@riverside.example, phone: "${PHONE}", receives: [reports] }
      - { name: Owner, email: owner@riverside.example, receives: [reports] }
      - { name: Nobody, email: nobody@riverside.example }`,
        )
        .replace('kind: monthly, charts: [heat-map, trend, response]', 'kind: daily, charts: [zones]'),
    env: { SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, MAIL_FROM: 'Northgate <reports@northgate.example>', PUBLIC_URL },
  });
}, 30_000);
afterAll(async () => {
  await house?.close();
  await smtp?.stop();
});

const mailTo = (address: string) =>
  smtp.arrived.find(({ to, mail }) => to.includes(address) && /bericht/i.test(mail.subject ?? ''));
const reportsPage = async () => (await (await house.console()).get('/console/reports')).replaceAll(/<[^>]+>/g, ' ');

test('at the end of their day every reader has the report, each by the safest way to them', async () => {
  await house.generic({ key: 'k1', kind: 'assault', zone: 'tills', subject: 'Secret words of a till' });
  await until('the incident', async () => (await house.incidents())[0]);
  // Covert, and not over: nobody outside the desk hears of it.
  await house.generic({ key: 'k2', kind: 'hold-up', zone: 'loading-dock', subject: 'Silent button' });
  await until('both', async () => (await house.incidents()).length === 2);
  const { ts } = await until('the card', () => house.cardOf('INC-1'));
  await house.slack.click({ channel: OPS, ts, actionId: 'tocsin:claim', user: 'U0ANA' });
  const midnight = DateTime.fromJSDate(clock.now(), { zone: 'Europe/Berlin' }).startOf('day').plus({ days: 1 });
  wound = midnight.toMillis() - clock.now().getTime() + 5_000;
  clock.wind(wound);
  const sealed = await until('the sealed mail', () => mailTo(OFFICE), 20_000);
  const locked = await until('the locked mail', () => mailTo('finance@riverside.example'), 20_000);
  const linked = await until('the mail with a link', () => mailTo('owner@riverside.example'), 20_000);
  expect(smtp.arrived.some(({ to }) => to.includes('nobody@riverside.example'))).toBe(false);
  // As whom they come is of the brand; from where is ours.
  for (const { mail } of [sealed, locked, linked])
    expect(mail.from).toEqual({ name: 'Riverside Security', address: 'reports@northgate.example' });

  // Only the holder of the certificate reads the first one.
  expect(sealed.mail.subject).toBe('Ihr Sicherheitsbericht');
  const opened = await unsealed(sealed.raw, pems);
  const pdf = Buffer.from(opened.attachments[0]?.content as ArrayBuffer);
  const [page = ''] = (await readPdf(pdf)).pages;
  expect(page).toContain('Täglicher Sicherheitsbericht · Riverside Properties');
  expect(page).toContain('1 war hoch oder schwerer: INC-1.');
  expect(page).toContain('Sicherheit am Fluss');
  const all = (await readPdf(pdf)).pages.join(' ');
  expect(all).not.toMatch(/Secret words|Silent button|INC-2|Überfall/);

  // The second one needs what came to the telephone.
  const text = await until('the passphrase', () => house.twilio.takeText(PHONE));
  const passphrase = /([A-Z2-9]{5}-){3}[A-Z2-9]{5}/.exec(text.body)?.[0] ?? '';
  expect(locked.raw).not.toContain(passphrase);
  const file = Buffer.from(locked.mail.attachments[0]?.content as ArrayBuffer);
  await expect(readPdf(file)).rejects.toThrow(/password/i);
  expect((await readPdf(file, passphrase)).pages[0]).toContain('INC-1');

  // The third one has nothing in it but a way.
  expect(linked.mail.attachments).toEqual([]);
  expect(linked.raw).not.toContain('INC-1');
  // That it was sent is written down after the server took it.
  for (const [whom, way] of [
    [OFFICE, 'sent encrypted to their certificate'],
    ['finance@riverside.example', 'sent as a locked PDF'],
    ['owner@riverside.example', 'sent as a link'],
    [PHONE, 'sent the passphrase'],
  ] as const)
    await until(`${whom} is ${way}`, async () => (await reportsPage()).includes(`${whom}: ${way}`));
  const told = () => house.slack.messages(CLIENT).map((message) => house.slack.visibleText(message));
  await until('the news in the client\u2019s channel', () =>
    told().some((each) => each.includes('Täglicher Sicherheitsbericht')),
  );
  expect(told().filter((each) => each.includes('Täglicher Sicherheitsbericht'))).toHaveLength(1);
  expect(told().join('\n')).not.toContain('/console/');
}, 60_000);

const linkIn = (address: string): string => /https:\S+\/portal\/\S+/.exec(mailTo(address)?.mail.text ?? '')?.[0] ?? '';
const at = (link: string): string => link.replace(PUBLIC_URL, house.url);
const post = (link: string, values: Record<string, string>) =>
  fetch(at(link), { method: 'POST', body: new URLSearchParams(values) });

test('whoever follows the link reads the report by pressing, and a program that looks into mails does nothing', async () => {
  const link = linkIn('owner@riverside.example');
  const page = await (await fetch(at(link))).text();
  expect(page).toContain('Bericht öffnen (PDF)');
  expect(page).not.toMatch(/INC-1|<script/);
  const read = await post(link, { do: 'read' });
  expect(read.headers.get('content-type')).toBe('application/pdf');
  expect((await readPdf(Buffer.from(await read.arrayBuffer()))).pages[0]).toContain('INC-1');
  for (const wrong of [
    link.replace('owner', 'office'),
    link.replace('for=read', 'for=rate'),
    link.slice(0, -2),
    link.split('?')[0]!,
  ]) {
    expect((await fetch(at(wrong))).status).toBe(404);
    expect((await post(wrong, { do: 'read' })).status).toBe(404);
  }
  // A link that came in clear beside a locked report opens no report.
  const rate = linkIn('finance@riverside.example');
  expect(await (await fetch(at(rate))).text()).not.toContain('Bericht öffnen');
  expect((await post(rate, { do: 'read' })).status).toBe(422);
});

test('each reader gives one mark, and no opened link gives any', async () => {
  const link = linkIn('owner@riverside.example');
  for (let look = 0; look < 3; look++) await fetch(at(link));
  for (const mark of ['', '0', '6', '4x', '1e0']) expect((await post(link, { do: 'rate', mark })).status).toBe(422);
  expect(await (await post(link, { do: 'rate', mark: '2', comment: '<b>zu lang</b> 😴' })).text()).toContain(
    'Ihre Note ist notiert',
  );
  expect(await (await post(link, { do: 'rate', mark: '5' })).text()).toContain('schon eine Note');
  const page = await (await house.console()).get('/console/reports');
  expect(page).toContain('2 of 5, owner@riverside.example: &lt;b>zu lang');
  expect(await (await fetch(at(link))).text()).toContain('schon eine Note');
}, 20_000);

test('it can be asked for in a chat, as it was kept or as it is now, and by whoever may read reports', async () => {
  // What Slack signs is signed today.
  clock.wind(-wound);
  const answerTo = async (user: string, text: string): Promise<string> => {
    const sent = house.slack.command('/tocsin', text, user, OPS);
    const { body } = await house.slack.raw(sent.body, sent.headers);
    const answer = JSON.parse(body) as { text: string; blocks?: object[] };
    return house.slack.visibleText({ text: answer.text, blocks: answer.blocks ?? [] });
  };
  expect(await answerTo('U0SAM', 'client Riverside Properties today')).toContain(
    'Daily security report · Riverside Properties',
  );
  expect(await answerTo('U0SAM', 'client riverside this-month')).toMatch(/Monthly security report[\s\S]*1 incident/);
  expect(await answerTo('U0SAM', 'client rivrside')).toContain('Did you mean "riverside"?');
  expect(await answerTo('U0SAM', 'client riverside 2099-01')).toContain('is no period that has begun');
  expect(await answerTo('U0ANA', 'client riverside')).toContain('Reports are for whoever leads');
  const { items } = await house.api('/reports');
  expect(items).toMatchObject([{ kind: 'client', client: { id: 'riverside', sites: 1 } }]);
  const kept = await house.api(`/reports/${items[0].id}`);
  expect(kept.seal).toMatch(/^[0-9a-f]{64}$/);
  expect(kept.report.highlights[0].number).toBe(1);
}, 20_000);
