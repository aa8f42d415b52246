import type { PageVia, PlanReason, ResponderState, Role, Seen, StepResult } from '../../src/incident/index.js';
import type { AnsweringWords } from './answering-words.js';
import { inGerman } from './de-core.js';
import { kinds } from './de-lists.js';

export const bands = { low: 'NIEDRIG', medium: 'MITTEL', high: 'HOCH', critical: 'KRITISCH' } as const;

export const pageVias = {
  chat: 'Chat',
  sms: 'SMS',
  voice: 'Anruf',
  email: 'E-Mail',
} as const satisfies Record<PageVia, string>;

export const seen = {
  nobody: 'niemand da',
  staff: 'eigenes Personal',
  cancelled: 'vom Objekt zurückgenommen, Codewort genannt',
  person: 'eine fremde Person ist da',
  damage: 'Diebstahl oder Schaden',
  threat: 'jemand ist in Gefahr',
} as const satisfies Record<Seen, string>;

export const responderStates = {
  asked: 'angefragt',
  accepted: 'zugesagt',
  'en-route': 'unterwegs',
  'on-scene': 'vor Ort',
  clear: 'fertig',
  refused: 'abgelehnt',
  'timed-out': 'keine Antwort',
  withdrawn: 'zurückgerufen',
} as const satisfies Record<ResponderState, string>;

/** Why this protocol. */
export const reasons = (because: readonly PlanReason[]): string =>
  [...new Set(because.map(reason))].slice(0, 4).join(', ');

function reason(why: PlanReason): string {
  switch (why.code) {
    case 'band':
      return `Einstufung ${bands[why.band]}`;
    case 'avs':
      return `Validierungsstufe ${why.level}`;
    case 'life-safety':
      return 'Gefahr für Leib und Leben';
    case 'covert':
      return 'verdeckt';
    case 'kind':
      return kinds[why.kind];
    case 'place':
      return why.name;
    case 'closed':
      return 'um diese Zeit geschlossen';
    case 'open':
      return 'um diese Zeit geöffnet';
    case 'hours':
      return `zwischen ${why.hours.replace('-', ' und ')}`;
    case 'assets':
      return 'hochwertige Güter';
    case 'otherwise':
      return 'keine andere Regel';
    default:
      return why satisfies never;
  }
}

/** `– erledigt`, `– ja`, … after the text of the step. */
export function stepResult(result: StepResult): string {
  switch (result.kind) {
    case 'done':
      return '– erledigt';
    case 'answered':
      return result.yes ? '– ja' : '– nein';
    case 'noted':
      return `– ${result.text}`;
    case 'skipped':
      return `– übersprungen: ${result.why}`;
    default:
      return result satisfies never;
  }
}

/** Everybody of a role: German has a word of its own for each. */
const EVERYBODY: Readonly<Record<string, string>> = {
  responder: 'alle Einsatzkräfte',
  supervisor: 'die ganze Schichtleitung',
  'loss-prevention': 'die ganze Warensicherung',
  manager: 'die ganze Sicherheitsleitung',
  director: 'die ganze Direktion',
  admin: 'die ganze Administration',
  client: 'der Kunde',
} satisfies Record<Role, string>;

/** `role:supervisor` is every supervisor; a rotation, a person or a list goes by its id. */
export function target(name: string): string {
  const [kind = '', id = ''] = name.split(':');
  if (kind === 'role') return EVERYBODY[id] ?? `alle ${id}`;
  if (kind === 'rotation') return `die Bereitschaft (${id})`;
  return kind === 'list' ? `die Liste ${id}` : id;
}

export const answering: AnsweringWords = {
  stepResult,
  seen,
  responses: {
    accepted: 'Ich komme',
    'en-route': 'Ich bin unterwegs',
    'on-scene': 'Ich bin vor Ort',
    clear: 'Erledigt',
    refused: 'Ich kann nicht kommen',
    well: 'Bei mir ist alles in Ordnung',
  },
  pageVias,
  responderStates,
  protocol(id, because) {
    const why = reasons(because.filter(({ code }) => code !== 'otherwise'));
    return why === '' ? `Alarmplan ${id}` : `Alarmplan ${id}: ${why}`;
  },
  nobodyAtAll: (since, tried) => `DAS HAT NIEMAND. Bis ${since} wurde es bei allen versucht: ${tried}`,
  callSent: (names, what) =>
    `${names}: Einsatz für Sie, ${what}. Bitte auf der Karte unter „Mein Einsatz…“ melden, ob Sie kommen.`,
  callWelfare: (names, label) =>
    `${names}: ist bei Ihnen alles in Ordnung? Eine Notiz, ein Klick oder „Mein Einsatz…“ auf der Karte von ${label} genügt. Keine Antwort zählt als Notfall.`,
  tried: (name, via, at, error) => `${name} (${via} ${at}${error ? `, ${inGerman(error)}` : ''})`,
  told: (names) => `Benachrichtigt: ${names}.`,
  next: (targets, via, at) => `Als Nächstes um ${at}: ${targets} per ${via}.`,
  lastResort: (at) => `Als Nächstes um ${at}: alle Führungskräfte.`,
  nobodyToTell: (why) => (why === '' ? 'niemand war zu erreichen.' : `Nicht benachrichtigt: ${inGerman(why)}.`),
  target,
  notReached: (lines) => `Nicht erreicht: ${lines}`,
  asked: (line, at) => `${line}, um ${at} gefragt, ob alles in Ordnung ist`,
  missing: (line, at) => `${line}, KEINE ANTWORT seit ${at}`,
  joined: (names) => `Auch dabei: ${names}`,
  officer: (name, state, since) => `${name}: ${state}, seit ${since}`,
  sent: (because) => because,
  step: (number, of, text) => `Schritt ${number} von ${of}: ${text}`,
  stepsDone: (of) => `Ablaufplan erledigt, ${of} ${of === 1 ? 'Schritt' : 'Schritte'}`,
  required: 'Pflicht',
  machine: (model) => `Zusammenfassung vom Modell ${model}`,
  checks: 'Was es klären würde: ',
  actions: 'Vorschlag: ',
  yes: 'Ja',
  no: 'Nein',
  done: 'Erledigt',
  skip: 'Überspringen, weil…',
  keep: 'Unverändert',
};
