import { nameOfRow, type ReportRow } from '../src/report/index.js';
import { localDayTime, spokenDuration } from '../src/time.js';
import { clip } from './card.js';
import type { ClientBlocks } from './client-paper.js';
import { heading, NAME, type PaperBlock, plain } from './paper.js';

/** Incidents of a client on paper: by kind, place and outcome, without anybody's words. */

function incidentTable({ report, words, terms, labels }: ClientBlocks, rows: readonly ReportRow[]): PaperBlock {
  const { zone } = report.period;
  const { columns } = labels;
  return {
    kind: 'table',
    columns: [
      { label: words.columns.incident, narrow: true },
      { label: columns.opened, narrow: true },
      { label: columns.band, narrow: true },
      { label: words.columns.kind },
      { label: columns.place },
      { label: columns.claimed, numbers: true },
      { label: columns.outcome },
    ],
    rows: rows.map((row) => [
      nameOfRow(row),
      localDayTime(row.openedAt, zone, words.locale),
      terms.bands[row.band],
      terms.kinds[row.kind],
      clip(row.zoneName === undefined ? row.siteName : `${row.zoneName}, ${row.siteName}`, NAME),
      row.acknowledgedAt ? spokenDuration(row.acknowledgedAt.getTime() - row.openedAt.getTime()) : '–',
      row.disposition ? terms.dispositions[row.disposition] : labels.stillOpen,
    ]),
  };
}

export const highlightBlocks = (parts: ClientBlocks): PaperBlock[] => {
  const { report, labels } = parts;
  const more = report.highlighted - report.highlights.length;
  return [
    heading(labels.headings.highlights),
    report.highlights.length > 0 ? incidentTable(parts, report.highlights) : plain(labels.noHighlights),
    ...(more > 0 ? [note(labels.more(more))] : []),
  ];
};

export const incidentBlocks = (parts: ClientBlocks): PaperBlock[] => {
  const { report, labels } = parts;
  return [
    heading(labels.headings.details),
    report.details.length > 0 ? incidentTable(parts, report.details) : plain(labels.noDetails),
    ...(report.more > 0 ? [note(labels.more(report.more))] : []),
  ];
};

export function evidenceBlocks({ report, words, labels }: ClientBlocks): PaperBlock[] {
  const { columns } = labels;
  if (report.evidence.length === 0) return [heading(labels.headings.evidence), plain(labels.noEvidence)];
  return [
    heading(labels.headings.evidence),
    {
      kind: 'table',
      columns: [
        { label: words.columns.incident, narrow: true },
        { label: columns.opened, narrow: true },
        { label: columns.type, narrow: true },
        { label: columns.hash },
      ],
      rows: report.evidence.map(({ incident, at, type, sha256 }) => [
        incident,
        localDayTime(at, report.period.zone, words.locale),
        type,
        sha256,
      ]),
    },
    ...(report.moreEvidence > 0 ? [note(labels.more(report.moreEvidence))] : []),
  ];
}

const note = (text: string): PaperBlock => ({ kind: 'text', tone: 'note', text });
