import { describe, expect, it } from 'vitest';
import { createBook } from '../../src/book/book.js';
import { accountActor } from '../../src/book/directory.js';
import { listedAssets } from '../../src/book/listed-assets.js';
import { contextOf, isOpen, locate, OWN_SOURCE, placeOf, UNPLACED } from '../../src/book/locate.js';
import { parseBook } from '../../src/book/parse.js';
import { routesFor } from '../../src/book/routes.js';
import type { Band, Destination } from '../../src/incident/index.js';
import { createRegister } from '../../src/inventory/index.js';
import type { ConsoleAccount } from '../../src/ports-accounts.js';
import { directoryOf } from './directory.js';

const book = createBook(
  parseBook(
    `
organisation: { name: Northgate, timezone: Europe/Berlin, currency: EUR }
clients: [ { id: riverside, name: Riverside, timezone: Europe/London } ]
sites:
  - { id: mall, client: riverside, name: Mall, zones: [ { id: dock, name: Dock, sensitivity: 0.7 }, { id: court, name: Court } ] }
  - { id: hub, name: Hub, timezone: America/New_York, zones: [ { id: gate, name: Gate } ] }
devices: [ { id: cam-12, site: mall, zone: court }, { id: cam-9, site: hub, zone: gate } ]
assets:
  - { id: case, site: mall, zone: court, unitCost: { amount: 100000, currency: EUR }, quantity: 3 }
  - { id: safe, site: mall, unitCost: { amount: 500, currency: EUR } }
people:
  - { id: ana, name: Ana Beck, roles: [responder], slack: U0ANA }
  - { id: sam, name: Sam Okafor, roles: [supervisor] }
channels:
  - { id: ops, surface: slack, to: C0OPS, for: { sites: [mall] }, mention: { critical: here } }
  - { id: grave, surface: slack, to: C0GRAVE, for: { band: ">=high" } }
  - { id: exact, surface: slack, to: C0EXACT, for: { band: medium } }
  - { id: client, surface: slack, to: C0CLIENT, for: { clients: [riverside], band: critical }, audience: client }
  - { id: lobby, surface: slack, to: C0LOBBY, for: { sites: [mall] }, visibleOnSite: true, guests: none }
  - { id: teams, surface: teams, to: "19:x", for: {} }
  - { id: weekly, surface: slack, to: C0WEEK, receives: [weekly] }
sources:
  - { id: frigate, adapter: frigate, secret: env:F, site: mall, cameras: { court_3: { device: cam-12 }, back: { zone: dock } },
      sites: { Main: mall, Depot: hub }, zones: { "Zone 7": { site: hub, zone: gate } }, weight: 0.9 }
  - { id: loose, adapter: generic, secret: env:L }
`,
    'tocsin.yml',
  ),
);
const frigate = book.source('frigate')!;
const loose = book.source('loose')!;

