import type { Refusal, Role } from '../../src/incident/index.js';
import { responderStates } from './en-answering.js';
import { FIELDS } from './en-fields.js';
import { roles, vias } from './en-lists.js';
import type { Times } from './words.js';

export function refusal(refused: Refusal, times: Times): string {
  switch (refused.code) {
    case 'unknown-incident':
      return 'This incident does not exist any more.';
    case 'already-claimed':
      return `${refused.by.name} has had this since ${times.time(refused.since)} (${vias[refused.via]}).`;
    case 'already-yours':
      return `You have this already, since ${times.time(refused.since)}.`;
    case 'not-claimed':
      return 'Nobody has this, so there is nothing to release.';
    case 'not-yours':
      return `${refused.by.name} has this since ${times.time(refused.since)}; only they or ${oneOf(refused.needs)} may do that.`;
    case 'not-permitted':
      return `Only ${oneOf(refused.needs)} may do that.`;
    case 'already-resolved':
      return `${refused.by.name} resolved this at ${times.time(refused.at)}.`;
    case 'not-resolved':
      return 'This is not resolved.';
    case 'archived':
      return `This was archived on ${times.dayTime(refused.at)} and does not change any more.`;
    case 'invalid':
      return `${FIELDS[refused.field as keyof typeof FIELDS] ?? refused.field}: ${refused.why}.`;
    case 'steps-open': {
      const texts = refused.steps.slice(0, 5).map(({ text }) => `“${text}”`);
      const rest = refused.steps.length > 5 ? ` and ${refused.steps.length - 5} more` : '';
      const way = refused.skippable ? 'Do them, or say why they are not done.' : 'Do them, or ask somebody who leads.';
      return `Still to be done: ${texts.join(', ')}${rest}. ${way}`;
    }
    case 'step-not-skippable':
      return `“${refused.step}” cannot be skipped; only ${oneOf(['supervisor', 'manager', 'director'])} may do that.`;
    case 'already-sent':
      return `${refused.who.name} has been sent already, at ${times.time(refused.since)}.`;
    case 'not-sent':
      return `${refused.who.name} was not sent to this.`;
    case 'too-late':
      return `Too late for that: ${responderStates[refused.is]}.`;
    case 'busy':
      return 'Too many people changed this at once. Please press again.';
    default:
      return refused satisfies never;
  }
}

function oneOf(needs: readonly Role[]): string {
  const names = needs.map((role) => `a ${roles[role]}`.replace(/^a (?=[aeiou])/, 'an '));
  return names.length < 2 ? (names[0] ?? 'nobody') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}
