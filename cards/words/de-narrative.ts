import type { Kind, Seen } from '../../src/incident/index.js';
import { spokenDuration } from '../../src/time.js';
import { amountIn } from './amount.js';
import { kinds } from './de-lists.js';
import type { NarrativeFacts, Where } from './narrative-facts.js';

const amount = amountIn('de-DE');

/** What happened, as a sentence. `{device}` stands for the device that spoke, `{at}` for where and when. */
const HAPPENED = {
  intrusion: 'Der Einbruchalarm hat {at} ausgelöst',
  'forced-door': 'Eine Tür wurde {at} aufgebrochen',
  'door-held': 'Eine Tür steht {at} offen',
  'glass-break': 'Glasbruch wurde {at} erkannt',
  perimeter: 'Die Grundstücksgrenze wurde {at} überschritten',
  motion: 'Eine Bewegung wurde {at} erkannt',
  person: 'Eine Person wurde {at} gesehen',
  vehicle: 'Ein Fahrzeug wurde {at} gesehen',
  loitering: 'Jemand hält sich {at} auffällig lange auf',
  tamper: '{device} wurde {at} manipuliert',
  'access-denied': 'Jemandem wurde {at} der Zutritt verweigert',
  tailgating: 'Jemand ist {at} hinter einer anderen Person mit hineingegangen',
  'credential-misuse': 'Ein Ausweis oder ein Code wurde {at} missbraucht',
  'pos-exception': 'Eine Kasse hat {at} etwas Auffälliges gemeldet',
  theft: 'Ein Diebstahl wurde {at} gemeldet',
  shoplifting: 'Ein Ladendiebstahl wurde {at} gemeldet',
  vandalism: 'Vandalismus wurde {at} gemeldet',
  trespass: 'Eine unbefugte Person wurde {at} gemeldet',
  'device-offline': '{device} ist {at} ausgefallen',
  supervision: '{device} hat {at} eine eigene Störung gemeldet',
  environmental: 'Ein Umgebungssensor hat {at} ausgelöst',
  flood: 'Wasser wurde {at} erkannt',
  duress: 'Jemand hat {at} gemeldet, bedroht zu werden',
  panic: 'Eine Notruftaste wurde {at} gedrückt',
  'hold-up': 'Ein Überfallalarm wurde {at} ausgelöst',
  weapon: 'Eine Waffe wurde {at} gemeldet',
  assault: 'Ein Angriff wurde {at} gemeldet',
  fire: 'Ein Feueralarm wurde {at} ausgelöst',
  smoke: 'Rauch wurde {at} erkannt',
  medical: 'Jemand braucht {at} medizinische Hilfe',
  'lone-worker': 'Eine allein arbeitende Person braucht {at} Hilfe oder antwortet nicht',
  other: 'Ein Alarm wurde {at} ausgelöst',
} as const satisfies Record<Kind, string>;

const FOUND = {
  nobody: 'Jemand hat nachgesehen und niemanden gesehen.',
  staff: 'Jemand hat nachgesehen: Es war eigenes Personal.',
  cancelled: 'Das Objekt hat gemeldet, dass es den Alarm zurücknimmt.',
  person: 'Jemand hat nachgesehen und eine Person gesehen, die dort nicht sein darf.',
  damage: 'Jemand hat nachgesehen und einen Schaden gesehen.',
  threat: 'Jemand hat nachgesehen und eine Gefahr für Menschen gesehen.',
} as const satisfies Record<Seen, string>;

const HOURS = {
  closed: ' außerhalb der Öffnungszeiten',
  'just closed': ' kurz nach der Schließung',
  open: ' während der Öffnungszeiten',
  unknown: '',
} as const satisfies Record<NarrativeFacts['hours'], string>;

/** Kinds that are about a device, and that nothing else could confirm. */
const OF_A_DEVICE: ReadonlySet<Kind> = new Set(['device-offline', 'supervision', 'tamper']);