describe('where an alarm is', () => {
  it.each<[string, Parameters<typeof locate>[2], Record<string, string>]>([
    [
      'a camera on the map of its source',
      { device: 'court_3' },
      { siteId: 'mall', zoneId: 'court', deviceId: 'cam-12' },
    ],
    [
      'a camera that the map puts into a zone',
      { device: 'back' },
      { siteId: 'mall', zoneId: 'dock', deviceId: 'back' },
    ],
    ['a device called by our own id', { device: 'cam-9' }, { siteId: 'hub', zoneId: 'gate', deviceId: 'cam-9' }],
    ['a camera that nobody listed: the site of the source', { device: 'roof' }, { siteId: 'mall', deviceId: 'roof' }],
    ['a zone on the map', { zone: 'Zone 7' }, { siteId: 'hub', zoneId: 'gate' }],
    ['a site on the map', { site: 'Depot', zone: 'gate' }, { siteId: 'hub', zoneId: 'gate' }],
    [
      'a site that does not exist: the site of the source',
      { site: 'Atlantis' },
      { siteId: 'mall', placeNamed: 'Atlantis' },
    ],
    [
      'a zone of another site, which is not believed',
      { site: 'Main', zone: 'gate' },
      { siteId: 'mall', placeNamed: 'gate' },
    ],
    [
      'a name that objects are born with',
      { device: 'constructor', zone: '__proto__' },
      { siteId: 'mall', deviceId: 'constructor', placeNamed: '__proto__' },
    ],
  ])('%s', (_what, hint, located) => {
    expect(locate(book, frigate, hint)).toEqual(located);
  });

  it('is shown all the same when no place is known, and says so', () => {
    expect(locate(book, loose, { site: 'Atlantis' })).toEqual({
      siteId: UNPLACED,
      placeNamed: 'Atlantis',
    });
    expect(locate(book, loose, {})).toEqual({ siteId: UNPLACED });
    expect(locate(book, loose, { device: 'cam-99' })).toEqual({
      siteId: UNPLACED,
      deviceId: 'cam-99',
      placeNamed: 'cam-99',
    });
    expect(placeOf(book, { siteId: UNPLACED })).toEqual({
      siteId: UNPLACED,
      siteName: 'Unknown site',
      timezone: 'Europe/Berlin',
    });
  });

  it('of a person is about them, and nobody but we ourselves can say so', () => {
    const own = { ...loose, id: OWN_SOURCE };
    expect(locate(book, own, { site: UNPLACED, device: 'person:sam' })).toEqual({
      siteId: UNPLACED,
      deviceId: 'person:sam',
    });
    expect(locate(book, loose, { device: 'person:sam' })).not.toHaveProperty('deviceId');
    expect(locate(book, frigate, { device: 'person:sam' })).not.toHaveProperty('deviceId');
  });

  it('has the names of the book and the clock of the site, else of the client, else of the house', () => {
    expect(placeOf(book, { siteId: 'mall', zoneId: 'dock' })).toEqual({
      siteId: 'mall',
      siteName: 'Mall',
      timezone: 'Europe/London',
      clientId: 'riverside',
      clientName: 'Riverside',
      zoneId: 'dock',
      zoneName: 'Dock',
    });
    expect(placeOf(book, { siteId: 'hub' }).timezone).toBe('America/New_York');
  });

  it('exposes what stands in the zone or was named', () => {
    const register = createRegister(listedAssets(book), new Map());
    expect(register.at({ siteId: 'mall', zoneId: 'court' }, []).map(({ id, worth }) => [id, worth.amount])).toEqual([
      ['case', 300_000],
    ]);
    expect(register.at({ siteId: 'mall' }, ['safe']).map(({ id }) => id)).toEqual(['safe']);
    expect(register.at({ siteId: 'mall' }, [])).toEqual([]);
  });

  it('knows what it does not know about the hours', () => {
    expect(contextOf(book, frigate, { siteId: 'mall', zoneId: 'dock' }, new Date(), 3)).toMatchObject({
      armed: false,
      openingHoursKnown: false,
      sensitivity: 0.7,
      sourceWeight: 0.9,
      recentIncidents: 3,
    });
    expect(contextOf(book, undefined, { siteId: UNPLACED }, new Date(), 0)).toMatchObject({
      sensitivity: 0.5,
      sourceWeight: 0.5,
    });
  });
});

describe('who sees it', () => {
  const slack: ReadonlySet<Destination['surface']> = new Set(['slack']);
  const fallback = { surface: 'slack', to: 'C0ALL' } as const;
  const to = (siteId: string, band: Band, covert = false, surfaces = slack) =>
    routesFor(book, placeOf(book, { siteId }), { band, covert }, { surfaces, fallback }).map(({ name }) => name);

  it.each<[string, string, Band, string[]]>([
    ['its site', 'mall', 'low', ['ops', 'lobby']],
    ['one band by name', 'mall', 'medium', ['ops', 'exact', 'lobby']],
    ['a band and all above', 'mall', 'high', ['ops', 'grave', 'lobby']],
    ['the client of the site', 'mall', 'critical', ['ops', 'grave', 'client', 'lobby']],
    ['another site', 'hub', 'critical', ['grave']],
    ['nobody else: then the fallback', 'hub', 'low', ['SLACK_CHANNEL']],
  ])('by %s', (_what, site, band, names) => {
    expect(to(site, band)).toEqual(names);
  });

  it('keeps what is covert from where people near the device can see it', () => {
    expect(to('mall', 'critical', true)).toEqual(['ops', 'grave']);
  });

  it('does not leave it to the client alone', () => {
    const alone = createBook({ ...book.data, channels: book.data.channels.filter(({ id }) => id === 'client') });
    const routes = routesFor(
      alone,
      placeOf(alone, { siteId: 'mall' }),
      { band: 'critical', covert: false },
      { surfaces: slack, fallback },
    );
    expect(routes.map(({ name, audience }) => [name, audience])).toEqual([
      ['client', 'client'],
      ['SLACK_CHANNEL', 'team'],
    ]);
  });

  it('counts only surfaces that are on', () => {
    expect(to('mall', 'low', false, new Set(['teams']))).toEqual(['teams']);
    expect(to('mall', 'low', false, new Set())).toEqual([]);
  });

  it('mentions as the channel says for the band', () => {
    const mention = (band: Band) =>
      routesFor(book, placeOf(book, { siteId: 'mall' }), { band, covert: false }, { surfaces: slack }).find(
        ({ name }) => name === 'ops',
      )?.mention;
    expect([mention('critical'), mention('high')]).toEqual(['here', 'none']);
  });
});

const knownTo = () => directoryOf(book, { fallbackChannel: 'C0ALL' });

