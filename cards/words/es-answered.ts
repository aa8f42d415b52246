import type { PageWhy, PagingEvent, ResponseEvent } from '../../src/incident/index.js';
import { pageVias } from './es-answering.js';
import { vias } from './es-lists.js';

/** Lines about people who were paged and sent. `undefined` for what a diary need not tell. */
export function answered(event: PagingEvent | ResponseEvent, by: string): string | undefined {
  switch (event.type) {
    case 'paged': {
      const told = new Map<string, string[]>();
      for (const { to, via } of event.pages) {
        const name = to.kind === 'person' ? to.name : to.address;
        told.set(name, [...(told.get(name) ?? []), pageVias[via]]);
      }
      const names = [...told].slice(0, 8).map(([name, ways]) => `${name} (${ways.join(', ')})`);
      const more = told.size > 8 ? ` y ${told.size - 8} más` : '';
      const none = event.none.slice(0, 3).map(({ target, why }) => `${target}: ${why}`);
      // Somebody's own chat is no channel: that they were told stands there already.
      const shown = (event.destinations ?? []).flatMap(({ name, person }) => (person === undefined ? [name] : []));
      const parts = [
        ...(names.length > 0 ? [`se avisó a ${names.join(', ')}${more}`] : []),
        ...(shown.length > 0 ? [`se muestra en ${shown.join(', ')}`] : []),
        ...(names.length === 0 && shown.length === 0 ? ['no se pudo avisar a nadie'] : []),
        ...none,
      ];
      return `${because(event.why)}: ${parts.join('; ')}`;
    }
    case 'called':
    case 'page-sent':
    case 'page-delivered':
      return undefined;
    case 'page-failed':
      return `Sin contacto con ${event.name} (${pageVias[event.via]}): ${event.error}`;
    case 'joined':
      return `${event.by.name} también está en ello`;
    case 'dispatched':
      return `${by} envió a ${event.to.name}${event.because ? `: ${event.because}` : ''}`;
    case 'responded':
      return `${event.who.name} ${answers[event.answer]} (${vias[event.via]})`;
    case 'dispatch-timed-out':
      return `${event.who.name} no respondió`;
    case 'recalled':
      return `${by} anuló el envío de ${event.who.name}: ${event.why}`;
    case 'nobody-to-send':
      return `No se puede enviar a nadie: ${event.why}`;
    case 'still-nobody':
      return `Sigue sin poderse enviar a nadie: ${event.why}`;
    case 'welfare-asked':
      return `Se preguntó a ${event.who.name} si va todo bien`;
    case 'welfare-heard':
      return `${event.who.name} está bien (${vias[event.via]})`;
    case 'welfare-missed':
      return `${event.who.name} no responde; se dio la alarma por esta persona`;
    case 'claim-asked':
      return `Se preguntó a ${event.who.name} si sigue en ello`;
    case 'claim-lapsed':
      return `${event.from.name} no respondió; vuelve a estar abierto`;
    default:
      return event satisfies never;
  }
}

const answers = {
  accepted: 'confirma que va',
  refused: 'no puede ir',
  'en-route': 'está en camino',
  'on-scene': 'está en el lugar',
  clear: 'da el lugar por despejado',
} as const;

function because(why: PageWhy): string {
  switch (why.code) {
    case 'step':
      return why.round === 1 && why.step === 0
        ? 'Alarma'
        : `Nadie lo tiene, escalón ${why.step + 1} de la ronda ${why.round}`;
    case 'repeat':
      return `Nadie lo tiene, se vuelve a avisar (${why.times})`;
    case 'last-resort':
      return `NADIE LO TIENE, último recurso (${why.times})`;
    case 'unreachable':
      return `Sin contacto con ${why.name} por ${pageVias[why.via]}`;
    case 'escalated':
      return `${why.by} escaló`;
    case 'notice':
      return 'Para su información';
    case 'skipped-step':
      return `${why.by} omitió “${why.step}”`;
    case 'dispatched':
      return `${why.by} envía`;
    case 'welfare':
      return '¿Va todo bien?';
    default:
      return why satisfies never;
  }
}
