import { describe, it } from 'vitest';
import { refOf } from '../../src/incident/index.js';
import {
  ana,
  archived,
  ben,
  claim,
  claimed,
  given,
  minute,
  NIGHT,
  opened,
  released,
  resolved,
  snoozed,
} from './given.js';

describe('claim', () => {
  it('gives an open incident to the first who asks', () => {
    given(opened())
      .when(claim(ana), minute(1))
      .gives({ type: 'claimed', by: refOf(ana), via: 'slack' })
      .leaving({ status: 'claimed', claim: { by: refOf(ana), at: minute(1), via: 'slack', heardAt: minute(1) } });
  });

  it('tells everyone after that who has it, since when and from where', () => {
    given(opened(), claimed(ana))
      .when(claim(ben))
      .isRefused({ code: 'already-claimed', by: refOf(ana), since: minute(1), via: 'slack' });
  });

  it('tells the holder who presses again that it is theirs', () => {
    given(opened(), claimed(ana))
      .when(claim(ana))
      .isRefused({ code: 'already-yours', since: minute(1) });
  });

  it('is the same person on another surface', () => {
    given(opened(), claimed(ana))
      .when(claim({ ...ana, via: 'console' }))
      .isRefused({ code: 'already-yours', since: minute(1) });
  });

  it('can be made again after a release, and remembers who had it', () => {
    given(opened(), claimed(ana), released(ana))
      .when(claim(ben), minute(3))
      .gives({ type: 'claimed', by: refOf(ben), via: 'console' })
      .leaving({ claim: { by: refOf(ben), at: minute(3), via: 'console', heardAt: minute(3) } });
  });

  it('ends a snooze: somebody is on it', () => {
    given(opened(), snoozed(ben, minute(60)))
      .when(claim(ana))
      .gives({ type: 'claimed', by: refOf(ana), via: 'slack' })
      .leaving({ snoozedUntil: undefined });
  });

  it('comes too late for a resolved incident', () => {
    given(opened(), resolved(ana))
      .when(claim(ben))
      .isRefused({ code: 'already-resolved', by: refOf(ana), at: minute(1) });
  });

  it('comes too late for an archived incident', () => {
    given(opened(), resolved(ana), archived())
      .when(claim(ben))
      .isRefused({ code: 'archived', at: minute(2) });
  });

  it('of something that does not exist is refused', () => {
    given().when(claim(ana), NIGHT).isRefused({ code: 'unknown-incident' });
  });
});
