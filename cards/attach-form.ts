import type { IncidentState } from '../src/incident/index.js';
import { LIMITS, label } from '../src/incident/index.js';
import type { Form } from './card.js';
import { clip } from './card.js';
import { titleOf } from './incident-card.js';
import { en } from './words/en.js';
import type { Words } from './words/words.js';

/** What somebody wrote in a channel becomes a note of an incident; which one, they choose. The most urgent comes first. */
export function attachForm(live: readonly IncidentState[], text: string, words: Words = en): Form {
  const { title, submit } = words.forms.attach;
  return {
    id: 'attach',
    about: '',
    title,
    submit,
    words: words.form,
    fields: [
      {
        kind: 'select',
        name: 'incident',
        label: words.fields.incident,
        options: live.map((state) => ({
          value: state.id,
          label: clip(`${label(state.number)} ${titleOf(state, words)}, ${state.place.siteName}`, 75),
        })),
        required: true,
      },
      {
        kind: 'text',
        name: 'text',
        label: words.fields.text,
        multiline: true,
        initial: clip(text, LIMITS.noteLength),
        maxLength: LIMITS.noteLength,
        required: true,
      },
    ],
  };
}
