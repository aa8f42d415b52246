import { describe, expect, it } from 'vitest';
import { createAlarms } from '../../handlers/alarms.js';
import { createBodies } from '../../handlers/bodies.js';
import { createPositions, type PositionParts } from '../../handlers/positions.js';
import type { PlainAnswer } from '../../src/http.js';
import { createOrder } from '../../src/identity.js';
import { readySources } from '../../src/sources.js';
import { NIGHT } from '../incident/given.js';
import { bytes, changed, json, type Loose } from '../intake/given.js';
import { riverside } from '../jobs/alarms.js';
import { handWound, inboxIn, nothingKept } from '../jobs/kept.js';
import { officersInMemory } from '../models/officers-kept.js';

const SECRET = 'a-secret-of-the-trackers';
const LOCATION: Loose = json('owntracks-location-http.json');
const SOS: Loose = json('traccar-position-sos.json');
const seconds = (ago: number): number => NIGHT.getTime() / 1_000 - ago;
const basic = (password: string) => ({ authorization: `Basic ${Buffer.from(`ana:${password}`).toString('base64')}` });
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/** The door, on the sources and the people of the example. */
function door(change: Partial<PositionParts> = {}) {
  const kept = nothingKept();
  const clock = handWound(NIGHT);
  const officers = officersInMemory();
  const told: string[] = [];
  const { live } = readySources(riverside, () => SECRET);
  const alarms = createAlarms({
    sources: () => live,
    notReady: () => undefined,
    inbox: inboxIn(kept),
    clock,
    order: createOrder(clock.now),
    bodies: createBodies(() => 0, 'a start'),
    note: () => undefined,
    heard: () => undefined,
    wake: (grave) => told.push(grave ? 'woken: grave' : 'woken'),
    observe: (source, outcome) => told.push(`alarm door: ${source} ${outcome}`),
    failed: (error) => {
      throw error;
    },
  });
  const positions = createPositions({
    sources: () => live,
    alarms,
    officers,
    carrierOf: (source, tracker) => riverside.personOfTracker(`${source}:${tracker}`)?.id,
    clock,
    observe: (source, outcome) => told.push(`${source} ${outcome}`),
    stranger: (source, tracker) => told.push(`stranger ${source}:${tracker}`),
    failed: () => told.push('failed'),
    ...change,
  });
  const send = async (
    source: string,
    body: unknown,
    headers: Record<string, string> = { ...JSON_TYPE, ...basic(SECRET) },
    query: Record<string, string> = {},
  ): Promise<PlainAnswer> => {
    const head = { method: 'POST', path: `/positions/${source}`, headers, query, remote: '127.0.0.1' };
    const admitted = positions.admit(source, head);
    if (typeof admitted !== 'number') return admitted;
    const raw = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
    return await positions.take(source, { ...head, body: raw });
  };
  const where = async (person: string) => (await officers.all()).find(({ personId }) => personId === person)?.fix;
  return { kept, clock, officers, told, send, where };
}

describe('a position that comes in', () => {
  it('is that of the person who carries the tracker, and is answered as its app wants it', async () => {
    const { send, where, told, kept, clock } = door();
    clock.wind(new Date('2026-03-02T21:03:00Z').getTime() - NIGHT.getTime());
    expect(await send('owntracks', bytes('owntracks-location-http.json'))).toEqual({ status: 200, body: [] });
    expect(await where('ana')).toMatchObject({
      at: [52.51702, 13.38888],
      source: 'owntracks',
      receivedAt: clock.now(),
    });
    expect(await send('traccar', changed(SOS, 'position.attributes.alarm', undefined))).toEqual({
      status: 200,
      body: { status: 'taken' },
    });
    expect(await where('ben')).toMatchObject({ at: [52.52079, 13.39902], source: 'traccar', accuracyM: 8 });
    expect(told).toEqual(['owntracks newest', 'traccar newest']);
    expect(kept.inbox.size).toBe(0);
  });
});

describe('a burst after an outage', () => {
  it('leaves the newest standing, in whatever order it comes, and again', async () => {
    const { send, where, told } = door();
    for (const ago of [300, 40, 200, 41, 40, 400])
      expect(await send('owntracks', { ...LOCATION, tst: seconds(ago), lat: 52 + ago / 1e4 })).toMatchObject({
        status: 200,
      });
    expect((await where('ana'))?.fixedAt).toEqual(new Date(NIGHT.getTime() - 40_000));
    expect(told).toEqual(['newest', 'newest', 'older', 'older', 'older', 'older'].map((each) => `owntracks ${each}`));
  });
});

