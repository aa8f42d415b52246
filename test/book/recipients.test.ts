import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createBook } from '../../src/book/book.js';
import { parseBook } from '../../src/book/parse.js';
import { type Asking, recipientsOf, type WaysOn } from '../../src/book/recipients.js';
import { PAGE_VIAS } from '../../src/incident/index.js';
import { onCall } from '../../src/oncall/index.js';

const BOOK = createBook(
  parseBook(
    `
organisation: { name: N, timezone: UTC, currency: EUR }
sites: [ { id: mall, name: Mall }, { id: hub, name: Hub } ]
people:
  - { id: ana, name: Ana, roles: [responder], phone: "+4915550001", email: ana@n.example, slack: U1, sites: [mall], quiet: "22:00-06:00",
      notify: [ { via: chat, after: 0s }, { via: sms, after: 30s }, { via: voice, after: 2m } ] }
  - { id: ben, name: Ben, roles: [responder], phone: "+4915550002", sites: [hub] }
  - { id: chi, name: Chi, roles: [responder], email: chi@n.example }
  - { id: sam, name: Sam, roles: [supervisor], quiet: "22:00-06:00", phone: "+4915550004" }
  - { id: zoe, name: Zoe, roles: [manager] }
rotations:
  - { id: night, timezone: UTC, layers: [ { people: [ana, ben, chi], handover: "18:00", every: 1d, start: 2026-01-05, restrict: "18:00-06:00" } ] }
channels:
  - { id: bosses, surface: slack, to: C0BOSS, for: { sites: [hub] } }
  - { id: lobby, surface: slack, to: C0LOBBY, for: {}, visibleOnSite: true }
lists: { board: [sam, board@n.example, nobody-here] }
`,
    'b.yml',
  ),
);
const NIGHT = new Date('2026-01-05T23:00:00Z');
const ALL: WaysOn = {
  chats: new Set(['slack']),
  chatId: (id, surface) => BOOK.person(id)?.[surface],
  sms: true,
  voice: true,
  email: true,
  optedOut: () => false,
};
const asking = (change: Partial<Asking>): Asking => ({
  targets: ['role:responder'],
  via: ['chat', 'sms'],
  hurry: false,
  lifeSafety: false,
  helped: [],
  covert: false,
  siteId: 'mall',
  at: NIGHT,
  ...change,
});
const ask = (change: Partial<Asking>, ways: Partial<WaysOn> = {}) =>
  recipientsOf(asking(change), {
    book: BOOK,
    ways: { ...ALL, ...ways },
    onCall: (id, at) => {
      const rotation = BOOK.rotation(id);
      return rotation && onCall(rotation, at);
    },
  });
/** `ana: chat 0 s, sms 30 s` */
const told = (change: Partial<Asking>, ways: Partial<WaysOn> = {}): string[] =>
  ask(change, ways).reach.map(
    ({ to, ways: by }) =>
      `${to.kind === 'person' ? to.id : to.address}: ${by.map(({ via, afterMs }) => `${via} ${afterMs / 1_000}`).join(', ')}`,
  );

describe('a page in a chat', () => {
  const chat = (chats: readonly ('slack' | 'teams')[], known: readonly string[]) =>
    told(
      { targets: ['person:ana'], via: ['chat'], hurry: true, strict: true },
      { chats: new Set(chats), chatId: (id, surface) => (known.includes(`${surface} ${id}`) ? 'X' : undefined) },
    );

  it('is for whom a chat knows in which the incident stands', () => {
    expect(chat(['slack'], ['slack ana'])).toEqual(['ana: chat 0']);
    expect(chat(['slack', 'teams'], ['teams ana'])).toEqual(['ana: chat 0']);
    // In a chat where nobody knows them, they would never hear of it.
    expect(chat(['slack'], ['teams ana'])).toEqual([]);
    expect(chat([], ['slack ana', 'teams ana'])).toEqual([]);
  });
});

