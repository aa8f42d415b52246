import type { Field } from './card.js';
import type { Words } from './words/words.js';

/** Files given with one form; more can be given with the next. */
export const FILES_AT_ONCE = 5;

export const filesField = ({ evidence }: Words): Field => ({
  kind: 'files',
  name: 'files',
  label: evidence.field,
  hint: evidence.hint,
  most: FILES_AT_ONCE,
  required: false,
});
