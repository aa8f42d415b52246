import { LEAST_N, type Share, type Spread } from '../src/report/index.js';
import { spokenDuration } from '../src/time.js';
import { clip } from './card.js';
import type { ClientBlocks } from './client-paper.js';
import { heading, NAME, type PaperBlock, plain } from './paper.js';
import { spreadCells } from './report-blocks.js';
import { bandIn, percentOf, writtenIn } from './report-figures.js';
import type { Kpi } from './words/client-report-words.js';

/** How the work was done, on paper. */

export function promiseBlocks({ report, words, terms, labels }: ClientBlocks): PaperBlock[] {
  const { columns } = labels;
  const { percent } = writtenIn(words, report.unit.currency);
  if (report.sla.length === 0) return [heading(labels.headings.promises), plain(labels.noPromises)];
  return [
    heading(labels.headings.promises),
    {
      kind: 'table',
      columns: [
        { label: columns.band },
        { label: columns.promised },
        { label: columns.kept, numbers: true },
        { label: columns.verdict },
      ],
      rows: report.sla.map(({ band, respondMs, share, within, verdict }) => [
        bandIn(terms)(band),
        labels.promised(percent(share), spokenDuration(respondMs)),
        words.share(within.n, within.of, percentOf(within, words)),
        labels.verdicts[verdict],
      ]),
    },
  ];
}

export function patrolBlocks({ report, words, labels }: ClientBlocks): PaperBlock[] {
  const { due, proven, byHand, unproven, problems } = report.patrols;
  const told = words.share(proven.n, proven.of, percentOf(proven, words));
  return [
    heading(labels.headings.patrols),
    plain(due === 0 ? labels.noPatrols : labels.patrols({ due, proven: told, byHand, unproven, problems })),
  ];
}

export function equipmentBlocks({ report, labels }: ClientBlocks): PaperBlock[] {
  const { devices, faults } = report.equipment;
  const { columns } = labels;
  return [
    heading(labels.headings.equipment),
    plain(labels.equipment(devices, report.client.sites)),
    faults.length === 0
      ? plain(labels.noFaults)
      : {
          kind: 'table',
          columns: [{ label: columns.device }, { label: columns.place }, { label: columns.times, numbers: true }],
          rows: faults.map(({ device, site, count }) => [clip(device, NAME), clip(site, NAME), String(count)]),
        },
  ];
}

export function workBlocks({ report, words, labels }: ClientBlocks): PaperBlock[] {
  const { performance: work, patrols, equipment } = report;
  const share = (of: Share): string =>
    of.of === 0 ? words.notMeasured : words.share(of.n, of.of, percentOf(of, words));
  const spread = (of: Spread | undefined): string => {
    const [median, p90, n] = spreadCells(of, words);
    return of ? `${median}; ${p90} (n = ${n})` : words.notMeasured;
  };
  const duration = (ms: number | undefined): string => (ms === undefined ? words.notMeasured : spokenDuration(ms));
  const { count } = writtenIn(words, report.unit.currency);
  const factor = work.falseAlarmFactor;
  const values: Readonly<Record<Kpi, string>> = {
    meanAcknowledgeMs: duration(work.meanAcknowledgeMs),
    meanResolveMs: duration(work.meanResolveMs),
    processing: spread(work.processing),
    travel: spread(work.travel),
    onScene: spread(work.onScene),
    total: spread(work.total),
    closedOut: share(work.closedOut),
    procedure: share(work.procedure),
    falseAlarms: share(report.falseAlarms),
    falseDispatches: share(work.falseDispatches),
    falseAlarmFactor: factor === undefined || work.falseDispatches.of < LEAST_N ? words.notApplicable : count(factor),
    deployment: share(work.deployment),
    escalatedRight: share(work.escalatedRight),
    missed: share(work.missed),
    patrolsOnTime: share(patrols.onTime),
    audits: share(equipment.audits),
  };
  const { satisfaction } = report;
  return [
    heading(labels.headings.work),
    {
      kind: 'table',
      columns: [{ label: labels.columns.figure }, { label: labels.columns.value }, { label: labels.columns.formula }],
      rows: [
        ...(Object.keys(values) as Kpi[]).map((kpi) => [labels.kpis[kpi].name, values[kpi], labels.kpis[kpi].formula]),
        ...(satisfaction
          ? [[labels.figures.satisfaction, labels.satisfaction(count(satisfaction.mean), satisfaction.n), labels.rate]]
          : []),
      ],
    },
  ];
}