describe('whoever sends', () => {
  it.each<[string, Record<string, string>, Record<string, string>, number]>([
    ['HTTP Basic', basic(SECRET), {}, 200],
    ['a bearer token', { authorization: `Bearer ${SECRET}` }, {}, 200],
    ['a header of its own', { 'x-tocsin-token': SECRET }, {}, 200],
    ['the address', {}, { token: SECRET }, 200],
    ['a wrong password', basic('wrong'), {}, 401],
    ['nothing', {}, {}, 401],
  ])('proves it by %s', async (_how, headers, query, status) => {
    const { send, where } = door();
    const body = { ...LOCATION, tst: seconds(5) };
    const answer = await send('owntracks', body, { ...JSON_TYPE, ...headers }, query);
    expect(answer.status).toBe(status);
    expect(JSON.stringify(answer.body)).not.toContain(SECRET);
    expect((await where('ana')) !== undefined).toBe(status === 200);
  });

  it('is told what is wrong: unknown source, not a tracker, media type, not JSON', async () => {
    const { send } = door();
    const type = (answer: PlainAnswer) => [answer.status, (answer.body as { type: string }).type];
    expect(type(await send('nobody', LOCATION))).toEqual([404, 'urn:tocsin:unknown-source']);
    expect(type(await send('frigate', LOCATION))).toEqual([404, 'urn:tocsin:not-a-tracker']);
    expect(type(await send('owntracks', LOCATION, { 'content-type': 'text/plain', ...basic(SECRET) }))).toEqual([
      415,
      'urn:tocsin:content-type',
    ]);
    expect(type(await send('owntracks', '{"lat":'))).toEqual([422, 'urn:tocsin:unreadable']);
  });

  it('may send nothing where its app does', async () => {
    const { send } = door();
    expect(await send('owntracks', '')).toEqual({ status: 200, body: [] });
    expect(await send('traccar', '')).toMatchObject({ status: 422 });
  });

  it('is asked to send again what could not be written down', async () => {
    const { send, told } = door({ officers: { moved: () => Promise.reject(new Error('the disk is full')) } });
    const answer = await send('owntracks', { ...LOCATION, tst: seconds(5) });
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(JSON.stringify(answer)).not.toContain('disk');
    expect(told).toEqual(['failed', 'owntracks not-kept']);
  });

  it('is named when nobody carries the tracker', async () => {
    const { send, told } = door();
    await send('owntracks', { ...LOCATION, tst: seconds(5), topic: 'owntracks/eve/phone' });
    expect(told).toEqual(['stranger owntracks:eve/phone', 'owntracks nobodys-tracker']);
  });
});

describe('a call for help', () => {
  const sos = changed(
    changed(SOS, 'position.fixTime', '2026-01-06T02:09:50Z'),
    'position.deviceTime',
    '2026-01-06T02:09:55Z',
  );

  it('is durable as life safety before it is answered, and says where they are as well', async () => {
    const { send, kept, told, where } = door();
    expect(await send('traccar', sos)).toEqual({ status: 200, body: { status: 'taken' } });
    const [{ row } = { row: undefined }] = kept.inbox.values();
    expect(row).toMatchObject({ source: 'traccar', grave: true });
    expect(JSON.parse(row!.body.toString())).toEqual(sos);
    expect(told).toEqual(['woken: grave', 'alarm door: traccar accepted']);
    expect((await where('ben'))?.at).toEqual([52.52079, 13.39902]);
  });

  it('is taken when its position is not, when nobody carries it, and when positions cannot be written down', async () => {
    for (const body of [
      changed(sos, 'position.valid', false),
      changed(sos, 'position.latitude', null),
      changed(sos, 'device.uniqueId', 'a stranger'),
    ]) {
      const { send, kept } = door();
      expect((await send('traccar', body)).status).toBe(200);
      expect(kept.inbox.size).toBe(1);
    }
    const broken = door({ officers: { moved: () => Promise.reject(new Error('no disk')) } });
    expect((await broken.send('traccar', sos)).status).toBe(200);
    expect(broken.kept.inbox.size).toBe(1);
  });

  it('is not confirmed when it could not be made durable', async () => {
    const alarms = {
      admit: () => 1_000,
      take: () => Promise.resolve({ status: 503, body: {} }),
    };
    const { send, where } = door({ alarms });
    expect(await send('traccar', sos)).toEqual({ status: 503, body: {} });
    expect(await where('ben')).toBeUndefined();
  });

  it('might be in what nobody can read, so that is kept and shown', async () => {
    const { send, kept } = door();
    expect(await send('owntracks', { _type: 'encrypted', data: 'c2VjcmV0' })).toEqual({ status: 200, body: [] });
    expect([...kept.inbox.values()].map(({ row }) => row.grave)).toEqual([false]);
  });
});
