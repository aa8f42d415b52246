import { describe, expect, it } from 'vitest';
import { reportSpeech } from '../../cards/words/reports.js';
import { type WeeklyPlan, weeklySeries } from '../../jobs/weekly.js';
import { dueWeeks, parseWeeklyAt } from '../../src/report/index.js';
import { row } from '../report/rows.js';
import { reportHouse } from './report-house.js';

const CHANNEL = { surface: 'slack', to: 'C0MGR', name: 'managers', audience: 'team', mention: 'none' } as const;

function house(zone = 'Europe/Berlin') {
  const plan: WeeklyPlan = {
    at: parseWeeklyAt('Mon 07:00')!,
    organisation: 'Northgate',
    zone,
    currency: 'EUR',
    channels: [CHANNEL],
    addresses: ['director@n.example'],
  };
  const url = (id: string) => `https://t.example/console/reports/${id}`;
  return reportHouse(
    [row(1, '2026-11-02T12:00:00Z'), row(2, '2026-11-18T12:00:00Z')],
    '2026-11-23T05:59:00Z',
    (reports) => [weeklySeries(plan, { reports, risks: async () => undefined, url, speech: reportSpeech })],
  );
}

describe('the weekly report', () => {
  it('is made when it is due, not before, and told once to everybody', async () => {
    const desk = house();
    const weekly = desk.instance();
    await weekly.due();
    // The week before last was never reported; it is over, and known.
    expect([...desk.kept.keys()]).toEqual(['weekly/2026-W46']);
    desk.at('2026-11-23T06:00:00Z');
    await weekly.due();
    await weekly.due();
    expect([...desk.kept.keys()]).toEqual(['weekly/2026-W46', 'weekly/2026-W47']);
    expect(desk.told).toEqual(['weekly/2026-W46/slack:C0MGR', 'weekly/2026-W47/slack:C0MGR']);
    expect([...desk.mails.keys()]).toEqual([
      'weekly/2026-W46 director@n.example',
      'weekly/2026-W47 director@n.example',
    ]);
    expect(desk.kept.get('weekly/2026-W47')?.report.incidents).toEqual({ now: 1, before: 0 });
  });

  it('is one, however many instances make it at once', async () => {
    const desk = house();
    desk.at('2026-11-23T06:00:00Z');
    await Promise.all(Array.from({ length: 8 }, () => desk.instance().due()));
    expect([...desk.kept.keys()]).toEqual(['weekly/2026-W47']);
    expect(desk.told).toEqual(['weekly/2026-W47/slack:C0MGR']);
    expect(desk.mails.size).toBe(1);
  });

  it.each(['after keep', 'before told'])('is told all the same when somebody dies %s', async (where) => {
    const desk = house();
    desk.at('2026-11-23T06:00:00Z');
    desk.crash(where);
    await desk.instance().due();
    expect(String(desk.failures)).toContain('killed');
    desk.crash(undefined);
    await desk.instance().due();
    expect([...desk.kept.keys()]).toEqual(['weekly/2026-W47']);
    expect(desk.told).toEqual(['weekly/2026-W47/slack:C0MGR']);
    expect(desk.mails.size).toBe(1);
    expect(desk.counted()).toBe(1);
  });

  it('of weeks that were missed is made later, one for each', async () => {
    const desk = house();
    desk.at('2026-11-09T07:00:00Z');
    await desk.instance().due();
    desk.at('2026-12-01T12:00:00Z');
    await desk.instance().due();
    expect([...desk.kept.keys()]).toEqual(['weekly/2026-W45', 'weekly/2026-W46', 'weekly/2026-W47', 'weekly/2026-W48']);
  });

  it('of a time in which nobody counted is not made', async () => {
    const desk = house();
    desk.at('2026-11-02T07:00:00Z');
    await desk.instance().due();
    expect(desk.kept.size).toBe(0);
  });

  it.each([
    // The clocks go back in the week before; Monday 07:00 is 06:00 UTC afterwards.
    ['Europe/Berlin', '2026-10-26T05:59:00Z', '2026-10-26T06:00:00Z', 'W43'],
    ['America/New_York', '2026-11-02T11:59:00Z', '2026-11-02T12:00:00Z', 'W44'],
    // A day ahead of everybody.
    ['Pacific/Kiritimati', '2026-11-22T16:59:00Z', '2026-11-22T17:00:00Z', 'W47'],
  ])('comes on the wall clock of %s', async (zone, before, after, week) => {
    const desk = house(zone);
    const weekly = desk.instance();
    const due = async (at: string): Promise<boolean> => {
      desk.at(at);
      // The rows of the house begin in November; here only the moment counts.
      const { id } = (
        await weekly.make(desk.series[0]!, dueWeeks(parseWeeklyAt('Mon 07:00')!, new Date(at), zone, undefined)[0]!)
      ).report.period;
      return id.endsWith(week);
    };
    expect([await due(before), await due(after)]).toEqual([false, true]);
  });
});
