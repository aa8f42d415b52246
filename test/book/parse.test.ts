import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SEVERITY } from '../../src/assess/weights.js';
import { createBook } from '../../src/book/book.js';
import { BookError, parseBook } from '../../src/book/parse.js';

const EXAMPLE = fileURLToPath(new URL('../../examples/riverside.yml', import.meta.url));
const ORG = 'organisation: { name: N, timezone: Europe/Berlin, currency: EUR }\n';
const SITE = 'sites: [ { id: mall, name: Mall, zones: [ { id: dock, name: Dock } ] } ]\n';

function faultsOf(text: string): string[] {
  try {
    parseBook(text, 'tocsin.yml');
    return [];
  } catch (error) {
    if (error instanceof BookError) return error.message.split('\n');
    throw error;
  }
}

const bomb =
  ORG +
  'a: &a [x,x,x,x,x,x,x,x,x]\n' +
  [...'bcdefgh']
    .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
    .join('\n');

describe('a book', () => {
  it('of the example organisation has nothing wrong', () => {
    const { sites, sources, people } = parseBook(readFileSync(EXAMPLE, 'utf8'), 'riverside.yml');
    expect(sites.map(({ id }) => id)).toEqual(['riverside-mall', 'hanse-hub', 'museum']);
    expect(sources.length).toBeGreaterThan(3);
    expect(people.length).toBeGreaterThan(3);
  });

  it('needs little: what is left out is safe at night', () => {
    const data = parseBook(ORG + SITE, 'tocsin.yml');
    expect(data.sites[0]?.zones[0]).toMatchObject({ sensitivity: 0.5, occupancy: 'staff', adjoining: [] });
    expect(data.archive.after).toBe(14 * 86_400_000);
    expect([data.channels, data.grouping]).toEqual([[], []]);
  });

  it.each<[string, string, string[]]>([
    ['an unknown key', `${ORG}${SITE}colour: blue\n`, ['tocsin.yml:3:1: colour: this key is not known here']],
    [
      'several unknown keys, at the keys and not at what stands below them',
      `${ORG}sites:\n  - id: mall\n    name: Mall\n    nmae:\n      x: 1\n    zoness: 3\n`,
      [
        'tocsin.yml:5:5: sites.0.nmae: this key is not known here',
        'tocsin.yml:7:5: sites.0.zoness: this key is not known here',
      ],
    ],
    ['a missing key', `${ORG}sites:\n  - { id: mall }\n`, ['tocsin.yml:3:5: sites.0.name: this is missing']],
    ['no organisation', SITE, ['tocsin.yml:1:1: organisation: this is missing']],
    ['no site', `${ORG}sites: []\n`, ['tocsin.yml:2:8: sites: at least one site, so that an alarm has a place']],
    [
      'a wrong type',
      `${ORG}${SITE}retention: [ { class: video, keep: 5 } ]\n`,
      ['tocsin.yml:3:36: retention.0.keep: Invalid input: expected string, received number (found 5)'],
    ],
    [
      'a bad duration',
      `${ORG}${SITE}archive: { after: 14 days }\n`,
      ['tocsin.yml:3:19: archive.after: a duration is written 90s, 15m, 8h, 30d or 5y (found "14 days")'],
    ],
    [
      'bad hours',
      `${ORG}sites:\n  - { id: mall, name: Mall, hours: { mon-sat: "9-21" } }\n`,
      ['tocsin.yml:3:47: sites.0.hours.mon-sat: opening hours are written "09:00-21:00" (found "9-21")'],
    ],
    [
      'hours of no length',
      `${ORG}sites:\n  - { id: mall, name: Mall, hours: { mon: "09:00-09:00" } }\n`,
      ['tocsin.yml:3:43: sites.0.hours.mon: opening hours are written "09:00-21:00" (found "09:00-09:00")'],
    ],
    [
      'a day that is none',
      `${ORG}sites:\n  - { id: mall, name: Mall, hours: { sat-mon: "09:00-21:00" } }\n`,
      [
        'tocsin.yml:3:47: sites.0.hours.sat-mon: "sat-mon" is not a day or a range of days (mon … sun) (found "09:00-21:00")',
      ],
    ],
    [
      'a zone that is on no map',
      `organisation: { name: N, timezone: Europe/Berlyn, currency: EUR }\n${SITE}`,
      [
        'tocsin.yml:1:36: organisation.timezone: not an IANA time zone (example: Europe/Berlin) (found "Europe/Berlyn")',
      ],
    ],
    [
      'an id with a space',
      `${ORG}sites: [ { id: "The Mall", name: Mall } ]\n`,
      ['tocsin.yml:2:16: sites.0.id: an id is lower-case letters, digits and dashes (found "The Mall")'],
    ],
    [
      'a secret in the book',
      `${ORG}${SITE}sources: [ { id: s, adapter: generic, secret: hunter2 } ]\n`,
      ['tocsin.yml:3:47: sources.0.secret: a secret is a reference: env:NAME (found "hunter2")'],
    ],
    [
      'an id given twice',
      `${ORG}sites:\n  - { id: mall, name: A }\n  - { id: mall, name: B }\n`,
      ['tocsin.yml:4:11: sites.1.id: the id "mall" is given twice in sites'],
    ],
    [
      'a zone given twice',
      `${ORG}sites:\n  - id: mall\n    name: A\n    zones:\n      - { id: dock, name: A }\n      - { id: dock, name: B }\n`,
      ['tocsin.yml:7:15: sites.0.zones.1.id: the id "dock" is given twice in the zones of mall'],
    ],
    [
      'an unknown client',
      `${ORG}sites:\n  - id: mall\n    name: Mall\n    client: nobody\n`,
      ['tocsin.yml:5:13: sites.0.client: there is no client "nobody"'],
    ],
    [
      'an unknown zone',
      `${ORG}${SITE}devices:\n  - { id: cam, site: mall, zone: attic }\n`,
      ['tocsin.yml:4:34: devices.0.zone: site "mall" has no zone "attic"'],
    ],
    [
      'an unknown device in a map',
      `${ORG}${SITE}sources:\n  - id: s\n    adapter: generic\n    secret: env:S\n    cameras: { court_3: { device: cam } }\n`,
      ['tocsin.yml:7:35: sources.0.cameras.court_3.device: there is no device "cam"'],
    ],
    [
      'targets that are nobody',
      `${ORG}${SITE}escalation: [ { id: e, steps: [ { after: 0s, via: [sms], notify: [ana, "person:ana", "role:king", "planet:mars"] } ] } ]\n`,
      [
        'tocsin.yml:3:67: escalation.0.steps.0.notify.0: "ana" is not a target: write person:ana, role:supervisor, rotation:… or list:…',
        'tocsin.yml:3:72: escalation.0.steps.0.notify.1: there is no person "ana"',
        'tocsin.yml:3:86: escalation.0.steps.0.notify.2: there is no role "king"',
        'tocsin.yml:3:99: escalation.0.steps.0.notify.3: "planet" cannot be notified',
      ],
    ],
    [
      'a notice to nobody',
      `${ORG}${SITE}notices: [ { to: [ "list:stakeholders" ], when: {} } ]\n`,
      ['tocsin.yml:3:20: notices.0.to.0: there is no list "stakeholders"'],
    ],
    [
      'a report to nowhere',
      `${ORG}${SITE}reports: { weekly: { at: "Mon 07:00", to: [ "channel:managers" ] } }\n`,
      ['tocsin.yml:3:45: reports.weekly.to.0: there is no channel "managers"'],
    ],
    [
      'a step that leads nowhere',
      `${ORG}${SITE}procedures: [ { id: p, steps: [ { id: a, kind: yes-no, text: "?", yes: b } ] } ]\n`,
      ['tocsin.yml:3:72: procedures.0.steps.0.yes: procedure "p" has no step "b"'],
    ],
    [
      'no YAML',
      `${ORG}sites: [ {\n`,
      [
        'tocsin.yml:3:1: Flow map in block collection must be sufficiently indented and end with a }',
        'tocsin.yml:3:1: Flow sequence in block collection must be sufficiently indented and end with a ]',
      ],
    ],
    ['a key given twice', ORG + ORG + SITE, ['tocsin.yml:2:1: Map keys must be unique']],
    ['a list instead of a book', '- 1\n', ['tocsin.yml:1:1: Invalid input: expected object, received array']],
    ['nothing', '', ['tocsin.yml:1:1: Invalid input: expected object, received null']],
    ['an alias bomb', bomb, ['tocsin.yml:1:1: Excessive alias count indicates a resource exhaustion attack']],
    [
      'a tag that would run something',
      `${ORG}${SITE}lists: !!js/function { x: [] }\n`,
      ['tocsin.yml:3:8: Unresolved tag: tag:yaml.org,2002:js/function'],
    ],
  ])('with %s is refused, with line, column, path and text', (_what, text, faults) => {
    expect(faultsOf(text)).toEqual(faults);
  });

  it('tells everything that is wrong at once', () => {
    expect(faultsOf(`${ORG}sites: [ { id: A, name: "" } ]\narchive: { after: soon }\n`).length).toBe(3);
  });
});

