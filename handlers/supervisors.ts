import type { IncidentState, PersonActor, PersonCommand } from '../src/incident/index.js';
import type { Clock, Planning } from '../src/ports.js';

/** Somebody on a telephone asks for more people: every supervisor is called, by every way that is quick. */
export const supervisorsCalled = (
  { planning, clock }: { readonly planning: Pick<Planning, 'recipients'>; readonly clock: Clock },
  state: IncidentState,
  actor: PersonActor,
  why: string,
): PersonCommand => ({
  type: 'escalate',
  actor,
  to: { kind: 'role', id: 'supervisor', name: 'every supervisor' },
  why,
  recipients: planning.recipients(
    state,
    { targets: ['role:supervisor'], via: ['chat', 'sms', 'voice'], hurry: true },
    clock.now(),
  ),
});
