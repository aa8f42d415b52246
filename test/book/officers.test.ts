import { describe, expect, it } from 'vitest';
import { createBook } from '../../src/book/book.js';
import { locate, nearestSite } from '../../src/book/locate.js';
import { keysAreHeld, officersOf } from '../../src/book/officers.js';
import { BookError, parseBook } from '../../src/book/parse.js';
import { DEFAULT_DISPATCH } from '../../src/dispatch/index.js';
import type { Engagement, Whereabouts } from '../../src/ports-dispatch.js';

const TEXT = `
organisation: { name: N, timezone: Europe/Berlin, currency: EUR }
sites:
  - { id: mall, name: Mall, at: [52.5163, 13.3777] }
  - { id: museum, name: Museum, at: [52.5208, 13.3989] }
  - { id: island, name: Island, at: [-17, 179.995] }
  - { id: nowhere, name: Nowhere }
people:
  - { id: ana, name: Ana, roles: [responder], trackers: ["phones:ana/phone", "cars:7"], qualifications: ["keys:mall"] }
  - { id: ben, name: Ben, roles: [supervisor], sites: [mall] }
  - { id: dana, name: Dana, roles: [director], trackers: ["phones:dana/phone"], qualifications: ["keys:museum"] }
sources:
  - { id: phones, adapter: owntracks, secret: env:A, site: museum }
  - { id: cars, adapter: traccar, secret: env:B }
`;
const book = createBook(parseBook(TEXT, 'tocsin.yml'));

const faultsOf = (text: string): string[] => {
  try {
    parseBook(text, 'tocsin.yml');
    return [];
  } catch (error) {
    if (error instanceof BookError) return error.faults.map(({ path, message }) => `${path}: ${message}`);
    throw error;
  }
};

describe('trackers in a book', () => {
  it('say whose they are', () => {
    expect(book.personOfTracker('phones:ana/phone')?.id).toBe('ana');
    expect(book.personOfTracker('cars:7')?.id).toBe('ana');
    expect(book.personOfTracker('cars:8')).toBeUndefined();
  });

  it.each([
    ['"radios:7"', 'people.0.trackers.1: there is no source "radios"'],
    ['"phones:dana/phone"', 'people.2.trackers.0: Ana carries the tracker "phones:dana/phone" already'],
    ['"7"', 'people.0.trackers.1: a tracker is written source:name, like owntracks:ana/phone (found "7")'],
  ])('that cannot be are refused: %s', (tracker, fault) => {
    expect(faultsOf(TEXT.replace('"cars:7"', tracker))).toEqual([fault]);
  });
});

describe('the rules of dispatch in a book', () => {
  it('are ours unless it says otherwise', () => {
    expect(book.dispatch).toEqual(DEFAULT_DISPATCH);
    const told = createBook(
      parseBook(`${TEXT}dispatch: { walkKmh: 6, staleAfter: 90s, withoutKeys: 10m }`, 'tocsin.yml'),
    );
    expect(told.dispatch).toEqual({
      ...DEFAULT_DISPATCH,
      walkKmh: 6,
      staleAfterMs: 90_000,
      withoutKeysMs: 600_000,
    });
  });

  it.each([
    ['{ detour: 0.5 }', 'dispatch.detour'],
    ['{ driveKmh: 0 }', 'dispatch.driveKmh'],
    ['{ speed: 3 }', 'dispatch.speed'],
  ])('cannot be nonsense: %s', (rules, place) => {
    expect(faultsOf(`${TEXT}dispatch: ${rules}`)[0]).toMatch(new RegExp(`^${place.replace('.', '\\.')}: `));
  });
});

describe('where somebody is who moves about', () => {
  const source = book.source('phones')!;
  it('is the nearest site, if one is near', () => {
    expect(nearestSite(book, [52.52, 13.398])?.site.id).toBe('museum');
    expect(locate(book, source, { at: [52.5164, 13.3778] })).toEqual({ siteId: 'mall' });
    expect(locate(book, source, { at: [-17, -179.999] })).toEqual({ siteId: 'island' });
  });

  it('is nowhere else: not where the source stands', () => {
    expect(locate(book, source, { at: [48.1, 11.5], tracker: 'ana/phone' })).toEqual({
      siteId: 'unplaced',
      placeNamed: '48.10000, 11.50000',
    });
    expect(locate(book, source, {})).toEqual({ siteId: 'museum' });
  });
});

describe('officers', () => {
  const fix = {
    at: [52, 13],
    fixedAt: new Date(1),
    receivedAt: new Date(2),
    source: 'phones',
    quality: 'measured',
  } as const;
  const officers = (
    whereabouts: readonly Whereabouts[] = [],
    engagements: ReadonlyMap<string, Engagement> = new Map(),
    shifts: Readonly<Record<string, boolean>> = {},
  ) => officersOf(book, { whereabouts, engagements, onShift: (id) => shifts[id] });

  it('are those who go out, with what the book says of them', () => {
    expect(officers()).toEqual([
      {
        id: 'ana',
        name: 'Ana',
        state: 'available',
        qualifications: ['keys:mall'],
        sites: [],
        load: { incidents: 0, lifeSafety: false },
      },
      {
        id: 'ben',
        name: 'Ben',
        state: 'available',
        qualifications: [],
        sites: ['mall'],
        load: { incidents: 0, lifeSafety: false },
      },
    ]);
  });

  it('are where they were seen last, and do what their incidents say', () => {
    const [ana] = officers(
      [{ personId: 'ana', fix, duty: { state: 'off', since: new Date(3) } }],
      new Map([['ana', { state: 'en-route', incidents: 2, lifeSafety: true }]]),
    );
    expect(ana).toMatchObject({ fix, state: 'en-route', load: { incidents: 2, lifeSafety: true } });
  });

  it.each<[string, 'available' | 'off' | undefined, boolean | undefined, string]>([
    ['said nothing, and no rotation names them', undefined, undefined, 'available'],
    ['said nothing, and are on shift', undefined, true, 'available'],
    ['said nothing, and are not on shift', undefined, false, 'off'],
    ['said that they are there, off shift', 'available', false, 'available'],
    ['went off, on shift', 'off', true, 'off'],
  ])('who %s', (_what, said, shift, state) => {
    const duty = said ? [{ personId: 'ana', duty: { state: said, since: new Date(3) } }] : [];
    const [ana] = officers(duty, new Map(), shift === undefined ? {} : { ana: shift });
    expect(ana?.state).toBe(state);
    expect(ana?.onShift).toBe(shift);
  });

  it('hold the keys of a site, or nobody does', () => {
    expect(keysAreHeld(book, 'mall')).toBe(true);
    // The director does not go out.
    expect(keysAreHeld(book, 'museum')).toBe(false);
  });
});
