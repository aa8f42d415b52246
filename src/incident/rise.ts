import { type Band, bandRank } from './assessment.js';
import type { IncidentEvent } from './event.js';

/** The band before, when this event made the incident worse in a way that people have to hear of. */
export function riseOf(event: IncidentEvent): Band | undefined {
  switch (event.type) {
    case 'signals-joined':
      return event.flapping ? undefined : event.rose;
    case 'verified':
      return event.rose;
    case 'rated':
      return bandRank(event.to) > bandRank(event.from) ? event.from : undefined;
    default:
      return undefined;
  }
}
