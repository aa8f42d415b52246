import { describe, expect, it } from 'vitest';
import { clientReportWords, reportSpeech } from '../../cards/words/reports.js';
import { type ClientReportPlan, clientSeries } from '../../jobs/client-reports.js';
import { createSummaries, type Summarise } from '../../jobs/summaries.js';
import type { Period } from '../../src/report/index.js';
import { row } from '../report/rows.js';
import { reportHouse } from './report-house.js';

const plan = (id: string, kind: Period['kind'], zone: string): ClientReportPlan => ({
  client: { id, name: id, charts: [], sla: [], highlight: 'high', sites: 1, devices: 3 },
  kind,
  siteIds: ['mall'],
  zone,
  currency: 'EUR',
  language: 'en',
  channels: [],
  contacts: [{ email: `office@${id}.example` }],
});

const PLANS = [
  plan('kiribati', 'month', 'Pacific/Kiritimati'),
  plan('newyork', 'month', 'America/New_York'),
  plan('berlin', 'month', 'Europe/Berlin'),
];

const house = (start: string, plans = PLANS, asked = new Date(0), summarise: Summarise = async () => undefined) =>
  reportHouse([row(1, '2026-01-10T12:00:00Z'), row(2, '2026-10-18T12:00:00Z')], start, (reports) =>
    plans.map((each) =>
      clientSeries(each, {
        reports,
        ratings: { marks: async () => [] },
        risks: async () => undefined,
        marks: { begin: async () => asked },
        summarise,
        url: () => undefined,
        speech: reportSpeech,
        labels: clientReportWords,
      }),
    ),
  );

