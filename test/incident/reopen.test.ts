import { describe, it } from 'vitest';
import { refOf } from '../../src/incident/index.js';
import {
  ana,
  archived,
  batch,
  ben,
  claimed,
  given,
  joined,
  minute,
  opened,
  overdue,
  reopen,
  resolved,
} from './given.js';

describe('reopen', () => {
  it('makes a resolved incident open again, with a new time to respond', () => {
    given(opened(), overdue(), resolved(ana))
      .when(reopen(ben, minute(60), ' they are back '))
      .gives({ type: 'reopened', why: 'they are back', respondBy: minute(60) })
      .leaving({ status: 'open', resolution: undefined, reopened: 1, overdue: false, respondBy: minute(60) });
  });

  it('keeps who had it before', () => {
    given(opened(), claimed(ana), resolved(ana))
      .when(reopen(ben, minute(60)))
      .gives({ type: 'reopened', why: 'it rings again', respondBy: minute(60) })
      .leaving({ lastClaim: { by: refOf(ana), at: minute(1), via: 'slack', heardAt: minute(1) } });
  });

  it('is not flapping any more', () => {
    given(opened(), resolved(ana, 'false-alarm', 'animal'), joined(batch('b2'), { flapping: true }))
      .when(reopen(ben, minute(60)))
      .gives({ type: 'reopened', why: 'it rings again', respondBy: minute(60) })
      .leaving({ flapping: false });
  });

  it('needs a reason', () => {
    given(opened(), resolved(ana))
      .when(reopen(ben, minute(60), ' '))
      .isRefused({ code: 'invalid', field: 'why', why: 'it is empty' });
  });

  it('needs something that was resolved', () => {
    given(opened())
      .when(reopen(ben, minute(60)))
      .isRefused({ code: 'not-resolved' });
    given(opened(), claimed(ana))
      .when(reopen(ben, minute(60)))
      .isRefused({ code: 'not-resolved' });
  });

  it('does not bring back what is archived', () => {
    given(opened(), resolved(ana), archived())
      .when(reopen(ben, minute(60)))
      .isRefused({ code: 'archived', at: minute(2) });
  });
});
