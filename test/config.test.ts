import { describe, expect, it } from 'vitest';
import { ConfigError, type Environment, printable, readConfig } from '../src/config.js';

const TWILIO = {
  TWILIO_ACCOUNT_SID: `AC${'0a'.repeat(16)}`,
  TWILIO_AUTH_TOKEN: 'a-token-that-nobody-may-see',
  TWILIO_FROM: '+15005550006',
};
const PUBLIC_URL = 'https://tocsin.example';
const MAIL = { SMTP_URL: 'smtp://tocsin:p%40ss-word@mail.example:587', MAIL_FROM: 'Tocsin <alarm@example.com>' };

const faultOf = (env: Environment): string => {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return '';
};

describe('phones', () => {
  it('are on when all of it is set', () => {
    expect(readConfig({ ...TWILIO, PUBLIC_URL, TWILIO_API_URL: 'http://127.0.0.1:9' }).twilio).toEqual({
      accountSid: TWILIO.TWILIO_ACCOUNT_SID,
      authToken: TWILIO.TWILIO_AUTH_TOKEN,
      from: TWILIO.TWILIO_FROM,
      apiUrl: 'http://127.0.0.1:9',
    });
    expect(readConfig({ TWILIO_FROM: ' ' }).twilio).toBeUndefined();
  });

  it('are refused half set, and without an address for receipts', () => {
    expect(faultOf({ ...TWILIO, PUBLIC_URL, TWILIO_AUTH_TOKEN: '' })).toBe(
      'TWILIO_ACCOUNT_SID and TWILIO_FROM are set, but TWILIO_AUTH_TOKEN is not: set all of them, or none to keep text messages and calls off.',
    );
    expect(faultOf({ TWILIO_FROM: '+15005550006' })).toContain('TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are not');
    expect(faultOf(TWILIO)).toContain('PUBLIC_URL is not: Twilio sends receipts, replies and keys there');
    expect(faultOf({ ...TWILIO, PUBLIC_URL, TWILIO_ACCOUNT_SID: 'SK0a' })).toContain('TWILIO_ACCOUNT_SID: must be AC');
    expect(faultOf({ ...TWILIO, PUBLIC_URL, TWILIO_FROM: '0800 123' })).toContain(
      'TWILIO_FROM: must be a phone number',
    );
    expect(faultOf({ ...TWILIO, PUBLIC_URL, TWILIO_API_URL: 'file:///etc' })).toContain('TWILIO_API_URL');
  });
});

describe('mail', () => {
  it('is on when both are set', () => {
    expect(readConfig(MAIL).mail).toEqual({ url: MAIL.SMTP_URL, from: MAIL.MAIL_FROM });
    expect(readConfig({ SMTP_URL: 'smtps://mail.example', MAIL_FROM: 'alarm@example.com' }).mail).toBeDefined();
    expect(readConfig({}).mail).toBeUndefined();
  });

  it.each([
    ['half set', { SMTP_URL: MAIL.SMTP_URL }, 'MAIL_FROM is not: set all of them, or none to keep mail off'],
    ['another protocol', { ...MAIL, SMTP_URL: 'http://secret-pass@mail.example' }, 'smtp:// or smtps://'],
    ['no address', { ...MAIL, SMTP_URL: 'mail.example' }, 'smtp:// or smtps://'],
    ['no host', { ...MAIL, SMTP_URL: 'smtp://' }, 'SMTP_URL'],
    ['options', { ...MAIL, SMTP_URL: 'smtp://a:secret-pass@m.example?tls.rejectUnauthorized=false' }, 'are fixed'],
    ['a password alone', { ...MAIL, SMTP_URL: 'smtp://:secret-pass@m.example' }, 'a user without a password'],
    ['a bare per cent', { ...MAIL, SMTP_URL: 'smtp://a:100%secret-pass@m.example' }, '%25'],
    ['two senders', { ...MAIL, MAIL_FROM: 'a@b.example, c@d.example' }, 'MAIL_FROM is "a@b.example, c@d.example"'],
    ['a sender with a header', { ...MAIL, MAIL_FROM: 'Tocsin <a@b.example>\r\nBcc: x@y.example' }, 'MAIL_FROM'],
    ['a sender without an end', { ...MAIL, MAIL_FROM: 'Tocsin <a@b.example' }, 'MAIL_FROM'],
  ])('%s is refused, and no password is quoted', (_, env, why) => {
    const fault = faultOf(env);
    expect(fault).toContain(why);
    expect(fault).not.toContain('secret-pass');
  });
});

it('what is printed has no secret in it', () => {
  const shown = printable(readConfig({ ...TWILIO, ...MAIL, PUBLIC_URL }));
  expect(shown).toContain('twilio.authToken = ********');
  expect(shown).toContain(`twilio.accountSid = ${TWILIO.TWILIO_ACCOUNT_SID}`);
  expect(shown).toContain('mail.url = smtp://tocsin:********@mail.example:587');
  for (const secret of [TWILIO.TWILIO_AUTH_TOKEN, 'p%40ss-word', 'p@ss-word']) expect(shown).not.toContain(secret);
  const odd = printable(readConfig({ SMTP_URL: 'smtp://a:b@c:d@mail.example', MAIL_FROM: 'a@b.example' }));
  expect(odd).toContain('mail.url = smtp://a:********@mail.example');
});
