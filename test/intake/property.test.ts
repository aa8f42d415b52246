import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/incident/kinds.js';
import type { Adapter, Meaning } from '../../src/intake/adapter.js';
import { IGNORED_REASONS } from '../../src/intake/adapter.js';
import { parse } from '../../src/intake/parse.js';
import { scansIn } from '../../src/intake/patrol.js';
import { ADAPTER_NAMES, adapters } from '../../src/intake/registry.js';
import { LIMITS, understand } from '../../src/intake/understand.js';
import { bytes, parsed, RECEIVED, typeOf } from './given.js';

const MAPPING = {
  each: '$..items',
  ignore: [{ path: '$.type', is: 'x' }],
  when: { path: '$.id' },
  key: ['$.id', '$$.after.id'],
  kind: { path: '$.type', map: { a: 'fire' }, default: 'other' },
  occurredAt: { path: '$.timestamp', as: 'seconds' },
  site: '$.site',
  subject: '$..name',
  details: ['$.data', '$.after'],
  confidence: '$.confidence',
  media: { path: '$.url' },
  clears: { when: { path: '$.clears' }, key: '$.clears' },
};
const optionsOf = (name: string): unknown => (name === 'mapped' ? MAPPING : undefined);

const FIXTURES: Readonly<Record<string, readonly string[]>> = {
  generic: ['generic-glass-break.json', 'generic-clears.json'],
  frigate: ['frigate-events-update.json', 'frigate-reviews-update.json', 'frigate-tracked-object-face.json'],
  verkada: [
    'verkada-camera-motion.json',
    'verkada-access-code-rejected.json',
    'verkada-new-alarm.json',
    'verkada-lpr.json',
  ],
  'unifi-protect': [
    'unifi-protect-alarm-lpr.json',
    'unifi-protect-alarm-test.json',
    'unifi-protect-alarm-motion-official.json',
  ],
  hikvision: [
    'hikvision-linedetection.xml',
    'hikvision-access-door-forced.json',
    'hikvision-panel-zone-alarm.json',
    'hikvision-heartbeat.xml',
  ],
  alertmanager: ['alertmanager-v4-firing.json', 'alertmanager-v4-resolved.json'],
  patrol: ['patrol-scans.json'],
  access: ['access-events.json'],
  owntracks: ['owntracks-location-http.json', 'owntracks-transition-http.json'],
  traccar: ['traccar-position-sos.json', 'traccar-event-forward.json'],
  mapped: ['generic-glass-break.json', 'verkada-new-alarm.json'],
};

const SLOW = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/u;

/** Holds for every meaning of every body of every adapter. */
function sound(meanings: readonly Meaning[]): void {
  expect(meanings.length).toBeGreaterThanOrEqual(1);
  expect(meanings.length).toBeLessThanOrEqual(LIMITS.meanings);
  for (const meaning of meanings) {
    if (meaning.is === 'unrecognised') expect(meaning.reason).not.toBe('');
    if (meaning.is === 'unrecognised') expect(meaning.reason).not.toContain('adapter failed');
    if (meaning.is === 'ignored') expect(IGNORED_REASONS).toContain(meaning.reason);
    if (meaning.is === 'restore') expect(meaning.key).not.toBe(meaning.clears);
    if (meaning.is !== 'signal') continue;
    const { draft } = meaning;
    expect(KINDS).toContain(draft.kind);
    expect(draft.key).not.toBe('');
    expect([...draft.key].length).toBeLessThanOrEqual(LIMITS.key);
    expect([...draft.subject].length).toBeLessThanOrEqual(LIMITS.subject);
    expect([...draft.details].length).toBeLessThanOrEqual(LIMITS.details);
    expect(draft.subject).not.toBe('');
    expect(`${draft.subject}${draft.details}`).not.toMatch(SLOW);
    expect(draft.occurredAt.getTime()).toBeLessThanOrEqual(RECEIVED.getTime() + LIMITS.futureMilliseconds);
    expect(draft.occurredAt.getTime()).toBeGreaterThan(Date.UTC(2000, 11, 31));
    for (const { url } of draft.media) expect(url).toMatch(/^https?:/i);
  }
}

/** All of the public surface of an adapter, on a value that has been parsed. */
function exercise(adapter: Adapter, name: string, value: unknown): readonly Meaning[] {
  const body = { value, pictures: [] };
  const options = adapter.options(optionsOf(name));
  expect(() => adapter.deliveryKey(body)).not.toThrow();
  expect(() => adapter.sequence?.(body)).not.toThrow();
  expect(() => scansIn(body)).not.toThrow();
  const meanings = understand(adapter, body, { receivedAt: RECEIVED, options });
  sound(meanings);
  expect(understand(adapter, body, { receivedAt: RECEIVED, options })).toEqual(meanings);
  return meanings;
}

type Path = readonly (string | number)[];

/** Every place in a value. */
function pathsOf(value: unknown, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsOf(inner, [...at, key]))];
}

function put(value: unknown, [step, ...rest]: Path, to: unknown): unknown {
  if (step === undefined) return to;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  if (rest.length === 0 && to === undefined) delete copy[step];
  else copy[step] = put(copy[step], rest, to);
  return copy;
}

/** Values that break readers: wrong types, empty and huge things, words of the language, other times and places. */
const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    undefined,
    null,
    '',
    ' ',
    0,
    -1,
    1e300,
    Number.MAX_SAFE_INTEGER,
    true,
    [],
    {},
    [[]],
    [null],
    'constructor',
    '__proto__',
    'toString',
  ),
  fc.constantFrom<unknown>(
    '9999-12-31T23:59:59Z',
    '-1',
    '0001-01-01T00:00:00Z',
    '<!channel>',
    '\u202Egnp.exe',
    'x'.repeat(5_000),
    '\ud800',
    ['person', 0.5],
  ),
  fc.jsonValue(),
);

describe.each(ADAPTER_NAMES)('%s', (name) => {
  const adapter = adapters[name] as Adapter;

  it('arbitrary JSON never throws and always means something', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => void exercise(adapter, name, value)),
      { numRuns: 300 },
    );
  });

  it.each(FIXTURES[name]!)('%s with one to four values changed', async (file) => {
    const { value } = await parsed(bytes(file), typeOf(file), adapter);
    const paths = pathsOf(value);
    const mutation = fc.tuple(fc.constantFrom(...paths), nasty);
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        let changed = value;
        for (const [path, to] of mutations) {
          try {
            changed = put(changed, path, to);
          } catch {
            // An earlier change took this place away.
          }
        }
        exercise(adapter, name, changed);
      }),
      { numRuns: 300 },
    );
  });

  it('arbitrary bytes are parsed or refused, under every media type that it takes', async () => {
    const text = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[<>a/! "'=[\]{}:,&;#x0-9-]{0,60}$/),
      fc.constantFrom('--b\r\n', '--b\r\n\r\n{}', '--b\r\n\r\n<a/>\r\n--b--'),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...adapter.accepts), text, async (type, body) => {
        const header = type.startsWith('multipart') ? `${type}; boundary=b` : type;
        const result = await parse(
          { body: Buffer.from(body), contentType: type, contentTypeHeader: header },
          adapter.accepts,
        );
        if (result.ok) exercise(adapter, name, result.parsed.value);
        else expect([415, 422]).toContain(result.status);
      }),
      { numRuns: 150 },
    );
  });
});
