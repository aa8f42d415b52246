import type { Advice, Pattern, Period } from '../../src/report/index.js';
import { daysOf, weekNumber } from './period-spelled.js';
import type { Change, ReportWords } from './report-words.js';

const incidents = (count: number): string => `${count.toLocaleString('de-DE')} ${count === 1 ? 'Vorfall' : 'Vorfälle'}`;

function spell(period: Period): string {
  const { kind } = period;
  const { first, last } = daysOf(period, 'de-DE');
  if (kind === 'month') return first.toFormat('LLLL yyyy');
  if (kind === 'day') return first.toFormat('cccc, d. LLLL yyyy');
  const begins = first.month === last.month ? first.toFormat('d.') : first.toFormat('d. LLLL');
  return `Woche ${weekNumber(period)}, ${begins} bis ${last.toFormat('d. LLLL yyyy')}`;
}

const signed = ({ difference, percent }: Change): string =>
  percent === undefined
    ? difference
    : `${difference} (${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)} %)`;

/** Wie ein Zeitraum heißt. */
const SPANS = {
  day: {
    before: 'Vortag',
    than: 'gegenüber dem Vortag',
    nothing: 'kein Vortag zum Vergleich',
    mean: 'Vier-Tage-Mittel',
    lastYear: 'derselbe Tag im Vorjahr',
    now: 'an diesem Tag',
    within: 'an einem Tag',
    usual: 'an einem üblichen Tag',
    each: 'am Tag',
    counts: 'an dem Tag, an dem',
  },
  week: {
    before: 'Vorwoche',
    than: 'gegenüber der Vorwoche',
    nothing: 'keine Vorwoche zum Vergleich',
    mean: 'Vier-Wochen-Mittel',
    lastYear: 'dieselbe Woche im Vorjahr',
    now: 'in dieser Woche',
    within: 'in einer Woche',
    usual: 'in einer üblichen Woche',
    each: 'je Woche',
    counts: 'in der Woche, in der',
  },
  month: {
    before: 'Vormonat',
    than: 'gegenüber dem Vormonat',
    nothing: 'kein Vormonat zum Vergleich',
    mean: 'Vier-Monats-Mittel',
    lastYear: 'derselbe Monat im Vorjahr',
    now: 'in diesem Monat',
    within: 'in einem Monat',
    usual: 'in einem üblichen Monat',
    each: 'im Monat',
    counts: 'in dem Monat, in dem',
  },
} as const;
type Span = (typeof SPANS)[keyof typeof SPANS];

const among = (names: readonly string[], count: number): string =>
  `${names.slice(0, 4).join(', ')}${count > 4 ? ' und andere' : ''}`;

const hour = (of: number): string => `${String(of % 24).padStart(2, '0')}:00`;
const usually = (of: number): string => of.toFixed(1).replace('.', ',');

function pattern(of: Pattern, { kind, trait }: Pick<Say, 'kind' | 'trait'>, span: Span): string {
  const which = among(of.incidents, of.count);
  switch (of.what) {
    case 'zone':
      return `${kind(of.kind)}: ${of.count}-mal in ${of.zone}, ${of.site} (${which})`;
    case 'device':
      return `${of.device}, ${of.site}: ${of.count}-mal Fehlalarm (${which})`;
    case 'hour':
      return `${of.count} zwischen ${hour(of.hour)} und ${hour(of.hour + 1)} Uhr in ${of.zone}, ${of.site} (${which})`;
    case 'trait':
      return `${trait(of)}: ${of.count}-mal, ${of.sites > 1 ? `an ${of.sites} Standorten` : of.site} (${which})`;
    case 'site':
      return `${of.site}: ${incidents(of.count)}, sonst ${usually(of.usual)} ${span.each} (${which})`;
    default:
      return of satisfies never;
  }
}

