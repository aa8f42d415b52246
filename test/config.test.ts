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

describe('Teams', () => {
  const APP = {
    MicrosoftAppId: '0A0A0A0A-0000-4000-8000-000000000001',
    MicrosoftAppPassword: 'a-secret-that-nobody-may-see',
    MicrosoftAppTenantId: '0B0B0B0B-0000-4000-8000-000000000002',
  };

  it('is on with an app of one organisation, and off without', () => {
    expect(readConfig(APP).teams).toEqual({
      app: {
        id: APP.MicrosoftAppId.toLowerCase(),
        password: APP.MicrosoftAppPassword,
        tenantId: APP.MicrosoftAppTenantId.toLowerCase(),
      },
      openIdUrl: undefined,
    });
    expect(readConfig({ ...APP, MicrosoftAppType: 'SingleTenant' }).teams?.app).toBeDefined();
    expect(readConfig({}).teams).toBeUndefined();
    expect(readConfig({ TEAMS_ANONYMOUS: '0' }).teams).toBeUndefined();
  });

  it('believes everybody on this machine alone, and only when it is told to', () => {
    expect(readConfig({ TEAMS_ANONYMOUS: '1' }).teams).toEqual({ app: undefined, openIdUrl: undefined });
    expect(readConfig({ TEAMS_ANONYMOUS: '1', HOST: '::1', PUBLIC_URL: 'http://localhost:3000' }).teams).toBeDefined();
  });

  it.each<[string, Environment, string]>([
    [
      'an id alone',
      { MicrosoftAppId: APP.MicrosoftAppId },
      'MicrosoftAppPassword and MicrosoftAppTenantId are not set',
    ],
    ['no tenant', { ...APP, MicrosoftAppTenantId: '' }, 'MicrosoftAppTenantId is not set'],
    ['a bot of many organisations', { ...APP, MicrosoftAppType: 'MultiTenant' }, 'MicrosoftAppType'],
    ['an app, and nobody asked who they are', { ...APP, TEAMS_ANONYMOUS: '1' }, 'Unset one of them'],
    ['anybody, where others reach it', { TEAMS_ANONYMOUS: '1', HOST: '0.0.0.0' }, 'set HOST to 127.0.0.1'],
    ['anybody, behind a public address', { TEAMS_ANONYMOUS: '1', PUBLIC_URL }, 'reached from outside'],
    ['anybody, in production', { TEAMS_ANONYMOUS: '1', NODE_ENV: 'production' }, 'NODE_ENV is production'],
  ])('is refused with %s', (_what, env, why) => {
    const fault = faultOf(env);
    expect(fault).toContain(why);
    expect(fault).not.toContain(APP.MicrosoftAppPassword);
  });
});
