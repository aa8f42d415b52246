import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { incidentCard } from '../../../cards/incident-card.js';
import type { Destination, Outcome } from '../../../src/incident/index.js';
import { botFramework } from '../../../src/surfaces/teams/botframework.js';
import { teamsSurface } from '../../../src/surfaces/teams/surface.js';
import { type Connector, type ConnectorFault, startConnector } from '../../standins/connector.js';
import { plainState } from '../slack/plain.js';

const OPS = '19:ops@thread.tacv2';
const CHAT = '19:night@thread.v2';
const to = (conversation: string, audience: Destination['audience'] = 'team'): Destination => ({
  surface: 'teams',
  to: conversation,
  name: 'ops',
  audience,
  mention: 'none',
});
const card = incidentCard(plainState, { now: new Date('2026-01-06T02:00:00Z'), live: false });

let connector: Connector;
beforeAll(async () => {
  connector = await startConnector([OPS, CHAT]);
});
afterAll(async () => {
  await connector?.stop();
});

const surfaceOf = (serviceUrl: string | undefined = connector.url) =>
  teamsSurface({
    transport: botFramework({ app: undefined, openIdUrl: undefined }),
    places: { addressOf: (conversation) => Promise.resolve(serviceUrl ? { serviceUrl, conversation } : undefined) },
    directory: {
      nameOf: (_surface, id) => (id === '29:ana' ? 'Ana <Beck>' : undefined),
      chatId: (id) => ({ ana: '29:ana', ben: '00000000-0000-0000-0000-000000000021' })[id],
      people: () => ['ana', 'ben', 'chi'].map((id) => ({ id, name: id, roles: [] })),
    },
  });

let token = 0;
const next = () => `token-${token++}`;
const refOf = (outcome: Outcome): string => (outcome.kind === 'delivered' ? outcome.ref : '');

describe('a card in Teams', () => {
  it('opens a thread in a channel, is changed in place, and is answered below', async () => {
    const surface = surfaceOf();
    const ref = refOf(await surface.post(to(OPS), card, next(), ['29:ana']));
    const [posted] = connector.in(OPS);
    expect(posted?.id).toBe(ref);
    expect(posted?.activity).toMatchObject({
      type: 'message',
      summary: card.fallback,
      text: '<at>Ana &lt;Beck&gt;</at>',
      entities: [
        { type: 'mention', text: '<at>Ana &lt;Beck&gt;</at>', mentioned: { id: '29:ana', name: 'Ana <Beck>' } },
      ],
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { version: '1.5' } }],
    });
    // Teams refreshes by its own ids alone.
    expect(posted?.activity.attachments[0].content.refresh.userIds).toEqual(['29:ana']);
    expect(await surface.update(to(OPS), ref, { ...card, fallback: 'newer' })).toEqual({ kind: 'delivered', ref });
    expect(connector.in(OPS)[0]?.activity.summary).toBe('newer');
    await surface.reply(to(OPS), ref, ['Ana <script> & [a](http://b)', 'two'], next());
    await surface.call(to(OPS), ref, 'Somebody is needed', next(), ['29:ana']);
    expect(connector.in(`${OPS};messageid=${ref}`).map(({ activity }) => activity.text)).toEqual([
      'Ana &lt;script&gt; &amp; [a](http://b)<br/>two',
      '<at>Ana &lt;Beck&gt;</at> Somebody is needed',
    ]);
    expect(await surface.retract(to(OPS), ref)).toEqual({ kind: 'delivered', ref });
    expect(await surface.retract(to(OPS), ref)).toEqual({ kind: 'delivered', ref });
    expect(await surface.update(to(OPS), ref, card)).toMatchObject({ kind: 'lost' });
    expect(await surface.reply(to(OPS), ref, ['gone'], next())).toMatchObject({ kind: 'lost' });
  });

  it('is a message of its own in a chat, with its lines behind it', async () => {
    const surface = surfaceOf();
    const ref = refOf(await surface.post(to(CHAT), card, next()));
    await surface.reply(to(CHAT), ref, ['a line'], next());
    await surface.update(to(CHAT), ref, { ...card, fallback: 'newer' });
    expect(connector.in(CHAT).map(({ activity }) => activity.summary ?? activity.text)).toEqual(['newer', 'a line']);
  });

  it('asks nobody of a client to refresh it', async () => {
    const surface = surfaceOf();
    const before = connector.in(OPS).length;
    await surface.post(to(OPS, 'client'), card, next());
    expect(connector.in(OPS)[before]?.activity.attachments[0].content.refresh).toBeUndefined();
  });

  it('does not leave before Teams said where to', async () => {
    const surface = teamsSurface({
      transport: botFramework({ app: undefined, openIdUrl: undefined }),
      places: { addressOf: () => Promise.resolve(undefined) },
      directory: { nameOf: () => undefined, chatId: () => undefined, people: () => [] },
    });
    expect(await surface.post(to(OPS), card, next())).toMatchObject({
      kind: 'dead',
      error: expect.stringContaining('add the app'),
    });
  });
});

