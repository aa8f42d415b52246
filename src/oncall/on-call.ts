import { membersOf, orderAt, personAt } from './layer.js';
import type { Holder, OnCall, Override, Rotation } from './rotation.js';

const holds = ({ from, to }: Override, at: number): boolean => from.getTime() <= at && at < to.getTime();

/** One override after the other: a later one stands over what the earlier ones made. */
function overridden(holder: Holder | undefined, overrides: readonly Override[]): Holder | undefined {
  let now = holder;
  for (const { person, instead } of overrides) {
    if (instead !== undefined && instead !== now?.person) continue;
    if (now === undefined) now = { person };
    else if (person !== now.person) now = { ...now, person, insteadOf: now.person };
  }
  return now;
}

/** Who has it at an instant (epoch milliseconds): the last layer that is in force, then the overrides. */
export function holderAt({ timezone, layers, overrides }: Rotation, at: number): Holder | undefined {
  const holding = overrides.filter((each) => holds(each, at));
  let holder: Holder | undefined;
  for (let layer = layers.length - 1; layer >= 0 && holder === undefined; layer--) {
    const each = layers[layer];
    const person = each && personAt(each, timezone, at);
    if (person === undefined) continue;
    holder = overridden(
      { person, layer },
      holding.filter((override) => override.layer === layer),
    );
  }
  return overridden(
    holder,
    holding.filter((override) => override.layer === undefined),
  );
}

/** Who is on call at an instant, and who comes next; `undefined` in a gap. Costs the same for any instant. */
export function onCall(rotation: Rotation, at: Date): OnCall | undefined {
  const ms = at.getTime();
  const holder = holderAt(rotation, ms);
  if (!holder) return undefined;
  const layer = holder.layer === undefined ? undefined : rotation.layers[holder.layer];
  const away = new Set(rotation.overrides.filter((each) => holds(each, ms)).flatMap(({ instead }) => instead ?? []));
  const next = layer
    ? orderAt(layer, rotation.timezone, ms).filter(
        (person) => person !== holder.person && person !== holder.insteadOf && !away.has(person),
      )
    : [];
  return { ...holder, next };
}

/** Everybody who takes turns in a rotation, in order of their first appearance. */
export const members = ({ layers }: Rotation): string[] => [...new Set(layers.flatMap(membersOf))];
