import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { weeklyPaper } from '../cards/weekly-paper.js';
import { reportSpeech } from '../cards/words/reports.js';
import { countWeek } from '../jobs/weekly.js';
import { openCollections, openStore } from '../src/app/store.js';
import { loadBook } from '../src/book/load.js';
import { readConfig } from '../src/config.js';
import { createLog } from '../src/log.js';
import { printPaper } from '../src/paper/print.js';
import { lastEnded, type Period, periodOn } from '../src/report/index.js';

const USAGE = `npm run report -- weekly [--week YYYY-MM-DD] [--out DIR]

  weekly    the loss report of the last week that is over, as a PDF and its figures as JSON
  --week    of the week in which this day lies, also of one that goes on
  --out     where to put it; the present folder when left out
`;

/** `npm run report -- weekly`: a report now, into a folder. Nothing is kept in the store, and nobody is told. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { week: { type: 'string' }, out: { type: 'string', default: '.' }, help: { type: 'boolean' } },
  });
  const [kind, ...more] = positionals;
  if (kind === 'client') throw new Error('Reports for a client are not there yet. Nothing was made.');
  if (values.help || kind !== 'weekly' || more.length > 0) throw new Error(USAGE);
  const config = readConfig(process.env);
  const { book } = loadBook(config.bookFile);
  const { name, timezone, currency, language } = book.data.organisation;
  const speech = reportSpeech(language);
  const period = periodOf(values.week, timezone);
  const store = await openStore(config, createLog('silent'));
  try {
    const { reports } = await openCollections(store);
    const { report, madeAt, tookMs } = await countWeek(reports, period, currency, new Date());
    const began = performance.now();
    const pdf = await printPaper(weeklyPaper({ organisation: name, report, madeAt, tookMs, ...speech }));
    const printedMs = Math.round(performance.now() - began);
    mkdirSync(values.out, { recursive: true });
    const file = resolve(join(values.out, `weekly-${period.id}`));
    writeFileSync(`${file}.pdf`, pdf);
    writeFileSync(`${file}.json`, `${JSON.stringify(report, null, 2)}\n`);
    const rss = Math.round(process.memoryUsage().rss / 2 ** 20);
    process.stdout.write(
      `${file}.pdf: ${speech.words.period(period)}, ${report.incidents.now} incidents; read and counted in ${tookMs} ms, printed in ${printedMs} ms, ${rss} MiB\n`,
    );
  } finally {
    await store.close();
  }
}

function periodOf(day: string | undefined, zone: string): Period {
  if (day === undefined) return lastEnded('week', new Date(), zone);
  const period = periodOn('week', day, zone);
  if (!period) throw new Error(`--week ${day.slice(0, 20)} is no day: write it like 2026-11-16`);
  return period;
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).message}\n`);
    process.exit(2);
  },
);
