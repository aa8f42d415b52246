import type { Incident, IncidentState, TimelineEntry } from '../src/incident/index.js';
import { label, pathOf } from '../src/incident/index.js';
import { localStamp } from '../src/time.js';
import { clip } from './card.js';
import { timelineLine } from './diary.js';
import { titleOf } from './incident-card.js';
import { narrativeOf } from './narrative.js';
import { heading, type Paper, type PaperBlock, plain } from './paper.js';
import { timesIn } from './times.js';
import { sizeIn } from './words/evidence-words.js';
import type { IncidentPaperWords } from './words/incident-paper-words.js';
import { lossFacts } from './words/loss-words.js';
import type { Words } from './words/words.js';

export interface IncidentPaperParts {
  readonly organisation: string;
  readonly incident: Pick<Incident, 'state' | 'chain'>;
  /** All of it, with the pages that were turned. */
  readonly timeline: readonly TimelineEntry[];
  readonly madeAt: Date;
  readonly words: Words;
  readonly labels: IncidentPaperWords;
}

const COLOUR = '#0B5FFF';
/** Characters of one line of the timeline; the API has the rest. */
const LINE = 1_200;
/** Of what stands in a column that takes no more room than that. */
const SHORT = 40;

/** Everything that is known of one incident, on paper: for whoever was not there. */
export function incidentPaper(parts: IncidentPaperParts): Paper {
  const { organisation, incident, madeAt, words, labels } = parts;
  const { state, chain } = incident;
  const name = label(state.number);
  return {
    title: `${labels.title} ${name}`,
    subtitle: titleOf(state, words),
    language: words.locale.slice(0, 2),
    header: [`${organisation} · ${name}`, `${chain.hash.slice(0, 16)} · ${chain.seq}`],
    footer: `${labels.made} ${stampIn(state)(madeAt)} (${state.place.timezone})`,
    page: labels.page,
    colour: COLOUR,
    blocks: [
      { kind: 'text', tone: 'lead', text: narrativeOf(state, words) },
      ...(state.covert ? [plain(labels.covert)] : []),
      heading(labels.facts),
      facts(state, parts),
      ...said(state, labels),
      ...arithmetic(state, parts),
      ...people(state, parts),
      ...procedure(state, parts),
      ...losses(state, parts),
      ...tasks(state, parts),
      ...evidence(state, parts),
      ...timeline(parts),
      heading(labels.chain),
      plain(labels.chainText.replace('{entries}', String(chain.seq))),
      plain(chain.hash),
    ],
  };
}

type Parts = IncidentPaperParts;

const stampIn =
  ({ place }: IncidentState) =>
  (at: Date): string =>
    localStamp(at, place.timezone);

function facts(state: IncidentState, { words, labels }: Parts): PaperBlock {
  const stamp = stampIn(state);
  const { place, assessment, signals } = state;
  const claim = state.status === 'claimed' ? state.claim : state.lastClaim;
  const end = state.status === 'resolved' || state.status === 'archived' ? state.resolution : undefined;
  const rows: [string, string | undefined][] = [
    [labels.site, place.address ? `${place.siteName}, ${place.address}` : place.siteName],
    [labels.zone, place.zoneName ?? place.named],
    [labels.client, place.clientName],
    [labels.opened, stamp(state.openedAt)],
    [labels.severity, `${words.bands[assessment.band]} ${assessment.score}, AVS ${assessment.avs}`],
    [labels.rating, state.rating && `${words.bands[state.rating.band]}, ${state.rating.by.name}: ${state.rating.why}`],
    [labels.protocol, state.plan.protocol],
    [labels.signals, words.signals(signals.count, signals.devices.length)],
    [labels.claimed, claim && `${claim.by.name}, ${stamp(claim.at)} (${words.vias[claim.via]})`],
    [
      labels.outcome,
      end &&
        `${words.dispositions[end.disposition]}${end.cause ? `, ${words.causes[end.cause]}` : ''}: ${end.by.name}, ${stamp(end.at)}`,
    ],
    [labels.note, end?.note === '' ? undefined : end?.note],
  ];
  return table(
    ['', ''],
    rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, clip(value, LINE)]])),
  );
}

