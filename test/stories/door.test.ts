import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type House, openHouse, SECRET, until } from '../house.js';

let house: House;
beforeAll(async () => {
  house = await openHouse({ slack: false, env: { ALARM_SECRET_ALERTMANAGER: '' } });
});
afterAll(async () => {
  await house?.close();
});

const seconds = () => Math.floor(Date.now() / 1_000);
const sign = (body: string | Buffer, at = seconds(), secret = SECRET) =>
  `t=${at},v1=${createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex')}`;
const alarm = (more: object = {}) =>
  JSON.stringify({
    key: 'door-1',
    kind: 'forced-door',
    occurredAt: new Date().toISOString(),
    site: 'riverside-mall',
    subject: 'Dock door',
    ...more,
  });

interface Sent {
  readonly source?: string;
  readonly body?: string | Buffer;
  readonly type?: string;
  readonly signature?: string | null;
  readonly headers?: Record<string, string>;
}

async function send({
  source = 'generic',
  body = alarm(),
  type = 'application/json',
  signature = sign(body),
  headers = {},
}: Sent) {
  const response = await fetch(`${house.url}/alarms/${source}`, {
    method: 'POST',
    headers: { 'content-type': type, ...(signature === null ? {} : { 'x-tocsin-signature': signature }), ...headers },
    body: body as never,
  });
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: (await response.json()) as Record<string, unknown>,
  };
}

const bomb = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">${Array.from({ length: 9 }, (_, i) => `<!ENTITY ${'b'.repeat(i + 1)} "&${i === 0 ? 'a' : 'b'.repeat(i)};&${i === 0 ? 'a' : 'b'.repeat(i)};">`).join('')}]><EventNotificationAlert>&bbbbbbbbb;</EventNotificationAlert>`;
const bearer = { authorization: `Bearer ${SECRET}` };