describe('the report of a client', () => {
  it('is made at the end of the month on the client\u2019s own clock, wherever that is', async () => {
    const desk = house('2026-09-30T09:59:59Z');
    const instance = desk.instance();
    await instance.due();
    // Before any is there, the last one that is over.
    expect([...desk.kept.keys()].sort()).toEqual([
      'client/berlin/2026-08',
      'client/kiribati/2026-08',
      'client/newyork/2026-08',
    ]);
    const news = async (at: string): Promise<string[]> => {
      const before = new Set(desk.kept.keys());
      desk.at(at);
      await instance.due();
      return [...desk.kept.keys()].filter((id) => !before.has(id));
    };
    // Kiritimati is fourteen hours ahead; New York has summer time on the first of October, and on that of November, too.
    expect(await news('2026-09-30T10:00:00Z')).toEqual(['client/kiribati/2026-09']);
    expect(await news('2026-09-30T21:59:59Z')).toEqual([]);
    expect(await news('2026-09-30T22:00:00Z')).toEqual(['client/berlin/2026-09']);
    expect(await news('2026-10-01T03:59:59Z')).toEqual([]);
    expect(await news('2026-10-01T04:00:00Z')).toEqual(['client/newyork/2026-09']);
    // The clocks went back in Berlin on 25 October: midnight is an hour later in UTC.
    expect(await news('2026-10-31T22:59:59Z')).toEqual(['client/kiribati/2026-10']);
    expect(await news('2026-10-31T23:00:00Z')).toEqual(['client/berlin/2026-10']);
    expect(await news('2026-11-01T03:59:59Z')).toEqual([]);
    expect(await news('2026-11-01T04:00:00Z')).toEqual(['client/newyork/2026-10']);
    const october = desk.kept.get('client/berlin/2026-10')!.report.period;
    expect(october.to.getTime() - october.from.getTime()).toBe((31 * 24 + 1) * 3_600_000);
  });

  it('is one for each client and period, however many instances make it at once, and whichever dies', async () => {
    const desk = house('2026-11-01T05:00:00Z');
    desk.crash('after keep');
    await desk.instance().due();
    expect(desk.failures).toHaveLength(3);
    desk.crash('before told');
    await desk.instance().due();
    desk.crash(undefined);
    await Promise.all(Array.from({ length: 6 }, () => desk.instance().due()));
    expect([...desk.kept.keys()].sort()).toEqual([
      'client/berlin/2026-10',
      'client/kiribati/2026-10',
      'client/newyork/2026-10',
    ]);
    expect([...desk.mails.keys()].sort()).toEqual([
      'client/berlin/2026-10 office@berlin.example',
      'client/kiribati/2026-10 office@kiribati.example',
      'client/newyork/2026-10 office@newyork.example',
    ]);
    // Each was counted by the one that kept it, and by nobody after it.
    expect(desk.counted()).toBe(3);
  });

  it('catches up what was missed, to a bound, and tells two kinds of one client apart', async () => {
    const plans = [plan('berlin', 'month', 'Europe/Berlin'), plan('berlin', 'day', 'Europe/Berlin')];
    const desk = house('2026-02-01T00:30:00Z', plans);
    await desk.instance().due();
    expect([...desk.kept.keys()]).toEqual(['client/berlin/2026-01', 'client/berlin/2026-01-31']);
    desk.at('2026-11-01T12:00:00Z');
    await desk.instance().due();
    const ids = [...desk.kept.keys()];
    const months = ids.filter((id) => /-\d\d$/.test(id) && !/\d-\d\d-\d\d$/.test(id));
    expect(months).toEqual(['01', '05', '06', '07', '08', '09', '10'].map((month) => `client/berlin/2026-${month}`));
    // A daily report of half a year ago is read by nobody: the last fourteen days.
    expect(ids.length - months.length).toBe(1 + 14);
    expect(ids.at(-1)).toBe('client/berlin/2026-10-31');
  });

  it('is not made of a time before the contract asked for it', async () => {
    const desk = house('2026-10-20T12:00:00Z', PLANS, new Date('2026-10-20T12:00:00Z'));
    await desk.instance().due();
    expect(desk.kept.size).toBe(0);
    desk.at('2026-11-01T12:00:00Z');
    await desk.instance().due();
    expect([...desk.kept.keys()].every((id) => id.endsWith('2026-10'))).toBe(true);
    expect(desk.kept.size).toBe(3);
  });

  describe('may begin with a paragraph by a model', () => {
    const asking = (answer: unknown, budget = true) => {
      const noted: string[] = [];
      const summarise = createSummaries({
        explainer: async () => ({ model: 'm-1', explain: async () => answer as never }),
        budget: { draw: async () => budget, correct: async () => undefined },
        limits: () => ({ dailyTokens: 1_000, zone: 'Europe/Berlin' }),
        clock: { now: () => new Date('2026-11-01T05:00:00Z') },
        noted: (outcome) => noted.push(outcome),
      });
      return { noted, desk: house('2026-11-01T05:00:00Z', PLANS.slice(2), new Date(0), summarise) };
    };
    const summaryOf = (desk: ReturnType<typeof house>) => desk.kept.get('client/berlin/2026-10')?.summary;

    it('whose numbers are all of the report', async () => {
      const { desk } = asking({ raw: { text: 'There was 1 incident.' } });
      await desk.instance().due();
      expect(summaryOf(desk)).toEqual({ text: 'There was 1 incident.', model: 'm-1' });
    });

    it.each([
      [
        'a number of its own',
        { raw: { text: 'There were 17 incidents.' } },
        true,
        'it has a number that is not in the report: 17',
      ],
      ['no answer', { failed: 'time-out' }, true, 'time-out'],
      ['no budget', { raw: { text: 'There was 1 incident.' } }, false, 'no budget is left today'],
    ])('and has its own with %s', async (_why, answer, budget, why) => {
      const { desk, noted } = asking(answer, budget);
      await desk.instance().due();
      expect(desk.kept.has('client/berlin/2026-10')).toBe(true);
      expect(summaryOf(desk)).toBeUndefined();
      expect(noted).toEqual([why]);
    });
  });
});
