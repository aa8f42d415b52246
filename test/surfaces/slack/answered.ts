import fc from 'fast-check';
import type { IncidentFacts, PageRecord, Responder } from '../../../src/incident/index.js';
import { CLASSIFICATIONS, PAGE_STATES, PAGE_VIAS, RESPONDER_STATES } from '../../../src/incident/index.js';
import { NIGHT, plan, policy } from '../../incident/given.js';

/** How an incident is answered, when a test is about something else. */
export const UNANSWERED = {
  assessed: 1,
  avsHistory: [],
  plan: plan(),
  because: [],
  steps: [],
  clock: { round: 1, step: 0, repeats: 0, startedAt: NIGHT },
  pages: [],
  paged: 0,
  joined: [],
  noticed: [],
  responders: [],
} as const satisfies Partial<IncidentFacts>;

type Answered = Pick<IncidentFacts, keyof typeof UNANSWERED | 'explanation'>;

/** Any way of it, with what a stranger may have written wherever a name or a text can stand. */
export function answeredWith(text: fc.Arbitrary<string>, date: fc.Arbitrary<Date>): fc.Arbitrary<Answered> {
  const ref = fc.record({ id: fc.constantFrom('ana', 'ben', 'chi'), name: text });
  const page = fc
    .record({
      to: ref,
      via: fc.constantFrom(...PAGE_VIAS),
      state: fc.constantFrom(...PAGE_STATES),
      at: date,
      error: text,
    })
    .map(
      ({ to, error, at, ...some }): PageRecord => ({
        ...some,
        id: '1',
        to: { kind: 'person', ...to },
        notBefore: at,
        at,
        group: '1',
        can: [],
        next: [],
        why: 'step',
        version: 1,
        ...(some.state === 'failed' ? { error } : {}),
      }),
    );
  const responder = fc
    .record({ who: ref, state: fc.constantFrom(...RESPONDER_STATES), at: date, because: text, missed: fc.boolean() })
    .map(
      ({ missed, at, ...some }): Responder => ({
        ...some,
        at,
        best: true,
        askedAt: at,
        heardAt: at,
        ...(missed ? { missedAt: at } : {}),
      }),
    );
  const step = fc
    .record({ text, kind: fc.constantFrom('check', 'input', 'yes-no'), required: fc.boolean() })
    .map((some) => ({ ...some, id: 'only', skippable: true }) as const);
  const explanation = fc
    .record({
      summary: text,
      classification: fc.constantFrom(...CLASSIFICATIONS),
      actions: fc.array(text, { maxLength: 5 }),
      checks: fc.array(text, { maxLength: 5 }),
      at: date,
    })
    .map((some) => ({ ...some, confidence: 0.5, model: 'some-model', assessed: 1, raised: false }));
  return fc
    .record({
      pages: fc.array(page, { maxLength: 12 }),
      responders: fc.array(responder, { maxLength: 6 }),
      joined: fc.array(ref, { maxLength: 3 }),
      procedure: fc.option(fc.array(step, { minLength: 1, maxLength: 1 })),
      explanation: fc.option(explanation),
      exhausted: fc.option(date),
      protocol: text,
      resting: fc.boolean(),
    })
    .map(({ procedure, explanation: said, exhausted, protocol, resting, ...some }) => ({
      ...UNANSWERED,
      ...some,
      plan: plan({
        protocol,
        escalation: policy(),
        ...(procedure ? { procedure: { id: 'p', steps: procedure } } : {}),
      }),
      because: [{ code: 'band', band: 'critical' }],
      clock: {
        ...UNANSWERED.clock,
        ...(exhausted ? { exhausted: { since: exhausted, times: 1, lastAt: exhausted } } : {}),
        ...(resting ? { restsSince: NIGHT } : {}),
      },
      ...(said ? { explanation: said } : {}),
    }));
}
