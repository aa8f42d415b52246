import type { IncidentEvent } from './event.js';

/**
 * When it was answered, step by step: received (its opening), acknowledged, dispatched, on the scene, clear. Each is the
 * first time that it happened; none is inferred from another (NIJ, Chula Vista).
 */
export interface Stamps {
  readonly acknowledgedAt?: Date;
  /** Acknowledged before it was due; a deadline that a reopening set later changes nothing of that. */
  readonly inTime?: boolean;
  readonly dispatchedAt?: Date;
  readonly onSceneAt?: Date;
  readonly clearAt?: Date;
}

export function stamped(stamps: Stamps, event: IncidentEvent, at: Date, respondBy: Date): Stamps {
  const name = stampOf(event);
  if (name === undefined || stamps[name]) return stamps;
  return { ...stamps, [name]: at, ...(name === 'acknowledgedAt' ? { inTime: at <= respondBy } : {}) };
}

function stampOf(event: IncidentEvent): Exclude<keyof Stamps, 'inTime'> | undefined {
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
