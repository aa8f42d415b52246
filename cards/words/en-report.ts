import type { Advice, Pattern, Period } from '../../src/report/index.js';
import { daysOf, weekNumber } from './period-spelled.js';
import type { Change, ReportWords } from './report-words.js';

const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

function spell(period: Period): string {
  const { kind } = period;
  const { first, last } = daysOf(period, 'en-GB');
  if (kind === 'month') return first.toFormat('LLLL yyyy');
  if (kind === 'day') return first.toFormat('cccc d LLLL yyyy');
  const begins = first.month === last.month ? first.toFormat('d') : first.toFormat('d LLLL');
  return `Week ${weekNumber(period)}, ${begins} to ${last.toFormat('d LLLL yyyy')}`;
}

const signed = ({ difference, percent }: Change): string =>
  percent === undefined
    ? difference
    : `${difference} (${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)}%)`;

/** How a stretch of time is called. */
const SPANS = {
  day: {
    before: 'Day before',
    than: 'on the day before',
    nothing: 'no day before to compare with',
    mean: 'mean of four days',
    lastYear: 'same day last year',
    now: 'that day',
    within: 'in a day',
    usual: 'a usual day',
    each: 'a day',
    counts: 'on the day on which',
  },
  week: {
    before: 'Week before',
    than: 'on the week before',
    nothing: 'no week before to compare with',
    mean: 'four-week mean',
    lastYear: 'same week last year',
    now: 'this week',
    within: 'in a week',
    usual: 'a usual week',
    each: 'a week',
    counts: 'in the week in which',
  },
  month: {
    before: 'Month before',
    than: 'on the month before',
    nothing: 'no month before to compare with',
    mean: 'four-month mean',
    lastYear: 'same month last year',
    now: 'this month',
    within: 'in a month',
    usual: 'a usual month',
    each: 'a month',
    counts: 'in the month in which',
  },
} as const;
type Span = (typeof SPANS)[keyof typeof SPANS];

const among = (incidents: readonly string[], count: number): string =>
  `${incidents.slice(0, 4).join(', ')}${count > 4 ? ' and others' : ''}`;

function pattern(of: Pattern, { kind, trait }: Pick<Say, 'kind' | 'trait'>, span: Span): string {
  const which = among(of.incidents, of.count);
  switch (of.what) {
    case 'zone':
      return `${kind(of.kind)} ${of.count} times in ${of.zone}, ${of.site} (${which})`;
    case 'device':
      return `${of.device}, ${of.site}: called false ${of.count} times (${which})`;
    case 'hour':
      return `${of.count} between ${hour(of.hour)} and ${hour(of.hour + 1)} in ${of.zone}, ${of.site} (${which})`;
    case 'trait':
      return `${trait(of)}: ${of.count} times, ${of.sites > 1 ? `at ${of.sites} sites` : of.site} (${which})`;
    case 'site':
      return `${of.site}: ${of.count} incidents, usually ${of.usual.toFixed(1)} ${span.each} (${which})`;
    default:
      return of satisfies never;
  }
}

const hour = (of: number): string => `${String(of % 24).padStart(2, '0')}:00`;

type Say = Parameters<ReportWords['advice']>[1];

function advice(of: Advice, say: Say, span: Span): string {
  const { money, category, band, cause } = say;
  switch (of.what) {
    case 'staffing':
      return `Look at who is on call: only ${of.inTime} of ${of.of} were taken in time.`;
    case 'category':
      return `Work on ${category(of.category)} first: ${money(of.net)} of ${money(of.of)} lost is put down to it.`;
    case 'unknown':
      return `Find out where it goes: ${money(of.net)} of ${money(of.of)} lost has no known cause.`;
    case 'sla':
      return `Agree on how to keep the promise for ${band(of.band)}: ${of.within} of ${of.of} were taken in time, ${Math.round(of.share * 100)}% are promised.`;
    case 'patrols':
      return `Find out why patrols are not proven: ${of.proven} of ${of.of} points have a scan that counts.`;
    case 'audits':
      return `Have the equipment checked that is due: ${of.passed} of ${of.of} checks were passed in time.`;
    case 'false-alarms':
      return `Work on what causes false alarms: ${cause(of.cause)}, ${of.count} of ${of.of}.`;
    case 'pattern':
      return TO_DO[of.pattern.what](of.pattern as never, say, span);
    default:
      return of satisfies never;
  }
}

type Of<W extends Pattern['what']> = Extract<Pattern, { what: W }>;
const TO_DO: { readonly [W in Pattern['what']]: (pattern: Of<W>, say: Say, span: Span) => string } = {
  zone: ({ zone, site, count, kind: of }, { kind }, span) =>
    `Send a patrol to ${zone}, ${site}, and look at its pictures: ${kind(of).toLowerCase()}, ${count} times ${span.within}.`,
  device: ({ device, site, count }, _say, span) =>
    `Have ${device}, ${site}, checked: ${plural(count, 'false alarm')} ${span.within}.`,
  hour: ({ zone, site, hour: at, count }) =>
    `Have somebody in ${zone}, ${site}, around ${hour(at)}: ${count} in that hour.`,
  trait: (of, { trait }, span) =>
    `${trait(of)} ${of.count} times ${span.within}, ${of.sites > 1 ? `at ${of.sites} sites` : of.site}: look into it.`,
  site: ({ site, count, usual }, _say, span) =>
    `Review ${site}: ${count} incidents against ${usual.toFixed(1)} in ${span.usual}.`,
};

