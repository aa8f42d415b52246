import { bulletinCard } from '../../cards/bulletin-card.js';
import { clientNews } from '../../cards/client-news.js';
import { COMMANDS, said } from '../../cards/words/en-commands.js';
import { clientReportWords, reportSpeech } from '../../cards/words/reports.js';
import { mayReadReports } from '../../src/incident/index.js';
import type { Clock } from '../../src/ports.js';
import type { KeptReport } from '../../src/ports-reports.js';
import { lastEnded, type Period, periodAt, periodNamed } from '../../src/report/index.js';
import { type Command, found, nearestOf, refused, shown } from './command.js';

export interface ClientCommandParts {
  readonly clients: () => readonly {
    readonly id: string;
    readonly name: string;
    readonly zone: string;
    /** Of the first report of the contract. */
    readonly kind: Period['kind'];
  }[];
  readonly report: (clientId: string, period: Period) => Promise<KeptReport | undefined>;
  readonly language: () => string;
  readonly url: (id: string) => string | undefined;
  readonly clock: Clock;
}

/** `last-month`, `this-week`, `yesterday`, `today`. */
const SPOKEN: Readonly<Record<string, readonly ['last' | 'this', Period['kind']]>> = {
  'last-month': ['last', 'month'],
  'this-month': ['this', 'month'],
  'last-week': ['last', 'week'],
  'this-week': ['this', 'week'],
  yesterday: ['last', 'day'],
  today: ['this', 'day'],
};

/** `client NAME [period]`: the report of a client as it was kept, or as it is now. */
export function clientCommand({ clients, report, language, url, clock }: ClientCommandParts): Command {
  return {
    name: 'client',
    async run(words, who) {
      if (!mayReadReports(who)) return refused(said.reports.notForYou);
      if (words.length === 0) return refused(said.usage(COMMANDS.client.usage));
      const all = clients();
      // A name may have several words; the last one may be the period.
      const whole = found(words.join(' '), all);
      const client = whole ?? found(words.slice(0, -1).join(' '), all);
      const when = whole ? undefined : words.at(-1)?.toLowerCase();
      if (!client) return refused(said.reports.noClient(words.join(' ').slice(0, 60), nearestOf(words.join(' '), all)));
      const now = clock.now();
      const period = periodOf(when, client, now);
      if (!period || period.from > now) return refused(said.reports.noPeriod((when ?? '').slice(0, 30)));
      const kept = await report(client.id, period);
      if (kept?.kind !== 'client') return refused(said.reports.noPeriod(period.id));
      const speech = { ...reportSpeech(language(), period.kind), labels: clientReportWords(language()) };
      return shown(bulletinCard(clientNews(kept.report, url(kept.id), speech)));
    },
  };
}

function periodOf(
  when: string | undefined,
  { zone, kind }: { readonly zone: string; readonly kind: Period['kind'] },
  now: Date,
): Period | undefined {
  if (when === undefined) return lastEnded(kind, now, zone);
  const spoken = Object.hasOwn(SPOKEN, when) ? SPOKEN[when] : undefined;
  if (spoken) return spoken[0] === 'last' ? lastEnded(spoken[1], now, zone) : periodAt(spoken[1], now, zone);
  return periodNamed(when.toUpperCase(), zone);
}
