import { BANDS } from '../src/incident/index.js';
import type { ClientChart } from '../src/report/index.js';
import type { ClientBlocks } from './client-paper.js';
import type { Chart, PaperBlock } from './paper.js';
import { trendChart, weekHeat } from './report-charts.js';
import { bandIn } from './report-figures.js';

/** Kinds on one chart. */
const KINDS = 8;

/** A chart that a contract chose. */
export function clientChart(which: ClientChart, parts: ClientBlocks): PaperBlock {
  const { report, words } = parts;
  switch (which) {
    case 'trend':
      return { kind: 'chart', chart: trendChart(parts) };
    case 'heat-map':
      return { kind: 'heat', heat: weekHeat(report, words) };
    case 'zones':
      return zones(parts);
    case 'response':
      return { kind: 'chart', chart: response(parts) };
    case 'bands':
      return { kind: 'chart', chart: bands(parts) };
    case 'kinds':
      return { kind: 'chart', chart: kinds(parts) };
    default:
      return which satisfies never;
  }
}

function zones({ report, words, labels }: ClientBlocks): PaperBlock {
  const cells = report.zoneHeat.flatMap(({ zone, hours }) => hours.map((count, hour) => ({ zone, hour, count })));
  const [most] = cells.sort((a, b) => b.count - a.count);
  const title = labels.charts.zones(most && most.count > 0 ? most : undefined);
  return {
    kind: 'heat',
    heat: {
      title,
      rows: report.zoneHeat.map(({ zone }) => zone),
      columns: Array.from({ length: 24 }, (_, hour) => String(hour)),
      values: report.zoneHeat.map(({ hours }) => hours),
      source: words.source(
        cells.reduce((sum, { count }) => sum + count, 0),
        'incidents',
      ),
      alt: title,
    },
  };
}

function bars(
  { words }: ClientBlocks,
  chart: Pick<Chart, 'title' | 'unit' | 'labels' | 'values' | 'most'> & { readonly n: number },
): Chart {
  const { n, ...shown } = chart;
  return {
    ...shown,
    sort: 'bars',
    locale: words.locale,
    source: words.source(n, 'incidents'),
    alt: `${shown.title}. ${shown.labels.map((label, index) => `${label}: ${shown.values[index] ?? 0}`).join(', ')}`,
  };
}

/** The share within each promise, with what is promised beside the name. */
function response(parts: ClientBlocks): Chart {
  const { report, terms, labels } = parts;
  const judged = report.sla.filter(({ within }) => within.share !== undefined);
  const kept = judged.filter(({ verdict }) => verdict === 'met').length;
  return bars(parts, {
    title: labels.charts.response(judged.length === 0 ? undefined : { kept, of: judged.length }),
    unit: labels.inTimeUnit,
    labels: judged.map(({ band, share }) => `${bandIn(terms)(band)} (≥ ${Math.round(share * 100)} %)`),
    values: judged.map(({ within }) => Math.round((within.share ?? 0) * 100)),
    most: 100,
    n: judged.reduce((sum, { within }) => sum + within.of, 0),
  });
}

function bands(parts: ClientBlocks): Chart {
  const { report, words, terms, labels } = parts;
  const values = BANDS.map((band) => report.byBand[band] ?? 0);
  const n = values.reduce((sum, value) => sum + value, 0);
  return bars(parts, {
    title: labels.charts.bands({ n, grave: (report.byBand.high ?? 0) + (report.byBand.critical ?? 0) }),
    unit: words.incidentsUnit,
    labels: BANDS.map(bandIn(terms)),
    values,
    n,
  });
}

function kinds(parts: ClientBlocks): Chart {
  const { report, words, terms, labels } = parts;
  const shown = report.byKind.slice(0, KINDS);
  const [most] = shown;
  return bars(parts, {
    title: labels.charts.kinds(most && terms.kinds[most.kind]),
    unit: words.incidentsUnit,
    labels: shown.map(({ kind }) => terms.kinds[kind]),
    values: shown.map(({ count }) => count),
    n: report.incidents.now,
  });
}
