import { describe, expect, it } from 'vitest';
import { patternCommand } from '../../handlers/commands/patterns.js';
import type { ReportRow } from '../../src/report/index.js';
import { ana, sam } from '../incident/given.js';
import { row } from '../report/rows.js';

const NOW = new Date('2026-11-20T12:00:00Z');
const at = (number: number, change: Partial<ReportRow>): ReportRow =>
  row(number, `2026-11-1${number % 10}T0${number % 10}:30:00Z`, { devices: [], ...change });
const rows = [
  ...[1, 2, 3].map((number) => at(number, { kind: 'theft' })),
  ...[4, 5, 6].map((number) => at(number, { kind: 'vandalism', zoneId: 'dock', zoneName: 'Dock' })),
  ...[7, 8, 9].map((number) =>
    at(number, { kind: 'theft', siteId: 'hub', siteName: 'Hub', traits: [{ of: 'plate', value: 'BXY123' }] }),
  ),
];
const periods: unknown[] = [];
const command = patternCommand({
  reports: {
    rows: async (asked) => {
      periods.push(...asked);
      return rows;
    },
  },
  sites: () => [
    { id: 'mall', name: 'Riverside Mall', timezone: 'Europe/Berlin' },
    { id: 'hub', name: 'Hub', timezone: 'Europe/Berlin' },
  ],
  zone: () => 'Europe/Berlin',
  clock: { now: () => NOW },
});
const told = async (text: string, who = sam) => JSON.stringify(await command.run(text.split(' ').filter(Boolean), who));

describe('/tocsin patterns', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['', ['of 9 incidents', 'Jewellery court', 'Dock', 'BXY123'], []],
    ['Riverside Mall', ['of 6 incidents', 'Riverside Mall'], ['BXY123']],
    ['kind:theft', ['(theft), of 6 incidents', 'BXY123'], ['Dock']],
    ['zone:dock', ['(dock), of 3 incidents', 'Dock'], ['Jewellery court']],
    ['hub KIND:theft zone:court 7d', ['(Hub, theft, court), of 3 incidents in 7 days', 'BXY123'], ['Dock']],
    ['kind:nonsense', ['There is no kind “nonsense”', 'shoplifting'], []],
  ])('"%s" looks at what is asked for', async (text, said, unsaid) => {
    const answer = await told(text);
    for (const each of said) expect(answer).toContain(each);
    for (const each of unsaid) expect(answer).not.toContain(each);
  });

  it('reads the days that are asked for, and is for those who lead', async () => {
    periods.length = 0;
    await told('7d');
    expect(periods).toEqual([{ from: new Date('2026-11-13T12:00:00Z'), to: NOW }]);
    expect(await told('', ana)).toContain('Reports are for whoever leads');
  });
});
