import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import type { Addressee, IncidentEvent, PageWhy } from '../../src/incident/index.js';
import { apply, decide, missedAnswers, NOTHING_KNOWN, nextDue, questionsOf, toCall } from '../../src/incident/index.js';
import {
  ana,
  ben,
  claimed,
  clock,
  incidentAfter,
  minute,
  opened,
  type Past,
  plan,
  resolved,
  sam,
  snoozed,
  stateAfter,
} from './given.js';

const to: Addressee = { kind: 'person', id: 'sam', name: 'Sam Okafor' };
const paged = (why: PageWhy, id = '1'): Past => ({
  actor: clock,
  event: {
    type: 'paged',
    why,
    pages: [{ id, to, via: 'sms', notBefore: minute(1), group: id, can: ['sms'], next: [] }],
    none: [],
  } as IncidentEvent,
});
const step: PageWhy = { code: 'step', policy: 'standard', round: 1, step: 0 };
const skipped: PageWhy = { code: 'skipped-step', by: 'Ana Beck', step: 'Perimeter walked' };
const notice: PageWhy = { code: 'notice', notice: 'management' };
const dispatched: PageWhy = { code: 'dispatched', by: 'Sam Okafor' };
const stateOf = (...past: Past[]) => stateAfter(opened(), ...past).pages.map(({ state }) => state);

describe('what was not sent yet', () => {
  it('is not sent any more once somebody has it, when it looked for somebody', () => {
    expect(stateOf(paged(step), claimed(ana))).toEqual(['stopped']);
    expect(stateOf(paged(step), snoozed(ana, minute(30)))).toEqual(['stopped']);
    expect(stateOf(paged(step), claimed(ana), resolved(ana))).toEqual(['stopped']);
  });

  it('is sent all the same to whoever is sent there, until it is over', () => {
    expect(stateOf(paged(dispatched), claimed(ana))).toEqual(['due']);
    expect(stateOf(paged(dispatched), claimed(ana), resolved(ana))).toEqual(['stopped']);
  });

  it('is sent all the same to whoever has to know: management, and a supervisor of a skipped step', () => {
    for (const why of [notice, skipped]) {
      expect(stateOf(paged(why), claimed(ana))).toEqual(['due']);
      expect(stateOf(paged(why), claimed(ana), resolved(ana))).toEqual(['due']);
    }
  });

  it('calls nobody in a chat who has it already', () => {
    expect(toCall(stateAfter(opened(), paged(step), claimed(ana)))).toEqual([]);
  });
});

describe('an officer who is still out there when it is closed', () => {
  const sent: Past = {
    actor: sam,
    event: { type: 'dispatched', to: { id: 'ben', name: 'Ben Adeyemi' }, because: '', best: true },
  };
  const there: Past = {
    actor: ben,
    event: { type: 'responded', who: { id: 'ben', name: 'Ben Adeyemi' }, answer: 'on-scene', via: 'sms' },
  };

  it('is asked whether all is well as before, and missed when there is no answer', () => {
    const state = stateAfter(opened(), sent, there, claimed(ana), resolved(ana));
    expect(nextDue(state)).toEqual(minute(17));
    const asked: Past = { actor: clock, event: { type: 'welfare-asked', who: { id: 'ben', name: 'Ben Adeyemi' } } };
    const silent = stateAfter(opened(), sent, there, claimed(ana), resolved(ana), asked);
    expect(missedAnswers(silent, minute(60)).map(({ who }) => who.id)).toEqual(['ben']);
  });

  it('is left in peace once they say that it is clear', () => {
    const clear: Past = { ...there, event: { ...there.event, answer: 'clear' } as IncidentEvent };
    expect(nextDue(stateAfter(opened(), sent, there, claimed(ana), resolved(ana), clear))).toBeUndefined();
  });
});

describe('whoever was sent and claims it', () => {
  it('is coming', () => {
    const sent: Past = {
      actor: sam,
      event: { type: 'dispatched', to: { id: 'ana', name: 'Ana Beck' }, because: '', best: true },
    };
    const decision = decide(stateAfter(opened(), sent), { type: 'claim', actor: ana }, minute(2));
    expect(decision).toMatchObject({
      ok: true,
      events: [{ type: 'claimed' }, { type: 'responded', answer: 'accepted' }],
    });
  });
});

describe('a rung that names a channel', () => {
  it('shows the card there from then on, and reaches somebody by that', () => {
    const managers = { surface: 'slack', to: 'C0MGR', name: 'managers', audience: 'team', mention: 'none' } as const;
    const before = stateAfter(opened({ plan: plan() }));
    const [question] = questionsOf(before, minute(1));
    const known = {
      ...NOTHING_KNOWN,
      recipients: { [question?.key ?? '']: { reach: [], none: [], channels: [managers] } },
    };
    const decision = decide(before, { type: 'tick', actor: clock, known }, minute(1));
    if (!decision.ok) throw new Error('refused');
    const incident = apply('i-1', incidentAfter(opened({ plan: plan() })), decision.events, {
      actor: clock,
      now: minute(1),
      digest,
    });
    expect(incident.state.destinations).toContainEqual(managers);
    expect(incident.owed.map(({ id }) => id)).toContain('slack:C0MGR/card');
    // It waits for an answer as after any other rung.
    expect(incident.state.clock.startedAt).toEqual(before.clock.startedAt);
  });
});
