import { describe, expect, it } from 'vitest';
import { taskCard } from '../../cards/task-card.js';
import { decideTask, type TaskCommand } from '../../src/task/index.js';
import { ana, clock, minute, sam } from '../incident/given.js';
import { openTask, taskAfter } from './given.js';

const opened = openTask({ photo: true, checklist: [] });
const give: TaskCommand = { type: 'evidence', actor: ana, files: [{ id: 'f1', name: 'lens.jpg', from: 'slack:F1' }] };
const fetched = (type: string): TaskCommand => ({
  type: 'fetched',
  actor: clock,
  fetched: { file: 'f1', kept: { sha256: 'a'.repeat(64), bytes: 9, type } },
});
const finish = (outcome: 'in-order' | 'not-possible' | 'found'): TaskCommand => ({
  type: 'finish',
  actor: ana,
  outcome,
  note: 'looked at it',
});
const stateAfter = (...commands: readonly TaskCommand[]) =>
  taskAfter(opened, ...commands.map((command, index) => [command, minute(index + 1)] as const)).state;

describe('a task that wants a picture', () => {
  it.each<[string, readonly TaskCommand[], boolean]>([
    ['without one', [], false],
    ['with one on its way', [give], true],
    ['with one that is there', [give, fetched('image/jpeg')], true],
    ['with a file that is none', [give, fetched('application/pdf')], false],
    [
      'with one that could not be had',
      [give, { type: 'fetched', actor: clock, fetched: { file: 'f1', why: 'it is gone' } }],
      false,
    ],
  ])('%s', (_how, commands, done) => {
    const state = stateAfter(...commands);
    for (const outcome of ['in-order', 'found'] as const) {
      const decision = decideTask(state, finish(outcome), minute(9));
      if (done) expect(decision).toMatchObject({ ok: true });
      else expect(decision).toEqual({ ok: false, refusal: { code: 'photo-missing' } });
    }
    expect(JSON.stringify(taskCard(state))).toContain(done ? '☑ A picture is there' : '☐ A picture of it');
  });

  it('can always be given up', () => {
    expect(decideTask(stateAfter(), finish('not-possible'), minute(9))).toMatchObject({ ok: true });
    expect(decideTask(stateAfter(), { type: 'cancel', actor: sam, why: 'closed' }, minute(9))).toMatchObject({
      ok: true,
    });
  });

  it('is only asked of those whose rule says so', () => {
    const { state } = taskAfter(openTask({ checklist: [] }));
    expect(decideTask(state, finish('in-order'), minute(9))).toMatchObject({ ok: true });
    expect(JSON.stringify(taskCard(state))).not.toContain('picture');
  });
});