type Of<W extends Pattern['what']> = Extract<Pattern, { what: W }>;
const TO_DO: { readonly [W in Pattern['what']]: (pattern: Of<W>, say: Say, span: Span) => string } = {
  zone: ({ zone, site, count, kind: of }, { kind }, span) =>
    `${zone}, ${site}, bestreifen und die Bilder ansehen: ${kind(of)}, ${count}-mal ${span.within}.`,
  device: ({ device, site, count }, _say, span) =>
    `${device}, ${site}, prüfen lassen: ${count} Fehlalarme ${span.within}.`,
  hour: ({ zone, site, hour: at, count }) =>
    `Gegen ${hour(at)} Uhr jemanden in ${zone}, ${site}, haben: ${count} in dieser Stunde.`,
  trait: (of, { trait }, span) =>
    `${trait(of)} ${of.count}-mal ${span.within}, ${of.sites > 1 ? `an ${of.sites} Standorten` : of.site}: dem nachgehen.`,
  site: ({ site, count, usual }, _say, span) =>
    `${site} ansehen: ${incidents(count)} gegen ${usually(usual)} ${span.usual}.`,
};

type Say = Parameters<ReportWords['advice']>[1];

function advice(of: Advice, say: Say, span: Span): string {
  const { money, category, band, cause } = say;
  switch (of.what) {
    case 'staffing':
      return `Bereitschaft prüfen: nur ${of.inTime} von ${of.of} wurden rechtzeitig übernommen.`;
    case 'category':
      return `Zuerst an „${category(of.category)}“ arbeiten: darauf entfallen ${money(of.net)} von ${money(of.of)}.`;
    case 'unknown':
      return `Klären, wohin es geht: bei ${money(of.net)} von ${money(of.of)} ist die Ursache unbekannt.`;
    case 'sla':
      return `Klären, wie die Zusage für ${band(of.band)} gehalten wird: ${of.within} von ${of.of} wurden rechtzeitig übernommen, zugesagt sind ${Math.round(of.share * 100)} %.`;
    case 'patrols':
      return `Klären, warum Rundgänge unbelegt sind: für ${of.proven} von ${of.of} Punkten gibt es einen gültigen Scan.`;
    case 'audits':
      return `Fällige Technik prüfen lassen: ${of.passed} von ${of.of} Prüfungen wurden rechtzeitig bestanden.`;
    case 'false-alarms':
      return `An der Ursache der Fehlalarme arbeiten: ${cause(of.cause)}, ${of.count} von ${of.of}.`;
    case 'pattern':
      return TO_DO[of.pattern.what](of.pattern as never, say, span);
    default:
      return of satisfies never;
  }
}