const spoken = (span: Span): ReportWords => ({
  locale: 'en-GB',
  weekly: (organisation) => `Weekly loss report · ${organisation}`,
  period: spell,
  headings: {
    advice: 'What we recommend',
    losses: 'What was lost, recovered and prevented',
    topLosses: 'The largest losses',
    when: 'When it happened',
    where: 'Where it happened',
    what: 'What happened',
    response: 'How fast it was answered',
    falseAlarms: 'False alarms',
    patterns: 'What repeats',
    method: 'How these figures were made',
  },
  figures: {
    incidents: 'Incidents',
    netLoss: 'Net loss',
    prevented: 'Prevented',
    acknowledge: 'Alarm to claim, median',
    withinTarget: 'Claimed in time',
  },
  columns: {
    site: 'Site',
    incidents: 'Incidents',
    before: span.before,
    net: 'Net loss',
    gross: 'Gross loss',
    recovered: 'Recovered',
    prevented: 'Prevented',
    rate: 'Recovery rate',
    kind: 'Kind',
    incident: 'Incident',
    category: 'Category',
    cause: 'Cause',
    count: 'Number',
    median: 'Median',
    p90: '90% within',
    n: 'n',
    time: 'From the alarm until',
    currency: 'Amounts',
    ofWhich: 'of which ',
    class: 'Class of asset',
    direct: 'Goods lost',
  },
  times: { acknowledged: 'somebody had it', onScene: 'somebody was on the scene' },
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  lead: ({ incidents, open, net, prevented, change, acknowledged }) =>
    [
      `${plural(incidents, 'incident')}${change ? `, ${signed(change)} ${span.than}` : ''}${open > 0 ? `; ${open} still open` : ''}.`,
      `${net} net was lost${prevented ? `, and ${prevented} was prevented` : ''}.`,
      ...(acknowledged ? [`Of the ${acknowledged.n} that were claimed, half were within ${acknowledged.within}.`] : []),
    ].join(' '),
  against: (change) => `${signed(change)} ${span.than}`,
  nothingBefore: span.nothing,
  usual: (mean) => `${span.mean} ${mean}`,
  yearAgo: (value) => `${span.lastYear} ${value}`,
  share: (n, of, percent) => (percent === undefined ? `${n} of ${of}` : `${percent} (${n} of ${of})`),
  advice: (of, say) => advice(of, say, span),
  pattern: (of, say) => pattern(of, say, span),
  traits: {
    plate: (value) => `Number plate ${value}`,
    sku: (value) => `Article “${value}”`,
    method: (value) => `The same way (${value})`,
    item: (value) => `Goods “${value}”`,
  },
  noAdvice: `Nothing stands out ${span.now}.`,
  noClass: 'in no inventory',
  noLoss: 'No loss was written down.',
  noPattern: 'Nothing happened three times in the same place, hour or device.',
  notMeasured: 'not measured',
  notApplicable: 'n/a',
  chartTrend: ({ now, mean }) =>
    mean === undefined
      ? `${plural(now, 'incident')} ${span.now}`
      : `${plural(now, 'incident')} ${span.now}, ${mean} in a usual one`,
  chartLoss: ({ now, mean }) =>
    mean === undefined ? `${now} net lost ${span.now}` : `${now} net lost ${span.now}, ${mean} in a usual one`,
  heat: (facts) =>
    facts === undefined
      ? 'Incidents by weekday and hour'
      : `Most often on ${facts.weekday} between ${hour(facts.hour)} and ${hour(facts.hour + 1)}: ${facts.count}`,
  incidentsUnit: 'incidents',
  source: (n, of) =>
    `Source: ${of === 'losses' ? 'losses written down in incidents' : 'incidents'} of Tocsin, n = ${n}`,
  removed: (tests, duplicates) =>
    `Left out of every figure: ${plural(tests, 'test')} and ${plural(duplicates, 'duplicate')}.`,
  method: (zone) =>
    `An incident counts ${span.counts} it opened; days and hours are those of ${zone}, by the clock of this server. ` +
    'Direct loss is quantity × price of one; gross adds what it cost beside; net is gross less what came back. ' +
    'What was prevented is never counted as lost, and amounts of two currencies are never added. ' +
    'Times are from the opening of the incident; in time is claimed before the deadline of its band or contract. ' +
    'No percentage is given of fewer than five.',
  page: 'Page {page} of {of}',
  made: (at, tookMs) => `Made ${at} in ${(tookMs / 1_000).toFixed(1)} s`,
  goingOn: {
    heading: 'What is being worked on',
    investigations: ({ open, overdue, done, found }) =>
      `${plural(open, 'investigation')} open${overdue > 0 ? `, ${overdue} overdue` : ''}; ${done} ended, ${found} with a finding.`,
    audits: (share) => `Equipment checks passed: ${share}.`,
  },
  whole: 'The whole report',
});

export const report = (kind: Period['kind']): ReportWords => spoken(SPANS[kind]);
