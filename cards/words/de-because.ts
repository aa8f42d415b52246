import type { Because } from '../../src/incident/index.js';
import { amountIn } from './amount.js';
import { kinds } from './de-lists.js';

const amount = amountIn('de-DE');

/** The fact behind a term of the score. */
export function because(fact: Because): string {
  switch (fact.code) {
    case 'kind':
      return kinds[fact.kind];
    case 'unrecognised':
      return `unbekannter Alarm von ${fact.source}`;
    case 'assets':
      return `${amount(fact.worth)} im Bereich`;
    case 'no-assets':
      return 'keine Güter erfasst';
    case 'zone':
      return `Bereich ${fact.name}`;
    case 'spread':
      if (fact.adjoining > 0)
        return `kann auf ${fact.adjoining} ${fact.adjoining === 1 ? 'Nachbarbereich' : 'Nachbarbereiche'} übergreifen`;
      return 'kann sich ausbreiten';
    case 'contained':
      return 'örtlich begrenzt';
    case 'person-seen':
      return 'Person wahrscheinlich oder gesehen';
    case 'several-devices':
      return `${fact.count} Geräte melden übereinstimmend`;
    case 'picture':
      return 'Bild vorhanden';
    case 'unverified':
      return 'ein einzelner Melder, unbestätigt';
    case 'armed':
      return 'um diese Zeit geschlossen';
    case 'just-closed':
      return 'eben erst geschlossen, es können noch Menschen da sein';
    case 'bypass':
      return 'ein Teil der Anlage ist abgeschaltet';
    case 'open-hours':
      return 'um diese Zeit geöffnet';
    case 'hours-unknown':
      return 'Öffnungszeiten unbekannt';
    case 'recurrence':
      return fact.count === 0 ? 'erstmals in 30 Tagen' : `${fact.count} in 30 Tagen`;
    default:
      return fact satisfies never;
  }
}
