import type { Destination } from '../src/incident/index.js';
import type { CardView } from './incident-card.js';
import { wordsIn } from './words/languages.js';

/** How a channel is shown things: for whom, in which language, and without what. */
export const viewFor = ({
  audience,
  language,
  hides = [],
}: Pick<Destination, 'audience' | 'language' | 'hides'>): Required<Pick<CardView, 'audience' | 'words' | 'hides'>> => ({
  audience,
  words: wordsIn(language),
  hides,
});
