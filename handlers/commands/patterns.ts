import { DateTime } from 'luxon';
import { answerCard } from '../../cards/answer-card.js';
import { saying } from '../../cards/report-figures.js';
import { COMMANDS, said } from '../../cards/words/en-commands.js';
import { reportSpeech } from '../../cards/words/reports.js';
import { KINDS, mayReadReports } from '../../src/incident/index.js';
import type { Clock } from '../../src/ports.js';
import type { ReportStore } from '../../src/ports-reports.js';
import { patternsOf } from '../../src/report/index.js';
import { later } from '../../src/time.js';
import { type Command, found, nearestOf, refused, shown } from './command.js';

export interface PatternCommandParts {
  readonly reports: Pick<ReportStore, 'rows'>;
  readonly sites: () => readonly { readonly id: string; readonly name: string; readonly timezone: string }[];
  /** IANA, of the organisation. */
  readonly zone: () => string;
  readonly clock: Clock;
}

const DAY_MS = 86_400_000;

/** What stands behind `kind:` in one of the words. */
const after = (label: string, words: readonly string[]): string | undefined =>
  words.find((word) => word.toLowerCase().startsWith(label))?.slice(label.length);

const DAYS = { usual: 30, most: 366 } as const;

/** `patterns [SITE] [kind:theft] [zone:jewellery] [30d]`: what happened three times: in one place, hour or device, with one plate, article or way. */
export function patternCommand({ reports, sites, zone, clock }: PatternCommandParts): Command {
  return {
    name: 'patterns',
    async run(words, who) {
      if (!mayReadReports(who)) return refused(said.reports.notForYou);
      const last = /^(\d{1,3})d$/.exec(words.at(-1) ?? '');
      const days = last ? Number(last[1]) : DAYS.usual;
      if (days < 1 || days > DAYS.most) return refused(said.usage(COMMANDS.patterns.usage));
      const asked = last ? words.slice(0, -1) : words;
      const kind = after('kind:', asked);
      if (kind !== undefined && !(KINDS as readonly string[]).includes(kind))
        return refused(said.patterns.noKind(kind.slice(0, 40), KINDS));
      const place = after('zone:', asked)?.toLowerCase();
      const name = asked.filter((word) => !/^(kind|zone):/i.test(word)).join(' ');
      const site = name === '' ? undefined : found(name, sites());
      if (name !== '' && !site) return refused(said.noSite(name.slice(0, 40), nearestOf(name, sites())));
      const now = clock.now();
      const all = await reports.rows([{ from: later(now, -days * DAY_MS), to: now }]);
      const rows = all.filter(
        ({ siteId, kind: sort, zoneId, zoneName, disposition }) =>
          (site === undefined || siteId === site.id) &&
          (kind === undefined || sort === kind) &&
          (place === undefined || zoneId?.toLowerCase() === place || zoneName?.toLowerCase() === place) &&
          disposition !== 'test' &&
          disposition !== 'duplicate',
      );
      const at = site?.timezone ?? zone();
      const hourOf = (moment: Date): number => DateTime.fromJSDate(moment, { zone: at }).hour;
      const speech = reportSpeech('en');
      const items = patternsOf({ rows, earlier: [], hourOf }).map((each) => ({
        text: speech.words.pattern(each, saying(String, speech.terms, speech.words)),
      }));
      return shown(
        answerCard(
          said.patterns.title(
            days,
            rows.length,
            [site?.name, kind, place].flatMap((each) => each ?? []),
          ),
          items,
          said.patterns.how,
        ),
      );
    },
  };
}
