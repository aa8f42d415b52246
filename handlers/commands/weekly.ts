import { bulletinCard } from '../../cards/bulletin-card.js';
import { weeklyNews } from '../../cards/weekly-news.js';
import { COMMANDS, said } from '../../cards/words/en-commands.js';
import type { ReportSpeech } from '../../cards/words/reports.js';
import { mayReadReports } from '../../src/incident/index.js';
import type { KeptReport } from '../../src/ports-reports.js';
import { type Command, refused, shown } from './command.js';

export interface WeeklyCommandParts {
  readonly week: (which: 'last' | 'now') => Promise<KeptReport>;
  readonly organisation: () => string;
  readonly speech: () => ReportSpeech;
  /** Where it can be read whole. */
  readonly url: (id: string) => string | undefined;
}

/** `weekly`: the report of the last week, or with `now` of the one that goes on. */
export function weeklyCommand({ week, organisation, speech, url }: WeeklyCommandParts): Command {
  return {
    name: 'weekly',
    async run([which], who) {
      if (!mayReadReports(who)) return refused(said.reports.notForYou);
      if (which !== undefined && which.toLowerCase() !== 'now') return refused(said.usage(COMMANDS.weekly.usage));
      const { id, report, toldAt } = await week(which === undefined ? 'last' : 'now');
      // Only a report that was made when it was due is kept, and can be read whole.
      const news = weeklyNews(report, { organisation: organisation(), url: toldAt ? url(id) : undefined }, speech());
      return shown(bulletinCard(news));
    },
  };
}
