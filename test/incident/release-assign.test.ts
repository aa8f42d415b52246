import { describe, it } from 'vitest';
import { refOf } from '../../src/incident/index.js';
import { ana, assign, ben, claimed, given, minute, opened, release, resolved, sam, snoozed } from './given.js';

describe('release', () => {
  it('puts it back where everybody sees that nobody has it', () => {
    given(opened(), claimed(ana))
      .when(release(ana))
      .gives({ type: 'released', from: refOf(ana) })
      .leaving({
        status: 'open',
        claim: undefined,
        lastClaim: { by: refOf(ana), at: minute(1), via: 'slack', heardAt: minute(1) },
      });
  });

  it('needs a holder', () => {
    given(opened()).when(release(ana)).isRefused({ code: 'not-claimed' });
  });

  it('is not done to somebody else by an equal', () => {
    given(opened(), claimed(ana))
      .when(release(ben))
      .isRefused({
        code: 'not-yours',
        by: refOf(ana),
        since: minute(1),
        needs: ['supervisor', 'manager', 'director', 'admin'],
      });
  });

  it('is done by a supervisor who steps in, and says from whom', () => {
    given(opened(), claimed(ana))
      .when(release(sam))
      .gives({ type: 'released', from: refOf(ana) });
  });
});

describe('assign', () => {
  it('gives an open incident to somebody, in the name of a supervisor', () => {
    given(opened())
      .when(assign(sam, ben), minute(2))
      .gives({ type: 'assigned', to: refOf(ben), via: 'teams' })
      .leaving({ status: 'claimed', claim: { by: refOf(ben), at: minute(2), via: 'teams', heardAt: minute(2) } });
  });

  it('takes it from the one who had it, and says so', () => {
    given(opened(), claimed(ana))
      .when(assign(sam, ben))
      .gives({ type: 'assigned', to: refOf(ben), from: refOf(ana), via: 'teams' })
      .leaving({ lastClaim: { by: refOf(ana), at: minute(1), via: 'slack', heardAt: minute(1) } });
  });

  it('to the holder changes nothing', () => {
    given(opened(), claimed(ana)).when(assign(sam, ana)).changesNothing();
  });

  it('ends a snooze', () => {
    given(opened(), snoozed(ana, minute(60)))
      .when(assign(sam, ben))
      .gives({ type: 'assigned', to: refOf(ben), via: 'teams' })
      .leaving({ snoozedUntil: undefined });
  });

  it('is not for responders', () => {
    given(opened())
      .when(assign(ana, ben))
      .isRefused({ code: 'not-permitted', needs: ['supervisor', 'manager', 'director', 'admin'] });
  });

  it('comes too late for a resolved incident', () => {
    given(opened(), resolved(ana))
      .when(assign(sam, ben))
      .isRefused({ code: 'already-resolved', by: refOf(ana), at: minute(1) });
  });
});
