import { DateTime } from 'luxon';
import { answerCard } from '../../cards/answer-card.js';
import { saying } from '../../cards/report-figures.js';
import { COMMANDS, said } from '../../cards/words/en-commands.js';
import { reportSpeech } from '../../cards/words/reports.js';
import { mayReadReports } from '../../src/incident/index.js';
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
const DAYS = { usual: 30, most: 366 } as const;

/** `patterns [SITE] [30d]`: what happened three times: in one place, hour or device, with one plate, article or way. */
export function patternCommand({ reports, sites, zone, clock }: PatternCommandParts): Command {
  return {
    name: 'patterns',
    async run(words, who) {
      if (!mayReadReports(who)) return refused(said.reports.notForYou);
      const last = /^(\d{1,3})d$/.exec(words.at(-1) ?? '');
      const days = last ? Number(last[1]) : DAYS.usual;
      if (days < 1 || days > DAYS.most) return refused(said.usage(COMMANDS.patterns.usage));
      const name = (last ? words.slice(0, -1) : words).join(' ');
      const site = name === '' ? undefined : found(name, sites());
      if (name !== '' && !site) return refused(said.noSite(name.slice(0, 40), nearestOf(name, sites())));
      const now = clock.now();
      const all = await reports.rows([{ from: later(now, -days * DAY_MS), to: now }]);
      const rows = all.filter(
        ({ siteId, disposition }) =>
          (site === undefined || siteId === site.id) && disposition !== 'test' && disposition !== 'duplicate',
      );
      const at = site?.timezone ?? zone();
      const hourOf = (moment: Date): number => DateTime.fromJSDate(moment, { zone: at }).hour;
      const speech = reportSpeech('en');
      const items = patternsOf({ rows, earlier: [], hourOf }).map((each) => ({
        text: speech.words.pattern(each, saying(String, speech.terms, speech.words)),
      }));
      return shown(answerCard(said.patterns.title(days, rows.length, site?.name), items, said.patterns.how));
    },
  };
}
