import type { PageVia, PlanReason, ResponderState, Seen, StepResult } from '../../src/incident/index.js';
import type { AnsweringWords } from './answering-words.js';
import { kinds, roles } from './en-lists.js';

export const bands = { low: 'LOW', medium: 'MEDIUM', high: 'HIGH', critical: 'CRITICAL' } as const;

export const pageVias = {
  chat: 'chat',
  sms: 'SMS',
  voice: 'call',
  email: 'mail',
} as const satisfies Record<PageVia, string>;

export const seen = {
  nobody: 'nobody there',
  staff: 'our own people',
  cancelled: 'cancelled by the site, code word given',
  person: 'a stranger is there',
  damage: 'theft or damage',
  threat: 'somebody is in danger',
} as const satisfies Record<Seen, string>;

export const responderStates = {
  asked: 'asked',
  accepted: 'is coming',
  'en-route': 'on the way',
  'on-scene': 'on the scene',
  clear: 'done',
  refused: 'cannot come',
  'timed-out': 'did not answer',
  withdrawn: 'recalled',
} as const satisfies Record<ResponderState, string>;

/** Why this protocol. */
export const reasons = (because: readonly PlanReason[]): string =>
  [...new Set(because.map(reason))].slice(0, 4).join(', ');

function reason(why: PlanReason): string {
  switch (why.code) {
    case 'band':
      return `band ${bands[why.band].toLowerCase()}`;
    case 'avs':
      return `validation level ${why.level}`;
    case 'life-safety':
      return 'life safety';
    case 'covert':
      return 'covert';
    case 'kind':
      return kinds[why.kind].toLowerCase();
    case 'place':
      return why.name;
    case 'closed':
      return 'closed at this hour';
    case 'open':
      return 'open at this hour';
    case 'hours':
      return `between ${why.hours.replace('-', ' and ')}`;
    case 'assets':
      return 'high-value assets';
    case 'otherwise':
      return 'no other rule';
    default:
      return why satisfies never;
  }
}

/** `: done`, `: yes`, … after the text of the step. */
export function stepResult(result: StepResult): string {
  switch (result.kind) {
    case 'done':
      return '– done';
    case 'answered':
      return result.yes ? '– yes' : '– no';
    case 'noted':
      return `– ${result.text}`;
    case 'skipped':
      return `– skipped: ${result.why}`;
    default:
      return result satisfies never;
  }
}

/** `role:supervisor` is every supervisor; a rotation, a person or a list goes by its id. */
function target(name: string): string {
  const [kind = '', id = ''] = name.split(':');
  if (kind === 'role') return `every ${roles[id as keyof typeof roles] ?? id}`;
  if (kind === 'rotation') return `whoever is on call (${id})`;
  return kind === 'list' ? `the list ${id}` : id;
}

export const answering: AnsweringWords = {
  stepResult,
  seen,
  responses: {
    accepted: 'I am coming',
    'en-route': 'I am on my way',
    'on-scene': 'I am there',
    clear: 'It is clear',
    refused: 'I cannot come',
    well: 'All is well with me',
  },
  pageVias,
  responderStates,
  protocol(id, because) {
    const why = reasons(because.filter(({ code }) => code !== 'otherwise'));
    return why === '' ? `Protocol ${id}` : `Protocol ${id}: ${why}`;
  },
  nobodyAtAll: (since, tried) => `NOBODY HAS THIS. Everybody was tried by ${since}: ${tried}`,
  callSent: (names, what) => `${names}: you are sent to ${what}. Say on the card whether you come, with “I am sent…”.`,
  callWelfare: (names, label) =>
    `${names}: is all well with you? A note, a press on a button or “I am sent…” on the card of ${label} says so. No answer counts as trouble.`,
  tried: (name, via, at, error) => `${name} (${via} ${at}${error ? `, ${error}` : ''})`,
  told: (names) => `Told: ${names}.`,
  next: (targets, via, at) => `Next at ${at}: ${targets} by ${via}.`,
  lastResort: (at) => `Next at ${at}: everybody who leads.`,
  nobodyToTell: (why) => `Could not be told: ${why}.`,
  target,
  notReached: (lines) => `Not reached: ${lines}`,
  asked: (line, at) => `${line}, asked at ${at} whether all is well`,
  missing: (line, at) => `${line}, NO ANSWER since ${at}`,
  joined: (names) => `Also on it: ${names}`,
  officer: (name, state, since) => `${name} ${state} since ${since}`,
  sent: (because) => because,
  step: (number, of, text) => `Step ${number} of ${of}: ${text}`,
  stepsDone: (of) => `Procedure done, ${of} ${of === 1 ? 'step' : 'steps'}`,
  required: 'required',
  machine: (model) => `summary by model ${model}`,
  checks: 'What would settle it: ',
  actions: 'Suggested: ',
  yes: 'Yes',
  no: 'No',
  done: 'Done',
  skip: 'Skip, because…',
  keep: 'As it is',
};
