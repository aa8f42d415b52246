import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { incidentCard } from '../../../cards/incident-card.js';
import { FORM_EN } from '../../../cards/words/form-words.js';
import type { Answer } from '../../../src/inbound.js';
import { until } from '../../house.js';
import { type Connector, startConnector } from '../../standins/connector.js';
import { ISSUER, startOpenId } from '../../standins/openid.js';
import { plainState } from '../slack/plain.js';
import { activity, CLIENT, OPS, pressing, startBot, TENANT } from './bot.js';

const APP = {
  id: '11111111-2222-3333-4444-555555555555',
  password: 'a-password-that-nobody-may-see',
  tenantId: TENANT,
};

const NEW = '19:new@thread.tacv2';

let openId: Awaited<ReturnType<typeof startOpenId>>;
let connector: Connector;
let bot: Awaited<ReturnType<typeof startBot>> | undefined;
beforeAll(async () => {
  openId = await startOpenId();
  connector = await startConnector([OPS, CLIENT, NEW]);
});
afterEach(async () => {
  await bot?.stop();
  bot = undefined;
});
afterAll(async () => {
  await openId?.stop();
  await connector?.stop();
});

describe('who may call /api/messages', () => {
  const now = () => Math.floor(Date.now() / 1_000);
  const claims = (more: object = {}) => ({
    iss: ISSUER,
    aud: APP.id,
    nbf: now() - 60,
    exp: now() + 3_600,
    serviceurl: connector.url,
    ...more,
  });
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it('is Teams, by a token that Microsoft signed for this bot', async () => {
    bot = await startBot({ app: APP, openIdUrl: openId.url });
    const answer = await bot.send(pressing(connector.url, 'claim'), bearer(openId.token(claims())));
    expect(answer.status).toBe(200);
    expect(bot.handled[0]).toMatchObject({ kind: 'press', action: 'claim', about: 'i-1' });
  });

  const forged: readonly [string, () => Readonly<Record<string, string>>, number][] = [
    ['no token', () => ({}), 401],
    ['something else than a token', () => ({ authorization: 'Bearer nonsense' }), 401],
    ['a token that nobody signed', () => bearer(openId.unsigned(claims())), 401],
    ['a token that somebody else signed', () => bearer(openId.token(claims(), 'somebody')), 401],
    ['a token of another issuer', () => bearer(openId.token(claims({ iss: 'https://evil.example' }))), 401],
    ['a token for another bot', () => bearer(openId.token(claims({ aud: TENANT }))), 401],
    ['a token that has run out', () => bearer(openId.token(claims({ exp: now() - 600 }))), 401],
    [
      'a header that is no JSON',
      () => ({ authorization: `Bearer ${Buffer.from('{"typ":"JWT"}').toString('base64url')}.bm9wZQ.x` }),
      401,
    ],
    ['a payload that is nothing', () => ({ authorization: 'Bearer bnVsbA.bnVsbA.x' }), 401],
    [
      'a token as other bots show it, which names no address',
      () => bearer(openId.token(claims({ iss: 'https://sts.windows.net/x/', appid: APP.id, serviceurl: undefined }))),
      401,
    ],
    ['a token for another service', () => bearer(openId.token(claims({ serviceurl: 'https://evil.example/' }))), 401],
  ];
  it.each(forged)('is nobody with %s', async (_name, headers, status) => {
    bot = await startBot({ app: APP, openIdUrl: openId.url });
    const answer = await bot.send(pressing(connector.url, 'claim'), headers());
    expect(answer.status).toBe(status);
    expect(bot.handled).toEqual([]);
    expect(bot.places.size).toBe(0);
    expect(await answer.text()).not.toContain(APP.password);
  });

  it('is nobody of another tenant, and no other channel of the Bot Framework', async () => {
    bot = await startBot({ app: APP, openIdUrl: openId.url });
    const elsewhere = {
      ...pressing(connector.url, 'claim'),
      conversation: { id: `${OPS};messageid=1`, tenantId: APP.id },
    };
    expect((await bot.send(elsewhere, bearer(openId.token(claims())))).status).toBe(403);
    const mail = { ...pressing(connector.url, 'claim'), channelId: 'email' };
    expect((await bot.send(mail, bearer(openId.token(claims())))).status).toBe(403);
    expect(bot.handled).toEqual([]);
  });

  it('without an app id is this machine alone, and answers go nowhere else', async () => {
    bot = await startBot({});
    expect((await bot.send(pressing('https://evil.example/', 'claim'))).status).toBe(403);
    const forwarded = await bot.send(pressing(connector.url, 'claim'), { 'x-forwarded-for': '203.0.113.9' });
    expect(forwarded.status).toBe(403);
    expect(bot.handled).toEqual([]);
    expect((await bot.send(pressing(connector.url, 'claim'))).status).toBe(200);
  });

  it('says what it cannot read', async () => {
    bot = await startBot({});
    expect((await bot.send('{')).status).toBe(400);
    expect((await bot.send({ hello: 'world' })).status).toBe(400);
    expect((await bot.send({ ...activity(connector.url), text: 'x'.repeat(10_000_000) })).status).toBe(413);
    expect((await bot.send(activity('file:///etc/passwd'))).status).toBe(400);
    const other = await bot.send(activity(connector.url, { type: 'invoke', name: 'task/fetch', value: {} }));
    expect(await other.json()).toMatchObject({ statusCode: 501 });
  });
});

