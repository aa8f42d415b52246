import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isLifeSafety, KINDS } from '../../src/incident/index.js';
import { adapters } from '../../src/intake/registry.js';
import { understand } from '../../src/intake/understand.js';

it('a generic alarm is as grave at the door as it is once it is understood', () => {
  const alarm = fc.record(
    {
      key: fc.string(),
      kind: fc.oneof(fc.constantFrom(...KINDS), fc.string()),
      occurredAt: fc.oneof(fc.constant('2026-01-06T02:10:00Z'), fc.string()),
      site: fc.string(),
      subject: fc.string(),
      confidence: fc.double(),
      clears: fc.string(),
    },
    { requiredKeys: ['kind'] },
  );
  const context = { receivedAt: new Date('2026-01-06T02:10:00Z'), options: {} };
  fc.assert(
    fc.property(fc.oneof(alarm, fc.anything()), (value) => {
      const parsed = { value, pictures: [] };
      const meant = understand(adapters.generic, parsed, context).some(
        (meaning) => meaning.is === 'signal' && isLifeSafety(meaning.draft.kind),
      );
      expect(adapters.generic.grave?.(parsed)).toBe(meant);
    }),
    { numRuns: 1_000 },
  );
});