const ORDINALS = ['zweite', 'dritte', 'vierte', 'fünfte', 'sechste', 'siebte', 'achte', 'neunte', 'zehnte'] as const;

/** Two or three sentences: what, where and when; what speaks for it; what else bears on it. */
export const narrative = (facts: NarrativeFacts): string =>
  [happened(facts), evidence(facts), circumstances(facts)].filter((sentence) => sentence !== '').join(' ');

function happened(facts: NarrativeFacts): string {
  const [device] = facts.devices;
  const named = facts.devices.length === 1 && device ? `„${device}“` : 'Ein Gerät';
  const at = `${place(facts.where)}${HOURS[facts.hours]}`;
  return `${HAPPENED[facts.kind].replace(/\{(?:device|at)\}/g, (found) => (found === '{at}' ? at : named))}.`;
}

function place(where: Where): string {
  switch (where.is) {
    case 'zone':
      return `im Bereich ${where.name}`;
    case 'site':
      return `im Objekt ${where.name}`;
    case 'named':
      return where.siteKnown ? `bei „${where.name}“` : `bei „${where.name}“ (nicht in den Stammdaten)`;
    case 'unknown':
      return 'an einem nicht erfassten Ort';
    default:
      return where satisfies never;
  }
}

function evidence(facts: NarrativeFacts): string {
  if (facts.seen) return FOUND[facts.seen];
  const others = facts.otherKinds.map((kind) => kinds[kind]).join(', ');
  if (facts.person) {
    const after = facts.person.afterMs === undefined ? '' : ` ${spokenDuration(facts.person.afterMs)} später`;
    return `Dort wurde${after} eine Person gesehen${others ? `; zudem gemeldet: ${others}` : ''}.`;
  }
  const by = facts.devices.length > 1 ? ` von ${facts.devices.length} Geräten` : '';
  const within = facts.spanMs >= 1_000 ? ` innerhalb von ${spokenDuration(facts.spanMs)}` : '';
  if (others) return `Zudem${by}${within} gemeldet: ${others}.`;
  if (facts.devices.length > 1) return `${facts.devices.length} Geräte haben das${within} gemeldet.`;
  if (facts.signals > 1) return `Das wurde${within} ${facts.signals}-mal gemeldet.`;
  if (facts.picture) return 'Ein Bild liegt vor.';
  // True of a fire alarm as well, but nobody shall walk more slowly for it.
  return facts.lifeSafety || OF_A_DEVICE.has(facts.kind) ? '' : 'Bisher gibt es keine weitere Bestätigung.';
}

/** At most two things that bear on it, as one sentence. */
function circumstances(facts: NarrativeFacts): string {
  const { flags, atStake, recent } = facts;
  const all = [
    // Of an alarm that a life may depend on it is not said that it is probably nothing.
    !facts.lifeSafety && flags.includes('test') ? 'laut Melder ist es ein Test' : '',
    !facts.lifeSafety && facts.onTest ? 'an der Anlage dieses Objekts wird gearbeitet' : '',
    !facts.lifeSafety && flags.includes('cancelled')
      ? 'der Alarm wurde vor Ort zurückgenommen, bestätigt hat das niemand'
      : '',
    flags.includes('bypass') ? 'ein Teil der Alarmanlage war von Hand abgeschaltet' : '',
    flags.includes('recent-close') ? 'die Anlage war kurz zuvor scharf geschaltet worden' : '',
    atStake && atStake.worth.amount > 0
      ? `dort sind ${atStake.highValue ? 'hochwertige Güter' : 'Güter'} im Wert von ${amount(atStake.worth)} erfasst`
      : '',
    recent > 0 ? `das ist dort der ${ordinal(recent)} Vorfall in 30 Tagen` : '',
  ].filter((each) => each !== '');
  const said = all.slice(0, 2).join('; ');
  return said === '' ? '' : `${capital(said)}.`;
}

const ordinal = (recent: number): string => ORDINALS[recent - 1] ?? `${recent + 1}.`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
