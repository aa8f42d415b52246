import { KINDS, LIMITS } from '../src/incident/index.js';
import type { Form } from './card.js';
import { clip } from './card.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** Kinds that only a device can tell of itself. */
const DEVICE_ONLY: ReadonlySet<string> = new Set(['device-offline', 'supervision', 'pos-exception']);

export interface ReportPlace {
  readonly id: string;
  readonly name: string;
  readonly zones: readonly { readonly id: string; readonly name: string }[];
}

/** As many as a menu of a chat takes. */
const OFFERED = 100;

/** Sites with their zones, as a menu offers them: `site` or `site/zone`. */
export function optionsOfPlaces(places: readonly ReportPlace[]) {
  const sites = places.map(({ id, name }) => ({ value: id, label: clip(name, 75) }));
  const all = places.flatMap(({ id, name, zones }) => [
    { value: id, label: clip(name, 75) },
    ...zones.map((zone) => ({ value: `${id}/${zone.id}`, label: clip(`${name}, ${zone.name}`, 75) })),
  ]);
  // Which site matters more than which of its zones: the words say the rest.
  return all.length > OFFERED ? sites : all;
}

/** A person is a sensor too: what they see, where, and what kind of thing it is. `site` or `site/zone` is the place. */
export function reportForm(places: readonly ReportPlace[], words: Words = en): Form {
  const { title, submit } = words.forms.report;
  const options = optionsOfPlaces(places);
  return {
    id: 'report',
    about: '',
    title,
    submit,
    words: words.form,
    fields: [
      {
        kind: 'select',
        name: 'kind',
        label: words.fields.kind,
        options: KINDS.filter((kind) => !DEVICE_ONLY.has(kind)).map((value) => ({ value, label: words.kinds[value] })),
        required: true,
      },
      {
        kind: 'select',
        name: 'place',
        label: words.fields.place,
        options,
        ...(options.length > OFFERED ? { hint: words.fields.morePlaces } : {}),
        required: true,
      },
      {
        kind: 'text',
        name: 'text',
        label: words.fields.what,
        multiline: true,
        maxLength: LIMITS.whyLength,
        required: true,
      },
    ],
  };
}
