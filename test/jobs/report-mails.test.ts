import { describe, expect, it } from 'vitest';
import { createReportMails } from '../../jobs/report-mails.js';
import type { Sending } from '../../src/ports-outbound.js';
import type { OwedMail } from '../../src/ports-reports.js';

const PHONE = '+4915550007';
const TEXT = { subject: 's', text: 't', html: 'h' };

function house(answers: readonly Sending[], options: { composes?: boolean; leased?: boolean; locked?: boolean } = {}) {
  let now = Date.parse('2026-11-23T06:00:00Z');
  const mails = new Map<string, OwedMail>();
  const sent: string[] = [];
  const left = [...answers];
  const failures: string[] = [];
  const owe = (to: string) =>
    mails.set(`weekly/2026-W47 ${to}`, {
      id: `weekly/2026-W47 ${to}`,
      reportId: 'weekly/2026-W47',
      to,
      via: 'mail',
      dueAt: new Date(now),
      attempts: 0,
      state: 'due',
    });
  const some = createReportMails({
    mails: {
      owe: async (mail) => void (mails.has(mail.id) || mails.set(mail.id, { ...mail, attempts: 0, state: 'due' })),
      due: async (at) => [...mails.values()].filter(({ state, dueAt }) => state === 'due' && dueAt <= at),
      settle: async (id, change) => void mails.set(id, { ...mails.get(id)!, ...change }),
      of: async () => [...mails.values()],
    },
    mailer: {
      send: async ({ to, token }) => {
        sent.push(`${to} ${token}`);
        return left.shift() ?? { kind: 'sent', ref: '<m>' };
      },
    },
    hooks: { send: async () => ({ kind: 'sent', ref: '204' }) },
    phones: {
      text: async ({ to, text }) => {
        sent.push(`${to} ${text}`);
        return { kind: 'sent', ref: 'SM1' };
      },
    },
    leases: { take: async () => (options.leased === false ? undefined : { fence: 1, leftMs: () => 1_000 }) },
    holder: 'me',
    compose: async ({ via, to }) => {
      if (to.startsWith('broken')) throw new Error('Invalid svg');
      return via === 'sms'
        ? { kind: 'text', text: 'the passphrase is X' }
        : options.composes === false
          ? { kind: 'later', why: 'PUBLIC_URL is not set' }
          : { kind: 'letter', letter: TEXT, ...(options.locked ? { way: 'locked', phone: PHONE } : { way: 'news' }) };
    },
    clock: { now: () => new Date(now) },
    failed: (what) => failures.push(what),
  });
  return { some, sent, failures, mails, owe, wind: (ms: number) => (now += ms), state: () => [...mails.values()][0]! };
}

const MINUTE = 60_000;

describe('a mail about a report', () => {
  it('goes out once, under a name that stays the same', async () => {
    const { some, sent, owe, state } = house([]);
    owe('dir@n.example');
    await some();
    await some();
    expect(sent).toEqual(['dir@n.example weekly/2026-W47 dir@n.example']);
    expect(state()).toMatchObject({ state: 'sent', ref: '<m>', attempts: 1 });
  });

  it('is tried again while the server is away, with growing pauses', async () => {
    const { some, sent, owe, wind, state } = house([
      { kind: 'retry', error: 'down' },
      { kind: 'retry', error: 'down', afterMs: 5 * MINUTE },
    ]);
    owe('dir@n.example');
    await some();
    expect(state()).toMatchObject({ state: 'due', attempts: 1, error: 'down' });
    wind(MINUTE);
    await some();
    wind(4 * MINUTE);
    await some();
    expect(sent).toHaveLength(2);
    wind(MINUTE);
    await some();
    expect(state()).toMatchObject({ state: 'sent', attempts: 3 });
  });

  it('that is refused is tried through the day, since a wrong login can be mended, and then given up', async () => {
    const no: Sending = { kind: 'refused', error: 'the login is wrong' };
    const { some, sent, owe, wind, state } = house(Array.from({ length: 40 }, () => no));
    owe('dir@n.example');
    for (let turn = 0; turn < 40; turn++) {
      await some();
      wind(30 * MINUTE);
    }
    expect(sent).toHaveLength(24);
    expect(state()).toMatchObject({ state: 'refused', error: 'the login is wrong' });
  });

  it('waits, and says why, while there is no address to lead to', async () => {
    const { some, sent, owe, wind, state } = house([], { composes: false });
    owe('dir@n.example');
    for (let turn = 0; turn < 5; turn++) {
      await some();
      wind(11 * MINUTE);
    }
    expect(sent).toEqual([]);
    expect(state()).toMatchObject({ state: 'due', attempts: 0, error: expect.stringContaining('PUBLIC_URL') });
  });

  it('with a locked report is followed by its passphrase, by another way, once', async () => {
    const { some, sent, owe, mails } = house([{ kind: 'retry', error: 'down' }], { locked: true });
    owe('office@c.example');
    await some();
    // The letter is not there: neither is its key.
    expect(sent).toEqual(['office@c.example weekly/2026-W47 office@c.example']);
    for (const mail of mails.values()) mails.set(mail.id, { ...mail, dueAt: new Date(0) });
    await some();
    await some();
    await some();
    expect(sent.slice(1)).toEqual([
      'office@c.example weekly/2026-W47 office@c.example',
      '+4915550007 the passphrase is X',
    ]);
    expect([...mails.values()].map(({ state, way }) => `${way} ${state}`)).toEqual(['locked sent', 'passphrase sent']);
  });

  it('that cannot be put together holds up no other, waits, and says why', async () => {
    const { some, sent, failures, owe, mails } = house([]);
    owe('broken@n.example');
    owe('dir@n.example');
    await some();
    expect(sent).toEqual(['dir@n.example weekly/2026-W47 dir@n.example']);
    expect(failures).toEqual(['sending weekly/2026-W47 broken@n.example']);
    expect(mails.get('weekly/2026-W47 broken@n.example')).toMatchObject({
      state: 'due',
      attempts: 1,
      error: 'it could not be made: Invalid svg',
    });
  });

  it('is left to whoever has the lease', async () => {
    const { some, sent, owe } = house([], { leased: false });
    owe('dir@n.example');
    expect(await some()).toBe('idle');
    expect(sent).toEqual([]);
  });
});
