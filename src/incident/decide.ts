import { FINDINGS_KEPT, isAccessNews } from './access.js';
import { BANDS, bandRank, higherOf, sameAssessment } from './assessment.js';
import type { Attach, Command, PersonCommand } from './command.js';
import { person } from './decide-person.js';
import type { Decision } from './decision.js';
import { no, yes } from './decision.js';
import type { IncidentEvent } from './event.js';
import { deletedEvidence, fetchedEvidence } from './evidence.js';
import { evolve } from './evolve.js';
import { foundBand } from './found-band.js';
import { graverEvents, noticesGiven, roseTo } from './graver.js';
import type { IncidentState } from './incident.js';
import { advances } from './paging.js';
import { refusedTo } from './permission.js';
import { reportWanted } from './report.js';
import { isOldTaskNews } from './task-news.js';
import { tick } from './tick.js';
import { climb } from './tick-ladder.js';

/**
 * What a command makes of an incident at this instant. Pure: the same state, command and `now` give the same
 * events. `undefined` stands for an incident that does not exist yet. No events and `ok` means that it is so already.
 */
export function decide(state: IncidentState | undefined, command: Command, now: Date): Decision {
  if (command.type === 'report') {
    if (state) return yes();
    const { actor, notices, known, ...opening } = command;
    const opened = { ...opening, type: 'opened' } as const;
    const first = climb(evolve(undefined, { event: opened, at: now, actor }, ''), now, known);
    const paged = first.reduce((sum, event) => sum + (event.type === 'paged' ? event.pages.length : 0), 0);
    return yes(opened, ...first, ...noticesGiven(notices, { paged, noticed: [] }, now));
  }
  if (!state) return no({ code: 'unknown-incident' });
  // A file that was asked for before it was archived still comes.
  if (command.type === 'fetched') {
    const event = fetchedEvidence(state, command.fetched);
    return event ? yes(event) : yes();
  }
  if (command.type === 'delete-file') {
    const event = state.status === 'archived' ? deletedEvidence(state, command.file, command.why) : undefined;
    return event ? yes(event) : yes();
  }
  if (state.status === 'archived') {
    return command.type === 'archive' ? yes() : no({ code: 'archived', at: state.archivedAt });
  }
  switch (command.type) {
    case 'attach':
      return attach(state, command, now);
    case 'restore': {
      const signals = command.signals.filter((signal) => !state.restores?.includes(signal.id));
      return signals.length === 0 ? yes() : yes({ type: 'restored', signals });
    }
    case 'tick':
      return tick(state, command.asOf ?? now, command.known);
    case 'receipt':
      return receipt(state, command);
    case 'asset': {
      const { type: _type, actor: _actor, ...change } = command;
      const known = state.assets.find(({ id }) => id === change.asset.id);
      const same = known !== undefined && (known.status ?? 'normal') === change.to;
      return same ? yes() : yes({ ...change, type: 'asset-status' });
    }
    case 'report-out': {
      const { mails, webhooks, ending } = command;
      return reportWanted(state) ? yes({ type: 'report-owed', mails, webhooks, ending }) : yes();
    }
    case 'access':
      return isAccessNews(state.access ?? [], state.accessAt, command.findings, now)
        ? yes({ type: 'access-found', findings: command.findings.slice(0, FINDINGS_KEPT) })
        : yes();
    case 'task':
      return isOldTaskNews(state, command.news) ? yes() : yes({ type: 'task-told', news: command.news });
    case 'explain':
      return explain(state, command);
    case 'archive':
      return state.status === 'resolved' ? yes({ type: 'archived' }) : no({ code: 'not-resolved' });
    default:
      return refusedByRole(state, command) ?? person(state, command, now);
  }
}

function attach(state: IncidentState, command: Attach, now: Date): Decision {
  if (state.signals.batches.includes(command.signals.id)) return yes();
  // Somebody resolved it between routing and saving: the alarm is news again, and opens an incident of its own.
  if (state.status === 'resolved' && !command.flapping) {
    return no({ code: 'already-resolved', by: state.resolution.by, at: state.resolution.at });
  }
  const {
    type: _type,
    actor: _actor,
    assessment: asked,
    plan: _plan,
    notices: _notices,
    band: _band,
    ...joined
  } = command;
  const assessment = higherOf(state.assessment, asked, state.rating);
  const news = sameAssessment(assessment, state.assessment) ? {} : { assessment };
  const found = higherOf({ ...state.assessment, band: foundBand(state) }, asked, state.rating);
  const event: IncidentEvent = { ...joined, type: 'signals-joined', ...news, ...roseTo(state, found.band) };
  return command.flapping ? yes(event) : yes(event, ...graverEvents(state, command, now));
}

/** Receipts come late, twice and out of order; one that tells nothing new changes nothing. */
function receipt(state: IncidentState, command: Extract<Command, { type: 'receipt' }>): Decision {
  const page = state.pages.find(({ id }) => id === command.page);
  if (!page || !advances(page.state, command.status)) return yes();
  const about = { page: page.id, name: page.to.kind === 'person' ? page.to.name : page.to.address, via: page.via };
  return command.status === 'delivered'
    ? yes({ type: 'page-delivered', ...about })
    : yes({ type: 'page-failed', ...about, error: command.error ?? 'not delivered' });
}

/** The model may raise by one band, once; anything else that it might wish for is not on offer. */
function explain(state: IncidentState, { explanation, assessed }: Extract<Command, { type: 'explain' }>): Decision {
  const before = state.explanation;
  if (state.status === 'resolved' || assessed > state.assessed || (before && before.assessed >= assessed)) return yes();
  const { raise, ...rest } = explanation;
  const next = BANDS[bandRank(state.assessment.band) + 1];
  const raises = raise !== undefined && raise.to === next && before?.raised !== true && state.rating === undefined;
  if (!raises) return yes({ type: 'explained', explanation: rest, assessed });
  return yes({ type: 'explained', explanation, assessed, rose: state.assessment.band });
}

function refusedByRole(state: IncidentState, command: PersonCommand): Decision | undefined {
  const refusal = refusedTo(command.actor, command.type, state);
  return refusal && no(refusal);
}

/** Highest band first, then oldest: the order of the queue. */
export function byUrgency(a: IncidentState, b: IncidentState): number {
  return (
    Number(b.lifeSafety) - Number(a.lifeSafety) ||
    bandRank(b.assessment.band) - bandRank(a.assessment.band) ||
    a.openedAt.getTime() - b.openedAt.getTime()
  );
}
