import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { clientPaper } from '../cards/client-paper.js';
import type { Paper } from '../cards/paper.js';
import { weeklyPaper } from '../cards/weekly-paper.js';
import { clientReportWords, reportSpeech } from '../cards/words/reports.js';
import { countClient } from '../jobs/client-reports.js';
import { countWeek } from '../jobs/weekly.js';
import { openCollections, openStore } from '../src/app/store.js';
import type { Book } from '../src/book/book.js';
import { clientPlan, REPORT_KINDS } from '../src/book/client-reports.js';
import { loadBook } from '../src/book/load.js';
import { readConfig } from '../src/config.js';
import { digest } from '../src/digest.js';
import { createLog } from '../src/log.js';
import { printPaper } from '../src/paper/print.js';
import type { KeptReport, RatingStore, ReportStore } from '../src/ports-reports.js';
import { lastEnded, type Period, periodNamed, periodOn } from '../src/report/index.js';

const USAGE = `npm run report -- weekly [--week YYYY-MM-DD] [--out DIR]
npm run report -- client NAME [--period 2026-10] [--out DIR]

  weekly    the loss report of the last week that is over, as a PDF and its figures as JSON
  --week    of the week in which this day lies, also of one that goes on
  client    the report of a client (id or name in the book)
  --period  of this month (2026-10), week (2026-W47) or day (2026-11-20); the last of its contract when left out
  --out     where to put it; the present folder when left out
`;

interface Made {
  readonly kept: KeptReport;
  readonly paper: Paper;
  readonly name: string;
}

/** `npm run report -- weekly`: a report now, into a folder. Nothing is kept in the store, and nobody is told. */
async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      week: { type: 'string' },
      period: { type: 'string' },
      out: { type: 'string', default: '.' },
      help: { type: 'boolean' },
    },
  });
  const [kind, ...more] = positionals;
  const good = kind === 'weekly' ? more.length === 0 : kind === 'client' && more.length > 0;
  if (values.help || !good) throw new Error(USAGE);
  const config = readConfig(process.env);
  const { book } = loadBook(config.bookFile);
  const store = await openStore(config, createLog('silent'));
  try {
    const stores = await openCollections(store);
    const { kept, paper, name } =
      kind === 'weekly'
        ? await weekly(book, stores, values.week)
        : await ofClient(book, stores, more.join(' '), values.period);
    const began = performance.now();
    const pdf = await printPaper(paper);
    const printedMs = Math.round(performance.now() - began);
    mkdirSync(values.out, { recursive: true });
    const file = resolve(join(values.out, name));
    writeFileSync(`${file}.pdf`, pdf);
    writeFileSync(`${file}.json`, `${JSON.stringify(kept.report, null, 2)}\n`);
    const rss = Math.round(process.memoryUsage().rss / 2 ** 20);
    process.stdout.write(
      `${file}.pdf: ${paper.subtitle}, ${kept.report.incidents.now} incidents; read and counted in ${kept.tookMs} ms, printed in ${printedMs} ms, ${rss} MiB\n`,
    );
  } finally {
    await store.close();
  }
}

/** Worked out by a running bot once a day; here nobody waits for it. */
const noRisk = async (): Promise<undefined> => undefined;

interface Stores {
  readonly reports: ReportStore;
  readonly ratings: RatingStore;
}

async function weekly(book: Book, { reports }: Stores, week: string | undefined): Promise<Made> {
  const { name: organisation, timezone, currency, language } = book.data.organisation;
  const period = periodOf(week, timezone);
  const kept = await countWeek({ reports, risks: noRisk }, period, currency, new Date());
  const paper = weeklyPaper({ organisation, ...kept, ...reportSpeech(language) });
  return { kept, paper, name: `weekly-${period.id}` };
}

async function ofClient(book: Book, stores: Stores, named: string, of: string | undefined): Promise<Made> {
  const text = named.toLowerCase();
  const client = book.data.clients.find(({ id, name }) => id === text || name.toLowerCase() === text);
  if (!client)
    throw new Error(
      `The book has no client "${named.slice(0, 60)}". It has: ${book.data.clients.map(({ id }) => id).join(', ')}`,
    );
  const usual = REPORT_KINDS[client.contract?.reports[0]?.kind ?? 'monthly'];
  const { zone } = clientPlan(book, client, usual, new Set());
  const period = of === undefined ? lastEnded(usual, new Date(), zone) : periodNamed(of.toUpperCase(), zone);
  if (!period) throw new Error(`--period ${of?.slice(0, 20)} is none: write it like 2026-10, 2026-W47 or 2026-11-20`);
  const plan = clientPlan(book, client, period.kind, new Set());
  const kept = await countClient({ ...stores, risks: noRisk }, plan, period, new Date());
  const paper = clientPaper({
    organisation: book.data.organisation.name,
    ...kept,
    brand: plan.brand,
    labels: clientReportWords(plan.language),
    seal: digest(kept.report),
    ...reportSpeech(plan.language, period.kind),
  });
  return { kept, paper, name: `${client.id}-${period.id}` };
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
