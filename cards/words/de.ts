import { access } from './de-access.js';
import { answering, bands } from './de-answering.js';
import { asset } from './de-asset.js';
import { because } from './de-because.js';
import { dispatch } from './de-dispatch.js';
import { emergency } from './de-emergency.js';
import { DONE, event } from './de-events.js';
import { evidence } from './de-evidence.js';
import { FIELDS } from './de-fields.js';
import { causes, dispositions, kinds, roles, vias } from './de-lists.js';
import { loss } from './de-loss.js';
import { narrative } from './de-narrative.js';
import { news } from './de-news.js';
import { refusal } from './de-refusals.js';
import { task } from './de-task.js';
import { FORM_DE } from './form-words.js';
import type { Words } from './words.js';

/** German, in the words of a control room. */
export const de: Words = {
  locale: 'de-DE',
  kinds,
  roles,
  dispositions,
  causes,
  vias,
  bands,
  actions: {
    claim: 'Übernehmen',
    release: 'Zurückgeben',
    dispatch: 'Entsenden',
    'dispatch-to': 'Person entsenden…',
    step: 'Erledigen…',
    respond: 'Mein Einsatz…',
    'emergency-call': 'Notruf…',
    assign: 'Zuweisen…',
    escalate: 'Eskalieren…',
    note: 'Notiz…',
    resolve: 'Abschließen…',
    'false-alarm': 'Fehlalarm…',
    snooze: 'Zurückstellen…',
    reopen: 'Wieder öffnen…',
    report: 'Melden…',
    attach: 'Anhängen…',
    loss: 'Verlust…',
  },
  form: FORM_DE,
  forms: {
    'dispatch-to': { title: 'Entsenden', submit: 'Entsenden' },
    assign: { title: 'Zuweisen', submit: 'Zuweisen' },
    step: { title: 'Schritt', submit: 'Speichern' },
    respond: { title: 'Mein Einsatz', submit: 'Melden' },
    'emergency-call': { title: 'Notruf', submit: 'Ich habe angerufen' },
    escalate: { title: 'Eskalieren', submit: 'Eskalieren' },
    note: { title: 'Notiz', submit: 'Hinzufügen' },
    resolve: { title: 'Abschließen', submit: 'Abschließen' },
    'false-alarm': { title: 'Fehlalarm', submit: 'Abschließen' },
    snooze: { title: 'Zurückstellen', submit: 'Zurückstellen' },
    reopen: { title: 'Wieder öffnen', submit: 'Wieder öffnen' },
    loss: { title: 'Verlust', submit: 'Speichern' },
    report: { title: 'Vorfall melden', submit: 'Melden' },
    attach: { title: 'An Vorfall anhängen', submit: 'Anhängen' },
  },
  fields: FIELDS,
  because,
  narrative,
  why: ({ score, lifeSafety, terms, avs }) =>
    `Warum ${score}: ${[...(lifeSafety ? ['Gefahr für Leib und Leben, kritisch unabhängig von der Summe'] : []), ...terms.map(({ text, points }) => `${text} ${Math.round(points)}`), `Validierungsstufe ${avs}`].join(' · ')}`,
  unrecognisedFrom: (source) => `Unbekannter Alarm von ${source}`,
  ago: (span) => `vor ${span}`,
  picture: 'Kamerabild',
  team: 'Unser Team',
  unrecognised: (source, reason) =>
    `Die Quelle „${source}“ hat etwas geschickt, das nicht verstanden wurde: ${reason}. Die Nachricht ist aufbewahrt.`,
  nobody: () => 'Das hat noch niemand.',
  nobodyOverdue: (since) => `DAS HAT NOCH NIEMAND. Übernahme war bis ${since} fällig.`,
  has: (name, since, via) => `${name} hat das seit ${since} (${via})`,
  snoozed: (until) => `Zurückgestellt bis ${until}`,
  restored: (at) => `Das Gerät meldet sich seit ${at} wieder normal. Abschließen muss trotzdem ein Mensch.`,
  escalatedTo: (name, by, why) => `${by} hat an ${name} eskaliert: ${why}`,
  outcome: ({ at, by, disposition, cause, note }) =>
    `${by} hat um ${at} abgeschlossen: ${disposition}${cause ? `, ${cause}` : ''}${note ? `. ${note}` : ''}`,
  signals: (count, devices) =>
    `${count} ${count === 1 ? 'Meldung' : 'Meldungen'}${devices > 1 ? ` von ${devices} Geräten` : ''}`,
  newAlarm: () => 'Neuer Alarm',
  flapping: () => 'Das Gerät meldet nach dem Fehlalarm immer wieder; das wird hier mitgezählt, alarmiert wird niemand.',
  covert: () => 'Verdeckter Alarm: nicht im Objekt anrufen, vor Ort nicht zeigen.',
  unknownPlace: (named) => `„${named}“ (nicht in den Stammdaten)`,
  storm: {
    title: (site, incidents) =>
      `Alarmflut, ${site}: ${incidents} ${incidents === 1 ? 'Vorfall wartet' : 'Vorfälle warten'} auf eine Karte`,
    extent: (since, signals, zones, asOf) =>
      `seit ${since} · ${signals} ${signals === 1 ? 'Meldung' : 'Meldungen'} in ${zones} ${zones === 1 ? 'Bereich' : 'Bereichen'}${asOf ? ` · Stand ${asOf}` : ''}`,
    meaning:
      'Mehr Alarme, als dieser Kanal aufnehmen kann. Jeder Vorfall bekommt eine eigene Karte, sobald Platz ist; bis dahin steht er hier, der schwerste zuerst.',
    line: ({ band, title, signals, label, covert, has }) =>
      `${band} ${title} · ${signals} ${signals === 1 ? 'Meldung' : 'Meldungen'} · ${label}${covert ? ' · verdeckt' : ''}${has ? ` · ${has} hat das` : ''}`,
    covert: 'Verdeckte Alarme darunter: nicht im Objekt anrufen, vor Ort nicht zeigen.',
    others: 'Außerdem warten, nach Bereich: ',
    more: (zones) => ` und ${zones} ${zones === 1 ? 'weiterer Bereich' : 'weitere Bereiche'}, alle in der Konsole`,
    queue: 'Alle in der Konsole',
    over: (site) => `Die Alarmflut ist vorbei: ${site}`,
    overText: (from, to) => `${from} bis ${to}. Jeder Vorfall daraus hat eine eigene Karte.`,
  },
  threat: {
    label: 'Gefährdungsstufe',
    levels: { guarded: 'normal', elevated: 'erhöht', high: 'HOCH', severe: 'SEHR HOCH' },
  },
  news,
  loss,
  task,
  evidence,
  access,
  asset,
  emergency,
  home: {
    title: (name) => `Ihre Übersicht, ${name}`,
    mine: 'Ihre Vorfälle',
    waiting: 'Das hat noch niemand',
    quiet: 'Es ist nichts offen.',
    onCall: 'Bereitschaft',
    onTest: 'Im Testbetrieb',
    how: 'Mehr mit /tocsin help.',
  },
  dispatch,
  answering,
  rose: (what, band) => `${what} ist auf ${band} gestiegen`,
  again: (count) => (count === 1 ? 'einmal wieder geöffnet' : `${count}-mal wieder geöffnet`),
  event,
  refusal,
  done: (type, label) => `${label}: ${DONE[type]}`,
};