describe('a chat with somebody alone', () => {
  const own = (id: string) => (id === 'chi' ? ({ surface: 'teams', to: 'a:chi' } as const) : undefined);
  const chi = { targets: ['person:chi'], via: ['chat', 'email'] } as const;

  it('is a way to them where no channel is, and shows them the incident', () => {
    expect(ask(chi, { chats: new Set(), ownChat: own }).reach[0]).toMatchObject({
      ways: [
        { via: 'chat', afterMs: 0 },
        { via: 'email', afterMs: 0 },
      ],
      chat: { surface: 'teams', to: 'a:chi', name: 'Chi', person: 'chi', audience: 'team', mention: 'none' },
    });
  });

  it('shows nothing to whoever is not reached in a chat', () => {
    expect(ask({ ...chi, via: ['email'] }, { ownChat: own }).reach[0]).not.toHaveProperty('chat');
    expect(ask({ ...chi, targets: ['person:ben'] }, { ownChat: own }).reach[0]).not.toHaveProperty('chat');
  });
});

describe('a channel of the book', () => {
  it('is named as it is, and not where others could see what is covert', () => {
    const on = { surfaces: new Set(['slack'] as const) };
    const to = { surface: 'slack', to: 'C0BOSS', name: 'bosses', audience: 'team', mention: 'none' };
    expect(ask({ targets: ['channel:bosses'] }, on)).toEqual({ reach: [], none: [], channels: [to] });
    expect(ask({ targets: ['channel:bosses'], covert: true }, on).channels).toEqual([to]);
    expect(ask({ targets: ['channel:lobby'] }, on).channels).toHaveLength(1);
    expect(ask({ targets: ['channel:lobby'], covert: true }, on)).toEqual({
      reach: [],
      none: [{ target: 'channel:lobby', why: 'others could see it in the channel lobby' }],
    });
    expect(ask({ targets: ['channel:bosses'] }).none[0]?.why).toContain('not switched on');
  });
});

describe('whoever needs help themselves', () => {
  it('is not told; of a rotation the next one is, and that nobody else is meant is said', () => {
    const all = ask({ targets: ['role:responder', 'rotation:night'], helped: ['ana'] });
    expect(all.reach.map(({ to }) => to)).not.toContainEqual(expect.objectContaining({ id: 'ana' }));
    const [only] = [ask({ targets: ['person:ana'], helped: ['ana'] })];
    expect(only).toEqual({ reach: [], none: [{ target: 'person:ana', why: 'they need help themselves' }] });
    const duty = ask({ targets: ['rotation:night'] }).reach[0]?.to;
    const holder = duty?.kind === 'person' ? duty.id : '';
    const [next] = ask({ targets: ['rotation:night'], helped: [holder] }).reach;
    expect(next?.to).toMatchObject({ kind: 'person' });
    expect(next?.to).not.toMatchObject({ id: holder });
  });

  it('by these ways or not at all means that', () => {
    const strict = ask({ targets: ['person:ben'], via: ['email'], strict: true });
    expect(strict).toEqual({ reach: [], none: [{ target: 'person:ben', why: 'Ben has no email' }] });
    expect(ask({ targets: ['person:ben'], via: ['email'] }).reach).toHaveLength(1);
  });
});

