import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { narrativeOf } from '../../cards/narrative.js';
import { en } from '../../cards/words/en.js';
import type { AssetRef, Flag, IncidentState, Kind } from '../../src/incident/index.js';
import { isLifeSafety, KINDS } from '../../src/incident/index.js';
import { anyIncident } from '../incident/arbitrary.js';
import { batch, NIGHT, opened, opening, stateAfter } from '../incident/given.js';

const later = (seconds: number): Date => new Date(NIGHT.getTime() + seconds * 1_000);
const device = (name: string) => ({ id: name, name });
const newest = (kind: Kind, seconds: number) => ({
  id: `s-${kind}-${seconds}`,
  source: 'generic',
  key: `${kind}-${seconds}`,
  kind,
  subject: '',
  occurredAt: later(seconds),
});

/** Signals as they were put together: kinds with the seconds after the first. */
function signals(
  all: readonly (readonly [Kind, number])[],
  names: readonly string[] = ['Dock door 2'],
  flags: readonly Flag[] = [],
) {
  const kinds: Partial<Record<Kind, number>> = {};
  for (const [kind] of all) kinds[kind] = (kinds[kind] ?? 0) + 1;
  return batch('b1', {
    count: all.length,
    kinds,
    devices: names.map(device),
    newest: all.map(([kind, seconds]) => newest(kind, seconds)),
    lastOccurredAt: later(Math.max(...all.map(([, seconds]) => seconds))),
    personSeen: all.some(([kind]) => kind === 'person'),
    flags,
  });
}

const asset = (amount: number, highValue = false): AssetRef => ({
  id: `a-${amount}`,
  name: 'Case',
  worth: { amount, currency: 'EUR' },
  criticality: 0.5,
  vulnerability: 0.5,
  highValue,
});

type Opening = Parameters<typeof opening>[0];
const said = (change: Opening = {}, more: Partial<IncidentState> = {}): string => {
  const kind = change?.kind ?? 'forced-door';
  const given = { lifeSafety: isLifeSafety(kind), signals: signals([[kind, 0]]), ...change };
  return narrativeOf({ ...stateAfter(opened(given)), ...more } as IncidentState, en);
};
const context = (change: Partial<IncidentState['context']>) => ({ context: { ...opening().context, ...change } });
const { zoneId: _id, zoneName: _name, ...siteOnly } = opening().place;
const unplaced = { siteId: 'unplaced', siteName: 'Unknown site', timezone: 'Europe/Berlin' };
const unknownHours = context({ openingHoursKnown: false, armed: false });

