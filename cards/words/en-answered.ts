import type { PageWhy, PagingEvent, ResponseEvent } from '../../src/incident/index.js';
import { pageVias } from './en-answering.js';
import { vias } from './en-lists.js';

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
      const more = told.size > 8 ? ` and ${told.size - 8} more` : '';
      const none = event.none.slice(0, 3).map(({ target, why }) => `${target}: ${why}`);
      // Somebody's own chat is no channel: that they were told stands there already.
      const shown = (event.destinations ?? []).flatMap(({ name, person }) => (person === undefined ? [name] : []));
      const parts = [
        ...(names.length > 0 ? [`told ${names.join(', ')}${more}`] : []),
        ...(shown.length > 0 ? [`shown in ${shown.join(', ')}`] : []),
        ...(names.length === 0 && shown.length === 0 ? ['nobody could be told'] : []),
        ...(none.length > 0 ? [none.join('; ')] : []),
      ];
      return `${because(event.why)}: ${parts.join('. ')}`;
    }
    case 'called':
    case 'page-sent':
    case 'page-delivered':
      return undefined;
    case 'page-failed':
      return `${event.name} was not reached (${pageVias[event.via]}): ${event.error}`;
    case 'joined':
      return `${event.by.name} is on it as well`;
    case 'dispatched':
      return `${by} sent ${event.to.name}${event.because ? `: ${event.because}` : ''}`;
    case 'responded':
      return `${event.who.name} ${answers[event.answer]} (${vias[event.via]})`;
    case 'dispatch-timed-out':
      return `${event.who.name} did not answer`;
    case 'recalled':
      return `${by} recalled ${event.who.name}: ${event.why}`;
    case 'nobody-to-send':
      return `Nobody can be sent: ${event.why}`;
    case 'still-nobody':
      return `Still nobody can be sent: ${event.why}`;
    case 'welfare-asked':
      return `${event.who.name} was asked whether all is well`;
    case 'welfare-heard':
      return `${event.who.name} is well (${vias[event.via]})`;
    case 'welfare-missed':
      return `${event.who.name} does not answer; an alarm was raised for them`;
    case 'claim-asked':
      return `${event.who.name} was asked whether they are still on it`;
    case 'claim-lapsed':
      return `${event.from.name} gave no answer; it is open again`;
    default:
      return event satisfies never;
  }
}

const answers = {
  accepted: 'is coming',
  refused: 'cannot come',
  'en-route': 'is on the way',
  'on-scene': 'is there',
  clear: 'is done there',
} as const;

function because(why: PageWhy): string {
  switch (why.code) {
    case 'step':
      return why.round === 1 && why.step === 0 ? 'Alarm' : `Nobody has it, step ${why.step + 1} of round ${why.round}`;
    case 'repeat':
      return `Nobody has it, told again (${why.times})`;
    case 'last-resort':
      return `NOBODY HAS THIS, last resort (${why.times})`;
    case 'unreachable':
      return `${why.name} was not reached by ${pageVias[why.via]}`;
    case 'escalated':
      return `${why.by} escalated`;
    case 'notice':
      return 'Notice';
    case 'skipped-step':
      return `${why.by} skipped “${why.step}”`;
    case 'dispatched':
      return `${why.by} sends`;
    case 'welfare':
      return 'Is all well?';
    default:
      return why satisfies never;
  }
}
