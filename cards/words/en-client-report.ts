import type { ClientReportWords } from './client-report-words.js';

const hour = (of: number): string => `${String(of % 24).padStart(2, '0')}:00`;

export const clientReport: ClientReportWords = {
  titles: { day: 'Daily security report', week: 'Weekly security report', month: 'Monthly security report' },
  headings: {
    highlights: 'What mattered most',
    promises: 'What the contract promises',
    work: 'How the work was done',
    zones: 'Where and when',
    patrols: 'Patrols',
    equipment: 'Equipment',
    details: 'Incidents, the newest first',
    evidence: 'Evidence on file',
    appendix: 'Appendix',
    trend: 'Over time',
  },
  figures: { promises: 'Promises kept', patrols: 'Patrol points proven', satisfaction: 'Your marks' },
  columns: {
    band: 'Severity',
    promised: 'Promised',
    kept: 'Kept',
    verdict: 'Result',
    figure: 'Figure',
    value: 'Value',
    formula: 'How it is worked out',
    opened: 'Opened',
    place: 'Place',
    outcome: 'Outcome',
    claimed: 'Taken after',
    device: 'Device',
    times: 'Times',
    type: 'Type',
    hash: 'SHA-256',
  },
  verdicts: { met: 'kept', missed: 'NOT KEPT', 'too-few': 'too few to say' },
  kpis: {
    meanAcknowledgeMs: { name: 'Alarm to claim, mean', formula: 'sum of (claimed − received) / claimed incidents' },
    meanResolveMs: { name: 'Alarm to resolution, mean', formula: 'sum of (resolved − received) / resolved incidents' },
    processing: { name: 'Received to dispatched', formula: 'median, and 90% within' },
    travel: { name: 'Dispatched to arrived', formula: 'median, and 90% within' },
    onScene: { name: 'Arrived to clear', formula: 'median, and 90% within' },
    total: { name: 'Received to clear', formula: 'median, and 90% within' },
    closedOut: { name: 'Closed with an outcome', formula: 'resolved with an outcome / opened' },
    procedure: { name: 'Procedure followed', formula: 'required steps done / required steps, in resolved incidents' },
    falseAlarms: { name: 'False alarms', formula: 'called false / resolved' },
    falseDispatches: { name: 'False dispatches', formula: 'called false / all that somebody was sent to' },
    falseAlarmFactor: { name: 'False-alarm factor', formula: 'false dispatches / guarded sites / years' },
    deployment: { name: 'Deployment (our figure)', formula: 'officers sent who were the best choice / officers sent' },
    escalatedRight: {
      name: 'Escalated rightly (our figure)',
      formula: 'escalated and confirmed or prevented / escalated and over',
    },
    missed: {
      name: 'Missed escalations (our figure)',
      formula: 'confirmed or prevented without an escalation / never escalated and over',
    },
    patrolsOnTime: { name: 'Patrols done in time', formula: 'patrols done before they were due / patrols due' },
    audits: {
      name: 'Equipment checks passed',
      formula: 'checks passed in time / checks due; overdue counts as failed',
    },
  },
  highlighted: (n, band, names) =>
    n === 0
      ? `None was ${band} or worse.`
      : `${n} ${n === 1 ? 'was' : 'were'} ${band} or worse: ${names.join(', ')}${n > names.length ? ' and others' : ''}.`,
  promised: (share, within) => `${share} within ${within}`,
  promisesKept: (kept, of) => `${kept} of ${of}`,
  noPromises: 'The contract names no times.',
  noHighlights: 'Nothing that the contract asks to be told first.',
  noDetails: 'There was no incident.',
  noEvidence: 'No file was given.',
  noPatrols: 'No patrol was due.',
  patrols: ({ due, proven, byHand, unproven, problems }) =>
    `${due} ${due === 1 ? 'patrol was' : 'patrols were'} due. Points proven by a scan on the spot: ${proven}; ` +
    `said by hand: ${byHand}. Scans that prove nothing and are counted nowhere: ${unproven}. Problems found: ${problems}.`,
  equipment: (devices, sites) =>
    `${devices} ${devices === 1 ? 'device' : 'devices'} at ${sites} ${sites === 1 ? 'site' : 'sites'}.`,
  noFaults: 'No device was reported silent or tampered with.',
  stillOpen: 'still open',
  more: (count) => `and ${count} more`,
  satisfaction: (mean, n) => `${mean} of 5 (${n})`,
  charts: {
    zones: (facts) =>
      facts === undefined
        ? 'Incidents by zone and hour'
        : `Most often in ${facts.zone} between ${hour(facts.hour)} and ${hour(facts.hour + 1)}: ${facts.count}`,
    response: (facts) =>
      facts === undefined ? 'Share taken within what is promised' : `${facts.kept} of ${facts.of} promises were kept`,
    bands: ({ n, grave }) => `${grave} of ${n} incidents were high or critical`,
    kinds: (most) => (most === undefined ? 'Incidents by kind' : `Most often: ${most}`),
  },
  inTimeUnit: '% taken in time',
  rate: 'How useful was this report?',
  method:
    'A promise is about the time from the alarm until a person has taken the incident; one that is over without having been ' +
    'taken counts by its end, and one whose time has not passed yet is not judged. Points of a patrol count as proven only by ' +
    'a scan of the code on the spot that passed every check of position, clock and pace. No name of a person and no words of ' +
    'an alarm stand in this report.',
  machine: (model) =>
    `Written by a machine (${model}) out of the figures of this report; each number in it was found there.`,
  seal: (hash) => `Fingerprint of the figures (SHA-256): ${hash}`,
};