describe('what Teams answers', () => {
  /** Fault; what it means for a first card, for a change, for a line; how many calls it may cost. */
  const table: readonly [string, ConnectorFault, object, object, object][] = [
    ['400', { status: 400, code: 'BadSyntax' }, { kind: 'dead' }, { kind: 'dead' }, { kind: 'dead' }],
    [
      '401',
      { status: 401 },
      { kind: 'dead', everywhere: true },
      { kind: 'dead', everywhere: true },
      { kind: 'dead', everywhere: true },
    ],
    [
      '403 MessageWritesBlocked',
      { status: 403, code: 'MessageWritesBlocked' },
      { kind: 'dead', error: 'Teams answered HTTP 403 MessageWritesBlocked' },
      { kind: 'dead' },
      { kind: 'dead' },
    ],
    ['404', { status: 404, code: 'ConversationNotFound' }, { kind: 'dead' }, { kind: 'lost' }, { kind: 'lost' }],
    ['412', { status: 412 }, { kind: 'retry' }, { kind: 'retry' }, { kind: 'retry' }],
    ['413', { status: 413, code: 'MessageSizeTooBig' }, { kind: 'dead' }, { kind: 'dead' }, { kind: 'dead' }],
    [
      '429 with a time',
      { status: 429, retryAfter: 7 },
      { kind: 'retry', afterMs: 7_000 },
      { kind: 'retry', afterMs: 7_000 },
      { kind: 'retry', afterMs: 7_000 },
    ],
    ['429 without one', { status: 429 }, { kind: 'retry', afterMs: 1_000 }, { kind: 'retry' }, { kind: 'retry' }],
    ['500', { status: 500 }, { kind: 'retry', inDoubt: true }, { kind: 'retry' }, { kind: 'retry', inDoubt: true }],
    ['502', { status: 502 }, { kind: 'retry', inDoubt: true }, { kind: 'retry' }, { kind: 'retry', inDoubt: true }],
    ['504', { status: 504 }, { kind: 'retry', inDoubt: true }, { kind: 'retry' }, { kind: 'retry', inDoubt: true }],
    [
      'a dropped connection',
      'drop',
      { kind: 'retry', inDoubt: true },
      { kind: 'retry' },
      { kind: 'retry', inDoubt: true },
    ],
  ];

  it.each(table)('%s', async (_name, fault, post, update, reply) => {
    const surface = surfaceOf();
    const ref = refOf(await surface.post(to(OPS), card, next()));
    const calls = connector.calls.length;
    connector.fail(fault, fault, fault);
    expect(await surface.post(to(OPS), card, next())).toMatchObject(post);
    expect(await surface.update(to(OPS), ref, card)).toMatchObject(update);
    expect(await surface.reply(to(OPS), ref, ['a line'], next())).toMatchObject(reply);
    // The library itself repeats nothing: it would post a card twice.
    expect(connector.calls.length - calls).toBe(3);
  });

  it('late: whoever waits no longer finds it when it is looked up, and posts no second card', async () => {
    const surface = surfaceOf();
    connector.fail({ lateMs: 6_000 });
    const sent = next();
    const before = connector.in(OPS).length;
    // Delivery has given up by then; the wire has not.
    const posting = surface.post(to(OPS), card, sent);
    const deadline = new Promise((resolve) => setTimeout(resolve, 5_000, 'too late'));
    expect(await Promise.race([posting, deadline])).toBe('too late');
    expect(await surface.find(to(OPS), sent, new Date())).toEqual(await posting);
    expect(connector.in(OPS)).toHaveLength(before + 1);
  }, 15_000);

  it('nobody at all: it was not even sent', async () => {
    expect(await surfaceOf('http://127.0.0.1:9/').post(to(OPS), card, next())).toEqual({
      kind: 'retry',
      error: 'Teams could not be reached: ECONNREFUSED',
      inDoubt: false,
    });
  });
});

describe('the mail address of somebody in a team', () => {
  const TENANT = '00000000-0000-0000-0000-000000000001';
  const member = {
    email: 'ana@northgate.example',
    userPrincipalName: 'ana@northgate.example',
    userRole: 'user',
    tenantId: TENANT,
  };
  const ask = async (change: object) => {
    connector.members.set('29:ana', { id: '29:ana', ...member, ...change });
    const transport = botFramework({ app: undefined, openIdUrl: undefined });
    return await transport.member({ serviceUrl: connector.url, conversation: OPS }, '29:ana');
  };

  it('is that of a member', async () => {
    expect(await ask({})).toEqual({ mail: 'ana@northgate.example' });
    expect(await ask({ email: '' })).toEqual({ mail: 'ana@northgate.example' });
  });

  it.each([{ userRole: 'guest' }, { userPrincipalName: 'ana_northgate.example#EXT#@other.onmicrosoft.com' }])(
    'is nobody’s for whoever was invited (%o)',
    async (change) => {
      expect(await ask(change)).toBeUndefined();
    },
  );
});
