import type { Refusal, Role } from '../../src/incident/index.js';
import { responderStates } from './de-answering.js';
import { inGerman } from './de-core.js';
import { FIELDS } from './de-fields.js';
import { roles, vias } from './de-lists.js';
import type { Times } from './words.js';

/** What forms ask, and what the core calls differently. */
const ASKED = { ...FIELDS, until: FIELDS.for };

export function refusal(refused: Refusal, times: Times): string {
  switch (refused.code) {
    case 'unknown-incident':
      return 'Diesen Vorfall gibt es nicht mehr.';
    case 'already-claimed':
      return `${refused.by.name} hat das seit ${times.time(refused.since)} (${vias[refused.via]}).`;
    case 'already-yours':
      return `Sie haben das schon, seit ${times.time(refused.since)}.`;
    case 'not-claimed':
      return 'Das hat niemand, also gibt es nichts zurückzugeben.';
    case 'not-yours':
      return `${refused.by.name} hat das seit ${times.time(refused.since)}; sonst darf das nur ${oneOf(refused.needs)}.`;
    case 'not-permitted':
      return `Das darf nur ${oneOf(refused.needs)}.`;
    case 'already-resolved':
      return `${refused.by.name} hat das um ${times.time(refused.at)} abgeschlossen.`;
    case 'not-resolved':
      return 'Das ist nicht abgeschlossen.';
    case 'archived':
      return `Das ist archiviert (${times.dayTime(refused.at)}) und ändert sich nicht mehr.`;
    case 'invalid':
      return `${ASKED[refused.field as keyof typeof ASKED] ?? refused.field}: ${inGerman(refused.why)}.`;
    case 'steps-open': {
      const texts = refused.steps.slice(0, 5).map(({ text }) => `„${text}“`);
      const rest = refused.steps.length > 5 ? ` und ${refused.steps.length - 5} weitere` : '';
      const way = refused.skippable
        ? 'Bitte erledigen, oder angeben, warum nicht.'
        : 'Bitte erledigen, oder eine Führungskraft fragen.';
      return `Noch zu erledigen: ${texts.join(', ')}${rest}. ${way}`;
    }
    case 'step-not-skippable':
      return `„${refused.step}“ lässt sich nicht überspringen; das darf nur ${oneOf(['supervisor', 'manager', 'director'])}.`;
    case 'already-sent':
      return `${refused.who.name} ist schon geschickt, seit ${times.time(refused.since)}.`;
    case 'not-sent':
      return `${refused.who.name} wurde nicht hierher geschickt.`;
    case 'too-late':
      return `Dafür ist es zu spät: ${responderStates[refused.is]}.`;
    case 'busy':
      return 'Zu viele haben das gleichzeitig geändert. Bitte noch einmal drücken.';
    default:
      return refused satisfies never;
  }
}

const ARTICLES = {
  responder: 'eine',
  supervisor: 'die',
  'loss-prevention': 'die',
  manager: 'die',
  director: 'die',
  admin: 'die',
  client: 'der',
} as const satisfies Record<Role, string>;

function oneOf(needs: readonly Role[]): string {
  const names = needs.map((role) => `${ARTICLES[role]} ${roles[role]}`);
  return names.length < 2 ? (names[0] ?? 'niemand') : `${names.slice(0, -1).join(', ')} oder ${names.at(-1)}`;
}