const spoken = (span: Span): ReportWords => ({
  locale: 'de-DE',
  weekly: (organisation) => `Wöchentlicher Verlustbericht · ${organisation}`,
  period: spell,
  headings: {
    advice: 'Was wir empfehlen',
    losses: 'Verloren, zurückerhalten, verhindert',
    topLosses: 'Die größten Verluste',
    when: 'Wann es geschah',
    where: 'Wo es geschah',
    what: 'Was geschah',
    response: 'Wie schnell reagiert wurde',
    falseAlarms: 'Fehlalarme',
    patterns: 'Was sich wiederholt',
    method: 'Wie diese Zahlen entstehen',
  },
  figures: {
    incidents: 'Vorfälle',
    netLoss: 'Nettoverlust',
    prevented: 'Verhindert',
    acknowledge: 'Alarm bis Übernahme, Median',
    withinTarget: 'Rechtzeitig übernommen',
  },
  columns: {
    site: 'Standort',
    incidents: 'Vorfälle',
    before: span.before,
    net: 'Nettoverlust',
    gross: 'Bruttoverlust',
    recovered: 'Zurückerhalten',
    prevented: 'Verhindert',
    rate: 'Quote',
    kind: 'Art',
    incident: 'Vorfall',
    category: 'Verlustart',
    cause: 'Ursache',
    count: 'Anzahl',
    median: 'Median',
    p90: '90 % binnen',
    n: 'n',
    time: 'Vom Alarm, bis',
    currency: 'Beträge',
    ofWhich: 'davon ',
    class: 'Art des Guts',
    direct: 'Waren verloren',
  },
  times: { acknowledged: 'jemand übernommen hat', onScene: 'jemand vor Ort war' },
  weekdays: ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'],
  lead: ({ incidents: count, open, net, prevented, change, acknowledged }) =>
    [
      `${incidents(count)}${change ? `, ${signed(change)} ${span.than}` : ''}${open > 0 ? `; ${open} noch offen` : ''}.`,
      `${net} gingen netto verloren${prevented ? `, ${prevented} wurden verhindert` : ''}.`,
      ...(acknowledged
        ? [`Von ${acknowledged.n} übernommenen wurde die Hälfte binnen ${acknowledged.within} übernommen.`]
        : []),
    ].join(' '),
  against: (change) => `${signed(change)} ${span.than}`,
  nothingBefore: span.nothing,
  usual: (mean) => `${span.mean} ${mean}`,
  yearAgo: (value) => `${span.lastYear} ${value}`,
  share: (n, of, percent) => (percent === undefined ? `${n} von ${of}` : `${percent} (${n} von ${of})`),
  advice: (of, say) => advice(of, say, span),
  pattern: (of, say) => pattern(of, say, span),
  traits: {
    plate: (value) => `Kennzeichen ${value}`,
    sku: (value) => `Artikel „${value}“`,
    method: (value) => `Dasselbe Vorgehen (${value})`,
    item: (value) => `Ware „${value}“`,
  },
  noAdvice: `Nichts Auffälliges ${span.now}.`,
  noClass: 'in keinem Bestand',
  noLoss: 'Es wurde kein Verlust erfasst.',
  noPattern: 'Nichts geschah dreimal am selben Ort, zur selben Stunde oder am selben Gerät.',
  notMeasured: 'nicht gemessen',
  notApplicable: 'entfällt',
  chartTrend: ({ now, mean }) =>
    mean === undefined ? `${incidents(now)} ${span.now}` : `${incidents(now)} ${span.now}, sonst ${mean}`,
  chartLoss: ({ now, mean }) =>
    mean === undefined ? `${now} netto verloren ${span.now}` : `${now} netto verloren ${span.now}, sonst ${mean}`,
  heat: (facts) =>
    facts === undefined
      ? 'Vorfälle nach Wochentag und Stunde'
      : `Am häufigsten ${facts.weekday} zwischen ${hour(facts.hour)} und ${hour(facts.hour + 1)} Uhr: ${facts.count}`,
  incidentsUnit: 'Vorfälle',
  source: (n, of) => `Quelle: ${of === 'losses' ? 'in Vorfällen erfasste Verluste' : 'Vorfälle'} in Tocsin, n = ${n}`,
  removed: (tests, duplicates) =>
    `In keiner Zahl enthalten: ${tests} ${tests === 1 ? 'Test' : 'Tests'} und ${duplicates} ${duplicates === 1 ? 'Dublette' : 'Dubletten'}.`,
  method: (zone) =>
    `Ein Vorfall zählt ${span.counts} er eröffnet wurde; Tage und Stunden gelten in ${zone}, nach der Uhr dieses Servers. ` +
    'Direkter Verlust ist Menge × Stückpreis; brutto kommt hinzu, was es daneben kostet; netto ist brutto abzüglich dessen, was zurückkam. ' +
    'Verhindertes zählt nie als verloren, und Beträge zweier Währungen werden nie addiert. ' +
    'Zeiten gelten ab der Eröffnung; rechtzeitig heißt vor der Frist der Stufe oder des Vertrags. ' +
    'Unter fünf Fällen steht keine Prozentzahl.',
  page: 'Seite {page} von {of}',
  made: (at, tookMs) => `Erstellt ${at} in ${(tookMs / 1_000).toFixed(1).replace('.', ',')} s`,
  goingOn: {
    heading: 'Woran gearbeitet wird',
    investigations: ({ open, overdue, done, found }) =>
      `${open} ${open === 1 ? 'Ermittlung' : 'Ermittlungen'} offen${overdue > 0 ? `, ${overdue} überfällig` : ''}; ${done} beendet, ${found} mit Befund.`,
    audits: (share) => `Technikprüfungen bestanden: ${share}.`,
  },
  whole: 'Der ganze Bericht',
});

export const report = (kind: Period['kind']): ReportWords => spoken(SPANS[kind]);
