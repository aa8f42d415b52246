import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stormCard, stormOverCard } from '../../cards/storm-card.js';
import type { Brief } from '../../src/incident/index.js';
import { briefOf, stormStep } from '../../src/incident/index.js';
import { renderCard } from '../../src/surfaces/slack/render.js';
import { NIGHT, opened, stateAfter } from '../incident/given.js';
import { messageComplaints } from '../standins/slack/blocks.js';
import { plain } from './plain.js';

const base = briefOf(stateAfter(opened()));
const brief = (change: Partial<Brief> & { zone?: string } = {}): Brief => {
  const { zone, ...rest } = change;
  return { ...base, ...rest, place: { ...base.place, zoneName: zone ?? 'Dock' } };
};
const links = {
  incident: (number: number) => `https://t.example/console/incidents/${number}`,
  queue: () => 'https://t.example/console',
};

describe('a storm card', () => {
  it('says how much, where, and the worst first', () => {
    const waiting = [
      brief({ number: 1, score: 40, band: 'medium', zone: 'Aisle 1', signals: 3 }),
      brief({ number: 2, score: 88, band: 'critical', zone: 'Vault', claimedBy: 'Ana Beck' }),
      brief({ number: 3, score: 30, band: 'low', lifeSafety: true, kind: 'panic', zone: 'Till 4' }),
    ];
    expect(plain(stormCard(waiting, { startedAt: NIGHT, links }))).toBe(
      [
        '# Storm at Riverside Mall: 3 incidents wait for a card',
        '· since Tue 6 Jan, 03:10 · 5 signals in 3 zones',
        'More alarms than this channel can take. Each incident gets a card of its own as soon as there is room; until then it stands here, worst first.',
        '- LOW 30 Panic button · Till 4 · 1 signal · INC-3 (https://t.example/console/incidents/3)',
        '- CRITICAL 88 Forced door · Vault · 1 signal · INC-2 · Ana Beck has this (https://t.example/console/incidents/2)',
        '- MEDIUM 40 Forced door · Aisle 1 · 3 signals · INC-1 (https://t.example/console/incidents/1)',
        '- All of them in the console (https://t.example/console)',
      ].join('\n'),
    );
  });

  it('says which are covert, and that nobody calls the premises', () => {
    const read = plain(
      stormCard([brief({ number: 7, covert: true }), brief({ number: 8 })], { startedAt: NIGHT, links }),
    );
    expect(read).toContain('INC-7 · covert');
    expect(read).not.toContain('INC-8 · covert');
    expect(read).toContain('do not call the premises');
  });

  it('is taken by Slack and names every zone, up to three hundred of ordinary length', () => {
    const text = fc.string({ minLength: 1, maxLength: 24, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.uniqueArray(text, { minLength: 1, maxLength: 300 }), (zones) => {
        const card = stormCard(
          zones.map((zone, number) => brief({ number, zone, score: number % 100 })),
          { startedAt: NIGHT, links },
        );
        expect(messageComplaints(renderCard(card).blocks)).toEqual([]);
        const read = plain(card);
        for (const zone of zones) expect(read).toContain(zone);
      }),
      { numRuns: 60 },
    );
  });

  it('of more zones than fit says how many are left out, and where they are', () => {
    const waiting = Array.from({ length: 2_000 }, (_, number) =>
      brief({ number, zone: `A zone with a rather long name, number ${number}` }),
    );
    const card = stormCard(waiting, { startedAt: NIGHT, links });
    expect(messageComplaints(renderCard(card).blocks)).toEqual([]);
    expect(plain(card)).toMatch(/ and 1,?\d+ more zones, all of them in the console/);
  });

  it('says at the end from when to when it was', () => {
    const site = { name: 'Riverside Mall', timezone: 'Europe/Berlin' };
    expect(plain(stormOverCard({ site, startedAt: NIGHT }, new Date(NIGHT.getTime() + 300_000)))).toBe(
      '# The storm at Riverside Mall is over\nTue 6 Jan, 03:10 to Tue 6 Jan, 03:15. Every incident of it has a card of its own.',
    );
  });
});

describe('the steps of a storm', () => {
  const later = (ms: number) => new Date(NIGHT.getTime() + ms);
  const waiting = Array.from({ length: 6 }, (_, number) => brief({ number }));
  const storm = {
    destination: 'slack:C0OPS',
    siteId: 'mall',
    site: { name: 'Mall', timezone: 'UTC' },
    startedAt: NIGHT,
  };
  const shown = { ...storm, ref: 'ts-1', shown: { digest: 'd', signals: 6, newest: 5, at: NIGHT } };

  it('begin with the sixth incident that waits', () => {
    expect(stormStep(undefined, waiting.slice(1), NIGHT, NIGHT)).toEqual({ do: 'nothing' });
    expect(stormStep(undefined, waiting, NIGHT, NIGHT)).toEqual({ do: 'post', inMs: 0 });
  });
  it('go on with a post that is in doubt, though nothing waits any more', () => {
    // One that lost its message, with nothing left to say, is ended by the same step; with a little left it waits for that.
    expect(stormStep(storm, [], NIGHT, NIGHT)).toEqual({ do: 'post', inMs: 0 });
    expect(stormStep(storm, waiting.slice(2), NIGHT, NIGHT)).toEqual({ do: 'nothing' });
    expect(stormStep({ ...storm, attempt: { token: 't', at: NIGHT } }, [], NIGHT, NIGHT)).toEqual({
      do: 'post',
      inMs: 0,
    });
  });
  it('are quick while alarms come in, and slow while it empties', () => {
    expect(stormStep(shown, [...waiting, brief({ number: 9 })], NIGHT, later(1_000))).toEqual({
      do: 'update',
      inMs: 1_000,
    });
    const grown = waiting.map((each) => ({ ...each, signals: 2 }));
    expect(stormStep(shown, grown, NIGHT, later(1_000))).toEqual({ do: 'update', inMs: 9_000 });
    expect(stormStep(shown, grown, NIGHT, later(1_000), 4)).toEqual({ do: 'update', inMs: 19_000 });
    expect(stormStep(shown, waiting.slice(2), NIGHT, later(1_000))).toEqual({ do: 'update', inMs: 14_000 });
  });
  it('end five seconds after the last card', () => {
    expect(stormStep(shown, [], later(2_000), later(3_000))).toEqual({ do: 'farewell', inMs: 4_000 });
    expect(stormStep(shown, [], later(2_000), later(8_000))).toEqual({ do: 'farewell', inMs: 0 });
  });
  it('do not stop for a clock that was set back', () => {
    expect(stormStep(shown, waiting, NIGHT, later(-3_600_000))).toEqual({ do: 'update', inMs: 0 });
  });
});
