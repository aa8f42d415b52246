import type { Advice, Pattern, Period } from '../../src/report/index.js';
import { daysOf, weekNumber } from './period-spelled.js';
import type { Change, ReportWords } from './report-words.js';

const incidents = (count: number): string => `${count} ${count === 1 ? 'incidente' : 'incidentes'}`;

function spell(period: Period): string {
  const { kind } = period;
  const { first, last } = daysOf(period, 'es-ES');
  if (kind === 'month') return first.toFormat("LLLL 'de' yyyy");
  if (kind === 'day') return first.toFormat("cccc d 'de' LLLL 'de' yyyy");
  const begins = first.month === last.month ? first.toFormat('d') : first.toFormat("d 'de' LLLL");
  return `Semana ${weekNumber(period)}, del ${begins} al ${last.toFormat("d 'de' LLLL 'de' yyyy")}`;
}

const signed = ({ difference, percent }: Change): string =>
  percent === undefined
    ? difference
    : `${difference} (${percent > 0 ? '+' : percent < 0 ? '−' : ''}${Math.abs(percent)} %)`;

/** Cómo se llama un periodo. */
const SPANS = {
  day: {
    before: 'Día anterior',
    than: 'respecto al día anterior',
    nothing: 'sin día anterior con que comparar',
    mean: 'media de cuatro días',
    lastYear: 'mismo día del año pasado',
    now: 'ese día',
    within: 'en un día',
    usual: 'en un día habitual',
    each: 'al día',
    counts: 'el día en que',
  },
  week: {
    before: 'Semana anterior',
    than: 'respecto a la semana anterior',
    nothing: 'sin semana anterior con que comparar',
    mean: 'media de cuatro semanas',
    lastYear: 'misma semana del año pasado',
    now: 'esta semana',
    within: 'en una semana',
    usual: 'en una semana habitual',
    each: 'por semana',
    counts: 'en la semana en que',
  },
  month: {
    before: 'Mes anterior',
    than: 'respecto al mes anterior',
    nothing: 'sin mes anterior con que comparar',
    mean: 'media de cuatro meses',
    lastYear: 'mismo mes del año pasado',
    now: 'este mes',
    within: 'en un mes',
    usual: 'en un mes habitual',
    each: 'al mes',
    counts: 'en el mes en que',
  },
} as const;
type Span = (typeof SPANS)[keyof typeof SPANS];

const among = (names: readonly string[], count: number): string =>
  `${names.slice(0, 4).join(', ')}${count > 4 ? ' y otros' : ''}`;

const hour = (of: number): string => `${of % 24 === 1 ? 'la' : 'las'} ${String(of % 24).padStart(2, '0')}:00`;
const usually = (of: number): string => of.toFixed(1).replace('.', ',');

function pattern(of: Pattern, { kind, trait }: Pick<Say, 'kind' | 'trait'>, span: Span): string {
  const which = among(of.incidents, of.count);
  switch (of.what) {
    case 'zone':
      return `${kind(of.kind)}: ${of.count} veces en ${of.zone}, ${of.site} (${which})`;
    case 'device':
      return `${of.device}, ${of.site}: ${of.count} falsas alarmas (${which})`;
    case 'hour':
      return `${of.count} entre ${hour(of.hour)} y ${hour(of.hour + 1)} en ${of.zone}, ${of.site} (${which})`;
    case 'trait':
      return `${trait(of)}: ${of.count} veces, ${of.sites > 1 ? `en ${of.sites} lugares` : of.site} (${which})`;
    case 'site':
      return `${of.site}: ${incidents(of.count)}, lo habitual son ${usually(of.usual)} ${span.each} (${which})`;
    default:
      return of satisfies never;
  }
}

