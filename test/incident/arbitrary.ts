import fc from 'fast-check';
import { digest } from '../../src/digest.js';
import type { Command, Incident, IncidentEvent, Kind, PersonActor, SignalBatch } from '../../src/incident/index.js';
import {
  apply,
  BANDS,
  DISPOSITIONS,
  decide,
  FALSE_ALARM_CAUSES,
  isLifeSafety,
  KINDS,
} from '../../src/incident/index.js';
import {
  ana,
  assessment,
  batch,
  ben,
  client,
  delivery,
  ID,
  intake,
  managers,
  minute,
  NIGHT,
  opening,
  ops,
  sam,
  tick,
} from './given.js';

/** What somebody may type, or an alarm may carry: markup of every surface, controls, half characters, long text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '<!channel>',
    '<script>alert(1)</script>',
    '*bold* _it_ `x` <https://evil.example|click>',
    '\u202egnp.exe',
    'undefined',
    '👩‍👩‍👧 '.repeat(40),
    '{{7*7}} #{x} %s',
    '&amp;',
    '\ud800',
  ),
  fc.string({ maxLength: 40, unit: 'binary' }),
  fc.string({ maxLength: 700 }),
);

export const anyPerson: fc.Arbitrary<PersonActor> = fc.constantFrom(ana, ben, sam, client);
export const anyKind: fc.Arbitrary<Kind> = fc.constantFrom(...KINDS);
const whole = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd');
const until = fc.integer({ min: -5, max: 600 }).map(minute);

export const anyAssessment = fc
  .tuple(fc.integer({ min: 0, max: 100 }), fc.constantFrom(...BANDS))
  .map(([score, band]) => assessment(score, band));

export const anyBatch: fc.Arbitrary<SignalBatch> = fc
  .record({
    n: fc.integer({ min: 0, max: 30 }),
    count: fc.integer({ min: 1, max: 500 }),
    kind: anyKind,
    subject: hostileText,
    at: until,
    seen: fc.boolean(),
  })
  .map(({ n, count, kind, subject, at, seen }) =>
    batch(`n${n}`, {
      count,
      kinds: { [kind]: count },
      newest: [{ id: `s-${n}`, source: 'generic', key: `${n}`, kind, subject: whole(subject), occurredAt: at }],
      devices: [{ id: `d-${n}`, name: [...whole(subject)].slice(0, 40).join('') }],
      firstOccurredAt: at,
      lastOccurredAt: at,
      personSeen: seen,
      videoSeen: !seen,
      pictures: seen ? ['https://x.example/a.jpg'] : [],
    }),
  );

export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  anyPerson.map((actor): Command => ({ type: 'claim', actor })),
  anyPerson.map((actor): Command => ({ type: 'release', actor })),
  fc.constantFrom(ana, ben).map((to): Command => ({ type: 'assign', actor: sam, to: { id: to.id, name: to.name } })),
  fc.tuple(anyPerson, hostileText).map(([actor, text]): Command => ({ type: 'note', actor, text })),
  fc.tuple(anyPerson, hostileText).map(
    ([actor, why]): Command => ({
      type: 'escalate',
      actor,
      to: { kind: 'role', id: 'supervisor', name: 'Every supervisor' },
      why,
    }),
  ),
  fc
    .tuple(anyPerson, until, hostileText)
    .map(([actor, at, why]): Command => ({ type: 'snooze', actor, until: at, why })),
  fc.tuple(anyPerson, fc.constantFrom(...DISPOSITIONS), fc.constantFrom(...FALSE_ALARM_CAUSES), hostileText).map(
    ([actor, disposition, cause, note]): Command => ({
      type: 'resolve',
      actor,
      disposition,
      note,
      ...(disposition === 'false-alarm' ? { cause } : {}),
    }),
  ),
  fc
    .tuple(anyPerson, until, hostileText)
    .map(([actor, respondBy, why]): Command => ({ type: 'reopen', actor, respondBy, why })),
  fc
    .record({
      signals: anyBatch,
      assessed: anyAssessment,
      flapping: fc.boolean(),
      leads: fc.boolean(),
      rises: fc.boolean(),
    })
    .map(
      ({ signals, assessed, flapping, leads, rises }): Command => ({
        type: 'attach',
        actor: intake,
        signals,
        assessment: assessed,
        flapping,
        ...(leads ? { lead: { kind: 'intrusion', subject: 'Somebody is inside' } } : {}),
        ...(rises ? { destinations: [ops, managers] } : {}),
      }),
    ),
  anyBatch.map((signals): Command => ({ type: 'restore', actor: intake, signals: signals.newest })),
  fc.constant<Command>(tick),
  fc.constant<Command>({ type: 'archive', actor: { kind: 'system', id: 'archive' } }),
);

/** What delivery writes into the evidence. */
const receipt: fc.Arbitrary<IncidentEvent> = fc.oneof(
  fc.record({ lookedUp: fc.boolean() }).map(
    ({ lookedUp }): IncidentEvent => ({
      type: 'card-posted',
      destination: 'slack:C0OPS',
      ref: '1700.1',
      lookedUp,
      shown: lookedUp ? 0 : 1,
    }),
  ),
  hostileText.map(
    (error): IncidentEvent => ({
      type: 'delivery-failed',
      destination: 'slack:C0OPS',
      what: 'card',
      error: whole(error),
    }),
  ),
);

export type Step = { readonly command: Command } | { readonly receipt: IncidentEvent };
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 8, arbitrary: anyCommand.map((command) => ({ command })) },
  { weight: 1, arbitrary: receipt.map((event) => ({ receipt: event })) },
);

export const anyOpening = fc
  .record({
    kind: anyKind,
    subject: hostileText,
    covert: fc.boolean(),
    unrecognised: fc.option(hostileText),
    assessed: anyAssessment,
    zoned: fc.boolean(),
    psap: fc.option(
      fc.record({ name: hostileText.map(whole), phone: fc.constant('+4930110'), caller: fc.constant('Northgate') }),
    ),
    signals: anyBatch,
  })
  .map(({ kind, subject, covert, unrecognised, assessed, zoned, psap, signals }) => {
    const { place } = opening();
    const { zoneId: _id, zoneName: _name, address: _address, ...bare } = place;
    return opening({
      kind,
      subject: whole(subject),
      covert,
      lifeSafety: isLifeSafety(kind),
      assessment: assessed,
      signals,
      place: { ...(zoned ? place : bare), ...(psap ? { psap } : {}) },
      ...(unrecognised === null ? {} : { unrecognised: whole(unrecognised) }),
    });
  });

/** Takes the step one minute after the one before; a refused command changes nothing. */
export function takeStep(incident: Incident, step: Step, now: Date): Incident {
  if ('receipt' in step) return apply(ID, incident, [step.receipt], { actor: delivery, now, digest });
  const decision = decide(incident.state, step.command, now);
  if (!decision.ok || decision.events.length === 0) return incident;
  return apply(ID, incident, decision.events, { actor: step.command.actor, now, digest });
}

export const anyIncident: fc.Arbitrary<Incident> = fc
  .tuple(anyOpening, fc.array(anyStep, { maxLength: 14 }))
  .map(([event, steps]) => {
    const start = apply(ID, undefined, [event], { actor: intake, now: NIGHT, digest });
    return steps.reduce((incident, step, index) => takeStep(incident, step, minute(index + 1)), start);
  });
