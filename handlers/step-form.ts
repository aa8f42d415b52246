import { z } from 'zod';
import type { IncidentState, PersonActor, Recipients, StepResult } from '../src/incident/index.js';
import { LIMITS } from '../src/incident/index.js';
import type { Parsed } from './forms.js';

/** A step is done, answered, written down or skipped: one of them has to be given. */
export const stepSchema = z
  .object({
    step: z.string().min(1).max(100),
    answer: z.preprocess((value) => (value === '' ? undefined : value), z.enum(['done', 'yes', 'no']).optional()),
    text: z
      .string()
      .trim()
      .max(LIMITS.noteLength * 2)
      .default(''),
    skip: z
      .string()
      .trim()
      .max(LIMITS.whyLength * 2)
      .default(''),
  })
  .refine(({ answer, text, skip }) => answer !== undefined || text !== '' || skip !== '', {
    path: ['answer'],
    message: 'Please answer, or say why it is skipped.',
  });

type Values = z.output<typeof stepSchema>;

export const stepCommand = (
  values: Values,
  actor: PersonActor,
  supervisors: (state: IncidentState) => Recipients,
): Parsed => ({
  commands: [
    (state) => ({
      type: 'step',
      actor,
      step: values.step,
      result: resultOf(values),
      ...(values.skip === '' ? {} : { supervisors: supervisors(state) }),
    }),
  ],
});

function resultOf({ answer, text, skip }: Values): StepResult {
  if (answer === 'done') return { kind: 'done' };
  if (answer) return { kind: 'answered', yes: answer === 'yes' };
  return text === '' ? { kind: 'skipped', why: skip } : { kind: 'noted', text };
}
