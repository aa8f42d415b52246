import type { Words } from './words.js';

/** What is asked in forms. */
export const FIELDS: Words['fields'] = {
  disposition: 'Outcome',
  cause: 'Cause of the false alarm',
  note: 'What happened',
  to: 'To whom',
  why: 'Why',
  for: 'For how long',
  text: 'Note',
  officer: 'Who goes',
  seen: 'What did you find',
  band: 'How bad is it',
  answer: 'Answer',
  skip: 'Why the open steps are not done',
  step: 'Step',
  steps: 'Procedure',
  kind: 'What is it',
  place: 'Where',
  morePlaces: 'Not all places fit here. Ask for the form with a word of the name: /tocsin report riverside',
  what: 'What do you see',
  incident: 'Which incident',
  reference: 'Their reference, if they gave one',
};
