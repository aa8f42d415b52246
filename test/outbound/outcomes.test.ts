import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { twilioPhones } from '../../src/outbound/twilio/phones.js';
import type { Sending } from '../../src/ports-outbound.js';
import type { Fault } from '../standins/twilio/index.js';
import { ANA, type Line, openLine } from './line.js';

const TOKEN = 'an-auth-token-that-nobody-may-see';
const TEXT = 'words that only the reader may see';
let line: Line;
beforeAll(async () => {
  line = await openLine({ authToken: TOKEN });
});
afterAll(() => line.close());

/** Twilio's own client writes to the console when it is told to; nobody must find a secret there either. */
const printed: string[] = [];
beforeEach(() => {
  line.twilio.heal();
  for (const level of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((...said: unknown[]) => {
      printed.push(said.map(String).join(' '));
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
  expect(printed).toEqual([]);
});

const code = (number: number, status = 400): Fault => ({ kind: 'error', status, code: number });
const says = (kind: 'refused' | 'retry', number: number, reason: string, status?: number): [string, Fault, Sending] => [
  `${number}`,
  code(number, status),
  { kind, error: `Twilio answered ${number}: ${reason}` },
];

/** What Twilio does, and what that means for a page. */
const TABLE: [string, Fault, Sending][] = [
  [
    '21610',
    code(21610),
    { kind: 'refused', error: 'Twilio answered 21610: this number has said STOP', optedOut: true },
  ],
  says('refused', 21211, 'this is not a phone number'),
  says('refused', 21614, 'this number takes no text messages'),
  says('refused', 21606, 'our number may not write to this one: check TWILIO_FROM'),
  says('refused', 21608, 'a trial account may write to verified numbers only'),
  says('refused', 21612, 'this number cannot be reached from ours'),
  says(
    'refused',
    20003,
    'the account or its token is not accepted: check TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN',
    401,
  ),
  says('refused', 30005, 'the number is unknown or out of service'),
  says('refused', 30006, 'a landline, or a carrier that cannot be reached'),
  says('refused', 30007, 'filtered as unwanted by the carrier'),
  says('refused', 30034, 'our number is not registered for A2P 10DLC'),
  says('retry', 20429, 'too many requests', 429),
  says('retry', 21611, 'too many messages wait to be sent'),
  says('retry', 30001, 'too many messages wait to be sent'),
  says('retry', 30003, 'the phone is off or without network'),
  says('retry', 30008, 'the carrier gave no reason'),
  [
    '429 with Retry-After',
    { kind: 'error', status: 429, code: 20429, retryAfterS: 7 },
    { kind: 'retry', error: 'Twilio answered 20429: too many requests', afterMs: 7_000 },
  ],
  ['a code of tomorrow', code(29999), { kind: 'refused', error: 'Twilio answered HTTP 400, 29999' }],
  ['500', { kind: 'http', status: 500 }, { kind: 'retry', error: 'Twilio answered HTTP 500', inDoubt: true }],
  ['503', { kind: 'http', status: 503 }, { kind: 'retry', error: 'Twilio answered HTTP 503', inDoubt: true }],
  ['403 of a proxy', { kind: 'http', status: 403 }, { kind: 'retry', error: 'Twilio answered HTTP 403' }],
  [
    'a proxy page as 200',
    { kind: 'http', status: 200, body: `<html>${TOKEN} ${ANA}</html>` },
    { kind: 'retry', error: 'Twilio answered something unreadable', inDoubt: true },
  ],
  ['no answer', { kind: 'hang' }, { kind: 'retry', error: 'Twilio did not answer in time', inDoubt: true }],
  ['an answer that drips', { kind: 'drip' }, { kind: 'retry', error: 'Twilio did not answer in time', inDoubt: true }],
  [
    'a connection that breaks at once',
    { kind: 'drop-before' },
    { kind: 'retry', error: 'the connection to Twilio broke: ECONNRESET', inDoubt: true },
  ],
  [
    'a connection that breaks when all is done',
    { kind: 'drop-after' },
    { kind: 'retry', error: 'the connection to Twilio broke: ECONNRESET', inDoubt: true },
  ],
];

describe('every sending ends in a named outcome that tells no secret', () => {
  it.each(TABLE)('%s', async (_, fault, expected) => {
    line.twilio.fail('messages.create', fault);
    line.twilio.fail('calls.create', fault);
    const outcomes = [
      await line.phones.text({ to: ANA, token: 'page-1', text: TEXT }),
      await line.phones.call({ to: ANA, token: 'page-1' }),
    ];
    expect(outcomes).toEqual([expected, expected]);
    for (const secret of [TOKEN, TEXT, ANA, ANA.slice(1), line.settings.accountSid, '5550001111'])
      expect(JSON.stringify(outcomes)).not.toContain(secret);
  });

  it('a door that is closed: it was not sent, and there is nothing to look up', async () => {
    const closed = await openLine();
    await closed.close();
    expect(await twilioPhones(closed.settings).text({ to: ANA, token: 't', text: 'x' })).toEqual({
      kind: 'retry',
      error: 'Twilio could not be reached: ECONNREFUSED',
    });
  });

  it('waits as long as it is told and no longer, whatever drips in', async () => {
    line.twilio.fail('messages.create', { kind: 'drip' });
    const began = performance.now();
    await line.phones.text({ to: ANA, token: 't', text: 'x' });
    expect(performance.now() - began).toBeLessThan(1_500);
  });
});
