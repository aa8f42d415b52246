import { afterEach, expect, test } from 'vitest';
import { type House, openHouse, until } from '../house.js';
import { type SmtpStandIn, startSmtp } from '../standins/smtp.js';

const [SAM, ANA] = ['+4915550004', '+4915550001'];

let house: House;
let smtp: SmtpStandIn;
afterEach(async () => {
  await house?.twilio.settled();
  await house?.close();
  await smtp?.stop();
});

test('what is critical reaches whoever has to act and whoever has to know in the same breath', async () => {
  smtp = await startSmtp({ tls: 'none' });
  house = await openHouse({
    phones: {},
    env: { SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, MAIL_FROM: 'Tocsin <alarm@northgate.example>' },
  });
  const { twilio } = house;
  await house.generic({ key: 'k', kind: 'hold-up', zone: 'jewellery' });
  const moments = await Promise.all([
    until('the mail to management', () => smtp.arrived[0]).then(() => Date.now()),
    until('the text to the supervisor', () => twilio.texts.find(({ to }) => to === SAM)).then(() => Date.now()),
    until('the card', () => house.cards()[0]).then(() => Date.now()),
  ]);
  // Ana, Ben, Chi and Sam are texted at a segment a second; the mail waits for none of them.
  expect(Math.max(...moments) - Math.min(...moments)).toBeLessThan(5_000);
  const { timeline } = await house.api('/incidents/1');
  const told = timeline.filter(({ type }: { type: string }) => type === 'paged');
  expect(told.map(({ at }: { at: string }) => at)).toEqual([timeline[0].at, timeline[0].at]);
  await until('the text to Ana', () => twilio.texts.find(({ to }) => to === ANA));
}, 30_000);
