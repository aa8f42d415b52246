import type { PersonActor, Role } from './actor.js';
import type { PersonCommand } from './command.js';
import type { IncidentState } from './incident.js';
import type { Refusal } from './refusal.js';

export const DESK: readonly Role[] = ['responder', 'supervisor', 'loss-prevention', 'manager', 'director', 'admin'];
export const LEADS: readonly Role[] = ['supervisor', 'manager', 'director', 'admin'];

/** Who may give which command. One table for every surface. */
const MAY = {
  claim: DESK,
  decline: DESK,
  release: DESK,
  assign: LEADS,
  note: DESK,
  escalate: DESK,
  snooze: DESK,
  resolve: DESK,
  reopen: DESK,
  verify: DESK,
  // Down is for those who lead; see `rate`.
  rate: DESK,
  step: DESK,
  'emergency-call': DESK,
  evidence: DESK,
  loss: DESK,
  dispatch: DESK,
  respond: DESK,
  recall: DESK,
  well: DESK,
} as const satisfies Record<PersonCommand['type'], readonly Role[]>;

/** What somebody is told who does not lead. */
export const NEEDS_A_LEAD: Refusal = { code: 'not-permitted', needs: LEADS };

/** Commands that, on a claimed incident, belong to the one who has it; leads may step in. */
const HOLDERS_OWN: ReadonlySet<PersonCommand['type']> = new Set(['release', 'resolve', 'snooze']);

const holds = (actor: PersonActor, roles: readonly Role[]): boolean => actor.roles.some((role) => roles.includes(role));

/** Somebody who leads: may answer for others, skip what is fixed, and lower what the machine found. */
export const leads = (actor: PersonActor): boolean => holds(actor, LEADS);

/** What was lost where, over all sites, is for whoever leads and for whoever works on losses. */
export const mayReadReports = (actor: PersonActor): boolean => holds(actor, [...LEADS, 'loss-prevention']);

/** Whether this person may do that now; `undefined` means yes. */
export function refusedTo(
  actor: PersonActor,
  command: PersonCommand['type'],
  state: IncidentState,
): Refusal | undefined {
  const needs = MAY[command];
  if (!holds(actor, needs)) return { code: 'not-permitted', needs };
  if (
    state.status === 'claimed' &&
    HOLDERS_OWN.has(command) &&
    state.claim.by.id !== actor.id &&
    !holds(actor, LEADS)
  ) {
    return { code: 'not-yours', by: state.claim.by, since: state.claim.at, needs: LEADS };
  }
  return undefined;
}

/** For surfaces that hide what a viewer may not do anyway; the decision is always made again in `decide`. */
export const mayEver = (actor: PersonActor, command: PersonCommand['type']): boolean => holds(actor, MAY[command]);