/** The detector's own words: from outside, and shown as such. */
const said = ({ subject, details }: IncidentState, labels: IncidentPaperWords): PaperBlock[] => {
  const texts = [subject, details ?? ''].filter((text) => text !== '');
  return texts.length === 0 ? [] : [heading(labels.detector), ...texts.map((text) => plain(`“${clip(text, LINE)}”`))];
};

function arithmetic({ assessment }: IncidentState, { words, labels }: Parts): PaperBlock[] {
  const rows = assessment.factors.map(({ because, contribution, weight }) => [
    words.because(because),
    `${contribution.toLocaleString(words.locale, { maximumFractionDigits: 1 })} ${labels.of} ${weight}`,
  ]);
  return [
    heading(`${labels.assessment}: ${assessment.score}`),
    {
      kind: 'table',
      columns: [{ label: labels.because }, { label: labels.points, numbers: true }],
      rows,
    },
  ];
}

function people(state: IncidentState, { words, labels }: Parts): PaperBlock[] {
  const stamp = stampIn(state);
  const sent = state.responders.map(({ who, state: is, at }) => [
    who.name,
    `${words.answering.responderStates[is]}, ${stamp(at)}`,
  ]);
  const told = state.pages.map((page) => [
    page.to.kind === 'person' ? page.to.name : page.to.address,
    `${words.answering.pageVias[page.via]}: ${labels.pageStates[page.state]}, ${stamp(page.at)}`,
  ]);
  const rows = [...sent, ...told];
  return rows.length === 0 ? [] : [heading(labels.people), table(['', ''], rows)];
}

function procedure(state: IncidentState, { words, labels }: Parts): PaperBlock[] {
  const wanted = state.plan.procedure;
  if (!wanted || wanted.steps.length === 0) return [];
  const stamp = stampIn(state);
  const rows = pathOf(wanted, state.steps).map(({ step, record }) => [
    clip(step.text, 300),
    record
      ? `${words.answering.stepResult(record.result).replace(/^– /, '')} (${record.by.name}, ${stamp(record.at)})`
      : labels.open,
  ]);
  return [heading(`${labels.procedure} ${wanted.id}`), table([labels.step, labels.done], rows)];
}

const losses = ({ loss }: IncidentState, { words, labels }: Parts): PaperBlock[] =>
  loss ? [heading(labels.loss), plain(words.loss.line(lossFacts(loss)))] : [];

function tasks({ tasks: all = [], place }: IncidentState, { words, labels }: Parts): PaperBlock[] {
  if (all.length === 0) return [];
  const times = timesIn(place.timezone, words.locale);
  return [
    heading(labels.tasks),
    {
      kind: 'list',
      items: all.map((news) => `${words.task.line(news, times)}${news.note ? `: ${clip(news.note, 300)}` : ''}`),
    },
  ];
}

function evidence(state: IncidentState, { words, labels }: Parts): PaperBlock[] {
  const { evidence: items = [] } = state;
  if (items.length === 0) return [heading(labels.evidence), plain(labels.noEvidence)];
  const stamp = stampIn(state);
  const size = sizeIn(words.locale);
  return [
    heading(labels.evidence),
    {
      kind: 'list',
      items: items.map((item) => {
        const given = `${clip(item.name, 150)} (${item.by.name}, ${stamp(item.at)})`;
        if (item.state === 'kept') return `${given}: ${size(item.kept.bytes)}, ${labels.hash} ${item.kept.sha256}`;
        return `${given}: ${item.state === 'failed' ? item.why : labels.open}`;
      }),
    },
  ];
}

function timeline({ incident, timeline: entries, words, labels }: Parts): PaperBlock[] {
  const zone = incident.state.place.timezone;
  const stamp = stampIn(incident.state);
  const rows = entries.map((entry) => [
    String(entry.seq),
    stamp(entry.at),
    // The line begins with its time, which has a column here.
    clip(timelineLine(entry, zone, words).replace(/^\d\d:\d\d /, ''), LINE),
  ]);
  return [heading(labels.timeline), table(['', labels.when, labels.what], rows)];
}

const table = (columns: readonly string[], rows: readonly (readonly string[])[]): PaperBlock => ({
  kind: 'table',
  // The last one says it; those before it say of what.
  columns: columns.map((name, index) => ({
    label: name,
    ...(index < columns.length - 1 && rows.every((row) => (row[index] ?? '').length <= SHORT)
      ? { narrow: true as const }
      : {}),
  })),
  rows,
});