type Of<W extends Pattern['what']> = Extract<Pattern, { what: W }>;
const TO_DO: { readonly [W in Pattern['what']]: (pattern: Of<W>, say: Say, span: Span) => string } = {
  zone: ({ zone, site, count, kind: of }, { kind }, span) =>
    `Enviar una ronda a ${zone}, ${site}, y revisar sus imágenes: ${kind(of).toLowerCase()}, ${count} veces ${span.within}.`,
  device: ({ device, site, count }, _say, span) =>
    `Hacer revisar ${device}, ${site}: ${count} falsas alarmas ${span.within}.`,
  hour: ({ zone, site, hour: at, count }) =>
    `Tener a alguien en ${zone}, ${site}, hacia ${hour(at)}: ${count} a esa hora.`,
  trait: (of, { trait }, span) =>
    `${trait(of)} ${of.count} veces ${span.within}, ${of.sites > 1 ? `en ${of.sites} lugares` : of.site}: investigarlo.`,
  site: ({ site, count, usual }, _say, span) =>
    `Revisar ${site}: ${incidents(count)} frente a ${usually(usual)} ${span.usual}.`,
};

type Say = Parameters<ReportWords['advice']>[1];

function advice(of: Advice, say: Say, span: Span): string {
  const { money, category, band, cause } = say;
  switch (of.what) {
    case 'staffing':
      return `Revisar las guardias: solo ${of.inTime} de ${of.of} se asumieron a tiempo.`;
    case 'category':
      return `Trabajar primero en «${category(of.category)}»: le corresponden ${money(of.net)} de ${money(of.of)}.`;
    case 'unknown':
      return `Averiguar adónde va: ${money(of.net)} de ${money(of.of)} no tienen causa conocida.`;
    case 'sla':
      return `Acordar cómo cumplir lo prometido para ${band(of.band)}: ${of.within} de ${of.of} se asumieron a tiempo y se promete el ${Math.round(of.share * 100)} %.`;
    case 'patrols':
      return `Averiguar por qué las rondas no están probadas: ${of.proven} de ${of.of} puntos tienen un escaneo válido.`;
    case 'audits':
      return `Hacer revisar los equipos pendientes: ${of.passed} de ${of.of} revisiones se superaron a tiempo.`;
    case 'false-alarms':
      return `Trabajar en la causa de las falsas alarmas: ${cause(of.cause)}, ${of.count} de ${of.of}.`;
    case 'pattern':
      return TO_DO[of.pattern.what](of.pattern as never, say, span);
    default:
      return of satisfies never;
  }
}

