import type { PageWhy, PagingEvent, ResponseEvent } from '../../src/incident/index.js';
import { pageVias, target as targetOf } from './de-answering.js';
import { inGerman } from './de-core.js';
import { vias } from './de-lists.js';

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
      const more = told.size > 8 ? ` und ${told.size - 8} weitere` : '';
      const none = event.none.slice(0, 3).map(({ target, why }) => `${targetOf(target)}: ${inGerman(why)}`);
      // Somebody's own chat is no channel: that they were told stands there already.
      const shown = (event.destinations ?? []).flatMap(({ name, person }) => (person === undefined ? [name] : []));
      const parts = [
        ...(names.length > 0 ? [`an ${names.join(', ')}${more}`] : []),
        ...(shown.length > 0 ? [`gezeigt in ${shown.join(', ')}`] : []),
        ...(names.length === 0 && shown.length === 0 ? ['niemand war erreichbar'] : []),
        ...none,
      ];
      return `${because(event.why)}: ${parts.join('; ')}`;
    }
    case 'called':
    case 'page-sent':
    case 'page-delivered':
      return undefined;
    case 'page-failed':
      return `${event.name} nicht erreicht (${pageVias[event.via]}): ${inGerman(event.error)}`;
    case 'joined':
      return `${event.by.name} ist auch dabei`;
    case 'dispatched':
      return `${by} hat ${event.to.name} geschickt${event.because ? `: ${event.because}` : ''}`;
    case 'responded':
      return `${event.who.name} ${answers[event.answer]} (${vias[event.via]})`;
    case 'dispatch-timed-out':
      return `${event.who.name} hat nicht geantwortet`;
    case 'recalled':
      return `${by} hat ${event.who.name} zurückgerufen: ${event.why}`;
    case 'nobody-to-send':
      return `Es kann niemand geschickt werden: ${inGerman(event.why)}`;
    case 'still-nobody':
      return `Es kann weiterhin niemand geschickt werden: ${inGerman(event.why)}`;
    case 'welfare-asked':
      return `${event.who.name} wurde gefragt, ob alles in Ordnung ist`;
    case 'welfare-heard':
      return `Bei ${event.who.name} ist alles in Ordnung (${vias[event.via]})`;
    case 'welfare-missed':
      return `${event.who.name} antwortet nicht; dafür läuft ein eigener Alarm`;
    case 'claim-asked':
      return `${event.who.name} wurde gefragt, ob der Vorfall noch in Arbeit ist`;
    case 'claim-lapsed':
      return `${event.from.name} hat nicht geantwortet; der Vorfall ist wieder offen`;
    default:
      return event satisfies never;
  }
}

const answers = {
  accepted: 'kommt',
  refused: 'kann nicht kommen',
  'en-route': 'ist unterwegs',
  'on-scene': 'ist vor Ort',
  clear: 'ist dort fertig',
} as const;

function because(why: PageWhy): string {
  switch (why.code) {
    case 'step':
      return why.round === 1 && why.step === 0
        ? 'Alarm'
        : `Das hat noch niemand, Stufe ${why.step + 1} in Runde ${why.round}`;
    case 'repeat':
      return `Das hat noch niemand, erneut alarmiert (${why.times})`;
    case 'last-resort':
      return `DAS HAT NIEMAND, letzte Stufe (${why.times})`;
    case 'unreachable':
      return `${why.name} war nicht zu erreichen (${pageVias[why.via]})`;
    case 'escalated':
      return `${why.by} hat eskaliert`;
    case 'notice':
      return 'Zur Kenntnis';
    case 'skipped-step':
      return `${why.by} hat „${why.step}“ übersprungen`;
    case 'dispatched':
      return `Einsatzauftrag von ${why.by}`;
    case 'welfare':
      return 'Nachfrage, ob alles in Ordnung ist';
    default:
      return why satisfies never;
  }
}
