import type { Target } from '../cards/forms.js';
import type { Chosen, IncidentState } from '../src/incident/index.js';
import { excludedFrom, isActive } from '../src/incident/index.js';
import type { Clock, Planning, Ranking } from '../src/ports.js';

/** Who can be sent to an incident: for the picker, and for the one press. */
export interface Dispatching {
  choices(state: IncidentState): Promise<Target[]>;
  /** The best one, or the one who was picked; with the ways to them. */
  choose(state: IncidentState, personId: string | undefined): Promise<Chosen | { readonly nobody: string }>;
}

/** Officers shown in a menu; Slack takes a hundred. */
const SHOWN = 30;

export function createDispatching(parts: {
  readonly ranking: Ranking;
  readonly planning: Pick<Planning, 'recipients'>;
  /** Whoever needs help themselves. */
  readonly helped: (state: IncidentState) => readonly string[];
  readonly clock: Clock;
}): Dispatching {
  const { ranking, planning, helped, clock } = parts;

  const ranked = (state: IncidentState) =>
    ranking(
      {
        siteId: state.place.siteId,
        zoneId: state.place.zoneId,
        lifeSafety: state.lifeSafety,
        requires: state.plan.requires ?? [],
        helped: helped(state),
        without: [...excludedFrom(state.responders), ...state.responders.filter(isActive).map(({ who }) => who.id)],
      },
      clock.now(),
    );

  return {
    async choices(state) {
      const all = await ranked(state);
      return all
        .filter(({ eligible }) => eligible)
        .slice(0, SHOWN)
        .map(({ who, because }) => ({ value: who.id, label: because ? `${who.name}: ${because}` : who.name }));
    },
    async choose(state, personId) {
      const all = await ranked(state);
      const best = all.find(({ eligible }) => eligible);
      const chosen = personId === undefined ? best : all.find(({ who }) => who.id === personId);
      if (!chosen) return { nobody: personId === undefined ? 'no officer is free' : 'this is nobody who can be sent' };
      if (!chosen.eligible) return { nobody: `${chosen.who.name}: ${chosen.because}` };
      const asked = { targets: [`person:${chosen.who.id}`], via: ['chat', 'sms', 'voice'] as const, hurry: true };
      return {
        who: chosen.who,
        because: chosen.because,
        best: chosen === best,
        recipients: planning.recipients(state, asked, clock.now()),
      };
    },
  };
}
