import type { AssetWords } from './asset-words.js';
import { roles } from './en-lists.js';
import { listed } from './task-words.js';

const oneOf = listed(roles);

const statuses: AssetWords['statuses'] = {
  normal: 'normal',
  'under-investigation': 'under investigation',
  lost: 'LOST',
  stolen: 'STOLEN',
  restricted: 'restricted access',
  recovered: 'recovered',
  decommissioned: 'decommissioned',
};
const fields: AssetWords['fields'] = {
  status: 'How it stands',
  why: 'Why',
  incident: 'Incident',
  incidentHint: 'The number, like INC-42, when it belongs to one',
};

export const asset: AssetWords = {
  statuses,
  fields,
  form: { title: 'Asset', submit: 'Save' },
  event: (event, by) =>
    `${by}: ${event.asset.name} is ${statuses[event.to]}, it was ${statuses[event.from]}: ${event.why}`,
  done: (name, to) => `${name} is ${statuses[to]} now.`,
  same: 'It stands so already.',
  refusal(refused) {
    switch (refused.code) {
      case 'unknown-asset':
        return 'There is no such asset.';
      case 'not-permitted':
        return `Only ${oneOf(refused.needs, 'or')} may do that.`;
      case 'not-from-here':
        return `It is ${statuses[refused.is]}: from there it can be ${refused.can.map((each) => statuses[each]).join(', ')}.`;
      case 'invalid':
        return `${fields[refused.field as keyof typeof fields] ?? refused.field}: ${refused.why}.`;
      case 'busy':
        return 'Too many people changed this at once. Please press again.';
      default:
        return refused satisfies never;
    }
  },
};
