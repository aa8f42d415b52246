import type { IncidentEvent } from './event.js';

/**
 * When it was answered, step by step: received (its opening), acknowledged, dispatched, on the scene, clear. Each is the
 * first time that it happened; none is inferred from another (NIJ, Chula Vista).
 */
export interface Stamps {
  readonly acknowledgedAt?: Date;
  readonly dispatchedAt?: Date;
  readonly onSceneAt?: Date;
  readonly clearAt?: Date;
}

export function stamped(stamps: Stamps, event: IncidentEvent, at: Date): Stamps {
  const name = stampOf(event);
  return name === undefined || stamps[name] ? stamps : { ...stamps, [name]: at };
}

function stampOf(event: IncidentEvent): keyof Stamps | undefined {
  switch (event.type) {
    case 'claimed':
    case 'assigned':
      return 'acknowledgedAt';
    case 'dispatched':
      return 'dispatchedAt';
    case 'responded':
      return event.answer === 'on-scene' ? 'onSceneAt' : event.answer === 'clear' ? 'clearAt' : undefined;
    default:
      return undefined;
  }
}
