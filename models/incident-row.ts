import mongoose from 'mongoose';
import type { Incident } from '../src/incident/index.js';
import {
  awaitsEvidence,
  bandRank,
  isActive,
  isLive,
  isOutThere,
  isWatched,
  keptHashes,
  nextCall,
  nextDue,
  nextOwed,
  reportWanted,
  tasksWanted,
} from '../src/incident/index.js';

/** Fields that queries need, derived from the incident at every save and proved by `npm run verify`. */
export function derived({ state, owed, calls, changedAt }: Incident) {
  const debt = nextOwed(owed);
  const call = nextCall(calls);
  const files = keptHashes(state);
  return {
    number: state.number,
    status: state.status,
    live: isLive(state),
    siteId: state.place.siteId,
    zoneId: state.place.zoneId ?? null,
    clientId: state.place.clientId ?? null,
    band: state.assessment.band,
    claimedBy: state.status === 'claimed' ? state.claim.by.id : null,
    /** Sorts the queue: life safety, then band, highest first. */
    rank: (state.lifeSafety ? 10 : 0) + bandRank(state.assessment.band),
    openedAt: state.openedAt,
    lastSignalAt: state.signals.lastOccurredAt,
    resolvedAt: state.status === 'resolved' || state.status === 'archived' ? state.resolution.at : null,
    dueAt: nextDue(state) ?? null,
    owedAt: debt?.dueAt ?? null,
    owedPriority: debt?.priority ?? null,
    callAt: call?.dueAt ?? null,
    callPriority: call?.priority ?? null,
    /** Somebody has it, or was sent. */
    engaged:
      (isLive(state) && (state.status === 'claimed' || state.responders.some(isActive))) ||
      (isWatched(state) && state.responders.some(isOutThere)),
    /** Hashes of its files; left out when it has none. */
    ...(files.length > 0 ? { files } : {}),
    /** Files that were given and are not here yet. */
    evidenceAwaited: awaitsEvidence(state),
    /** Its protocol wants tasks that were not given yet. */
    tasksWanted: tasksWanted(state).length > 0,
    /** It is over, and its report is to be sent. */
    reportWanted: reportWanted(state) !== undefined,
    dead: owed.some((row) => row.stuck === true),
    changedAt,
  };
}

/** `mark` names the write that made this version; see `incidentWrites`. */
export type IncidentRow = ReturnType<typeof derived> & Omit<Incident, 'changedAt'> & { _id: string; mark?: string };

export const rowOf = (incident: Incident): IncidentRow => ({
  _id: incident.state.id,
  ...incident,
  ...derived(incident),
});

export function incidentOf(row: IncidentRow): Incident {
  const { state, timeline, chain, cards, owed, calls, version, changedAt } = row;
  return { state, timeline, chain, cards, owed, calls, version, changedAt };
}

const { Mixed } = mongoose.Schema.Types;
const when = { type: Date, default: null };

export const incidentSchema = new mongoose.Schema<IncidentRow>(
  {
    _id: { type: String, required: true },
    number: { type: Number, required: true },
    status: { type: String, required: true },
    live: { type: Boolean, required: true },
    siteId: { type: String, required: true },
    zoneId: { type: String, default: null },
    clientId: { type: String, default: null },
    band: { type: String, required: true },
    claimedBy: { type: String, default: null },
    rank: { type: Number, required: true },
    openedAt: { type: Date, required: true },
    lastSignalAt: { type: Date, required: true },
    resolvedAt: when,
    dueAt: when,
    owedAt: when,
    owedPriority: { type: Number, default: null },
    callAt: when,
    callPriority: { type: Number, default: null },
    engaged: { type: Boolean, required: true },
    files: { type: [String], default: undefined },
    evidenceAwaited: { type: Boolean, required: true },
    tasksWanted: { type: Boolean, required: true },
    reportWanted: { type: Boolean, required: true },
    dead: { type: Boolean, required: true },
    changedAt: { type: Date, required: true },
    mark: String,
    version: { type: Number, required: true },
    state: { type: Mixed, required: true },
    timeline: { type: [Mixed], required: true },
    chain: { type: Mixed, required: true },
    cards: { type: [Mixed], required: true },
    owed: { type: [Mixed], required: true },
    calls: { type: [Mixed], required: true },
  },
  { versionKey: false, minimize: false, strict: 'throw', autoCreate: false },
);

incidentSchema.index({ number: 1 }, { unique: true });
incidentSchema.index({ live: 1, rank: -1, openedAt: 1 });
incidentSchema.index({ siteId: 1, live: 1, lastSignalAt: -1 });
incidentSchema.index({ siteId: 1, zoneId: 1, openedAt: -1 });
incidentSchema.index({ status: 1, resolvedAt: 1 });
incidentSchema.index({ openedAt: -1, number: -1 });
incidentSchema.index({ dueAt: 1 }, { partialFilterExpression: { dueAt: { $type: 'date' } } });
incidentSchema.index({ owedPriority: 1, owedAt: 1 }, { partialFilterExpression: { owedAt: { $type: 'date' } } });
incidentSchema.index({ callPriority: 1, callAt: 1 }, { partialFilterExpression: { callAt: { $type: 'date' } } });
incidentSchema.index({ engaged: 1 }, { partialFilterExpression: { engaged: true } });
incidentSchema.index({ files: 1 }, { partialFilterExpression: { files: { $type: 'string' } } });
incidentSchema.index({ evidenceAwaited: 1 }, { partialFilterExpression: { evidenceAwaited: true } });
incidentSchema.index({ tasksWanted: 1 }, { partialFilterExpression: { tasksWanted: true } });
incidentSchema.index({ reportWanted: 1 }, { partialFilterExpression: { reportWanted: true } });
incidentSchema.index({ dead: 1 }, { partialFilterExpression: { dead: true } });
