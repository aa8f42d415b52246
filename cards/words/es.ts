import { access } from './es-access.js';
import { answering, bands } from './es-answering.js';
import { asset } from './es-asset.js';
import { because } from './es-because.js';
import { dispatch } from './es-dispatch.js';
import { emergency } from './es-emergency.js';
import { DONE, event } from './es-events.js';
import { evidence } from './es-evidence.js';
import { FIELDS } from './es-fields.js';
import { causes, dispositions, kinds, roles, vias } from './es-lists.js';
import { loss } from './es-loss.js';
import { narrative } from './es-narrative.js';
import { news } from './es-news.js';
import { refusal } from './es-refusals.js';
import { task } from './es-task.js';
import { FORM_ES } from './form-words.js';
import type { Words } from './words.js';

/** Spanish. */
export const es: Words = {
  locale: 'es-ES',
  kinds,
  roles,
  dispositions,
  causes,
  vias,
  bands,
  actions: {
    claim: 'Asumir',
    release: 'Liberar',
    dispatch: 'Enviar',
    'dispatch-to': 'Enviar a…',
    step: 'Hacer el paso…',
    respond: 'Me envían…',
    'emergency-call': 'Llamar a emergencias…',
    assign: 'Asignar…',
    escalate: 'Escalar…',
    note: 'Nota…',
    resolve: 'Cerrar…',
    'false-alarm': 'Falsa alarma…',
    snooze: 'Aplazar…',
    reopen: 'Reabrir…',
    report: 'Dar parte…',
    attach: 'Adjuntar…',
    loss: 'Pérdida…',
  },
  form: FORM_ES,
  forms: {
    'dispatch-to': { title: 'Enviar a', submit: 'Enviar' },
    assign: { title: 'Asignar', submit: 'Asignar' },
    step: { title: 'Paso de', submit: 'Guardar' },
    respond: { title: 'Me envían a', submit: 'Comunicar' },
    'emergency-call': { title: 'Emergencias', submit: 'Ya he llamado' },
    escalate: { title: 'Escalar', submit: 'Escalar' },
    note: { title: 'Nota para', submit: 'Añadir' },
    resolve: { title: 'Cerrar', submit: 'Cerrar incidente' },
    'false-alarm': { title: 'Falsa alarma', submit: 'Cerrar como falsa' },
    snooze: { title: 'Aplazar', submit: 'Aplazar' },
    reopen: { title: 'Reabrir', submit: 'Reabrir' },
    loss: { title: 'Pérdida de', submit: 'Guardar' },
    report: { title: 'Dar parte', submit: 'Dar parte' },
    attach: { title: 'Adjuntar a incidente', submit: 'Adjuntar' },
  },
  fields: FIELDS,
  because,
  narrative,
  why: ({ score, lifeSafety, terms, avs }) =>
    `Por qué ${score}: ${[...(lifeSafety ? ['riesgo para la vida, crítico sea cual sea la suma'] : []), ...terms.map(({ text, points }) => `${text} ${Math.round(points)}`), `nivel de validación ${avs}`].join(' · ')}`,
  unrecognisedFrom: (source) => `Alarma no reconocida de ${source}`,
  ago: (span) => `hace ${span}`,
  picture: 'Imagen de cámara',
  team: 'Nuestro equipo',
  unrecognised: (source, reason) =>
    `La fuente “${source}” ha enviado algo que no se ha podido interpretar: ${reason}. El mensaje se conserva.`,
  nobody: () => 'Nadie lo tiene todavía.',
  nobodyOverdue: (since) => `NADIE LO TIENE. Debía haberse asumido antes de las ${since}.`,
  has: (name, since, via) => `${name} lo tiene desde las ${since} (${via})`,
  snoozed: (until) => `Aplazado hasta las ${until}`,
  restored: (at) => `El aparato volvió a la normalidad a las ${at}. Aún tiene que cerrarlo una persona.`,
  escalatedTo: (name, by, why) => `Escalado a ${name} por ${by}: ${why}`,
  outcome: ({ at, by, disposition, cause, note }) =>
    `Cerrado a las ${at} por ${by}: ${disposition.toLowerCase()}${cause ? `, ${cause}` : ''}${note ? `. ${note}` : ''}`,
  signals: (count, devices) => `${counted(count)}${devices > 1 ? `, ${devices} aparatos` : ''}`,
  newAlarm: () => 'Nueva alarma',
  flapping: () => 'El aparato sigue repitiendo tras la falsa alarma; se cuenta aquí y no se avisa a nadie.',
  covert: () => 'Alarma encubierta: no llame al centro ni muestre esto allí.',
  unknownPlace: (named) => `“${named}” (no figura en el registro)`,
  storm: {
    title: (site, incidents) =>
      `Avalancha de alarmas en ${site}: ${incidents} ${incidents === 1 ? 'incidente espera' : 'incidentes esperan'} tarjeta`,
    extent: (since, signals, zones, asOf) =>
      `desde el ${since} · ${counted(signals)} en ${zones} ${zones === 1 ? 'zona' : 'zonas'}${asOf ? ` · situación a las ${asOf}` : ''}`,
    meaning:
      'Llegan más alarmas de las que admite este canal. Cada incidente tendrá su propia tarjeta en cuanto haya sitio; hasta entonces figura aquí, primero lo más grave.',
    line: ({ band, title, signals, label, covert, has }) =>
      `${band} ${title} · ${counted(signals)} · ${label}${covert ? ' · encubierta' : ''}${has ? ` · ${has} lo tiene` : ''}`,
    covert: 'Hay alarmas encubiertas entre ellas: no llame al centro ni muestre esto allí.',
    others: 'También esperan, por zona: ',
    more: (zones) => ` y ${zones} ${zones === 1 ? 'zona' : 'zonas'} más; en la consola están todas`,
    queue: 'Ver todos en la consola',
    over: (site) => `Ha terminado la avalancha de alarmas en ${site}`,
    overText: (from, to) => `Del ${from} al ${to}. Cada incidente tiene ya su propia tarjeta.`,
  },
  threat: {
    label: 'Nivel de amenaza',
    levels: { guarded: 'moderado', elevated: 'elevado', high: 'ALTO', severe: 'EXTREMO' },
  },
  news,
  loss,
  task,
  evidence,
  access,
  asset,
  emergency,
  home: {
    title: (name) => `Su puesto, ${name}`,
    mine: 'Los tiene usted',
    waiting: 'Nadie los tiene todavía',
    quiet: 'No hay nada abierto.',
    onCall: 'De guardia',
    onTest: 'En pruebas',
    how: 'Para consultar más, escriba /tocsin help.',
  },
  dispatch,
  answering,
  rose: (what, band) => `${what} ha subido a ${band}`,
  again: (count) => `reabierto ${count === 1 ? 'una vez' : `${count} veces`}`,
  event,
  refusal,
  done: (type, label) => `${label}: ${DONE[type]}`,
};

function counted(signals: number): string {
  return `${signals} ${signals === 1 ? 'aviso' : 'avisos'}`;
}
