import { describe, expect, it } from 'vitest';
import { createBook } from '../../src/book/book.js';
import { parseBook } from '../../src/book/parse.js';
import type { ChatUser, Link } from '../../src/ports-chats.js';
import { directoryOf, linksIn } from './directory.js';

const book = createBook(
  parseBook(
    `
organisation: { name: Northgate, timezone: Europe/Berlin, currency: EUR }
sites: [ { id: mall, name: Mall } ]
people:
  - { id: ana, name: Ana Beck, roles: [responder], slack: U0ANA, email: ana@northgate.example }
  - { id: ben, name: Ben Adeyemi, roles: [responder], email: Ben@Northgate.example }
  - { id: chi, name: Chi Nguyen, roles: [responder], teams: 00000000-0000-0000-0000-000000000022 }
  - { id: one, name: One, roles: [responder], email: shared@northgate.example }
  - { id: two, name: Two, roles: [director], email: shared@northgate.example }
channels:
  - { id: ops, surface: teams, to: "19:ops@thread.tacv2", for: {} }
  - { id: client, surface: teams, to: "19:client@thread.tacv2", for: {}, audience: client }
`,
    'tocsin.yml',
  ),
);

const onTeams = (id: string, more: Partial<ChatUser> = {}): ChatUser => ({
  surface: 'teams',
  id,
  name: 'Somebody',
  channel: '19:client@thread.tacv2',
  ...more,
});
const mail = (address: string | undefined) => ({ mail: () => Promise.resolve(address) });

