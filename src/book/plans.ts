import { importPlan, type PlanShift } from '../oncall/index.js';
import type { BookProblem } from './references.js';
import type { BookData } from './schema.js';

/** Gives the bytes of a file that the book names, or why it cannot. */
export type ReadPlan = (name: string) => Uint8Array | { readonly why: string };

/** Nothing beside the book can be read. */
export const noPlans: ReadPlan = () => ({ why: 'the book is not in a file here, so nothing beside it can be read' });

export interface Plans {
  readonly plans: ReadonlyMap<string, readonly PlanShift[]>;
  readonly problems: readonly BookProblem[];
}

/** Reads the shift plans that the rotations name. Each is used whole, or the book is refused. */
export function readPlans({ rotations, people }: BookData, read: ReadPlan): Plans {
  const plans = new Map<string, readonly PlanShift[]>();
  const problems: BookProblem[] = [];
  rotations.forEach((rotation, i) => {
    rotation.layers.forEach((layer, j) => {
      if (!('plan' in layer)) return;
      const path = ['rotations', i, 'layers', j, 'plan'];
      // One file can serve two rotations, but its local times are those of one.
      const key = keyOf(rotation.timezone, layer.plan);
      if (plans.has(key)) return;
      const file = read(layer.plan);
      if ('why' in file) {
        problems.push({ path, message: `${layer.plan}: ${file.why}` });
        return;
      }
      const imported = importPlan(file, { people, timezone: rotation.timezone });
      if (imported.ok) plans.set(key, imported.shifts);
      else
        for (const { line, uid, why } of imported.problems)
          problems.push({ path, message: `${layer.plan}:${line}: ${uid ? `${uid}: ` : ''}${why}` });
    });
  });
  return { plans, problems };
}

const keyOf = (timezone: string, name: string): string => `${timezone} ${name}`;

/** The shifts of one plan. */
export const planIn = (
  plans: ReadonlyMap<string, readonly PlanShift[]> | undefined,
  timezone: string,
  name: string,
): readonly PlanShift[] => plans?.get(keyOf(timezone, name)) ?? [];