describe('whom a target means', () => {
  it('a role: those of the site, and those of no site; those of others only when there is nobody else', () => {
    expect(told({ targets: ['role:responder'], hurry: true })).toEqual(['ana: chat 0, sms 0', 'chi: email 0']);
    expect(told({ targets: ['role:supervisor'], siteId: 'hub', hurry: true })).toEqual(['sam: sms 0']);
  });

  it('a rotation: whoever is on call, and who comes next', () => {
    const [ana] = ask({ targets: ['rotation:night'] }).reach;
    expect(ana).toMatchObject({ to: { id: 'ana' }, next: [{ id: 'ben' }, { id: 'chi' }] });
    expect(ask({ targets: ['rotation:night'], at: new Date('2026-01-05T12:00:00Z') }).none).toEqual([
      { target: 'rotation:night', why: 'nobody is on call' },
    ]);
  });

  it('a list: people and addresses, and what is neither is said', () => {
    expect(told({ targets: ['list:board'], via: ['email'], hurry: true })).toEqual([
      'sam: sms 0, voice 0',
      'board@n.example: email 0',
    ]);
    expect(ask({ targets: ['list:board'] }).none).toContainEqual({
      target: 'list:board',
      why: '"nobody-here" is neither a person of the book nor a mail address',
    });
  });

  it('nobody twice', () => {
    expect(told({ targets: ['person:ana', 'role:responder', 'rotation:night'], hurry: true })).toHaveLength(2);
  });

  it('somebody who cannot be reached is said, with the reason', () => {
    expect(ask({ targets: ['person:zoe'] }).none).toEqual([
      { target: 'person:zoe', why: 'there is no way to Zoe: neither a phone nor a mail address is in the book' },
    ]);
    expect(ask({ targets: ['person:ben'] }, { sms: false, voice: false, email: false }).none[0]?.why).toBe(
      'there is no way to Ben: neither phones nor mail are switched on',
    );
  });
});

describe('by which ways', () => {
  const day = new Date('2026-01-05T12:00:00Z');

  it('as the person wishes, among those that are asked for', () => {
    expect(told({ targets: ['person:ana'], via: ['chat', 'sms', 'voice'], at: day })).toEqual([
      'ana: chat 0, sms 30, voice 120',
    ]);
    expect(told({ targets: ['person:ana'], via: ['voice'], at: day })).toEqual(['ana: voice 120']);
  });

  it('at once for somebody without wishes, the call a little later', () => {
    expect(told({ targets: ['person:ben'], via: ['sms', 'voice'], at: day })).toEqual(['ben: sms 0, voice 30']);
    expect(told({ targets: ['person:ben'], via: ['voice'], at: day })).toEqual(['ben: voice 0']);
  });

  it('all at once when life is at stake', () => {
    expect(told({ targets: ['person:ana'], via: ['chat', 'sms', 'voice'], lifeSafety: true })).toEqual([
      'ana: chat 0, sms 0, voice 0',
    ]);
  });

  it('by what they have when they have nothing of what is asked for', () => {
    expect(told({ targets: ['person:chi'], via: ['sms', 'voice'], at: day })).toEqual(['chi: email 0']);
  });

  it('in quiet hours nothing that rings, unless it is their duty, their life or the last resort', () => {
    expect(told({ targets: ['person:ana'], via: ['chat', 'sms'] })).toEqual(['ana: chat 0']);
    expect(ask({ targets: ['person:sam'], via: ['sms'] }).none).toEqual([
      { target: 'person:sam', why: 'Sam has quiet hours' },
    ]);
    expect(told({ targets: ['rotation:night'], via: ['sms'] })).toEqual(['ana: sms 30']);
    expect(told({ targets: ['person:sam'], via: ['sms'], lifeSafety: true })).toEqual(['sam: sms 0']);
    expect(told({ targets: ['person:sam'], via: ['sms'], hurry: true })).toEqual(['sam: sms 0']);
  });

  it('no texts after STOP, but a call', () => {
    const stop = { optedOut: (phone: string) => phone === '+4915550002' };
    expect(told({ targets: ['person:ben'], via: ['sms'], at: day }, stop)).toEqual(['ben: voice 0']);
  });

  it('life safety reaches everybody who has any way at all, whatever the hour, the wishes and the ways asked for', () => {
    fc.assert(
      fc.property(
        fc.subarray([...PAGE_VIAS], { minLength: 1 }),
        fc.integer({ min: 0, max: 48 * 60 }),
        fc.constantFrom('ana', 'ben', 'chi', 'sam'),
        (via, minutes, id) => {
          const at = new Date(day.getTime() + minutes * 60_000);
          const [one] = ask({ targets: [`person:${id}`], via, lifeSafety: true, at }).reach;
          expect(one?.ways.length).toBeGreaterThan(0);
          expect(one?.ways.every(({ afterMs }) => afterMs === 0)).toBe(true);
        },
      ),
    );
  });
});
