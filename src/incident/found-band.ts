import type { Band } from './assessment.js';
import type { IncidentState } from './incident.js';

/**
 * How bad rules and people found it. A language model may show it one band worse; what follows from a band (protocol,
 * channels, whom to tell) follows from this one, so that a model can neither page anybody nor keep anybody from being paged.
 */
export const foundBand = ({ raisedFrom, assessment }: Pick<IncidentState, 'raisedFrom' | 'assessment'>): Band =>
  raisedFrom ?? assessment.band;
