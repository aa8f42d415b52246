import { refOf } from './actor.js';
import { bandRank } from './assessment.js';
import type { PersonCommand } from './command.js';
import { loss } from './decide-loss.js';
import { officer } from './decide-officer.js';
import { resolve, step } from './decide-procedure.js';
import type { Decision } from './decision.js';
import { LIMITS, no, textProblem, whole, yes } from './decision.js';
import { givenEvidence } from './evidence.js';
import { foundBand } from './found-band.js';
import { graverEvents, roseTo } from './graver.js';
import type { IncidentState } from './incident.js';
import { needsSomebody } from './need.js';
import { pageAll } from './page-all.js';
import { leads, NEEDS_A_LEAD } from './permission.js';
import { responderOf } from './response.js';

/** What a person asks, once it is clear that they may. */
export function person(
  state: Exclude<IncidentState, { status: 'archived' }>,
  command: PersonCommand,
  now: Date,
): Decision {
  const { actor } = command;
  if (command.type === 'note') {
    const text = whole(command.text);
    return textProblem('note', text, LIMITS.noteLength) ?? yes({ type: 'noted', text });
  }
  // A picture is often sent the day after, and what is missing is often counted then.
  if (command.type === 'evidence') {
    const given = givenEvidence(state, command.files);
    if ('why' in given) return no({ code: 'invalid', field: 'files', why: given.why });
    return given.length > 0 ? yes({ type: 'evidence-given', files: given }) : yes();
  }
  if (command.type === 'loss') return loss(state, command, now);
  if (command.type === 'reopen') {
    if (state.status !== 'resolved') return no({ code: 'not-resolved' });
    const why = whole(command.why);
    return textProblem('why', why, LIMITS.whyLength) ?? yes({ type: 'reopened', why, respondBy: command.respondBy });
  }
  if (state.status === 'resolved') {
    // Whoever is still out there may always say where they are, and may be called back.
    if (command.type === 'respond' || command.type === 'well' || command.type === 'recall')
      return officer(state, command, now);
    return no({ code: 'already-resolved', by: state.resolution.by, at: state.resolution.at });
  }
  switch (command.type) {
    case 'claim':
      return claim(state, command);
    case 'decline':
      return decline(state, command);
    case 'release':
      return state.status === 'claimed' ? yes({ type: 'released', from: state.claim.by }) : no({ code: 'not-claimed' });
    case 'assign': {
      const from = state.status === 'claimed' ? { from: state.claim.by } : {};
      if (state.status === 'claimed' && state.claim.by.id === command.to.id) return yes();
      return yes({ type: 'assigned', to: command.to, ...from, via: actor.via });
    }
    case 'escalate':
      return escalate(state, command, now);
    case 'snooze':
      return snooze(state, command, now);
    case 'resolve':
      return resolve(state, command, now);
    case 'verify': {
      const note = whole(command.note);
      const problem = note === '' ? undefined : textProblem('note', note, LIMITS.noteLength);
      return problem ?? verified(state, command, note, now);
    }
    case 'rate':
      return rate(state, command, now);
    case 'step':
      return step(state, command, now);
    case 'emergency-call':
      return emergencyCall(state, command);
    default:
      return officer(state, command, now);
  }
}

type Of<T extends PersonCommand['type']> = Extract<PersonCommand, { type: T }>;
type Live = Extract<IncidentState, { status: 'open' | 'claimed' }>;

function claim(state: Live, { actor }: Of<'claim'>): Decision {
  // Whoever was sent and takes it comes.
  const sent = responderOf(state.responders, actor.id)?.state === 'asked';
  const comes = sent ? [{ type: 'responded', who: refOf(actor), answer: 'accepted', via: actor.via } as const] : [];
  if (state.status === 'open') return yes({ type: 'claimed', by: refOf(actor), via: actor.via }, ...comes);
  const { by, at, via } = state.claim;
  if (by.id === actor.id) return no({ code: 'already-yours', since: at });
  // The ladder wants more than one: whoever comes second is on it as well, and one person still has it.
  const more = needsSomebody(state) && !state.joined.some(({ id }) => id === actor.id);
  return more ? yes({ type: 'joined', by: refOf(actor) }) : no({ code: 'already-claimed', by, since: at, via });
}

