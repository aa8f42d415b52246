import type { BookProblem } from './references.js';
import { overridesOf } from './rotations.js';
import type { BookData } from './schema.js';

type Need = (kind: 'person' | 'site' | 'source', value: string | undefined, ...path: (string | number)[]) => void;

/** What people and rotations name, and what of it cannot be. */
export function peopleProblems({ people, rotations }: BookData, need: Need): BookProblem[] {
  const problems: BookProblem[] = [];
  const carriers = new Map<string, string>();
  people.forEach((person, i) => {
    person.sites.forEach((site, j) => {
      need('site', site, 'people', i, 'sites', j);
    });
    person.trackers.forEach((tracker, j) => {
      need('source', tracker.slice(0, tracker.indexOf(':')), 'people', i, 'trackers', j);
      const carrier = carriers.get(tracker);
      if (carrier !== undefined)
        problems.push({
          path: ['people', i, 'trackers', j],
          message: `${carrier} carries the tracker "${tracker}" already`,
        });
      else carriers.set(tracker, person.name);
    });
  });
  rotations.forEach((rotation, i) => {
    rotation.layers.forEach((layer, j) => {
      if ('people' in layer)
        layer.people.forEach((person, k) => {
          need('person', person, 'rotations', i, 'layers', j, 'people', k);
        });
    });
    rotation.overrides.forEach((override, j) => {
      need('person', override.person, 'rotations', i, 'overrides', j, 'person');
      need('person', override.instead, 'rotations', i, 'overrides', j, 'instead');
      if ((override.layer ?? 1) > rotation.layers.length)
        problems.push({
          path: ['rotations', i, 'overrides', j, 'layer'],
          message: `rotation "${rotation.id}" has ${rotation.layers.length} layers, counted from 1`,
        });
    });
    overridesOf(rotation).forEach(({ from, to }, j) => {
      if (from >= to)
        problems.push({ path: ['rotations', i, 'overrides', j, 'to'], message: 'this override ends before it begins' });
    });
  });
  // Both feeds are asked for by one name.
  const persons = new Set(people.map(({ id }) => id));
  rotations.forEach(({ id }, i) => {
    if (persons.has(id))
      problems.push({
        path: ['rotations', i, 'id'],
        message: `"${id}" is a person already; a rotation needs another id, so that each has a calendar of its own`,
      });
  });
  return problems;
}
