import { type Actor, refOf } from './actor.js';
import type { IncidentEvent } from './event.js';
import { foldEvidence } from './evidence.js';
import type { IncidentState } from './incident.js';
import { withTaskNews } from './task-news.js';

/** Bounds of what an incident keeps on record. */
const KEEP = { steps: 100, assets: 50 } as const;

type RecordType =
  | 'loss-recorded'
  | 'step-settled'
  | 'evidence-given'
  | 'evidence-kept'
  | 'evidence-failed'
  | 'evidence-deleted'
  | 'report-owed'
  | 'access-found'
  | 'asset-status'
  | 'task-told';

interface Recorded {
  readonly event: Extract<IncidentEvent, { type: RecordType }>;
  readonly at: Date;
  readonly actor: Actor;
}

/** What is on record of an incident beside how it is answered: losses, steps, files, assets, tasks, badges. */
export function foldRecords(state: IncidentState, { event, at, actor }: Recorded): IncidentState {
  switch (event.type) {
    case 'loss-recorded':
      return actor.kind === 'person' ? { ...state, loss: { ...event.loss, by: refOf(actor), at } } : state;
    case 'step-settled': {
      if (actor.kind !== 'person') return state;
      const by = refOf(actor);
      const record = { step: event.step, result: event.result, by, at };
      const others = state.steps.filter((each) => each.step !== event.step);
      return { ...state, steps: [...others, record].slice(-KEEP.steps) };
    }
    case 'evidence-given':
    case 'evidence-kept':
    case 'evidence-failed':
    case 'evidence-deleted':
      return { ...state, evidence: foldEvidence(state.evidence, event, actor, at) };
    case 'report-owed':
      return { ...state, reportedAt: event.ending };
    case 'access-found':
      return { ...state, access: event.findings, accessAt: at };
    case 'asset-status': {
      const asset = { ...event.asset, status: event.to };
      const others = state.assets.filter(({ id }) => id !== asset.id);
      return { ...state, assets: [asset, ...others].slice(0, KEEP.assets) };
    }
    case 'task-told':
      return { ...state, ...withTaskNews(state, event.news) };
    default:
      return event satisfies never;
  }
}
