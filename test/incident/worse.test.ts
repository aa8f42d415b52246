import { describe, expect, it } from 'vitest';
import { digest } from '../../src/digest.js';
import type { Graver, IncidentState, PersonCommand } from '../../src/incident/index.js';
import { apply, decide, NOBODY } from '../../src/incident/index.js';
import {
  ana,
  assessment,
  given,
  HOUR,
  ID,
  incidentAfter,
  managers,
  minute,
  opened,
  ops,
  plan,
  sam,
  snoozed,
  stateAfter,
} from './given.js';

const emergency = plan({ protocol: 'emergency', rank: 9, version: 'v9' });
const graver: Graver = {
  destinations: [managers],
  plan: { plan: emergency, because: [{ code: 'band', band: 'critical' }] },
  notices: [{ id: 'management', recipients: NOBODY }],
};
const rate = (to: 'low' | 'medium' | 'critical', more: Graver = graver): PersonCommand => ({
  type: 'rate',
  actor: sam,
  to,
  why: 'two men with a van',
  graver: more,
});
const verify = (band: 'high' | 'critical'): PersonCommand => ({
  type: 'verify',
  actor: ana,
  seen: 'person',
  note: 'by the dock',
  assessment: { ...assessment(85, band), avs: 3 },
  graver,
});

function stateOnce(command: PersonCommand, ...history: ReturnType<typeof opened>[]): IncidentState {
  const before = incidentAfter(...history);
  const decision = decide(before.state, command, minute(2));
  if (!decision.ok) throw new Error(decision.refusal.code);
  return apply(ID, before, decision.events, { actor: command.actor, now: minute(2), digest }).state;
}

/** What a person found out counts as much as what a detector found out. */
describe('an incident that a person finds worse', () => {
  it('is answered as the book wants, in the channels that want it, and whoever is to know is told', () => {
    for (const command of [rate('critical'), verify('critical')]) {
      const state = stateOnce(command, opened());
      expect(state.assessment.band).toBe('critical');
      expect(state).toMatchObject({ destinations: [ops, managers], plan: emergency, noticed: ['management'] });
    }
  });

  it('calls where its card stands already: a changed card rings no bell', () => {
    const before = incidentAfter(opened());
    const posted = { ...before, cards: [{ destination: 'slack:C0OPS', ref: '1.1', shown: 1, diary: 1 }], owed: [] };
    const rated = { type: 'rated', from: 'high', to: 'critical', why: 'w' } as const;
    const after = apply(ID, posted, [rated], { actor: sam, now: minute(2), digest });
    expect(after.owed.map(({ what }) => what)).toEqual(['card', 'diary', 'rise']);
    const lowered = { ...rated, to: 'low' } as const;
    const calm = apply(ID, posted, [lowered], { actor: sam, now: minute(2), digest });
    expect(calm.owed.map(({ what }) => what)).toEqual(['card', 'diary']);
  });

  it('is not put off any longer', () => {
    const put = [opened(), snoozed(ana, new Date(minute(1).getTime() + HOUR))];
    expect(stateAfter(...put).snoozedUntil).toBeDefined();
    expect(stateOnce(rate('critical'), ...put).snoozedUntil).toBeUndefined();
    expect(stateOnce(rate('low'), ...put).snoozedUntil).toBeDefined();
  });

  it('gets the rungs that its own protocol has for what is as bad as that', () => {
    const same = plan({ version: 'v2' });
    const more = { ...graver, plan: { plan: same, because: [] } };
    expect(stateOnce(rate('critical', more), opened()).plan.version).toBe('v2');
  });

  it('keeps its protocol when the book has no graver one, and when a person finds it milder', () => {
    given(opened())
      .when(rate('critical', {}))
      .gives({ type: 'rated', from: 'high', to: 'critical', why: 'two men with a van' });
    given(opened()).when(rate('low')).gives({ type: 'rated', from: 'high', to: 'low', why: 'two men with a van' });
  });
});