describe('the door', () => {
  test.each<[string, Sent, number, RegExp]>([
    ['no signature', { signature: null }, 401, /X-Tocsin-Signature/i],
    ['a wrong secret', { signature: sign(alarm(), seconds(), 'another') }, 401, /./],
    ['a signature of another body', { signature: sign('{}') }, 401, /./],
    ['a signature that is six minutes old', { signature: sign(alarm(), seconds() - 360) }, 401, /./],
    ['a signature from six minutes ahead', { signature: sign(alarm(), seconds() + 360) }, 401, /./],
    ['a signature in no form', { signature: 'v1=zzz' }, 401, /./],
    ['an unknown source', { source: 'nobody' }, 404, /no source "nobody"/],
    ['a source without its secret', { source: 'verkada-2' }, 404, /no source/],
    ['a name that is a path', { source: '..%2f..%2fetc%2fpasswd' }, 404, /no source/],
    ['JSON that is none', { body: '{"key": ' }, 422, /JSON/i],
    ['an empty body', { body: '' }, 422, /empty/],
    ['a wrong content type', { type: 'text/plain' }, 415, /application\/json/],
    ['XML where JSON is taken', { type: 'application/xml', body: '<a/>' }, 415, /application\/json/],
    [
      'an entity bomb',
      { source: 'hikvision', type: 'application/xml', body: bomb, headers: bearer },
      422,
      /DOCTYPE|entit/i,
    ],
    [
      'XML that is none',
      { source: 'hikvision', type: 'application/xml', body: '<a><b></a>', headers: bearer },
      422,
      /./,
    ],
    ['JSON nested a thousand deep', { body: '['.repeat(1_000) + ']'.repeat(1_000) }, 422, /nest|deep/i],
    ['a body over a megabyte', { body: alarm({ details: 'x'.repeat(1_100_000) }) }, 413, /bytes/],
  ])('%s', async (_name, sent, status, says) => {
    const answer = await send(sent);
    expect(answer.status).toBe(status);
    expect(answer.type).toContain('application/problem+json');
    expect(answer.body).toMatchObject({ status, type: expect.stringMatching(/^urn:tocsin:/) });
    expect(`${answer.body.detail}`).toMatch(says);
    expect(JSON.stringify(answer.body)).not.toContain(SECRET);
  });

  test('ten megabytes are answered 413, whether announced or not', async () => {
    const chunk = Buffer.alloc(1_048_576, 97);
    for (const headers of [{ 'content-length': `${10 * chunk.length}` }, { 'transfer-encoding': 'chunked' }]) {
      const status = await new Promise<number>((resolve, reject) => {
        const sending = request(
          `${house.url}/alarms/generic`,
          { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
          (response) => {
            response.resume();
            resolve(response.statusCode ?? 0);
          },
        );
        sending.on('error', reject);
        for (let i = 0; i < 10; i++) sending.write(chunk);
        sending.end();
      });
      expect(status).toBe(413);
    }
  });

  test('a body that dribbles is given up', async () => {
    const started = Date.now();
    const status = await new Promise<number>((resolve, reject) => {
      const sending = request(
        `${house.url}/alarms/generic`,
        { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': '1000' } },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      sending.on('error', reject);
      sending.write('{');
    });
    expect(status).toBe(408);
    expect(Date.now() - started).toBeLessThan(15_000);
  }, 20_000);

  test('GET is answered 405', async () => {
    const response = await fetch(`${house.url}/alarms/generic`);
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('POST');
  });

  test('the same alarm again is a duplicate, replayed or signed anew, and is one incident', async () => {
    const body = alarm({ key: 'twice' });
    const first = await send({ body });
    expect(first).toMatchObject({ status: 202, body: { status: 'accepted' } });
    const signature = sign(body);
    for (let i = 0; i < 3; i++)
      expect(await send({ body, signature })).toMatchObject({
        status: 202,
        body: { status: 'duplicate', signalId: first.body.signalId },
      });
    const changed = alarm({ key: 'twice', subject: 'the same event in other words' });
    expect(await send({ body: changed })).toMatchObject({ status: 202, body: { status: 'duplicate' } });
    await until('the incident', async () =>
      (await house.incidents()).some((incident) => incident.kind === 'forced-door'),
    );
    const [incident] = await house.incidents();
    expect(
      (await house.api(`/incidents/${incident.number}`)).signals.filter(
        (signal: { key: string }) => signal.key === 'twice',
      ),
    ).toHaveLength(1);
  });

  test('a hundred at once of the same alarm: one is accepted', async () => {
    const body = alarm({ key: 'flood', site: 'museum' });
    const answers = await Promise.all(Array.from({ length: 100 }, () => send({ body })));
    expect(answers.every((answer) => answer.status === 202)).toBe(true);
    expect(answers.filter((answer) => answer.body.status === 'accepted')).toHaveLength(1);
  });

  test('what verifies but cannot be understood is kept and shown', async () => {
    const answer = await send({ body: JSON.stringify({ hello: ['<!channel>', 'world'] }) });
    expect(answer.status).toBe(202);
    const incident = await until('the unrecognised alarm', async () =>
      (await house.incidents()).find((each) => each.unrecognised),
    );
    expect(incident.title).toMatch(/^Unrecognised alarm from generic/);
    const whole = await house.api(`/incidents/${incident.number}`);
    expect(whole.signals[0].details).toContain('<!channel>');
    expect(whole.unrecognised).toMatch(/key/);
  });

  test('a restore that comes before its alarm is attached when the alarm arrives, and closes nothing', async () => {
    const at = (ago: number) => new Date(Date.now() - ago).toISOString();
    await send({ body: alarm({ key: 'late-clear', clears: 'late-alarm', occurredAt: at(1_000), site: 'hanse-hub' }) });
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await house.incidents()).some((incident) => incident.site.id === 'hanse-hub')).toBe(false);
    await send({ body: alarm({ key: 'late-alarm', occurredAt: at(60_000), site: 'hanse-hub' }) });
    const incident = await until('the incident', async () =>
      (await house.incidents()).find((each) => each.site.id === 'hanse-hub'),
    );
    const whole = await until('the restore on it', async () => {
      const each = await house.api(`/incidents/${incident.number}`);
      return each.timeline.some((entry: { type: string }) => entry.type === 'restored') && each;
    });
    expect(whole.status).toBe('open');
  });

  test('a live PIN never reaches the disk', async () => {
    const body = JSON.stringify({
      key: 'pin-1',
      kind: 'access-denied',
      occurredAt: new Date().toISOString(),
      site: 'museum',
      subject: 'Wrong code',
      details: 'three times',
      pin: '482913',
    });
    expect((await send({ body })).status).toBe(202);
    const { connection } = house.app;
    const row = await until('the row', () => connection.db!.collection('inbox').findOne({ redactions: { $gte: 1 } }));
    expect(JSON.stringify(row!.body.toString('utf8'))).not.toContain('482913');
  });
});