describe('a book in use', () => {
  const book = createBook(
    parseBook(
      `${ORG}clients: [ { id: c, name: C, contract: { sla: [ { band: critical, respond: 90s, share: 0.9 } ] } } ]
${SITE}respond: { high: 2m }
severity: { weights: { kind: 60 }, bands: { critical: 70 } }
grouping: [ { kinds: [motion], by: [site], within: 5m } ]
flap: { count: 5, within: 1h }
people: [ { id: ana, name: Ana Beck, roles: [responder], slack: U0ANA } ]
`,
      'tocsin.yml',
    ),
  );

  it('asks for a response as the contract says, then as the book says, then as is safe', () => {
    expect(book.respondWithinMs('c', 'critical')).toBe(90_000);
    expect(book.respondWithinMs(undefined, 'critical')).toBe(3 * 60_000);
    expect(book.respondWithinMs('c', 'high')).toBe(2 * 60_000);
    expect(book.respondWithinMs('unknown', 'low')).toBe(60 * 60_000);
  });

  it('changes only those weights and bands that it names', () => {
    expect(book.severity).toEqual({
      weights: { ...DEFAULT_SEVERITY.weights, kind: 60 },
      bands: { ...DEFAULT_SEVERITY.bands, critical: 70 },
    });
  });

  it('groups by its own rules', () => {
    expect(book.grouping).toEqual({
      rules: [{ kinds: ['motion'], by: ['site'], withinMs: 300_000 }],
      flap: { count: 5, withinMs: 3_600_000 },
    });
  });

  it('finds people by what they are called elsewhere', () => {
    expect(book.personOnChat('slack', 'U0ANA')?.name).toBe('Ana Beck');
    expect(book.personOnChat('slack', 'U0BEN')).toBeUndefined();
  });
});
