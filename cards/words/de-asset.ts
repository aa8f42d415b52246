import type { AssetWords } from './asset-words.js';
import { WHO as roles } from './de-task.js';
import { listed } from './task-words.js';

const oneOf = listed(roles);

const statuses: AssetWords['statuses'] = {
  normal: 'normal',
  'under-investigation': 'in Ermittlung',
  lost: 'VERLOREN',
  stolen: 'GESTOHLEN',
  restricted: 'gesperrt',
  recovered: 'wiedergefunden',
  decommissioned: 'ausgemustert',
};
const fields: AssetWords['fields'] = {
  status: 'Status',
  why: 'Warum',
  incident: 'Vorfall',
  incidentHint: 'Die Nummer, etwa INC-42, wenn es zu einem gehört',
};

export const asset: AssetWords = {
  statuses,
  fields,
  form: { title: 'Wertgegenstand', submit: 'Speichern' },
  event: (event, by) =>
    `${by}: ${event.asset.name} ist ${statuses[event.to]}, vorher ${statuses[event.from]}: ${event.why}`,
  done: (name, to) => `${name} ist jetzt ${statuses[to]}.`,
  same: 'Der Status ist schon so.',
  refusal(refused) {
    switch (refused.code) {
      case 'unknown-asset':
        return 'Diesen Wertgegenstand gibt es nicht.';
      case 'not-permitted':
        return `Das darf nur ${oneOf(refused.needs, 'oder')}.`;
      case 'not-from-here':
        return `Status ${statuses[refused.is]}: von dort geht nur ${refused.can.map((each) => statuses[each]).join(', ')}.`;
      case 'invalid':
        return `${fields[refused.field as keyof typeof fields] ?? refused.field}: ${refused.why}.`;
      case 'busy':
        return 'Zu viele Personen haben das gleichzeitig geändert. Bitte noch einmal drücken.';
      default:
        return refused satisfies never;
    }
  },
};
