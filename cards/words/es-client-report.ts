import type { ClientReportWords } from './client-report-words.js';

const hour = (of: number): string => `${String(of % 24).padStart(2, '0')}:00`;

export const clientReport: ClientReportWords = {
  titles: {
    day: 'Informe diario de seguridad',
    week: 'Informe semanal de seguridad',
    month: 'Informe mensual de seguridad',
  },
  headings: {
    highlights: 'Lo más importante',
    promises: 'Lo que promete el contrato',
    work: 'Cómo se trabajó',
    zones: 'Dónde y cuándo',
    patrols: 'Rondas',
    equipment: 'Equipos',
    details: 'Incidentes, los más recientes primero',
    evidence: 'Pruebas guardadas',
    appendix: 'Anexo',
    trend: 'A lo largo del tiempo',
  },
  figures: { promises: 'Promesas cumplidas', patrols: 'Puntos de ronda probados', satisfaction: 'Sus notas' },
  columns: {
    band: 'Gravedad',
    promised: 'Prometido',
    kept: 'Cumplido',
    verdict: 'Resultado',
    figure: 'Indicador',
    value: 'Valor',
    formula: 'Cómo se calcula',
    opened: 'Abierto',
    place: 'Lugar',
    outcome: 'Resultado',
    claimed: 'Asumido tras',
    device: 'Dispositivo',
    times: 'Veces',
    type: 'Tipo',
    hash: 'SHA-256',
  },
  verdicts: { met: 'cumplido', missed: 'NO CUMPLIDO', 'too-few': 'muy pocos' },
  kpis: {
    meanAcknowledgeMs: {
      name: 'De la alarma a asumirlo, media',
      formula: 'suma (asumido − recibido) / incidentes asumidos',
    },
    meanResolveMs: {
      name: 'De la alarma al cierre, media',
      formula: 'suma (resuelto − recibido) / incidentes resueltos',
    },
    processing: { name: 'De recibido a enviado', formula: 'mediana, y el 90 % en' },
    travel: { name: 'De enviado a llegada', formula: 'mediana, y el 90 % en' },
    onScene: { name: 'De llegada a libre', formula: 'mediana, y el 90 % en' },
    total: { name: 'De recibido a libre', formula: 'mediana, y el 90 % en' },
    closedOut: { name: 'Cerrados con resultado', formula: 'resueltos con resultado / abiertos' },
    procedure: {
      name: 'Procedimiento seguido',
      formula: 'pasos obligatorios hechos / pasos obligatorios, en incidentes resueltos',
    },
    falseAlarms: { name: 'Falsas alarmas', formula: 'declaradas falsas / resueltas' },
    falseDispatches: { name: 'Envíos falsos', formula: 'declaradas falsas / todas a las que se envió a alguien' },
    falseAlarmFactor: { name: 'Factor de falsas alarmas', formula: 'envíos falsos / sitios vigilados / años' },
    deployment: {
      name: 'Elección de envío (indicador propio)',
      formula: 'enviados que eran la mejor opción / enviados',
    },
    escalatedRight: {
      name: 'Escalados con razón (indicador propio)',
      formula: 'escalados y confirmados o evitados / escalados y cerrados',
    },
    missed: {
      name: 'Escalados omitidos (indicador propio)',
      formula: 'confirmados o evitados sin escalar / nunca escalados y cerrados',
    },
    patrolsOnTime: { name: 'Rondas a tiempo', formula: 'rondas hechas antes del plazo / rondas debidas' },
    audits: {
      name: 'Revisiones superadas',
      formula: 'superadas a tiempo / debidas; una vencida cuenta como no superada',
    },
  },
  highlighted: (n, band, names) =>
    n === 0
      ? `Ninguno fue de nivel ${band} o peor.`
      : `${n} ${n === 1 ? 'fue' : 'fueron'} de nivel ${band} o peor: ${names.join(', ')}${n > names.length ? ' y otros' : ''}.`,
  promised: (share, within) => `${share} en ${within}`,
  promisesKept: (kept, of) => `${kept} de ${of}`,
  noPromises: 'El contrato no fija plazos.',
  noHighlights: 'Nada que el contrato pida contar primero.',
  noDetails: 'No hubo incidentes.',
  noEvidence: 'No se guardó ningún archivo.',
  noPatrols: 'No había rondas pendientes.',
  patrols: ({ due, proven, byHand, unproven, problems }) =>
    `${due} ${due === 1 ? 'ronda debida' : 'rondas debidas'}. Puntos probados por un escaneo en el lugar: ${proven}; ` +
    `dichos a mano: ${byHand}. Escaneos que nada prueban y no cuentan: ${unproven}. Problemas encontrados: ${problems}.`,
  equipment: (devices, sites) =>
    `${devices} ${devices === 1 ? 'dispositivo' : 'dispositivos'} en ${sites} ${sites === 1 ? 'sitio' : 'sitios'}.`,
  noFaults: 'Ningún dispositivo calló ni fue manipulado.',
  stillOpen: 'sigue abierto',
  more: (count) => `y ${count} más`,
  satisfaction: (mean, n) => `${mean} de 5 (${n})`,
  charts: {
    zones: (facts) =>
      facts === undefined
        ? 'Incidentes por zona y hora'
        : `Lo más frecuente: ${facts.zone} entre ${hour(facts.hour)} y ${hour(facts.hour + 1)}: ${facts.count}`,
    response: (facts) =>
      facts === undefined ? 'Parte asumida en lo prometido' : `Se cumplieron ${facts.kept} de ${facts.of} promesas`,
    bands: ({ n, grave }) => `${grave} de ${n} incidentes fueron altos o críticos`,
    kinds: (most) => (most === undefined ? 'Incidentes por tipo' : `Lo más frecuente: ${most}`),
  },
  inTimeUnit: '% asumidos a tiempo',
  rate: '¿Qué utilidad tuvo este informe?',
  method:
    'Una promesa trata del tiempo desde la alarma hasta que una persona asume el incidente; uno que terminó sin asumirse cuenta por ' +
    'su final, y uno cuyo plazo no ha pasado no se juzga. Un punto de ronda solo está probado por un escaneo del código en el lugar ' +
    'que superó las comprobaciones de posición, reloj y paso. En este informe no hay nombres de personas ni palabras de una alarma.',
  machine: (model) => `Escrito por una máquina (${model}) con las cifras de este informe; cada número está en él.`,
  seal: (hash) => `Huella de las cifras (SHA-256): ${hash}`,
};
