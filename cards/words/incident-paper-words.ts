import type { PageState } from '../../src/incident/index.js';

/** Headings and labels of the report of one incident. */
export type IncidentPaperWords = Readonly<
  Record<
    | 'title'
    | 'facts'
    | 'site'
    | 'zone'
    | 'client'
    | 'opened'
    | 'severity'
    | 'protocol'
    | 'claimed'
    | 'outcome'
    | 'note'
    | 'detector'
    | 'assessment'
    | 'because'
    | 'points'
    | 'of'
    | 'timeline'
    | 'when'
    | 'what'
    | 'people'
    | 'procedure'
    | 'step'
    | 'done'
    | 'open'
    | 'evidence'
    | 'hash'
    | 'tasks'
    | 'loss'
    | 'signals'
    | 'chain'
    | 'chainText'
    | 'page'
    | 'made'
    | 'noEvidence'
    | 'covert'
    | 'rating',
    string
  >
> & {
  /** How far the call for somebody got. */
  readonly pageStates: Readonly<Record<PageState, string>>;
};
