import { describe, expect, it } from 'vitest';
import type { Chosen, Command, Known, PersonActor, Recipients } from '../../src/incident/index.js';
import { decide, missedAnswers, NOTHING_KNOWN, nextDue, officerAsked } from '../../src/incident/index.js';
import {
  ana,
  ben,
  claimed,
  clock,
  given,
  minute,
  opened,
  type Past,
  plan,
  policy,
  resolved,
  sam,
  stateAfter,
} from './given.js';

const who = { id: 'ben', name: 'Ben Adeyemi' };
const chi = { id: 'chi', name: 'Chi Nguyen' };
const reach = (person: { id: string; name: string }): Recipients => ({
  reach: [{ to: { kind: 'person', ...person }, can: ['sms', 'voice'], ways: [{ via: 'sms', afterMs: 0 }], next: [] }],
  none: [],
});
const chosen = (person = who): Chosen => ({
  who: person,
  because: '620 m, fix 20 s old',
  best: true,
  recipients: reach(person),
});
const quiet = policy({
  roundMs: 600 * 60_000,
  steps: policy().steps.map((step) => ({ ...step, afterMs: 500 * 60_000 })),
});
const night = (dispatch: 'automatic' | 'ask' = 'ask'): Past => opened({ plan: plan({ dispatch, escalation: quiet }) });
const dispatched = (person = who): Past => ({
  actor: sam,
  event: { type: 'dispatched', to: person, because: '', best: true },
});
const answers = (answer: 'accepted' | 'refused' | 'en-route' | 'on-scene' | 'clear', person = who): Past => ({
  actor: ben,
  event: { type: 'responded', who: person, answer, via: 'sms' },
});
const says = (actor: PersonActor, answer: 'accepted' | 'refused' | 'en-route' | 'on-scene' | 'clear'): Command => ({
  type: 'respond',
  actor,
  who,
  answer,
});
const tick = (known: Partial<Known> = {}): Command => ({
  type: 'tick',
  actor: clock,
  known: { ...NOTHING_KNOWN, ...known },
});

describe('sending an officer', () => {
  it('asks them by every way, and says why them', () => {
    given(night())
      .when({ type: 'dispatch', actor: sam, officer: chosen() })
      .gives(
        { type: 'dispatched', to: who, because: '620 m, fix 20 s old', best: true },
        {
          type: 'paged',
          why: { code: 'dispatched', by: 'Sam Okafor' },
          pages: [expect.objectContaining({ via: 'sms', to: { kind: 'person', ...who } })],
          none: [],
        },
      );
    given(night(), dispatched())
      .when({ type: 'dispatch', actor: sam, officer: chosen() })
      .isRefused({ code: 'already-sent', who, since: minute(1) });
  });

  it('moves forward only: a late word does not undo a newer one', () => {
    given(night(), dispatched(), answers('on-scene'))
      .when(says(ben, 'en-route'))
      .isRefused({ code: 'too-late', is: 'on-scene' });
    given(night(), dispatched(), answers('en-route')).when(says(ben, 'en-route')).changesNothing();
    given(night(), dispatched(), answers('accepted'))
      .when(says(ben, 'refused'))
      .isRefused({ code: 'too-late', is: 'accepted' });
  });

  it('is answered by the officer, or by somebody who leads', () => {
    given(night(), dispatched())
      .when(says(ana, 'accepted'))
      .isRefused({
        code: 'not-permitted',
        needs: ['supervisor', 'manager', 'director', 'admin'],
      });
    given(night(), dispatched())
      .when(says(sam, 'accepted'))
      .gives({ type: 'responded', who, answer: 'accepted', via: 'teams' });
    given(night()).when(says(ben, 'accepted')).isRefused({ code: 'not-sent', who });
  });

  it('that is refused, or not answered in time, asks the next one and leaves out who refused', () => {
    const refused = stateAfter(night(), dispatched(), answers('refused'));
    expect(officerAsked(refused)).toMatchObject({ without: ['ben'] });
    const key = officerAsked(refused)!.key;
    const decision = decide(refused, tick({ officers: { [key]: chosen(chi) } }), minute(3));
    expect(decision).toMatchObject({ ok: true, events: [{ type: 'dispatched', to: chi }, { type: 'paged' }] });
    given(night(), dispatched()).when(tick(), minute(2)).gives({ type: 'dispatch-timed-out', who });
    given(night(), dispatched())
      .when(tick(), new Date(minute(2).getTime() - 1))
      .changesNothing();
  });

  it('by itself is done by a protocol that says so, once, and says when nobody is left', () => {
    const state = stateAfter(night('automatic'));
    const key = officerAsked(state)!.key;
    const decision = decide(state, tick({ officers: { [key]: { nobody: 'no officer is free' } } }), minute(1));
    expect(decision).toEqual({ ok: true, events: [{ type: 'nobody-to-send', why: 'no officer is free' }] });
    const none = stateAfter(night('automatic'), { actor: clock, event: { type: 'nobody-to-send', why: 'x' } });
    // Somebody may be free later: it is looked again, soon at first and then less often.
    expect(officerAsked(none, minute(1))).toBeUndefined();
    expect(nextDue(none)?.getTime()).toBeLessThanOrEqual(minute(2).getTime());
    expect(officerAsked(none, minute(2))).toEqual(expect.objectContaining({ key }));
    const gone = { actor: clock, event: { type: 'nobody-to-send', why: 'x' } } as const;
    const often = stateAfter(night('automatic'), ...Array.from({ length: 12 }, () => gone));
    expect(officerAsked(often, minute(20))).toBeUndefined();
    expect(officerAsked(stateAfter(night('ask')))).toBeUndefined();
  });
});

