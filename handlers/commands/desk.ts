import { answerCard } from '../../cards/answer-card.js';
import { timesIn } from '../../cards/times.js';
import { en } from '../../cards/words/en.js';
import { COMMANDS, said } from '../../cards/words/en-commands.js';
import { type Band, THREAT_LEVELS, type ThreatLevel } from '../../src/incident/index.js';
import type { IncidentStore, LiveCounts } from '../../src/ports.js';
import type { OnTest, OnTestDesk } from '../../src/ports-ontest.js';
import { localDayTime } from '../../src/time.js';
import { type Command, done, found, nearestOf, refused, shown } from './command.js';

export interface DeskCommandParts {
  readonly incidents: Pick<IncidentStore, 'counts'>;
  readonly level: (byBand: LiveCounts['byBand']) => ThreatLevel;
  readonly sites: () => readonly { readonly id: string; readonly name: string; readonly timezone: string }[];
  readonly onTest: {
    readonly desk: OnTestDesk;
    readonly now: () => readonly (OnTest & { readonly siteName: string })[];
  };
}

/** The state of the house: how threatened it is, and where somebody works on it. */
export function deskCommands({ incidents, level, sites, onTest }: DeskCommandParts): Command[] {
  return [
    {
      name: 'threat',
      async run() {
        const { byBand, bySite } = await incidents.counts();
        const bands = new Map<string, Partial<Record<Band, number>>>();
        for (const { siteId, band, count } of bySite) bands.set(siteId, { ...bands.get(siteId), [band]: count });
        const rows = [...bands].map(([siteId, counts]) => ({
          name: sites().find(({ id }) => id === siteId)?.name ?? siteId,
          level: level(counts),
          live: Object.values(counts).reduce((sum, count) => sum + count, 0),
        }));
        rows.sort((a, b) => THREAT_LEVELS.indexOf(b.level) - THREAT_LEVELS.indexOf(a.level) || b.live - a.live);
        const items = rows
          .slice(0, 20)
          .map((row) => ({ text: said.threat.line(row.name, en.threat.levels[row.level], row.live) }));
        return shown(
          answerCard(
            said.threat.title(en.threat.levels[level(byBand)]),
            items,
            items.length === 0 ? said.threat.quiet : undefined,
          ),
        );
      },
    },
    {
      name: 'ontest',
      async run([named, span, ...why], who) {
        if (named === undefined) {
          const tests = onTest.now();
          const items = tests.map(({ siteId, siteName, until, by, why: reason }) => ({
            text: said.onTest.line(siteName, localDayTime(until, zoneOf(siteId)), by.name, reason),
          }));
          return shown(answerCard(said.onTest.title(tests.length), items));
        }
        const site = found(named, sites());
        if (!site) return refused(said.noSite(named, nearestOf(named, sites())));
        if (span === undefined) return refused(said.usage(COMMANDS.ontest.usage));
        const over = span.toLowerCase() === 'off';
        const answer = over
          ? await onTest.desk.end(who, site.id)
          : await onTest.desk.begin(who, { site: site.id, for: span, why: why.join(' ') });
        if (answer.ok)
          return done(
            over
              ? said.onTest.over(site.name)
              : said.onTest.begun(site.name, localDayTime(answer.test.until, site.timezone)),
          );
        if ('missing' in answer) return refused(said.onTest.none(site.name));
        if ('faults' in answer) return refused(Object.values(answer.faults).join(' '));
        return refused(en.refusal(answer.refusal, timesIn(site.timezone)));
      },
    },
  ];

  function zoneOf(siteId: string): string {
    return sites().find(({ id }) => id === siteId)?.timezone ?? 'UTC';
  }
}
