import { describe, expect, it } from 'vitest';
import type { PageRecord } from '../../src/incident/index.js';
import { decide, NOTHING_KNOWN, nextDue, responderOf } from '../../src/incident/index.js';
import { ana, ben, clock, minute, opened, type Past, plan, policy, resolved, sam, stateAfter } from './given.js';

const who = { id: 'ben', name: 'Ben Adeyemi' };
const quiet = policy({
  roundMs: 600 * 60_000,
  steps: policy().steps.map((step) => ({ ...step, afterMs: 500 * 60_000 })),
});
const night = (): Past => opened({ plan: plan({ dispatch: 'ask', escalation: quiet }) });
const dispatched: Past = { actor: sam, event: { type: 'dispatched', to: who, because: '', best: true } };
const there: Past = { actor: ben, event: { type: 'responded', who, answer: 'on-scene', via: 'sms' } };
const question: Past = {
  actor: clock,
  event: {
    type: 'paged',
    why: { code: 'welfare', question: 'officer' },
    pages: [
      { id: '1', to: { kind: 'person', ...who }, via: 'sms', notBefore: minute(0), group: 'g', can: ['sms'], next: [] },
    ],
    none: [],
  },
};
const ofBen = (...past: Past[]) => responderOf(stateAfter(...past).responders, 'ben');
const states = ({ pages }: { readonly pages: readonly PageRecord[] }) => pages.map(({ state }) => state);

describe('an incident that is closed', () => {
  it('asks nobody to come any more: a late answer belongs to something else', () => {
    expect(ofBen(night(), dispatched, resolved(sam))).toMatchObject({ state: 'withdrawn' });
    const late = decide(
      stateAfter(night(), dispatched, resolved(sam)),
      { type: 'respond', actor: ben, who, answer: 'accepted' },
      minute(3),
    );
    expect(late).toMatchObject({ ok: false, refusal: { code: 'too-late' } });
  });

  it('keeps the question whether all is well on its way to whoever is still out there', () => {
    expect(states(stateAfter(night(), dispatched, there, question, resolved(sam)))).toEqual(['due']);
    const gone: Past = { actor: ben, event: { type: 'responded', who, answer: 'clear', via: 'sms' } };
    expect(states(stateAfter(night(), dispatched, there, question, gone, resolved(sam)))).toEqual(['stopped']);
  });

  it('can call them back', () => {
    const state = stateAfter(night(), dispatched, there, resolved(sam));
    expect(decide(state, { type: 'recall', actor: sam, who, why: 'false alarm' }, minute(3))).toMatchObject({
      ok: true,
    });
  });
});

describe('an officer who is out there', () => {
  it('is heard by whatever they do', () => {
    const asked: Past = { actor: clock, event: { type: 'welfare-asked', who } };
    const note: Past = { actor: ben, event: { type: 'noted', text: 'All doors shut' } };
    expect(ofBen(night(), dispatched, there, asked)).toHaveProperty('welfareAskedAt');
    expect(ofBen(night(), dispatched, there, asked, note)).not.toHaveProperty('welfareAskedAt');
    const others: Past = { actor: ana, event: { type: 'noted', text: 'And?' } };
    expect(ofBen(night(), dispatched, there, asked, others)).toHaveProperty('welfareAskedAt');
  });
});

describe('when nobody can be sent', () => {
  it('says so once, and looks again in silence', () => {
    const refused: Past = { actor: ben, event: { type: 'responded', who, answer: 'refused', via: 'sms' } };
    const past = [night(), dispatched, refused];
    const nobody = { officers: { 'officer:1:1': { nobody: 'no officer is free' } } };
    const tick = { type: 'tick', actor: clock, known: { ...NOTHING_KNOWN, ...nobody } } as const;
    const first = decide(stateAfter(...past), tick, minute(1));
    expect(first).toMatchObject({ ok: true, events: [{ type: 'nobody-to-send' }] });
    const told = stateAfter(...past, { actor: clock, event: { type: 'nobody-to-send', why: 'no officer is free' } });
    const again = decide(told, tick, nextDue(told) ?? minute(9));
    expect(again).toMatchObject({ ok: true, events: [{ type: 'still-nobody' }] });
  });
});
