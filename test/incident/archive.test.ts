import { describe, expect, it } from 'vitest';
import type { Command } from '../../src/incident/index.js';
import { evolve } from '../../src/incident/index.js';
import {
  ana,
  archive,
  archived,
  archiving,
  attach,
  batch,
  claimed,
  given,
  ID,
  minute,
  NIGHT,
  note,
  opened,
  resolve,
  resolved,
  stateAfter,
  tick,
} from './given.js';

describe('archive', () => {
  it('takes a resolved incident off the board, outcome and all', () => {
    given(opened(), resolved(ana))
      .when(archiving, minute(9))
      .gives({ type: 'archived' })
      .leaving({
        status: 'archived',
        archivedAt: minute(9),
        resolution: {
          by: { id: 'ana', name: 'Ana Beck' },
          at: minute(1),
          via: 'slack',
          disposition: 'confirmed',
          note: 'checked',
        },
      });
  });

  it('twice is once', () => {
    given(opened(), resolved(ana), archived()).when(archiving).changesNothing();
  });

  it('never takes away what somebody still has to look at', () => {
    given(opened()).when(archiving).isRefused({ code: 'not-resolved' });
    given(opened(), claimed(ana)).when(archiving).isRefused({ code: 'not-resolved' });
    expect(() => evolve(stateAfter(opened()), { event: { type: 'archived' }, actor: archive, at: NIGHT }, ID)).toThrow(
      'archived while open',
    );
  });

  it.each<[string, Command]>([
    ['a note', note(ana, 'late')],
    ['a resolution', resolve(ana, 'test')],
    ['a signal', attach(batch('b2'))],
    ['a restore', { type: 'restore', actor: archive, signals: [] }],
    ['the clock', tick],
  ])('is not changed any more by %s', (_what, command) => {
    given(opened(), resolved(ana), archived())
      .when(command)
      .isRefused({ code: 'archived', at: minute(2) });
  });
});
