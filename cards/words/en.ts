import { access } from './en-access.js';
import { answering } from './en-answering.js';
import { asset } from './en-asset.js';
import { because } from './en-because.js';
import { dispatch } from './en-dispatch.js';
import { emergency } from './en-emergency.js';
import { DONE, event } from './en-events.js';
import { evidence } from './en-evidence.js';
import { FIELDS } from './en-fields.js';
import { causes, dispositions, kinds, roles, vias } from './en-lists.js';
import { loss } from './en-loss.js';
import { narrative } from './en-narrative.js';
import { news } from './en-news.js';
import { refusal } from './en-refusals.js';
import { task } from './en-task.js';
import { FORM_EN } from './form-words.js';
import type { Words } from './words.js';

/** English, the language that the product thinks in. */
export const en: Words = {
  locale: 'en-GB',
  kinds,
  roles,
  dispositions,
  causes,
  vias,
  bands: { low: 'LOW', medium: 'MEDIUM', high: 'HIGH', critical: 'CRITICAL' },
  actions: {
    claim: 'Claim',
    release: 'Release',
    dispatch: 'Dispatch',
    'dispatch-to': 'Dispatch to…',
    step: 'Do it…',
    respond: 'I am sent…',
    'emergency-call': 'Emergency call…',
    assign: 'Assign…',
    escalate: 'Escalate…',
    note: 'Note…',
    resolve: 'Resolve…',
    'false-alarm': 'False alarm…',
    snooze: 'Snooze…',
    reopen: 'Reopen…',
    report: 'Report…',
    attach: 'Attach…',
    loss: 'Loss…',
  },
  form: FORM_EN,
  forms: {
    'dispatch-to': { title: 'Dispatch', submit: 'Send' },
    assign: { title: 'Assign', submit: 'Assign' },
    step: { title: 'Step', submit: 'Save' },
    respond: { title: 'I am sent to', submit: 'Tell' },
    'emergency-call': { title: 'Emergency call', submit: 'I have called' },
    escalate: { title: 'Escalate', submit: 'Escalate' },
    note: { title: 'Add a note', submit: 'Add' },
    resolve: { title: 'Resolve', submit: 'Resolve' },
    'false-alarm': { title: 'False alarm', submit: 'Close as false' },
    snooze: { title: 'Snooze', submit: 'Snooze' },
    reopen: { title: 'Reopen', submit: 'Reopen' },
    loss: { title: 'Loss of', submit: 'Save' },
    report: { title: 'Report an incident', submit: 'Report' },
    attach: { title: 'Attach to an incident', submit: 'Attach' },
  },
  fields: FIELDS,
  because,
  narrative,
  why: ({ score, lifeSafety, terms, avs }) =>
    `Why ${score}: ${[...(lifeSafety ? ['life safety, critical whatever the sum'] : []), ...terms.map(({ text, points }) => `${text} ${Math.round(points)}`), `validation level ${avs}`].join(' · ')}`,
  unrecognisedFrom: (source) => `Unrecognised alarm from ${source}`,
  ago: (span) => `${span} ago`,
  picture: 'Camera picture',
  team: 'Our team',
  unrecognised: (source, reason) =>
    `Source "${source}" sent something that could not be understood: ${reason}. The message is kept.`,
  nobody: () => 'Nobody has this yet.',
  nobodyOverdue: (since) => `NOBODY HAS THIS. It should have been claimed by ${since}.`,
  has: (name, since, via) => `${name} has this since ${since} (${via})`,
  snoozed: (until) => `Snoozed until ${until}`,
  restored: (at) => `The device reported normal again at ${at}. A person still has to close this.`,
  escalatedTo: (name, by, why) => `Escalated to ${name} by ${by}: ${why}`,
  outcome: ({ at, by, disposition, cause, note }) =>
    `Resolved ${at} by ${by}: ${disposition.toLowerCase()}${cause ? `, ${cause}` : ''}${note ? `. ${note}` : ''}`,
  signals: (count, devices) =>
    `${count} ${count === 1 ? 'signal' : 'signals'}${devices > 1 ? `, ${devices} devices` : ''}`,
  newAlarm: () => 'New alarm',
  flapping: () => 'The device keeps repeating after the false alarm; it is counted here and calls nobody.',
  covert: () => 'Covert alarm: do not call the premises, do not show this on site.',
  unknownPlace: (named) => `“${named}” (not in the book)`,
  storm: {
    title: (site, incidents) =>
      `Storm at ${site}: ${incidents} ${incidents === 1 ? 'incident waits' : 'incidents wait'} for a card`,
    extent: (since, signals, zones, asOf) =>
      `since ${since} · ${signals} ${signals === 1 ? 'signal' : 'signals'} in ${zones} ${zones === 1 ? 'zone' : 'zones'}${asOf ? ` · as of ${asOf}` : ''}`,
    meaning:
      'More alarms than this channel can take. Each incident gets a card of its own as soon as there is room; until then it stands here, worst first.',
    line: ({ band, title, signals, label, covert, has }) =>
      `${band} ${title} · ${signals} ${signals === 1 ? 'signal' : 'signals'} · ${label}${covert ? ' · covert' : ''}${has ? ` · ${has} has this` : ''}`,
    covert: 'Covert alarms among them: do not call the premises, do not show this on site.',
    others: 'Also waiting, by zone: ',
    more: (zones) => ` and ${zones} more zones, all of them in the console`,
    queue: 'All of them in the console',
    over: (site) => `The storm at ${site} is over`,
    overText: (from, to) => `${from} to ${to}. Every incident of it has a card of its own.`,
  },
  threat: {
    label: 'Threat',
    levels: { guarded: 'guarded', elevated: 'elevated', high: 'HIGH', severe: 'SEVERE' },
  },
  news,
  loss,
  task,
  evidence,
  access,
  asset,
  emergency,
  home: {
    title: (name) => `Your desk, ${name}`,
    mine: 'Yours',
    waiting: 'Nobody has these yet',
    quiet: 'Nothing is open.',
    onCall: 'On call',
    onTest: 'On test',
    how: 'Ask more with /tocsin help.',
  },
  dispatch,
  answering,
  rose: (what, band) => `${what} rose to ${band}`,
  again: (count) => `reopened ${count === 1 ? 'once' : `${count} times`}`,
  event,
  refusal,
  done: (type, label) => `${label}: ${DONE[type]}`,
};