describe('welfare', () => {
  const asked: Past = { actor: clock, event: { type: 'welfare-asked', who } };

  it('asks an officer who is silent, and then raises an alarm for them, once', () => {
    const state = stateAfter(night(), dispatched(), answers('on-scene'));
    // A quarter of an hour after they were heard of.
    expect(nextDue(state)).toEqual(minute(5));
    const due = minute(17);
    const known = { recipients: { 'welfare:ben': reach(who) } };
    expect(decide(state, tick(known), due)).toMatchObject({
      ok: true,
      events: expect.arrayContaining([{ type: 'welfare-asked', who }]),
    });
    const silent = stateAfter(night(), dispatched(), answers('on-scene'), asked);
    expect(missedAnswers(silent, minute(5))).toEqual([{ who, key: expect.stringMatching(/^welfare:i-1:ben:/) }]);
    expect(missedAnswers(silent, new Date(minute(5).getTime() - 1))).toEqual([]);
    const missed = stateAfter(night(), dispatched(), answers('on-scene'), asked, {
      actor: clock,
      event: { type: 'welfare-missed', who, key: 'k' },
    });
    expect(missedAnswers(missed, minute(600))).toEqual([]);
  });

  it('is heard by any word of theirs, and the clock starts anew', () => {
    given(night(), dispatched(), answers('on-scene'), asked)
      .when({ type: 'well', actor: ben })
      .gives({ type: 'welfare-heard', who, via: 'console' });
    const well = stateAfter(night(), dispatched(), answers('on-scene'), asked, {
      actor: ben,
      event: { type: 'welfare-heard', who, via: 'sms' },
    });
    expect(missedAnswers(well, minute(15))).toEqual([]);
    given(night()).when({ type: 'well', actor: ben }).isRefused({ code: 'not-sent', who });
  });

  it('is no business of those who are done, also when the incident is closed meanwhile', () => {
    expect(missedAnswers(stateAfter(night(), dispatched(), answers('clear')), minute(600))).toEqual([]);
    given(night(), dispatched(), answers('on-scene'), resolved(ana))
      .when(says(ben, 'clear'))
      .gives({ type: 'responded', who, answer: 'clear', via: 'console' });
  });

  it('asks whoever has it and does nothing, and opens it again when they do not answer', () => {
    const has = stateAfter(night(), claimed(ana));
    // A quarter of an hour after they took it.
    expect(nextDue(has)).toEqual(minute(16));
    const late = stateAfter(night(), { actor: clock, event: { type: 'overdue', respondBy: minute(5) } }, claimed(ana));
    expect(nextDue(late)).toEqual(minute(17));
    const ask = stateAfter(night(), claimed(ana), {
      actor: clock,
      event: { type: 'claim-asked', who: { id: 'ana', name: 'Ana Beck' } },
    });
    expect(decide(ask, tick(), minute(4))).toEqual({
      ok: true,
      events: [{ type: 'claim-lapsed', from: { id: 'ana', name: 'Ana Beck' } }],
    });
    // Whatever they do is a word.
    const noted = stateAfter(
      night(),
      claimed(ana),
      { actor: clock, event: { type: 'claim-asked', who: { id: 'ana', name: 'Ana Beck' } } },
      { actor: ana, event: { type: 'noted', text: 'still here' } },
    );
    expect(decide(noted, tick(), minute(6))).toEqual({ ok: true, events: [] });
  });
});