describe('a press in Teams', () => {
  const shown = () => ({
    kind: 'shown' as const,
    card: incidentCard(plainState, { now: new Date('2026-01-06T02:00:00Z'), live: false }),
  });

  it('is answered with the card as it is now, and what was done on it', async () => {
    bot = await startBot({
      answer: (inbound) =>
        Promise.resolve(inbound.kind === 'view' ? shown() : { kind: 'done', text: 'INC-42: you have it.' }),
    });
    const answer = (await (await bot.send(pressing(connector.url, 'claim'))).json()) as Record<string, unknown>;
    expect(answer).toMatchObject({ statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' });
    expect(JSON.stringify(answer.value)).toContain('INC-42: you have it.');
    expect(bot.handled.map(({ kind }) => kind)).toEqual(['press', 'view']);
    expect(bot.handled[1]).toMatchObject({ channel: { surface: 'teams', to: OPS }, about: 'i-1' });
  });

  it('that comes again does nothing again', async () => {
    bot = await startBot({
      answer: (inbound) => Promise.resolve(inbound.kind === 'view' ? shown() : { kind: 'done', text: 'x' }),
    });
    const once = pressing(connector.url, 'claim');
    await bot.send(once);
    const again = (await (await bot.send(once)).json()) as Record<string, unknown>;
    expect(again).toMatchObject({ type: 'application/vnd.microsoft.card.adaptive' });
    expect(bot.handled.filter(({ kind }) => kind === 'press')).toHaveLength(1);
  });

  it('tells a stranger how to be known, and does nothing', async () => {
    bot = await startBot({});
    const stranger = { ...pressing(connector.url, 'claim'), from: { id: '29:nobody', name: 'Nobody' } };
    const answer = await (await bot.send(stranger)).json();
    expect(answer).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
      value: expect.stringContaining('book'),
    });
    expect(bot.handled).toEqual([]);
  });

  it('takes of a form only its own fields, and shows it again with what is wrong', async () => {
    const form = {
      id: 'note',
      about: 'i-1',
      title: 'Note INC-42',
      submit: 'Save',
      words: FORM_EN,
      fields: [{ kind: 'text', name: 'text', label: 'What', multiline: true, maxLength: 100, required: true }],
    } as const;
    bot = await startBot({
      answer: (inbound) =>
        Promise.resolve(
          inbound.kind === 'submit'
            ? { kind: 'faults', faults: { text: 'Please write a few words.' } }
            : { kind: 'ask', form },
        ),
    });
    const sent = pressing(
      connector.url,
      'note',
      { text: 'ab', evil: 'x', action: 'resolve' },
      { form: true, fields: ['text'] },
    );
    const answer = await (await bot.send(sent)).text();
    expect(bot.handled[0]).toMatchObject({ kind: 'submit', form: 'note', about: 'i-1', values: { text: 'ab' } });
    expect(answer).toContain('Please write a few words.');
    expect(answer).toContain('"value":"ab"');
  });

  it('of an old client comes as a message, and is answered where it stands', async () => {
    bot = await startBot({ answer: () => Promise.resolve({ kind: 'refused', text: 'Ben has <this>.' }) });
    const root = {
      ...activity(connector.url),
      text: 'help',
      conversation: { id: 'a:ana', conversationType: 'personal', tenantId: TENANT },
    };
    await bot.send({ ...root, text: undefined, value: { tocsin: { action: 'claim', about: 'i-1' } } });
    const said = await until('the answer', () => connector.in('a:ana').at(-1));
    expect(said.activity).toMatchObject({ text: 'Ben has &lt;this&gt;.', textFormat: 'xml' });
  });
});