describe('who somebody is', () => {
  const onSlack = async (id: string, channel: string, name = 'Guest') =>
    await (await knownTo()).who({ surface: 'slack', id, name, channel });

  it('by the book, wherever they write', async () => {
    expect(await onSlack('U0ANA', 'C0ANY', 'somebody')).toEqual({
      kind: 'person',
      id: 'ana',
      name: 'Ana Beck',
      roles: ['responder'],
      via: 'slack',
    });
  });

  it('a guest in a channel of our own people may lend a hand', async () => {
    expect(await onSlack('U0X', 'C0OPS')).toEqual({
      kind: 'person',
      id: 'slack:U0X',
      name: 'Guest',
      roles: ['responder'],
      via: 'slack',
    });
    expect(await onSlack('U0X', 'C0ALL')).toMatchObject({ roles: ['responder'] });
  });

  it.each(['C0CLIENT', 'C0LOBBY', 'C0NOWHERE'])('nobody in %s, which takes no guests', async (channel) => {
    expect(await onSlack('U0X', channel)).toBeUndefined();
  });

  it('with a name that is cut between characters, never through one', async () => {
    expect((await onSlack('U0X', 'C0OPS', '🚨'.repeat(90)))?.name).toBe('🚨'.repeat(80));
  });

  it('a console account is the person of the book when they are linked', () => {
    const account: ConsoleAccount = {
      login: 'sam',
      name: 'S.',
      roles: ['admin'],
      personId: 'sam',
      password: 'x',
      failures: 0,
      createdAt: new Date(0),
    };
    expect(accountActor(book, account)).toEqual({
      kind: 'person',
      id: 'sam',
      name: 'Sam Okafor',
      roles: ['admin', 'supervisor'],
      via: 'console',
    });
    const { personId: _person, ...unlinked } = account;
    expect(accountActor(book, unlinked)).toMatchObject({ id: 'console:sam', name: 'S.', roles: ['admin'] });
  });
});

describe('opening hours', () => {
  const site = (hours: string) =>
    parseBook(
      `organisation: { name: N, timezone: UTC, currency: EUR }\nsites: [ { id: s, name: S, hours: ${hours} } ]\n`,
      'tocsin.yml',
    ).sites[0]!;
  const open = (hours: string, at: string, zone = 'Europe/Berlin') => isOpen(site(hours), zone, new Date(at));

  it.each<[string, string, string, boolean]>([
    ['at the first minute', '{ mon-sat: "09:00-21:00" }', '2026-01-05T08:00Z', true],
    ['not a minute before', '{ mon-sat: "09:00-21:00" }', '2026-01-05T07:59Z', false],
    ['not at the last minute', '{ mon-sat: "09:00-21:00" }', '2026-01-05T20:00Z', false],
    ['not on a day left out', '{ mon-sat: "09:00-21:00" }', '2026-01-04T12:00Z', false],
    ['past midnight', '{ fri: "18:00-02:00" }', '2026-01-10T00:59Z', true],
    ['until it closes past midnight', '{ fri: "18:00-02:00" }', '2026-01-10T01:00Z', false],
    ['not on the morning of the day that opens in the evening', '{ fri: "18:00-02:00" }', '2026-01-09T00:30Z', false],
    ['from Sunday into Monday', '{ sun: "22:00-06:00" }', '2026-01-05T04:59Z', true],
    ['round the clock', '{ mon-sun: "00:00-24:00" }', '2026-01-05T23:59Z', true],
    ['on the day of 23 hours, after the clock went forward', '{ sun: "03:00-04:00" }', '2026-03-29T01:00Z', true],
    [
      'on the day of 23 hours, though half past two does not exist',
      '{ sun: "02:30-03:00" }',
      '2026-03-29T01:00Z',
      false,
    ],
    ['through the night in which the clock goes forward', '{ sat: "22:00-04:00" }', '2026-03-29T01:59Z', true],
    ['not after it', '{ sat: "22:00-04:00" }', '2026-03-29T02:00Z', false],
    ['both times at half past two on the day of 25 hours (first)', '{ sun: "02:00-03:00" }', '2026-10-25T00:30Z', true],
    [
      'both times at half past two on the day of 25 hours (second)',
      '{ sun: "02:00-03:00" }',
      '2026-10-25T01:30Z',
      true,
    ],
    ['not at three on the day of 25 hours', '{ sun: "02:00-03:00" }', '2026-10-25T02:00Z', false],
  ])('%s', (_what, hours, at, expected) => {
    expect(open(hours, at)).toBe(expected);
  });

  it('are those of the site and not of the machine', () => {
    expect(open('{ mon: "09:00-10:00" }', '2026-01-05T14:30Z', 'America/New_York')).toBe(true);
    expect(open('{ mon: "09:00-10:00" }', '2026-01-05T00:30Z', 'Asia/Tokyo')).toBe(true);
  });
});
