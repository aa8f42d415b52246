import { minorDigits } from '../src/incident/index.js';
import { type PeriodReport, sameUnit } from '../src/report/index.js';
import type { Chart, Heat } from './paper.js';
import { writtenIn } from './report-figures.js';
import type { ReportWords } from './words/report-words.js';
import type { ReportSpeech } from './words/reports.js';

/** Charts of every report. */

/** The one chart that matters: money, when there was any; else how much happened. */
export function trendChart({ report, words, terms }: ReportSpeech & { readonly report: PeriodReport }): Chart {
  const { money, count } = writtenIn(words, report.unit.currency);
  const ofMoney = report.trend.some(({ net }) => net > 0);
  const { mean } = ofMoney ? report.netLoss : report.incidents;
  const write = ofMoney ? money : count;
  const usual = mean === undefined ? undefined : write(mean);
  const values = report.trend.map(({ net, incidents }) => (ofMoney ? net : incidents));
  const title = ofMoney
    ? words.chartLoss({ now: money(report.netLoss.now), mean: usual })
    : words.chartTrend({ now: report.incidents.now, mean: usual });
  return {
    sort: 'bars',
    title,
    unit: ofMoney ? `${report.unit.currency}, ${terms.loss.bases[report.unit.basis]}` : words.incidentsUnit,
    labels: report.trend.map(({ period }) => period),
    values: ofMoney ? values.map((value) => inUnits(value, report.unit.currency)) : values,
    emphasis: 'last',
    locale: words.locale,
    source: ofMoney
      ? words.source(report.money.find((sums) => sameUnit(sums, report.unit))?.n ?? 0, 'losses')
      : words.source(report.incidents.now, 'incidents'),
    alt: `${title}. ${report.trend.map(({ period }, index) => `${period}: ${write(values[index] ?? 0)}`).join(', ')}`,
  };
}

const inUnits = (minor: number, currency: string): number => minor / 10 ** minorDigits(currency);

export function weekHeat({ heat: values }: PeriodReport, words: ReportWords): Heat {
  const cells = values.flatMap((row, day) => row.map((count, hour) => ({ day, hour, count })));
  const most = cells.reduce((best, cell) => (cell.count > best.count ? cell : best), { day: 0, hour: 0, count: 0 });
  const title = words.heat(
    most.count === 0 ? undefined : { weekday: words.weekdays[most.day] ?? '', hour: most.hour, count: most.count },
  );
  return {
    title,
    rows: words.weekdays,
    columns: Array.from({ length: 24 }, (_, hour) => String(hour)),
    values,
    source: words.source(
      values.flat().reduce((sum, count) => sum + count, 0),
      'incidents',
    ),
    alt: title,
  };
}