/** Their pages have not led to anybody: the next one's turn has come. */
function decline(state: Live, { actor }: Of<'decline'>): Decision {
  const pages = state.pages.filter(({ to, state: is }) => to.kind === 'person' && to.id === actor.id && open.has(is));
  return yes(
    ...pages.map(
      ({ id, via }) =>
        ({ type: 'page-failed', page: id, name: actor.name, via, error: 'they said no', final: true }) as const,
    ),
  );
}

function emergencyCall(state: Live, { reference: given }: Of<'emergency-call'>): Decision {
  const { psap } = state.place;
  if (!psap) return no({ code: 'invalid', field: 'reference', why: 'the book names nobody to call for this site' });
  const reference = whole(given);
  const problem = reference === '' ? undefined : textProblem('reference', reference, LIMITS.referenceLength);
  return problem ?? yes({ type: 'emergency-called', name: psap.name, phone: psap.phone, reference });
}

const open: ReadonlySet<string> = new Set(['due', 'sent', 'delivered']);

function escalate(state: Live, { actor, to, why: given, recipients }: Of<'escalate'>, now: Date): Decision {
  const why = whole(given);
  const problem = textProblem('why', why, LIMITS.whyLength);
  if (problem) return problem;
  const escalated = { type: 'escalated', to, why } as const;
  if (!recipients) return yes(escalated);
  const reason = { code: 'escalated', by: actor.name, why } as const;
  return yes(escalated, pageAll(reason, recipients, { made: state.paged, now }));
}

function snooze(state: Live, { until, why: given }: Of<'snooze'>, now: Date): Decision {
  const wait = until.getTime() - now.getTime();
  if (state.lifeSafety) return no({ code: 'invalid', field: 'until', why: 'a life-safety incident is not snoozed' });
  if (!(wait > 0)) return no({ code: 'invalid', field: 'until', why: 'it lies in the past' });
  if (wait > LIMITS.snoozeMs) return no({ code: 'invalid', field: 'until', why: 'at most 8 hours' });
  const why = whole(given);
  return textProblem('why', why, LIMITS.whyLength) ?? yes({ type: 'snoozed', until, why });
}

/** What somebody saw can make it worse than the machine took it for. */
function verified(state: Live, { seen, assessment, graver = {} }: Of<'verify'>, note: string, now: Date): Decision {
  const rose = roseTo(state, graver.band ?? assessment.band);
  const { destinations } = graver;
  return yes(
    { type: 'verified', seen, note, assessment, ...rose, ...(destinations ? { destinations } : {}) },
    ...graverEvents(state, graver, now),
  );
}

/** Up is anybody's call; down is that of somebody who leads, and never for life safety. */
function rate(state: Live, { actor, to, why: given, graver = {} }: Of<'rate'>, now: Date): Decision {
  if (to === state.assessment.band && state.raisedFrom === undefined) return yes();
  const falls = bandRank(to) < bandRank(state.assessment.band);
  if (falls && state.lifeSafety) return no({ code: 'invalid', field: 'band', why: 'life safety stays critical' });
  if (falls && !leads(actor)) return no(NEEDS_A_LEAD);
  const why = whole(given);
  const problem = textProblem('why', why, LIMITS.whyLength);
  if (problem) return problem;
  // As it was shown; what a model raised alone is no step that a person takes.
  const from = falls ? state.assessment.band : foundBand(state);
  if (falls) return yes({ type: 'rated', from, to, why });
  const { destinations } = graver;
  return yes(
    { type: 'rated', from, to, why, ...(destinations ? { destinations } : {}) },
    ...graverEvents(state, graver, now),
  );
}
