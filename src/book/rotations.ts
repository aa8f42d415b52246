import type { Layer, Override, PlanShift, Rotation } from '../oncall/index.js';
import { instantOfLocal } from '../oncall/index.js';
import { planIn } from './plans.js';
import type { BookData } from './schema.js';

type Written = BookData['rotations'][number];

/** A rotation of the book, ready to be asked; `plans` are the shifts of the calendar files that it names. */
export function rotationOf(written: Written, plans: BookData['plans']): Rotation {
  const { id, name, timezone, layers } = written;
  return {
    id,
    name: name ?? spoken(id),
    timezone,
    layers: layers.map((layer) => layerOf(layer, (plan) => planIn(plans, timezone, plan))),
    overrides: overridesOf(written),
  };
}

function layerOf(layer: Written['layers'][number], shiftsOf: (plan: string) => readonly PlanShift[]): Layer {
  const limits = layer.restrict ? { restrict: layer.restrict } : {};
  if ('plan' in layer) return { kind: 'plan', shifts: shiftsOf(layer.plan), ...limits };
  const { people, handover, every, start: startDay } = layer;
  return { kind: 'turns', people, handover, every, startDay, ...limits };
}

/** With their times as instants: a local time is one of the rotation's zone. */
export const overridesOf = ({ timezone, overrides }: Written): Override[] =>
  overrides.map(({ person, from, to, instead, layer }) => ({
    person,
    from: instantAt(timezone, from),
    to: instantAt(timezone, to),
    ...(instead === undefined ? {} : { instead }),
    ...(layer === undefined ? {} : { layer: layer - 1 }),
  }));

const instantAt = (timezone: string, moment: Written['overrides'][number]['from']): Date =>
  new Date('at' in moment ? moment.at : instantOfLocal(timezone, moment.local));

/** `night-berlin` as a person says it: `Night Berlin`. */
const spoken = (id: string): string =>
  id
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(' ');
