import { describe, expect, it } from 'vitest';
import { createBook } from '../../src/book/book.js';
import { parseBook } from '../../src/book/parse.js';
import { weeklyReaders } from '../../src/book/report-readers.js';
import { channelIn } from '../../src/book/routes.js';

const book = (weekly: string) =>
  createBook(
    parseBook(
      `
organisation: { name: N, timezone: UTC, currency: EUR, language: de }
clients: [ { id: riverside, name: Riverside } ]
sites: [ { id: mall, name: Mall, client: riverside }, { id: hub, name: Hub } ]
people:
  - { id: ana, name: Ana, roles: [manager], email: ana@n.example }
  - { id: ben, name: Ben, roles: [manager] }
  - { id: dir, name: Dir, roles: [director], email: dir@n.example }
rotations: [ { id: night, timezone: UTC, layers: [ { people: [ana], handover: "18:00", every: 1d, start: 2026-01-05 } ] } ]
channels:
  - { id: bosses, surface: slack, to: C0BOSS, receives: [weekly], language: en }
  - { id: named, surface: slack, to: C0NAMED, for: { sites: [hub] } }
  - { id: riverside-desk, surface: slack, to: C0RIV, for: { clients: [riverside] }, receives: [weekly] }
  - { id: client, surface: slack, to: C0CLIENT, audience: client, receives: [weekly] }
  - { id: lobby, surface: slack, to: C0LOBBY, receives: [weekly], visibleOnSite: true }
  - { id: chiefs, surface: teams, to: "19:x@thread.tacv2", receives: [weekly] }
lists: { board: [dir, board@n.example, nobody] }
reports: { weekly: { ${weekly} } }
`,
      'b.yml',
    ),
  );
const readers = (to: string) => {
  const { channels, addresses } = weeklyReaders(book(`at: "Mon 07:00", to: [${to}]`), new Set(['slack']));
  return { channels: channels.map((each) => each.to), addresses };
};

describe('who has the weekly report', () => {
  it('are channels of our own people that are about everything, each once, and only where a surface is on', () => {
    expect(readers('').channels).toEqual(['C0BOSS']);
    // Who is named by the book has it, whatever the channel shows otherwise.
    expect(readers('"channel:bosses", "channel:named", "channel:chiefs"').channels).toEqual(['C0BOSS', 'C0NAMED']);
  });

  it('are people by name, role and list, and addresses; each once, and nobody without a mail', () => {
    expect(readers('"person:ana", "role:manager", "list:board", "person:ben"').addresses).toEqual([
      'ana@n.example',
      'dir@n.example',
      'board@n.example',
    ]);
  });

  it.each([
    ['at: "Monday", to: []', 'a day and a time'],
    ['at: "Mon 07:00", to: ["rotation:night"]', 'not for whoever is on call'],
    ['at: "Mon 07:00", to: ["channel:client"]', 'a client sees the channel "client"'],
    ['at: "Mon 07:00", to: ["person:zoe"]', 'there is no person "zoe"'],
  ])('is refused as %s', (weekly, why) => {
    expect(() => book(weekly)).toThrow(why);
  });
});

describe('a channel by its address', () => {
  const known = book('at: "Mon 07:00", to: []');

  it('is that of the book with its sites, or the one where cards go that no other takes', () => {
    expect(channelIn(known, { surface: 'slack', to: 'C0RIV' })).toEqual({ name: 'riverside-desk', sites: ['mall'] });
    expect(channelIn(known, { surface: 'slack', to: 'C0BOSS' })).toEqual({ name: 'bosses', sites: [] });
    expect(channelIn(known, { surface: 'slack', to: 'C0ELSE' }, 'C0ELSE')).toEqual({
      name: 'SLACK_CHANNEL',
      sites: ['mall', 'hub'],
    });
    expect(channelIn(known, { surface: 'teams', to: 'C0ELSE' }, 'C0ELSE')).toBeUndefined();
    expect(channelIn(known, { surface: 'slack', to: 'C0ELSE' })).toBeUndefined();
  });
});
