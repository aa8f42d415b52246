import { describe, expect, it } from 'vitest';
import { createBook } from '../../src/book/book.js';
import { parseBook } from '../../src/book/parse.js';
import { createTaskPlaces } from '../../src/book/task-places.js';

const book = createBook(
  parseBook(
    `
organisation: { name: Northgate, timezone: Europe/Berlin, currency: EUR }
sites: [ { id: mall, name: Mall, zones: [] }, { id: hub, name: Hub, zones: [] } ]
people:
  - { id: ana, name: Ana, roles: [responder] }
  - { id: sam, name: Sam, roles: [supervisor], sites: [mall] }
  - { id: max, name: Max, roles: [manager] }
  - { id: dan, name: Dan, roles: [director] }
channels:
  - { id: lobby, surface: slack, to: C0LOBBY, for: {}, visibleOnSite: true }
  - { id: ops, surface: slack, to: C0OPS, for: {} }
  - { id: client, surface: slack, to: C0CLIENT, for: {}, audience: client, receives: [tasks] }
`,
    'test.yml',
  ),
);
const places = createTaskPlaces({
  book: () => book,
  surfaces: new Set(['slack']),
  ownChats: (id) => (id === 'ana' ? [{ surface: 'slack', to: 'U0ANA' }] : []),
});
const place = { siteId: 'mall', siteName: 'Mall', timezone: 'Europe/Berlin' };
const names = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe('who sees a task', () => {
  it('is whoever is to do it in their own chat; else our own channels of the site, and never a client', () => {
    expect(names(places.destinations({ place, to: { kind: 'person', id: 'ana', name: 'Ana' } }))).toEqual(['Ana']);
    expect(names(places.destinations({ place, to: { kind: 'person', id: 'sam', name: 'Sam' } }))).toEqual([
      'lobby',
      'ops',
    ]);
  });

  it('is nobody near the device when the incident is covert', () => {
    const role = { kind: 'role', id: 'responder', name: 'responder' } as const;
    expect(names(places.destinations({ place, to: role, covert: true }))).toEqual(['ops']);
    expect(names(places.channels({ place, covert: true }))).toEqual(['ops']);
  });
});

describe('who is told of what is overdue', () => {
  const told = (times: number, doer?: string) => names(places.leads(place, { times, doer }).people);

  it('goes one step further up each time, and never back to whoever is to do it', () => {
    expect([1, 2, 3, 4].map((times) => told(times))).toEqual([
      ['Sam'],
      ['Sam', 'Max'],
      ['Sam', 'Max', 'Dan'],
      ['Sam', 'Max', 'Dan'],
    ]);
    expect(told(1, 'sam')).toEqual(['Max']);
  });
});
