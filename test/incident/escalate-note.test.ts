import { describe, it } from 'vitest';
import type { Command, EscalationTarget } from '../../src/incident/index.js';
import { refOf } from '../../src/incident/index.js';
import type { Past } from './given.js';
import { ana, ben, given, minute, note, opened, resolved, snoozed } from './given.js';

const supervisors: EscalationTarget = { kind: 'role', id: 'supervisor', name: 'Every supervisor' };
const escalate = (why: string, to = supervisors): Command => ({ type: 'escalate', actor: ana, to, why });
const escalatedTo = (name: string): Past => ({
  actor: ana,
  event: { type: 'escalated', to: { kind: 'person', id: name, name }, why: 'help' },
});

describe('escalate', () => {
  it('names to whom, by whom and why', () => {
    given(opened())
      .when(escalate(' door is open '), minute(2))
      .gives({ type: 'escalated', to: supervisors, why: 'door is open' })
      .leaving({ escalations: [{ to: supervisors, why: 'door is open', at: minute(2), by: 'Ana Beck' }] });
  });

  it('needs a reason of at most 500 characters', () => {
    given(opened()).when(escalate(' ')).isRefused({ code: 'invalid', field: 'why', why: 'it is empty' });
    given(opened())
      .when(escalate('x'.repeat(501)))
      .isRefused({ code: 'invalid', field: 'why', why: '501 characters, at most 500' });
  });

  it('wakes what was snoozed', () => {
    given(opened(), snoozed(ben, minute(60)))
      .when(escalate('now'))
      .gives({ type: 'escalated', to: supervisors, why: 'now' })
      .leaving({ snoozedUntil: undefined });
  });

  it('is remembered ten deep, the newest last', () => {
    const many = Array.from({ length: 10 }, (_, index) => escalatedTo(`p${index}`));
    const kept = many.slice(1).map((each, index) => ({
      ...(each.event.type === 'escalated' ? { to: each.event.to, why: each.event.why } : {}),
      at: minute(index + 2),
      by: 'Ana Beck',
    }));
    given(opened(), ...many)
      .when(escalate('again'), minute(20))
      .gives({ type: 'escalated', to: supervisors, why: 'again' })
      .leaving({ escalations: [...kept, { to: supervisors, why: 'again', at: minute(20), by: 'Ana Beck' }] });
  });

  it('comes too late for a resolved incident', () => {
    given(opened(), resolved(ben))
      .when(escalate('now'))
      .isRefused({ code: 'already-resolved', by: refOf(ben), at: minute(1) });
  });
});

describe('note', () => {
  it('is kept as it was said, without the space around it', () => {
    given(opened())
      .when(note(ana, '  two people, one van  '))
      .gives({ type: 'noted', text: 'two people, one van' })
      .leaving({ notes: 1 });
  });

  it('can be added to what is resolved', () => {
    given(opened(), resolved(ana))
      .when(note(ben, 'report sent'))
      .gives({ type: 'noted', text: 'report sent' })
      .leaving({ status: 'resolved' });
  });

  it('is not empty and not longer than 2,000 characters', () => {
    given(opened()).when(note(ana, '\n ')).isRefused({ code: 'invalid', field: 'note', why: 'it is empty' });
    given(opened())
      .when(note(ana, 'x'.repeat(2_001)))
      .isRefused({ code: 'invalid', field: 'note', why: '2001 characters, at most 2000' });
  });

  it('with half a character in it is made whole, because such text cannot be hashed', () => {
    given(opened()).when(note(ana, 'door \ud83d open')).gives({ type: 'noted', text: 'door \ufffd open' });
  });
});