describe('what is asked in front of others', () => {
  const card = () => incidentCard(plainState, { now: new Date('2026-01-06T02:00:00Z'), live: false });

  it('is answered with a card to the asker alone, and with a sentence in a channel of our own', async () => {
    const asking = { conversation: { id: `${OPS};messageid=7`, conversationType: 'channel', tenantId: TENANT } };
    let answer: Answer = { kind: 'shown', card: card() };
    bot = await startBot({ answer: () => Promise.resolve(answer) });
    const root = connector.in(OPS).length;
    // The thread has to be there for the stand-in.
    connector.messages.push({ id: '7', conversation: OPS, activity: {}, deleted: false });
    const before = connector.in('a:29:ana').length;
    await bot.send(activity(connector.url, { ...asking, text: 'show INC-42' }));
    await until('the card', () => connector.in('a:29:ana').length > before);
    const [sent] = connector.in('a:29:ana').slice(-1);
    // It asks for itself anew whenever its reader looks at it.
    expect(sent?.activity.attachments[0].content.refresh.userIds).toEqual(['29:ana']);
    await until('a word', () => connector.in(`${OPS};messageid=7`).length === 1);
    expect(JSON.stringify(connector.in(`${OPS};messageid=7`))).not.toContain('INC-42');
    answer = { kind: 'done', text: 'Riverside Mall is on test.' };
    await bot.send(activity(connector.url, { ...asking, text: 'ontest mall 2h' }));
    await until('the sentence', () => connector.in(`${OPS};messageid=7`).length === 2);
    expect(connector.in(OPS).length).toBe(root + 1);
  });

  it('says where to ask when nobody may be written to alone', async () => {
    bot = await startBot({ answer: () => Promise.resolve({ kind: 'shown', card: card() }) });
    connector.fail({ status: 403, code: 'MessageWritesBlocked' });
    const before = connector.in(CLIENT).length;
    await bot.send(
      activity(connector.url, {
        text: 'list',
        conversation: { id: CLIENT, conversationType: 'channel', tenantId: TENANT },
      }),
    );
    await until('a word', () => connector.in(CLIENT).length > before);
    expect(connector.in(CLIENT).at(-1)?.activity.text).toContain('Open a chat with Tocsin');
  });

  it('by a button of an old client leaves no second card behind', async () => {
    bot = await startBot({
      answer: (inbound) =>
        Promise.resolve(
          inbound.kind === 'view' ? { kind: 'shown', card: card() } : { kind: 'done', text: 'INC-42: you have it.' },
        ),
    });
    const thread = `${OPS};messageid=7`;
    const before = connector.in(thread).length;
    await bot.send({
      ...activity(connector.url, { conversation: { id: thread, conversationType: 'channel', tenantId: TENANT } }),
      value: { tocsin: { action: 'claim', about: 'i-1' } },
    });
    await until('the sentence', () => connector.in(thread).length > before);
    expect(connector.in(thread).at(-1)?.activity).toMatchObject({ text: 'INC-42: you have it.' });
    expect(connector.in(thread).at(-1)?.activity.attachments).toBeUndefined();
  });
});

describe('a question in Teams', () => {
  it('is read without our name, and answered where it was asked', async () => {
    bot = await startBot({ answer: () => Promise.resolve({ kind: 'done', text: 'Nothing is open.' }) });
    const personal = { id: 'a:ana2', conversationType: 'personal', tenantId: TENANT };
    await bot.send(activity(connector.url, { text: '/tocsin list&nbsp;mine', conversation: personal }));
    await until('the answer', () => connector.in('a:ana2').length === 1);
    expect(bot.handled[0]).toMatchObject({ kind: 'command', text: 'list mine' });
  });

  it('in a channel of a client is answered to the asker alone', async () => {
    bot = await startBot({ answer: () => Promise.resolve({ kind: 'done', text: 'All that is open.' }) });
    const before = connector.in(CLIENT).length;
    const channel = { id: CLIENT, conversationType: 'channel', tenantId: TENANT };
    await bot.send(
      activity(connector.url, {
        text: '<at>Tocsin</at> list',
        conversation: channel,
        entities: [{ type: 'mention', text: '<at>Tocsin</at>', mentioned: { id: '28:tocsin' } }],
      }),
    );
    await until('the answer', () => connector.in('a:29:ana').at(-1)?.activity.text === 'All that is open.');
    await until('the word in the channel', () => connector.in(CLIENT).length > before);
    expect(connector.in(CLIENT).at(-1)?.activity.text).not.toContain('All that is open');
    expect(bot.handled[0]).toMatchObject({ text: 'list' });
  });

  it('when Tocsin is added says what the desk has to say there, and forgets a place that it was taken out of', async () => {
    bot = await startBot({ answer: async () => ({ kind: 'done', text: 'Tocsin is here.' }) });
    const added = {
      type: 'conversationUpdate',
      membersAdded: [{ id: '28:tocsin' }],
      conversation: { id: NEW, tenantId: TENANT },
    };
    await bot.send(activity(connector.url, added));
    const said = await until('the greeting', () => connector.in(NEW).at(-1));
    expect(said.activity.text).toBe('Tocsin is here.');
    expect(bot.handled).toMatchObject([{ kind: 'channel', at: { surface: 'teams', to: NEW }, now: 'joined' }]);
    expect(bot.places.get(NEW)).toMatchObject({ serviceUrl: connector.url });
    await bot.send(
      activity(connector.url, {
        type: 'installationUpdate',
        action: 'remove',
        conversation: { id: NEW, tenantId: TENANT },
      }),
    );
    expect(bot.places.size).toBe(0);
    expect(bot.handled.at(-1)).toMatchObject({ kind: 'channel', at: { surface: 'teams', to: NEW }, now: 'left' });
  });
});