describe('who somebody in a chat is', () => {
  it('is said by one address that the chat and the book both know, and is remembered', async () => {
    const kept: Link[] = [];
    const directory = await directoryOf(book, { links: linksIn(kept) });
    expect(await directory.who(onTeams('29:ben', mail(' ben@northgate.example ')))).toMatchObject({
      id: 'ben',
      via: 'teams',
    });
    expect(kept).toMatchObject([{ surface: 'teams', chatId: '29:ben', personId: 'ben', by: 'mail' }]);
    // From now on without a question, in every instance, and the other way round as well.
    expect(await directory.who(onTeams('29:ben'))).toMatchObject({ id: 'ben' });
    const other = await directoryOf(book, { links: linksIn(kept) });
    expect(await other.who(onTeams('29:ben'))).toMatchObject({ id: 'ben' });
    expect(other.chatId('ben', 'teams')).toBe('29:ben');
    expect(other.nameOf('teams', '29:ben')).toBe('Ben Adeyemi');
  });

  it('is nobody when two people share the address, when there is none, or when the book names another account', async () => {
    const directory = await directoryOf(book);
    expect(await directory.who(onTeams('29:x', mail('shared@northgate.example')))).toBeUndefined();
    expect(await directory.who(onTeams('29:y', mail(undefined)))).toBeUndefined();
    const slack = { surface: 'slack', id: 'U0EVIL', name: 'Ana Beck', channel: 'C0ANY' } as const;
    expect(await directory.who({ ...slack, ...mail('ana@northgate.example') })).toBeUndefined();
  });

  it('asks for the address once in a while only, and goes on without it when the chat does not answer', async () => {
    let now = Date.parse('2026-01-06T02:00:00Z');
    let asked = 0;
    const told: string[] = [];
    const directory = await directoryOf(book, {
      clock: { now: () => new Date(now) },
      failed: (what) => told.push(what),
    });
    const nobody = onTeams('29:x', {
      channel: '19:ops@thread.tacv2',
      mail: () => {
        asked++;
        return asked === 2 ? Promise.reject(new Error('429')) : Promise.resolve('nobody@elsewhere.example');
      },
    });
    for (let turn = 0; turn < 3; turn++) expect(await directory.who(nobody)).toMatchObject({ id: 'teams:29:x' });
    expect(asked).toBe(1);
    now += 11 * 60_000;
    for (let turn = 0; turn < 3; turn++) expect(await directory.who(nobody)).toMatchObject({ id: 'teams:29:x' });
    expect(asked).toBe(2);
    expect(told).toEqual(['finding out who an account of teams belongs to']);
    now += 2 * 60_000;
    await directory.who(nobody);
    expect(asked).toBe(3);
  });

  it('is known by another name of theirs, and called by the one that the chat uses', async () => {
    const directory = await directoryOf(book);
    expect(directory.chatId('chi', 'teams')).toBe('00000000-0000-0000-0000-000000000022');
    const chi = onTeams('29:chi', { also: ['00000000-0000-0000-0000-000000000022'] });
    expect(await directory.who(chi)).toMatchObject({ id: 'chi' });
    expect(directory.chatId('chi', 'teams')).toBe('29:chi');
  });

  it('is found by an address once: a second account with it is nobody, and who the book calls otherwise is not', async () => {
    const kept: Link[] = [];
    const directory = await directoryOf(book, { links: linksIn(kept) });
    await directory.who(onTeams('29:ben', mail('ben@northgate.example')));
    expect(await directory.who(onTeams('29:evil', mail('ben@northgate.example')))).toBeUndefined();
    expect(directory.chatId('ben', 'teams')).toBe('29:ben');
    // The book was wrong, and is mended: another address, or their own account.
    const mended = (text: string) =>
      createBook(
        parseBook(
          `organisation: { name: N, timezone: Europe/Berlin, currency: EUR }\nsites: [ { id: mall, name: Mall } ]\npeople: [ { id: ben, name: Ben, roles: [director], ${text} } ]\n`,
          'b.yml',
        ),
      );
    for (const text of ['email: other@northgate.example', 'email: ben@northgate.example, teams: "29:real"']) {
      const after = await directoryOf(mended(text), { links: linksIn(kept) });
      expect(await after.who(onTeams('29:ben')), text).toBeUndefined();
    }
  });

  it('that one instance found is known to the others a little later, and after a new start', async () => {
    let now = Date.parse('2026-01-06T02:00:00Z');
    const parts = { links: linksIn(), clock: { now: () => new Date(now) } };
    const [one, other] = [await directoryOf(book, parts), await directoryOf(book, parts)];
    await one.who(onTeams('29:ben', mail('ben@northgate.example')));
    await one.who(onTeams('29:chi', { also: ['00000000-0000-0000-0000-000000000022'] }));
    now += 31_000;
    other.chatId('ben', 'teams');
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect([other.chatId('ben', 'teams'), other.chatId('chi', 'teams')]).toEqual(['29:ben', '29:chi']);
    expect(other.nameOf('teams', '29:chi')).toBe('Chi Nguyen');
  });

  it('is asked of nobody when there is no time', async () => {
    const never = () => Promise.reject(new Error('asked'));
    const directory = await directoryOf(book, { links: { all: () => Promise.resolve([]), find: never, put: never } });
    expect(
      await directory.who(onTeams('29:x', { quick: true, mail: never, channel: '19:ops@thread.tacv2' })),
    ).toMatchObject({
      id: 'teams:29:x',
    });
  });

  it('is what they said from both chats', async () => {
    const directory = await directoryOf(book);
    await directory.link('teams', '29:ana', 'ana');
    expect(await directory.who(onTeams('29:ana'))).toMatchObject({ id: 'ana', name: 'Ana Beck' });
  });

  it('is a guest in a channel of ours, and nobody in one of a client', async () => {
    const directory = await directoryOf(book);
    expect(await directory.who(onTeams('29:x', { channel: '19:ops@thread.tacv2' }))).toEqual({
      kind: 'person',
      id: 'teams:29:x',
      name: 'Somebody',
      roles: ['responder'],
      via: 'teams',
    });
    expect(await directory.who(onTeams('29:x'))).toBeUndefined();
    expect(await directory.who(onTeams('29:x', { channel: 'a:personal' }))).toBeUndefined();
  });
});
