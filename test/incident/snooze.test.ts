import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncidentState, Known } from '../../src/incident/index.js';
import { decide, evolve, LIMITS, NOBODY, nextDue, questionsOf, refOf } from '../../src/incident/index.js';
import type { Past } from './given.js';
import {
  ana,
  archived,
  ben,
  claimed,
  clock,
  given,
  HOUR,
  ID,
  minute,
  opened,
  overdue,
  reopened,
  resolved,
  sam,
  snooze,
  snoozed,
  stateAfter,
  tick,
} from './given.js';

describe('snooze', () => {
  it('puts it aside until a moment, with a reason', () => {
    given(opened())
      .when(snooze(ana, minute(16), ' waiting for the key '), minute(1))
      .gives({ type: 'snoozed', until: minute(16), why: 'waiting for the key' })
      .leaving({ snoozedUntil: minute(16), status: 'open' });
  });

  it('needs a reason', () => {
    given(opened())
      .when(snooze(ana, minute(16), '  '))
      .isRefused({ code: 'invalid', field: 'why', why: 'it is empty' });
  });

  it('lies in the future', () => {
    given(opened())
      .when(snooze(ana, minute(1)), minute(1))
      .isRefused({ code: 'invalid', field: 'until', why: 'it lies in the past' });
    given(opened())
      .when(snooze(ana, new Date(Number.NaN)), minute(1))
      .isRefused({ code: 'invalid', field: 'until', why: 'it lies in the past' });
  });

  it('lasts at most eight hours', () => {
    const until = new Date(minute(1).getTime() + 8 * HOUR);
    given(opened()).when(snooze(ana, until), minute(1)).gives({ type: 'snoozed', until, why: 'guard on the way' });
    given(opened())
      .when(snooze(ana, new Date(until.getTime() + 1)), minute(1))
      .isRefused({ code: 'invalid', field: 'until', why: 'at most 8 hours' });
    expect(LIMITS.snoozeMs).toBe(8 * HOUR);
  });

  it('is never for life safety', () => {
    given(opened({ kind: 'duress', lifeSafety: true }))
      .when(snooze(ana, minute(16)))
      .isRefused({ code: 'invalid', field: 'until', why: 'a life-safety incident is not snoozed' });
  });

  it('of a claimed incident belongs to the holder, or to a lead', () => {
    given(opened(), claimed(ana))
      .when(snooze(ben, minute(16)))
      .isRefused({
        code: 'not-yours',
        by: refOf(ana),
        since: minute(1),
        needs: ['supervisor', 'manager', 'director', 'admin'],
      });
    given(opened(), claimed(ana))
      .when(snooze(sam, minute(16)))
      .gives({ type: 'snoozed', until: minute(16), why: 'guard on the way' });
  });

  it('comes too late for a resolved incident', () => {
    given(opened(), resolved(ana))
      .when(snooze(ana, minute(16)))
      .isRefused({ code: 'already-resolved', by: refOf(ana), at: minute(1) });
  });
});

describe('the clock', () => {
  it('wakes a snoozed incident at its moment, not before', () => {
    given(opened(), claimed(ana), snoozed(ana, minute(30)))
      .when(tick, minute(29))
      .changesNothing();
    given(opened(), claimed(ana), snoozed(ana, minute(30)))
      .when(tick, minute(30))
      .gives({ type: 'snooze-ended' })
      .leaving({ snoozedUntil: undefined, status: 'claimed' });
  });

  it('says once that nobody claimed it in time', () => {
    given(opened()).when(tick, minute(4)).changesNothing();
    given(opened())
      .when(tick, minute(5))
      .gives({ type: 'overdue', respondBy: minute(5) })
      .leaving({ overdue: true, status: 'open' });
    given(opened(), overdue()).when(tick, minute(50)).changesNothing();
  });

  it('does not call a claimed incident overdue', () => {
    given(opened(), claimed(ana)).when(tick, minute(15)).changesNothing();
  });

  it('counts anew after reopening', () => {
    given(opened(), overdue(), resolved(ana), reopened(ana, minute(60)))
      .when(tick, minute(60))
      .gives({ type: 'overdue', respondBy: minute(60) });
  });

  it('does nothing to what is resolved', () => {
    given(opened(), resolved(ana)).when(tick, minute(500)).changesNothing();
  });

  it('can do two things at once after a long sleep', () => {
    given(opened(), snoozed(ana, minute(30)))
      .when(tick, minute(60))
      .gives({ type: 'snooze-ended' }, { type: 'overdue', respondBy: minute(5) })
      .leaving({ snoozedUntil: undefined, overdue: true });
  });
});

/** Everything that is asked leads to nobody. */
const nobodyKnown = (state: IncidentState, now: Date): Known => ({
  recipients: Object.fromEntries(questionsOf(state, now).map(({ key }) => [key, NOBODY])),
  officers: {},
});

describe('when the clock looks again', () => {
  it('is the earlier of snooze and response time', () => {
    expect(nextDue(stateAfter(opened()))).toEqual(minute(5));
    expect(nextDue(stateAfter(opened(), snoozed(ana, minute(3))))).toEqual(minute(3));
    expect(nextDue(stateAfter(opened(), claimed(ana), snoozed(ana, minute(30))))).toEqual(minute(30));
  });

  it('is the next rung of the ladder, and later whoever has it', () => {
    expect(nextDue(stateAfter(opened(), overdue()))).toEqual(minute(10));
    // A quarter of an hour after they took it.
    expect(nextDue(stateAfter(opened(), claimed(ana)))).toEqual(minute(16));
  });

  it('is never, once there is nothing to wait for', () => {
    expect(nextDue(stateAfter(opened(), resolved(ana), archived()))).toBeUndefined();
    expect(nextDue(stateAfter(opened(), resolved(ana)))).toBeUndefined();
  });

  it('never comes for nothing, and never stands still: a due incident changes, and is then due later or never', () => {
    const step = fc.constantFrom<Past>(
      claimed(ana),
      snoozed(ana, minute(30)),
      snoozed(ben, minute(90)),
      overdue(),
      resolved(ana),
      reopened(ana, minute(45)),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), (steps) => {
        const state = stateAfter(opened(), ...steps);
        const due = nextDue(state);
        if (due === undefined) return;
        const decision = decide(state, { type: 'tick', actor: clock, known: nobodyKnown(state, due) }, due);
        if (!decision.ok) throw new Error(decision.refusal.code);
        expect(decision.events.length).toBeGreaterThan(0);
        const after = decision.events.reduce((now, event) => evolve(now, { event, actor: clock, at: due }, ID), state);
        // A rung that reaches nobody brings the next one forward to the same moment.
        expect(nextDue(after)?.getTime() ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(due.getTime());
      }),
    );
  });
});
