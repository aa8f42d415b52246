import { describe, expect, it } from 'vitest';
import type { Actor } from '../../src/incident/index.js';
import { DISPOSITIONS, evolve, FALSE_ALARM_CAUSES, refOf } from '../../src/incident/index.js';
import {
  ana,
  ben,
  claimed,
  given,
  ID,
  minute,
  NIGHT,
  opened,
  resolve,
  resolved,
  sam,
  snoozed,
  stateAfter,
} from './given.js';

describe('resolve', () => {
  it.each(DISPOSITIONS.filter((each) => each !== 'false-alarm'))('as %s needs no cause', (disposition) => {
    given(opened(), claimed(ana))
      .when(resolve(ana, disposition, undefined, ' checked on site '), minute(9))
      .gives({ type: 'resolved', disposition, note: 'checked on site' })
      .leaving({
        status: 'resolved',
        claim: undefined,
        resolution: { by: refOf(ana), at: minute(9), via: 'slack', disposition, note: 'checked on site' },
      });
  });

  it.each(FALSE_ALARM_CAUSES)('as a false alarm names its cause: %s', (cause) => {
    given(opened())
      .when(resolve(ana, 'false-alarm', cause))
      .gives({ type: 'resolved', disposition: 'false-alarm', cause, note: '' });
  });

  it('as a false alarm without a cause is refused', () => {
    given(opened())
      .when(resolve(ana, 'false-alarm'))
      .isRefused({ code: 'invalid', field: 'cause', why: 'a false alarm needs its cause' });
  });

  it('with a cause that nothing calls for is refused', () => {
    given(opened())
      .when(resolve(ana, 'test', 'animal'))
      .isRefused({ code: 'invalid', field: 'cause', why: 'only a false alarm has a cause' });
  });

  it('refuses a note that is too long, counted in characters as people see them', () => {
    given(opened())
      .when(resolve(ana, 'confirmed', undefined, '🚪'.repeat(2_001)))
      .isRefused({ code: 'invalid', field: 'note', why: '2001 characters, at most 2000' });
  });

  it('takes a note of exactly the limit', () => {
    const text = '🚪'.repeat(2_000);
    given(opened())
      .when(resolve(ana, 'confirmed', undefined, text))
      .gives({ type: 'resolved', disposition: 'confirmed', note: text });
  });

  it('of a claimed incident belongs to the holder, or to a lead who steps in', () => {
    given(opened(), claimed(ana))
      .when(resolve(ben, 'confirmed'))
      .isRefused({
        code: 'not-yours',
        by: refOf(ana),
        since: minute(1),
        needs: ['supervisor', 'manager', 'director', 'admin'],
      });
    given(opened(), claimed(ana))
      .when(resolve(sam, 'confirmed'))
      .gives({ type: 'resolved', disposition: 'confirmed', note: '' });
  });

  it('happens once: the second is told who and when', () => {
    given(opened(), resolved(ana))
      .when(resolve(ben, 'test'))
      .isRefused({ code: 'already-resolved', by: refOf(ana), at: minute(1) });
  });

  it('ends a snooze', () => {
    given(opened(), snoozed(ana, minute(60)))
      .when(resolve(ana, 'confirmed'))
      .gives({ type: 'resolved', disposition: 'confirmed', note: '' })
      .leaving({ snoozedUntil: undefined });
  });

  it('keeps who had it, for the card', () => {
    expect(stateAfter(opened(), claimed(ana), resolved(ana)).lastClaim).toEqual({
      by: refOf(ana),
      at: minute(1),
      via: 'slack',
      heardAt: minute(1),
    });
  });

  it.each(['clock', 'intake', 'delivery', 'archive'] as const)('is never done by the machine (%s)', (id) => {
    const machine: Actor = { kind: 'system', id };
    const event = { type: 'resolved', disposition: 'confirmed', note: '' } as const;
    expect(() => evolve(stateAfter(opened()), { event, actor: machine, at: NIGHT }, ID)).toThrow('only a person may');
  });
});