const spoken = (span: Span): ReportWords => ({
  locale: 'es-ES',
  weekly: (organisation) => `Informe semanal de pérdidas · ${organisation}`,
  period: spell,
  headings: {
    advice: 'Qué recomendamos',
    losses: 'Perdido, recuperado y evitado',
    topLosses: 'Las mayores pérdidas',
    when: 'Cuándo ocurrió',
    where: 'Dónde ocurrió',
    what: 'Qué ocurrió',
    response: 'Con qué rapidez se respondió',
    falseAlarms: 'Falsas alarmas',
    patterns: 'Qué se repite',
    method: 'Cómo se calculan estas cifras',
  },
  figures: {
    incidents: 'Incidentes',
    netLoss: 'Pérdida neta',
    prevented: 'Evitado',
    acknowledge: 'De la alarma a la asunción, mediana',
    withinTarget: 'Asumidos a tiempo',
  },
  columns: {
    site: 'Lugar',
    incidents: 'Incidentes',
    before: span.before,
    net: 'Pérdida neta',
    gross: 'Pérdida bruta',
    recovered: 'Recuperado',
    prevented: 'Evitado',
    rate: 'Tasa',
    kind: 'Tipo',
    incident: 'Incidente',
    category: 'Tipo de pérdida',
    cause: 'Causa',
    count: 'Número',
    median: 'Mediana',
    p90: '90 % en',
    n: 'n',
    time: 'Desde la alarma hasta que',
    currency: 'Importes',
    ofWhich: 'de ello ',
    class: 'Clase de bien',
    direct: 'Bienes perdidos',
  },
  times: { acknowledged: 'alguien lo asumió', onScene: 'alguien llegó al lugar' },
  weekdays: ['lun', 'mar', 'mié', 'jue', 'vie', 'sáb', 'dom'],
  lead: ({ incidents: count, open, net, prevented, change, acknowledged }) =>
    [
      `${incidents(count)}${change ? `, ${signed(change)} ${span.than}` : ''}${open > 0 ? `; ${open} ${open === 1 ? 'sigue abierto' : 'siguen abiertos'}` : ''}.`,
      `Se perdieron ${net} netos${prevented ? ` y se evitaron ${prevented}` : ''}.`,
      ...(acknowledged ? [`De los ${acknowledged.n} asumidos, la mitad lo fue en ${acknowledged.within}.`] : []),
    ].join(' '),
  against: (change) => `${signed(change)} ${span.than}`,
  nothingBefore: span.nothing,
  usual: (mean) => `${span.mean} ${mean}`,
  yearAgo: (value) => `${span.lastYear} ${value}`,
  share: (n, of, percent) => (percent === undefined ? `${n} de ${of}` : `${percent} (${n} de ${of})`),
  advice: (of, say) => advice(of, say, span),
  pattern: (of, say) => pattern(of, say, span),
  traits: {
    plate: (value) => `Matrícula ${value}`,
    sku: (value) => `Artículo «${value}»`,
    method: (value) => `El mismo modo (${value})`,
    item: (value) => `Género «${value}»`,
  },
  noAdvice: `Nada destaca ${span.now}.`,
  noClass: 'en ningún inventario',
  noLoss: 'No se anotó ninguna pérdida.',
  noPattern: 'Nada ocurrió tres veces en el mismo lugar, a la misma hora o en el mismo dispositivo.',
  notMeasured: 'sin medir',
  notApplicable: 'no procede',
  chartTrend: ({ now, mean }) =>
    mean === undefined ? `${incidents(now)} ${span.now}` : `${incidents(now)} ${span.now}, ${mean} ${span.usual}`,
  chartLoss: ({ now, mean }) =>
    mean === undefined
      ? `${now} netos perdidos ${span.now}`
      : `${now} netos perdidos ${span.now}, ${mean} ${span.usual}`,
  heat: (facts) =>
    facts === undefined
      ? 'Incidentes por día de la semana y hora'
      : `Lo más frecuente: ${facts.weekday} entre ${hour(facts.hour)} y ${hour(facts.hour + 1)}: ${facts.count}`,
  incidentsUnit: 'incidentes',
  source: (n, of) =>
    `Fuente: ${of === 'losses' ? 'pérdidas anotadas en incidentes' : 'incidentes'} de Tocsin, n = ${n}`,
  removed: (tests, duplicates) =>
    `Fuera de todas las cifras: ${tests} ${tests === 1 ? 'prueba' : 'pruebas'} y ${duplicates} ${duplicates === 1 ? 'duplicado' : 'duplicados'}.`,
  method: (zone) =>
    `Un incidente cuenta ${span.counts} se abrió; los días y las horas son los de ${zone}, según el reloj de este servidor. ` +
    'La pérdida directa es cantidad × precio de uno; la bruta añade lo que costó además; la neta es la bruta menos lo recuperado. ' +
    'Lo evitado nunca cuenta como perdido y nunca se suman importes de dos monedas. ' +
    'Los tiempos cuentan desde la apertura; a tiempo es antes del plazo del nivel o del contrato. ' +
    'No se da ningún porcentaje de menos de cinco.',
  page: 'Página {page} de {of}',
  made: (at, tookMs) => `Elaborado el ${at} en ${(tookMs / 1_000).toFixed(1).replace('.', ',')} s`,
  goingOn: {
    heading: 'En qué se trabaja',
    investigations: ({ open, overdue, done, found }) =>
      `${open} ${open === 1 ? 'investigación abierta' : 'investigaciones abiertas'}${overdue > 0 ? `, ${overdue} vencidas` : ''}; ${done} terminadas, ${found} con hallazgo.`,
    audits: (share) => `Revisiones de equipos superadas: ${share}.`,
  },
  whole: 'El informe completo',
});

export const report = (kind: Period['kind']): ReportWords => spoken(SPANS[kind]);
