import type { Kind, Seen } from '../../src/incident/index.js';
import { spokenDuration } from '../../src/time.js';
import { amountIn } from './amount.js';
import { kinds } from './es-lists.js';
import type { NarrativeFacts, Where } from './narrative-facts.js';

const amount = amountIn('es-ES');

/** What happened, as the beginning of a sentence. `{device}` stands for the device that spoke. */
const HAPPENED = {
  intrusion: 'Saltó la alarma de intrusión',
  'forced-door': 'Se forzó una puerta',
  'door-held': 'Una puerta sigue abierta',
  'glass-break': 'Se oyó una rotura de cristal',
  perimeter: 'Se cruzó el perímetro',
  motion: 'Se detectó movimiento',
  person: 'Se vio a una persona',
  vehicle: 'Se vio un vehículo',
  loitering: 'Alguien está merodeando',
  tamper: 'Se manipuló {device}',
  'access-denied': 'Se denegó la entrada a alguien',
  tailgating: 'Alguien entró detrás de otra persona',
  'credential-misuse': 'Se usó indebidamente una credencial o un código',
  'pos-exception': 'Una caja comunicó una anomalía',
  theft: 'Se comunicó un robo',
  shoplifting: 'Se comunicó un hurto',
  vandalism: 'Se comunicó un acto de vandalismo',
  trespass: 'Se comunicó una presencia no autorizada',
  'device-offline': 'Se perdió la conexión con {device}',
  supervision: 'Se recibió un fallo de {device}',
  environmental: 'Un sensor ambiental dio la alarma',
  flood: 'Se detectó agua',
  duress: 'Alguien dio la señal de coacción',
  panic: 'Se pulsó un botón de pánico',
  'hold-up': 'Se dio la alarma de atraco',
  weapon: 'Se comunicó la presencia de un arma',
  assault: 'Se comunicó una agresión',
  fire: 'Saltó la alarma de incendio',
  smoke: 'Se detectó humo',
  medical: 'Alguien necesita atención médica',
  'lone-worker': 'Una persona que trabaja sola necesita ayuda o no responde',
  other: 'Saltó una alarma',
} as const satisfies Record<Kind, string>;

const FOUND = {
  nobody: 'Alguien lo comprobó y no vio a nadie.',
  staff: 'Alguien lo comprobó: era personal propio.',
  cancelled: 'El centro comunicó que había cancelado la alarma.',
  person: 'Alguien lo comprobó y vio a una persona que no debería estar allí.',
  damage: 'Alguien lo comprobó y vio daños.',
  threat: 'Alguien lo comprobó y vio peligro para las personas.',
} as const satisfies Record<Seen, string>;

const HOURS = {
  closed: ', con el centro cerrado',
  'just closed': ', justo después del cierre',
  open: ', en horario de apertura',
  unknown: '',
} as const satisfies Record<NarrativeFacts['hours'], string>;

/** Kinds that are about a device, and that nothing else could confirm. */
const OF_A_DEVICE: ReadonlySet<Kind> = new Set(['device-offline', 'supervision', 'tamper']);
const ORDINALS = ['segundo', 'tercer', 'cuarto', 'quinto', 'sexto', 'séptimo', 'octavo', 'noveno', 'décimo'] as const;

/** Two or three sentences: what, where and when; what speaks for it; what else bears on it. */
export const narrative = (facts: NarrativeFacts): string =>
  [happened(facts), evidence(facts), circumstances(facts)].filter((sentence) => sentence !== '').join(' ');

function happened(facts: NarrativeFacts): string {
  const [device] = facts.devices;
  const named = facts.devices.length === 1 && device ? `“${device}”` : 'un aparato';
  return `${HAPPENED[facts.kind].replace('{device}', () => named)} ${place(facts.where)}${HOURS[facts.hours]}.`;
}

function place(where: Where): string {
  switch (where.is) {
    case 'zone':
    case 'site':
      return `en ${where.name}`;
    case 'named':
      return where.siteKnown ? `en “${where.name}”` : `en “${where.name}” (no figura en el registro)`;
    case 'unknown':
      return 'en un lugar que no figura en el registro';
    default:
      return where satisfies never;
  }
}

function evidence(facts: NarrativeFacts): string {
  if (facts.seen) return FOUND[facts.seen];
  const others = list(facts.otherKinds.map((kind) => kinds[kind].toLowerCase()));
  if (facts.person) {
    const after = facts.person.afterMs === undefined ? '' : ` ${spokenDuration(facts.person.afterMs)} después`;
    return `Se vio allí a una persona${after}${others ? `; además hubo avisos de ${others}` : ''}.`;
  }
  const by = facts.devices.length > 1 ? `, de ${facts.devices.length} aparatos` : '';
  const within = facts.spanMs >= 1_000 ? ` en ${spokenDuration(facts.spanMs)}` : '';
  if (others) return `También hubo avisos de ${others}${by}${within && `, todo${within}`}.`;
  if (facts.devices.length > 1) return `Lo comunicaron ${facts.devices.length} aparatos${within}.`;
  if (facts.signals > 1) return `Se comunicó ${facts.signals} veces${within}.`;
  if (facts.picture) return 'Hay una imagen.';
  // True of a fire alarm as well, but nobody shall walk more slowly for it.
  return facts.lifeSafety || OF_A_DEVICE.has(facts.kind) ? '' : 'Por ahora nada más lo confirma.';
}

/** At most two things that bear on it, as one sentence. */
function circumstances(facts: NarrativeFacts): string {
  const { flags, atStake, recent } = facts;
  const all = [
    // Of an alarm that a life may depend on it is not said that it is probably nothing.
    !facts.lifeSafety && flags.includes('test') ? 'el detector indica que es una prueba' : '',
    !facts.lifeSafety && facts.onTest ? 'se está trabajando en el sistema de este centro' : '',
    !facts.lifeSafety && flags.includes('cancelled') ? 'se canceló en el centro y nadie lo ha confirmado' : '',
    flags.includes('bypass') ? 'parte del sistema de alarma se había desconectado a mano' : '',
    flags.includes('recent-close') ? 'el sistema se había conectado un momento antes' : '',
    atStake && atStake.worth.amount > 0
      ? `allí constan ${atStake.highValue ? 'bienes de alto valor' : 'bienes'} por ${amount(atStake.worth)}`
      : '',
    recent > 0 ? `es ${ordinal(recent)} allí en 30 días` : '',
  ].filter((each) => each !== '');
  const said = all.slice(0, 2).join('; ');
  return said === '' ? '' : `${capital(said)}.`;
}

function ordinal(recent: number): string {
  const word = ORDINALS[recent - 1];
  return word ? `el ${word} incidente` : `el incidente número ${recent + 1}`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Before a sound of i, "y" becomes "e": `movimiento e intrusión`. */
const list = (items: readonly string[]): string => {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${/^h?i(?!e)/i.test(last) ? 'e' : 'y'} ${last}`;
};
