import type { Fix } from '../../src/dispatch/index.js';
import type { OfficerStore, Whereabouts } from '../../src/ports-dispatch.js';

/** Officers in memory, as a store keeps them: by value. */
export function officersInMemory(): OfficerStore {
  const rows = new Map<string, Whereabouts>();
  const trails = new Map<string, Fix[]>();
  const row = (personId: string): Whereabouts => rows.get(personId) ?? { personId };

  return {
    async moved(personId, fix) {
      const trail = trails.get(personId) ?? [];
      if (!trail.some((each) => Math.abs(each.fixedAt.getTime() - fix.fixedAt.getTime()) < 30_000))
        trails.set(personId, [...trail, structuredClone(fix)]);
      const have = row(personId);
      if (have.fix && have.fix.fixedAt >= fix.fixedAt) return 'older';
      rows.set(personId, { ...have, fix: structuredClone(fix) });
      return 'newest';
    },
    async setDuty(personId, state, since) {
      rows.set(personId, { ...row(personId), duty: { state, since } });
    },
    all: async () => structuredClone([...rows.values()]),
    trail: async (personId, from, to) =>
      structuredClone(trails.get(personId) ?? [])
        .filter(({ fixedAt }) => fixedAt >= from && fixedAt <= to)
        .sort((one, two) => one.fixedAt.getTime() - two.fixedAt.getTime()),
  };
}