describe('the summary that rules write', () => {
  it.each<[string, string, string]>([
    [
      'a door at night',
      said(),
      'A door was forced at Loading dock 2 while the site was closed. Nothing else confirms it so far.',
    ],
    [
      'by day',
      said({ kind: 'shoplifting', ...context({ armed: false }) }),
      'Shoplifting was reported at Loading dock 2 during opening hours. Nothing else confirms it so far.',
    ],
    [
      'hours that nobody wrote down',
      said({ kind: 'glass-break', ...unknownHours }),
      'Breaking glass was heard at Loading dock 2. Nothing else confirms it so far.',
    ],
    [
      'a moment after closing',
      said({ kind: 'motion', ...context({ justClosed: true }) }),
      'Something moved at Loading dock 2 just after the site had closed. Nothing else confirms it so far.',
    ],
    [
      'a person, 20 s later',
      said({
        signals: signals(
          [
            ['forced-door', 0],
            ['person', 20],
          ],
          ['Dock door 2', 'Camera dock 2'],
        ),
      }),
      'A door was forced at Loading dock 2 while the site was closed. A person was seen there 20 s later.',
    ],
    [
      'a person, nobody knows when',
      said({ signals: { ...signals([['forced-door', 0]]), count: 40, personSeen: true } }),
      'A door was forced at Loading dock 2 while the site was closed. A person was seen there.',
    ],
    [
      'a person and more',
      said({
        signals: signals(
          [
            ['forced-door', 0],
            ['glass-break', 5],
            ['motion', 9],
            ['person', 130],
          ],
          ['a', 'b'],
        ),
      }),
      'A door was forced at Loading dock 2 while the site was closed. A person was seen there 2 min later, and glass break and motion were reported.',
    ],
    [
      'a person alone',
      said({ kind: 'person', signals: { ...signals([['person', 0]]), videoSeen: true } }),
      'A person was seen at Loading dock 2 while the site was closed. There is a picture.',
    ],
    [
      'two kinds, one device',
      said({
        signals: signals([
          ['forced-door', 0],
          ['motion', 40],
        ]),
      }),
      'A door was forced at Loading dock 2 while the site was closed. Motion was reported as well within 40 s.',
    ],
    [
      'two kinds, three devices',
      said({
        signals: signals(
          [
            ['forced-door', 0],
            ['motion', 40],
            ['tamper', 61],
          ],
          ['a', 'b', 'c'],
        ),
      }),
      'A door was forced at Loading dock 2 while the site was closed. Motion and tamper were reported as well, by 3 devices within 1 min.',
    ],
    [
      'one kind, two devices, at once',
      said({
        kind: 'motion',
        signals: signals(
          [
            ['motion', 0],
            ['motion', 0],
          ],
          ['a', 'b'],
        ),
      }),
      'Something moved at Loading dock 2 while the site was closed. 2 devices reported it.',
    ],
    [
      'the same again and again',
      said({
        kind: 'motion',
        signals: signals([
          ['motion', 0],
          ['motion', 60],
          ['motion', 300],
        ]),
      }),
      'Something moved at Loading dock 2 while the site was closed. It was reported 3 times within 5 min.',
    ],
    [
      'what is at stake',
      said({ assets: [asset(4_200_000, true), asset(180_000)] }),
      'A door was forced at Loading dock 2 while the site was closed. Nothing else confirms it so far. High-value goods worth €43,800 are listed there.',
    ],
    [
      'what is at stake, and how often',
      said({ assets: [asset(4_200_000)], ...context({ recentIncidents: 2 }) }),
      'A door was forced at Loading dock 2 while the site was closed. Nothing else confirms it so far. Goods worth €42,000 are listed there; it is the third incident there in 30 days.',
    ],
    [
      'very often',
      said({ kind: 'loitering', ...context({ recentIncidents: 14 }) }),
      'Somebody has been hanging about at Loading dock 2 while the site was closed. Nothing else confirms it so far. It is incident number 15 there in 30 days.',
    ],
    [
      'a part switched off',
      said({ signals: signals([['forced-door', 0]], ['a'], ['bypass', 'recent-close']) }),
      'A door was forced at Loading dock 2 while the site was closed. Nothing else confirms it so far. Part of the alarm system had been switched off by hand; the system had been armed a moment before.',
    ],
    [
      'cancelled on site',
      said({ kind: 'intrusion', signals: signals([['intrusion', 0]], ['Panel'], ['cancelled']) }),
      'The intruder alarm went off at Loading dock 2 while the site was closed. Nothing else confirms it so far. It was cancelled on site, and nobody has confirmed that.',
    ],
    [
      'somebody works on the system',
      said({ kind: 'motion', ...context({ onTest: true }) }),
      'Something moved at Loading dock 2 while the site was closed. Nothing else confirms it so far. Somebody is working on the system of this site.',
    ],
    [
      'a place that only the detector knows',
      said({ place: { ...siteOnly, named: 'Tor 9' } }),
      'A door was forced at “Tor 9” while the site was closed. Nothing else confirms it so far.',
    ],
    [
      'a whole site',
      said({ place: siteOnly }),
      'A door was forced at Riverside Mall while the site was closed. Nothing else confirms it so far.',
    ],
    [
      'a site that nobody knows',
      said({ place: { ...unplaced, named: 'Depot Nord, Tor 9' }, ...unknownHours }),
      'A door was forced at “Depot Nord, Tor 9”, which is not in the book. Nothing else confirms it so far.',
    ],
    [
      'nowhere at all',
      said({ kind: 'other', place: unplaced, ...unknownHours }),
      'An alarm was given at a place that is not in the book. Nothing else confirms it so far.',
    ],
    [
      'a device that is silent',
      said({ kind: 'device-offline', signals: signals([['device-offline', 0]], ['Camera dock 2']) }),
      '“Camera dock 2” stopped reporting at Loading dock 2 while the site was closed.',
    ],
    [
      'two devices that are silent',
      said({
        kind: 'device-offline',
        signals: signals(
          [
            ['device-offline', 0],
            ['device-offline', 3],
          ],
          ['a', 'b'],
        ),
      }),
      'A device stopped reporting at Loading dock 2 while the site was closed. 2 devices reported it within 3 s.',
    ],
    [
      'a device that somebody touched',
      said({ kind: 'tamper', signals: signals([['tamper', 0]], ['Cage motion sensor']), ...context({ armed: false }) }),
      '“Cage motion sensor” was tampered with at Loading dock 2 during opening hours.',
    ],
    [
      'fire, of which nothing is said that could make anybody slower',
      said({
        kind: 'fire',
        signals: signals([['fire', 0]], ['Detector 4'], ['test', 'cancelled']),
        ...context({ onTest: true, armed: false }),
      }),
      'A fire alarm was given at Loading dock 2 during opening hours.',
    ],
    [
      'duress',
      said({ kind: 'duress', covert: true }),
      'Somebody signalled that they are under threat at Loading dock 2 while the site was closed.',
    ],
    [
      'somebody who works alone',
      said({ kind: 'lone-worker', ...unknownHours }),
      'A person who works alone needs help or does not answer at Loading dock 2.',
    ],
    [
      'somebody looked: nobody there',
      said({}, { seen: 'nobody' }),
      'A door was forced at Loading dock 2 while the site was closed. Somebody looked and saw nobody.',
    ],
    [
      'somebody looked: a danger',
      said(
        {
          signals: signals([
            ['forced-door', 0],
            ['person', 20],
          ]),
        },
        { seen: 'threat' },
      ),
      'A door was forced at Loading dock 2 while the site was closed. Somebody looked and saw a danger to people.',
    ],
    [
      'a till',
      said({ kind: 'pos-exception', assets: [asset(1_250_50)], ...context({ armed: false }) }),
      'A till reported something unusual at Loading dock 2 during opening hours. Nothing else confirms it so far. Goods worth €1,250.50 are listed there.',
    ],
  ])('of %s', (_what, text, expected) => {
    expect(text).toBe(expected);
  });

  it.each(KINDS)('has a whole sentence for %s', (kind) => {
    const text = said({ kind, signals: signals([[kind, 0]], ['Device 1']) });
    expect(text).toMatch(/^[“A-Z].* at Loading dock 2 while the site was closed\./);
    expect(text.endsWith('.')).toBe(true);
    if (isLifeSafety(kind)) expect(text).not.toMatch(/Nothing else|test|cancelled/);
  });

  it('is two or three sentences of any incident, says no exclamation and nothing that no human would say', () => {
    fc.assert(
      fc.property(anyIncident, ({ state }) => {
        const text = narrativeOf(state, en);
        if (!JSON.stringify(state).includes('undefined'))
          expect(text).not.toMatch(/undefined|NaN|Invalid|null\b|\[object/);
        expect(text.replace(/“.*”/s, '')).not.toMatch(/\.\.|\s\.|,\.|;\./);
        expect([...text].length).toBeLessThanOrEqual(600);
      }),
      { numRuns: 200 },
    );
  });

  it('says nothing of its own in the words of a device', () => {
    const hostile = 'x” is fine. This alarm is resolved <!channel> '.repeat(5);
    const text = said({ kind: 'device-offline', signals: signals([['device-offline', 0]], [hostile]) });
    expect(text.indexOf('stopped reporting')).toBeLessThan(90);
    expect(text.startsWith('“')).toBe(true);
  });
});
