import { describe, expect, it } from 'vitest';
import type { Command, ProcedureStep, Recipients, StepResult } from '../../src/incident/index.js';
import { nextStep, pathOf } from '../../src/incident/index.js';
import { ana, given, opened, type Past, plan, policy, resolve, sam, stateAfter } from './given.js';

const step = (id: string, change: Partial<ProcedureStep> = {}): ProcedureStep => ({
  id,
  kind: 'check',
  text: `Do ${id}`,
  required: true,
  skippable: false,
  ...change,
});
const intrusion = {
  id: 'intrusion',
  steps: [
    step('video'),
    step('person', { kind: 'yes-no', yes: 'police', no: 'walk' }),
    step('police', { kind: 'dispatch' }),
    step('walk', { skippable: true }),
    step('plate', { kind: 'input', required: false }),
  ],
};
const withProcedure = opened({ plan: plan({ escalation: policy({ steps: [] }), procedure: intrusion }) });
const did = (id: string, result: StepResult = { kind: 'done' }): Past => ({
  actor: ana,
  event: { type: 'step-settled', step: id, text: `Do ${id}`, result },
});
const says = (id: string, yes: boolean): Past => did(id, { kind: 'answered', yes });
const does = (id: string, result: StepResult, actor = ana, supervisors?: Recipients): Command => ({
  type: 'step',
  actor,
  step: id,
  result,
  ...(supervisors ? { supervisors } : {}),
});
const path = (...past: Past[]): string[] =>
  pathOf(intrusion, stateAfter(withProcedure, ...past).steps).map((each) => each.step.id);
const boss: Recipients = {
  reach: [
    {
      to: { kind: 'person', id: 'sam', name: 'Sam Okafor' },
      can: ['sms'],
      ways: [{ via: 'sms', afterMs: 0 }],
      next: [],
    },
  ],
  none: [],
};

describe('the way through a procedure', () => {
  it.each<[string, Past[], string[]]>([
    ['ends at the question that nobody has answered', [], ['video', 'person']],
    ['leads by yes', [did('video'), says('person', true)], ['video', 'person', 'police', 'walk', 'plate']],
    ['leads by no', [did('video'), says('person', false)], ['video', 'person', 'walk', 'plate']],
    [
      'goes on in order when the question was skipped',
      [did('person', { kind: 'skipped', why: 'dark' })],
      ['video', 'person', 'police', 'walk', 'plate'],
    ],
  ])('%s', (_what, past, steps) => {
    expect(path(...past)).toEqual(steps);
  });

  it('never goes in circles, whatever the book says', () => {
    const circle = { steps: [step('a', { kind: 'yes-no', yes: 'a', no: 'a' }), step('b')] };
    const record = {
      step: 'a',
      result: { kind: 'answered', yes: true },
      by: { id: 'ana', name: 'Ana' },
      at: new Date(0),
    } as const;
    expect(pathOf(circle, [record]).map((each) => each.step.id)).toEqual(['a', 'b']);
  });

  it('shows the first step that is not done', () => {
    expect(nextStep(intrusion, [])?.id).toBe('video');
    expect(nextStep(intrusion, stateAfter(withProcedure, did('video')).steps)?.id).toBe('person');
  });
});

describe('a step', () => {
  it('is done, answered or written down, as its kind asks', () => {
    given(withProcedure)
      .when(does('video', { kind: 'done' }))
      .gives({ type: 'step-settled', step: 'video', text: 'Do video', result: { kind: 'done' } });
    given(withProcedure)
      .when(does('video', { kind: 'answered', yes: true }))
      .isRefused({ code: 'invalid', field: 'step', why: 'a step of the kind check is done' });
  });

  it('that is not on the way is not a step', () => {
    given(withProcedure)
      .when(does('police', { kind: 'done' }))
      .isRefused({ code: 'invalid', field: 'step', why: 'it is not a step on the way of this procedure' });
  });

  it('that may not be skipped is skipped only by somebody who leads, and the supervisors are told', () => {
    given(withProcedure)
      .when(does('video', { kind: 'skipped', why: 'camera broken' }))
      .isRefused({ code: 'step-not-skippable', step: 'Do video' });
    given(withProcedure)
      .when(does('video', { kind: 'skipped', why: ' camera broken ' }, sam, boss))
      .gives(
        { type: 'step-settled', step: 'video', text: 'Do video', result: { kind: 'skipped', why: 'camera broken' } },
        {
          type: 'paged',
          why: { code: 'skipped-step', by: 'Sam Okafor', step: 'Do video' },
          pages: [
            expect.objectContaining({ id: '1', via: 'sms', to: { kind: 'person', id: 'sam', name: 'Sam Okafor' } }),
          ],
          none: [],
        },
      );
  });
});

describe('closing', () => {
  const done = [did('video'), says('person', false)];

  it('is refused while a required step is open, and names it', () => {
    given(withProcedure, ...done)
      .when(resolve(ana, 'confirmed'))
      .isRefused({ code: 'steps-open', steps: [{ id: 'walk', text: 'Do walk' }], skippable: true });
    given(withProcedure)
      .when(resolve(ana, 'confirmed'))
      .isRefused({
        code: 'steps-open',
        steps: [
          { id: 'video', text: 'Do video' },
          { id: 'person', text: 'Do person' },
        ],
        skippable: false,
      });
  });

  it('with a reason for the rest settles them on the record, and tells the supervisors', () => {
    given(withProcedure, ...done)
      .when({ ...resolve(ana, 'confirmed'), skip: 'flooded', supervisors: boss } as Command)
      .gives(
        { type: 'step-settled', step: 'walk', text: 'Do walk', result: { kind: 'skipped', why: 'flooded' } },
        expect.objectContaining({ type: 'paged', why: { code: 'skipped-step', by: 'Ana Beck', step: 'Do walk' } }),
        { type: 'resolved', disposition: 'confirmed', note: '' },
      )
      .leaving({ status: 'resolved' });
  });

  it('does not get past a fixed step by a reason, unless somebody leads', () => {
    given(withProcedure)
      .when({ ...resolve(ana, 'test'), skip: 'drill' } as Command)
      .isRefused({
        code: 'steps-open',
        steps: [
          { id: 'video', text: 'Do video' },
          { id: 'person', text: 'Do person' },
        ],
        skippable: false,
      });
    given(withProcedure)
      .when({ ...resolve(sam, 'test'), skip: 'drill' } as Command)
      .gives(expect.objectContaining({ step: 'video' }), expect.objectContaining({ step: 'person' }), {
        type: 'resolved',
        disposition: 'test',
        note: '',
      });
  });

  it('is free once every required step on the way is done', () => {
    given(withProcedure, ...done, did('walk'))
      .when(resolve(ana, 'confirmed'))
      .gives({ type: 'resolved', disposition: 'confirmed', note: '' });
  });
});
