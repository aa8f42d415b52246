import { describe, expect, it } from 'vitest';
import type { Command, PersonActor, PersonCommand, Role } from '../../src/incident/index.js';
import { decide, mayEver, ROLES, refOf } from '../../src/incident/index.js';
import {
  ana,
  assessment,
  assign,
  ben,
  claim,
  claimed,
  given,
  minute,
  NIGHT,
  note,
  opened,
  opening,
  type Past,
  person,
  plan,
  release,
  reopen,
  resolve,
  resolved,
  sam,
  snooze,
  stateAfter,
} from './given.js';

const DESK = 'responder supervisor loss-prevention manager director admin';
const LEADS = 'supervisor manager director admin';

/** The whole table, as a newcomer would want to read it. */
const MAY: Readonly<Record<PersonCommand['type'], string>> = {
  claim: DESK,
  decline: DESK,
  verify: DESK,
  rate: DESK,
  step: DESK,
  'emergency-call': DESK,
  dispatch: DESK,
  respond: DESK,
  recall: DESK,
  well: DESK,
  release: DESK,
  assign: LEADS,
  note: DESK,
  escalate: DESK,
  snooze: DESK,
  resolve: DESK,
  reopen: DESK,
  evidence: DESK,
  loss: DESK,
};

const PERFUME = {
  category: 'external_theft',
  basis: 'cost',
  currency: 'EUR',
  lines: [{ item: 'Perfume', quantity: 3, unit: 8_990 }],
  secondary: [],
  recovered: 0,
} as const;
const someone = { id: 'chi', name: 'Chi Nguyen' };
const asked: Readonly<Record<PersonCommand['type'], (actor: PersonActor) => Command>> = {
  claim,
  decline: (actor) => ({ type: 'decline', actor }),
  verify: (actor) => ({ type: 'verify', actor, seen: 'nobody', note: '', assessment: assessment() }),
  rate: (actor) => ({ type: 'rate', actor, to: 'critical', why: 'two vans' }),
  step: (actor) => ({ type: 'step', actor, step: 'video', result: { kind: 'done' } }),
  evidence: (actor) => ({
    type: 'evidence',
    actor,
    files: [{ id: 'slack:F1', name: 'dock.jpg', from: 'slack:F1' }],
  }),
  loss: (actor) => ({ type: 'loss', actor, loss: PERFUME }),
  'emergency-call': (actor) => ({ type: 'emergency-call', actor, reference: '4711' }),
  dispatch: (actor) => ({
    type: 'dispatch',
    actor,
    officer: { who: someone, because: '620 m', best: true, recipients: { reach: [], none: [] } },
  }),
  respond: (actor) => ({ type: 'respond', actor, who: refOf(actor), answer: 'accepted' }),
  recall: (actor) => ({ type: 'recall', actor, who: refOf(actor), why: 'not needed' }),
  well: (actor) => ({ type: 'well', actor }),
  release,
  assign: (actor) => assign(actor, ben),
  note: (actor) => note(actor, 'seen'),
  escalate: (actor) => ({
    type: 'escalate',
    actor,
    to: { kind: 'role', id: 'supervisor', name: 'Every supervisor' },
    why: 'help',
  }),
  snooze: (actor) => snooze(actor, minute(30)),
  resolve: (actor) => resolve(actor, 'confirmed'),
  reopen: (actor) => reopen(actor, minute(30)),
};

/** A state in which the command has something to do for somebody who may give it. */
const stageFor = (type: PersonCommand['type'], actor: PersonActor) =>
  type === 'release'
    ? stateAfter(opened(), claimed(actor))
    : type === 'respond' || type === 'recall' || type === 'well'
      ? stateAfter(opened(), sent(actor))
      : type === 'reopen'
        ? stateAfter(opened(), resolved(ana))
        : stateAfter(
            opened({ place: { ...opening().place, psap }, plan: plan({ procedure: { id: 'p', steps: [video] } }) }),
          );

const psap = { name: 'Police control', phone: '+4930110', caller: 'Northgate Guarding' };

const video = { id: 'video', kind: 'check', text: 'Look', required: false, skippable: false } as const;
const sent = (actor: PersonActor): Past => ({
  actor: sam,
  event: { type: 'dispatched', to: refOf(actor), because: '', best: true },
});

const every = (Object.keys(MAY) as PersonCommand['type'][]).flatMap((type) =>
  ROLES.map((role): [PersonCommand['type'], Role] => [type, role]),
);

describe('who may do what', () => {
  it.each(every)('%s by a %s', (type, role) => {
    const actor = person('pat', 'Pat Lee', role);
    const allowed = MAY[type].split(' ').includes(role);
    const decision = decide(stageFor(type, actor), asked[type](actor), NIGHT);
    expect(mayEver(actor, type)).toBe(allowed);
    if (allowed) expect(decision.ok).toBe(true);
    else expect(decision).toEqual({ ok: false, refusal: { code: 'not-permitted', needs: MAY[type].split(' ') } });
  });

  it('one of several roles is enough', () => {
    const both: PersonActor = { ...ana, roles: ['client', 'supervisor'] };
    expect(decide(stateAfter(opened()), assign(both, ben), NIGHT).ok).toBe(true);
  });

  it('nobody without a role may do anything', () => {
    const nobody: PersonActor = { ...ana, roles: [] };
    for (const type of Object.keys(MAY) as PersonCommand['type'][]) {
      expect(decide(stateAfter(opened()), asked[type](nobody), NIGHT)).toMatchObject({
        ok: false,
        refusal: { code: 'not-permitted' },
      });
    }
  });

  it('everybody at the desk may add to what somebody else has', () => {
    given(opened(), claimed(ana))
      .when(note(ben, 'I see two people'))
      .gives({ type: 'noted', text: 'I see two people' });
  });
});
