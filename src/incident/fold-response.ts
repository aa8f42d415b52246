import type { ResponseEvent } from './event-response.js';
import type { IncidentState } from './incident.js';
import type { Responder } from './response.js';
import { heard, responderOf, withResponder } from './response.js';

/** What concerns the officers who were sent. Events about the claim change the stage, and are folded there. */
export type OfficerEvent = Exclude<ResponseEvent, { type: 'claim-asked' | 'claim-lapsed' }>;

export function foldResponse(state: IncidentState, event: OfficerEvent, at: Date): IncidentState {
  switch (event.type) {
    case 'dispatched': {
      const responder: Responder = {
        who: event.to,
        state: 'asked',
        askedAt: at,
        at,
        heardAt: at,
        because: event.because,
        best: event.best,
      };
      return { ...state, responders: withResponder(state.responders, responder) };
    }
    case 'responded':
      return changed(state, event.who.id, (responder) => ({ ...heard(responder, at), state: event.answer, at }));
    case 'dispatch-timed-out':
      return changed(state, event.who.id, (responder) => ({ ...responder, state: 'timed-out', at }));
    case 'recalled':
      return changed(state, event.who.id, (responder) => ({ ...responder, state: 'withdrawn', at }));
    case 'nobody-to-send':
    case 'still-nobody':
      return {
        ...state,
        unsent: state.responders.length,
        unsentAt: at,
        unsentTimes: (state.unsent === state.responders.length ? (state.unsentTimes ?? 0) : 0) + 1,
      };
    case 'welfare-asked':
      return changed(state, event.who.id, (responder) => ({ ...responder, welfareAskedAt: at }));
    case 'welfare-heard':
      return changed(state, event.who.id, (responder) => heard(responder, at));
    case 'welfare-missed':
      return changed(state, event.who.id, (responder) => ({ ...responder, missedAt: at }));
    default:
      return event satisfies never;
  }
}

function changed(state: IncidentState, id: string, change: (responder: Responder) => Responder): IncidentState {
  const responder = responderOf(state.responders, id);
  return responder ? { ...state, responders: withResponder(state.responders, change(responder)) } : state;
}
