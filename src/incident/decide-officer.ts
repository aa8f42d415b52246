import { refOf } from './actor.js';
import type { PersonCommand } from './command.js';
import type { Decision } from './decision.js';
import { LIMITS, no, textProblem, whole, yes } from './decision.js';
import type { IncidentState } from './incident.js';
import { leads, NEEDS_A_LEAD } from './permission.js';
import { isActive, responderOf, takes } from './response.js';
import { sent } from './tick-welfare.js';

type Asked = Extract<PersonCommand, { type: 'dispatch' | 'respond' | 'recall' | 'well' }>;

/** Sending officers, and what they say. */
export function officer(state: IncidentState, command: Asked, now: Date): Decision {
  const { actor } = command;
  switch (command.type) {
    case 'dispatch': {
      const { who } = command.officer;
      const there = responderOf(state.responders, who.id);
      if (there && isActive(there)) return no({ code: 'already-sent', who, since: there.askedAt });
      return yes(...sent(state, command.officer, actor.name, now));
    }
    case 'respond': {
      const { who, answer } = command;
      const responder = responderOf(state.responders, who.id);
      if (!responder) return no({ code: 'not-sent', who });
      if (who.id !== actor.id && !leads(actor)) return no(NEEDS_A_LEAD);
      if (responder.state === answer) return yes();
      if (!takes(responder, answer)) return no({ code: 'too-late', is: responder.state });
      return yes({ type: 'responded', who: responder.who, answer, via: actor.via });
    }
    case 'recall': {
      const responder = responderOf(state.responders, command.who.id);
      if (!responder || !isActive(responder)) return no({ code: 'not-sent', who: command.who });
      const why = whole(command.why);
      return textProblem('why', why, LIMITS.whyLength) ?? yes({ type: 'recalled', who: responder.who, why });
    }
    case 'well': {
      const responder = responderOf(state.responders, actor.id);
      if (responder && isActive(responder)) return yes({ type: 'welfare-heard', who: refOf(actor), via: actor.via });
      // Whoever has it is heard by whatever they do.
      if (state.status === 'claimed' && state.claim.by.id === actor.id)
        return yes({ type: 'welfare-heard', who: refOf(actor), via: actor.via });
      return no({ code: 'not-sent', who: refOf(actor) });
    }
    default:
      return command satisfies never;
  }
}
